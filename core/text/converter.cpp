// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/converter.h"

#include "core/text/icu_failure.h"

#include <unicode/ucnv_cb.h>
#include <unicode/ucnv_err.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include <array>

namespace text {
namespace {

void replaceAndCount(const void* context, UConverterToUnicodeArgs* arguments, const char* /*bytes*/,
                     int32_t /*length*/, UConverterCallbackReason reason, UErrorCode* status) {
    if (reason > UCNV_IRREGULAR) // reset, close, clone: nothing was decoded
        return;
    ++*static_cast<std::uint64_t*>(const_cast<void*>(context)); // NOLINT(*-const-cast): ICU's type
    *status = U_ZERO_ERROR;
    const UChar replacement = 0xFFFD;
    ucnv_cbToUWriteUChars(arguments, &replacement, 1, 0, status);
}

void appendUtf8(const UChar* units, int32_t count, UChar& lead, std::string& out) {
    for (int32_t i = 0; i < count; ++i) {
        UChar32 character = units[i];
        if (U16_IS_LEAD(character)) { // its trail may come with the next buffer
            lead = units[i];
            continue;
        }
        if (U16_IS_TRAIL(character))
            character = U16_GET_SUPPLEMENTARY(lead, character);
        std::array<char, U8_MAX_LENGTH> bytes{};
        int32_t length = 0;
        U8_APPEND_UNSAFE(bytes.data(), length, character);
        out.append(bytes.data(), static_cast<std::size_t>(length));
    }
}

} // namespace

std::string converterName(std::string_view encoding) {
    // Microsoft's tables hold more characters than the standards' own, and files use them.
    if (encoding == "EUC-KR")
        return "windows-949-2000";
    if (encoding == "Big5")
        return "windows-950-2000";
    if (encoding == "Shift_JIS")
        return "ibm-943_P15A-2003";
    return std::string(encoding);
}

Converter::Converter(std::string_view encoding) : replaced_(std::make_unique<std::uint64_t>(0)) {
    UErrorCode status = U_ZERO_ERROR;
    converter_.reset(ucnv_open(converterName(encoding).c_str(), &status));
    requireIcu(status);
    ucnv_setToUCallBack(converter_.get(), replaceAndCount, replaced_.get(), nullptr, nullptr,
                        &status);
    requireIcu(status);
}

std::uint64_t Converter::convert(std::string_view bytes, bool last, std::string& out) {
    *replaced_ = 0;
    std::array<UChar, 4096> units; // NOLINT(*-init): filled by ICU
    const char* source = bytes.data();
    const char* const sourceEnd = source + bytes.size();
    UChar lead = 0;
    UErrorCode status = U_BUFFER_OVERFLOW_ERROR;
    while (status == U_BUFFER_OVERFLOW_ERROR) {
        status = U_ZERO_ERROR;
        UChar* target = units.data();
        ucnv_toUnicode(converter_.get(), &target, units.data() + units.size(), &source, sourceEnd,
                       nullptr, last ? 1 : 0, &status);
        appendUtf8(units.data(), static_cast<int32_t>(target - units.data()), lead, out);
    }
    requireIcu(status);
    return *replaced_;
}

std::size_t Converter::pending() const {
    UErrorCode status = U_ZERO_ERROR;
    const int32_t count = ucnv_toUCountPending(converter_.get(), &status);
    requireIcu(status);
    return static_cast<std::size_t>(count);
}

std::size_t firstBadByte(std::string_view encoding, std::string_view bytes, bool last) {
    // A character begins wherever nothing is pending; ICU tells of a bad one only when it has read
    // past it.
    Converter converter(encoding);
    std::string ignored;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (converter.pending() == 0)
            begin = i;
        if (converter.convert(bytes.substr(i, 1), last && i + 1 == bytes.size(), ignored) > 0)
            break;
    }
    return begin;
}

} // namespace text
