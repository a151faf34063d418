// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/case_fold.h"

#include "core/text/icu_failure.h"

#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/stringpiece.h>

namespace text {

std::string foldCase(std::string_view text, icu::Edits* edits) {
    std::string folded;
    icu::StringByteSink<std::string> sink(&folded, static_cast<int32_t>(text.size()));
    UErrorCode status = U_ZERO_ERROR;
    icu::CaseMap::utf8Fold(0, {text.data(), static_cast<int32_t>(text.size())}, sink, edits,
                           status);
    requireIcu(status);
    return folded;
}

} // namespace text
