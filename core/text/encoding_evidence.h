// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace text {

/// The multi-byte encoding that fits best, and how well.
struct MultiByteEvidence {
    std::string encoding;
    double share = 0; ///< of its multi-byte characters that are everyday ones; 0 where none fits
};

/// Tries GB18030, Big5, Shift_JIS, EUC-KR and EUC-JP. ICU's detector needs some hundred characters
/// for this; the share of everyday characters tells them apart after a few.
MultiByteEvidence multiByteEvidence(std::string_view bytes);

/// "UTF-16LE" or "UTF-16BE" where `bytes`, without a byte order mark, read as text that way.
std::optional<std::string> utf16WithoutMark(std::string_view bytes);

} // namespace text
