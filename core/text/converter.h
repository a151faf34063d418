// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <unicode/ucnv.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace text {

/// ICU's name for one of knownEncodings(): a superset that real files are written in.
std::string converterName(std::string_view encoding);

/// ICU's converter from one encoding to UTF-8, piece by piece.
class Converter {
public:
    explicit Converter(std::string_view encoding);

    /// Appends the decoded text; each bad sequence becomes one U+FFFD. Returns how many there were.
    std::uint64_t convert(std::string_view bytes, bool last, std::string& out);
    /// Bytes read that are the start of a character.
    std::size_t pending() const;

private:
    struct Close {
        void operator()(UConverter* converter) const { ucnv_close(converter); }
    };
    std::unique_ptr<UConverter, Close> converter_;
    std::unique_ptr<std::uint64_t> replaced_; ///< ICU's callback keeps its address
};

/// Where the first bad sequence of `bytes` begins, which starts with a whole character and has one.
std::size_t firstBadByte(std::string_view encoding, std::string_view bytes, bool last);

} // namespace text
