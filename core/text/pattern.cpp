// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/pattern.h"

#include "core/base/error.h"
#include "core/text/icu_failure.h"

#include <unicode/utext.h>

#include <cstdint>

namespace text {

namespace {

/// About a millisecond each: what one match may take, so that no pattern stops the program.
constexpr std::int32_t longestMatch = 2000;

} // namespace

Pattern::Pattern(const std::string& expression) {
    UErrorCode status = U_ZERO_ERROR;
    UParseError place{};
    compiled_.reset(
        icu::RegexPattern::compile(icu::UnicodeString::fromUTF8(expression), place, status));
    if (U_FAILURE(status))
        throw base::FormatError({NG_TEXT("core", "The tokenizer's pattern “{0}” is no regular "
                                                 "expression that is understood here ({1}). "
                                                 "Choose a model with another tokenizer."),
                                 {expression, u_errorName(status)}});
}

Matcher::Matcher(const Pattern& pattern) : compiled_(pattern.compiled_) {
    UErrorCode status = U_ZERO_ERROR;
    matcher_.reset(compiled_->matcher(status));
    requireIcu(status);
    matcher_->setTimeLimit(longestMatch, status);
    requireIcu(status);
}

const std::vector<TextRange>& Matcher::matches(std::string_view text) {
    found_.clear();
    UErrorCode status = U_ZERO_ERROR;
    UText source = UTEXT_INITIALIZER;
    utext_openUTF8(&source, text.data(), static_cast<int64_t>(text.size()), &status);
    matcher_->reset(&source);
    while (U_SUCCESS(status) && matcher_->find(status)) {
        const auto begin = static_cast<std::size_t>(matcher_->start64(status));
        found_.push_back({begin, static_cast<std::size_t>(matcher_->end64(status))});
    }
    utext_close(&source);
    if (U_SUCCESS(status))
        return found_;
    std::string expression;
    compiled_->pattern().toUTF8String(expression);
    throw base::FormatError({NG_TEXT("core", "The tokenizer's pattern “{0}” cannot be "
                                             "applied to this text ({1}). Choose a model "
                                             "with another tokenizer."),
                             {expression, u_errorName(status)}});
}

} // namespace text
