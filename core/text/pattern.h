// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/aligned_text.h"

#include <unicode/regex.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace text {

/// A regular expression (ICU's), which matchers on any thread may share.
class Pattern {
public:
    /// Throws base::FormatError where it is none.
    explicit Pattern(const std::string& expression);

private:
    friend class Matcher;
    std::shared_ptr<const icu::RegexPattern> compiled_;
};

/// Finds where a pattern matches. One thread at a time.
class Matcher {
public:
    explicit Matcher(const Pattern& pattern);
    /// In order, in valid UTF-8; valid until the next call. Throws base::FormatError where one
    /// takes too long.
    const std::vector<TextRange>& matches(std::string_view text);

private:
    std::shared_ptr<const icu::RegexPattern> compiled_;
    std::unique_ptr<icu::RegexMatcher> matcher_;
    std::vector<TextRange> found_;
};

} // namespace text
