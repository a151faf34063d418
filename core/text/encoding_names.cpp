// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/text/converter.h"
#include "core/text/encoding.h"

#include <unicode/ucnv.h>

#include <array>
#include <utility>

namespace text {
namespace {

// Names that mean a subset of a known encoding, or one that ICU keeps apart from it.
constexpr std::array<std::pair<const char*, const char*>, 17> relatives = {{
    {"US-ASCII", "UTF-8"},
    {"UTF-16", "UTF-16LE"},
    {"GBK", "GB18030"},
    {"GB2312", "GB18030"},
    {"EUC-CN", "GB18030"},
    {"cp936", "GB18030"},
    {"windows-936", "GB18030"},
    {"cp950", "Big5"},
    {"Big5-HKSCS", "Big5"},
    {"sjis", "Shift_JIS"},
    {"cp932", "Shift_JIS"},
    {"windows-31j", "Shift_JIS"},
    {"cp949", "EUC-KR"},
    {"ks_c_5601-1987", "EUC-KR"},
    {"windows-949", "EUC-KR"},
    {"eucJP", "EUC-JP"},
    {"latin1", "ISO-8859-1"},
}};

// ICU's own name for what an alias means; empty for an unknown one.
std::string_view icuName(const std::string& name) {
    UErrorCode status = U_ZERO_ERROR;
    const char* canonical = ucnv_getAlias(name.c_str(), 0, &status);
    return U_SUCCESS(status) && canonical != nullptr ? std::string_view(canonical)
                                                     : std::string_view();
}

} // namespace

const std::vector<std::string>& knownEncodings() {
    static const std::vector<std::string> names = {
        "UTF-8",        "UTF-16LE",     "UTF-16BE",     "GB18030",      "Big5",
        "Shift_JIS",    "EUC-KR",       "EUC-JP",       "windows-1250", "windows-1251",
        "windows-1252", "windows-1253", "windows-1254", "windows-1255", "windows-1256",
        "windows-1257", "windows-1258", "ISO-8859-1"};
    return names;
}

std::string canonicalEncoding(std::string_view name) {
    const std::string wanted(name);
    for (const std::string& known : knownEncodings())
        if (ucnv_compareNames(wanted.c_str(), known.c_str()) == 0)
            return known;
    const std::string_view canonical = icuName(wanted);
    for (const auto& [relative, known] : relatives)
        if (ucnv_compareNames(wanted.c_str(), relative) == 0 ||
            (!canonical.empty() && canonical == icuName(relative)))
            return known;
    std::string all;
    for (const std::string& known : knownEncodings()) {
        if (!canonical.empty() &&
            (canonical == icuName(known) || canonical == icuName(converterName(known))))
            return known;
        all += all.empty() ? known : ", " + known;
    }
    throw base::InputError(
        {NG_TEXT("core", "There is no encoding “{0}”. Choose one of: {1}."), {wanted, all}});
}

} // namespace text
