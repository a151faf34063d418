// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/message.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace text {

/// How sure the detector is of an encoding.
struct EncodingGuess {
    std::string name;   ///< one of knownEncodings()
    int confidence = 0; ///< 0 to 100; 100 for a byte order mark or valid UTF-8 beyond ASCII
    bool byteOrderMark = false;
};

/// Encodings that a person can choose from, in the order a menu shows them: UTF-8, UTF-16LE,
/// UTF-16BE, GB18030, Big5, Shift_JIS, EUC-KR, EUC-JP, windows-1250 … windows-1258, ISO-8859-1.
const std::vector<std::string>& knownEncodings();

/// The known encoding that a name means ("utf8", "GBK", "sjis", "cp1252"), by ICU's aliases.
/// Throws base::InputError, naming the encodings that are known.
std::string canonicalEncoding(std::string_view name);

/// Recognises the encoding from a file's first bytes (64 KiB are plenty). A byte order mark
/// decides; then valid UTF-8 (also when the last character is cut off); then UTF-16 without a mark
/// by its zero bytes; then ICU's detector, restricted to the known encodings. Empty input and pure
/// ASCII are UTF-8.
EncodingGuess detectEncoding(std::span<const std::byte> head);

/// Why these bytes are no text, or nothing where they may be text. Names the format where its
/// first bytes are known (PDF, ZIP, PNG, ELF, gzip, …); else many control characters or zero bytes
/// that are not UTF-16.
std::optional<base::Message> reasonBinary(std::span<const std::byte> head);

} // namespace text
