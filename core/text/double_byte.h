// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string_view>

namespace text {

/// Length in bytes of the character that begins `bytes` (which must not be empty) in one of
/// GB18030, Big5, Shift_JIS, EUC-KR, EUC-JP: by its lead byte, whether or not what follows fits.
std::size_t multiByteLength(std::string_view encoding, std::string_view bytes);

/// Whether `encoding` is one of them.
bool isMultiByte(std::string_view encoding);

/// Whether `character` (whole, of more than one byte) is one that everyday text in `encoding` is
/// made of: the frequent half of the Chinese characters, kana, whole Hangul syllables, punctuation.
bool isEverydayCharacter(std::string_view encoding, std::string_view character);

} // namespace text
