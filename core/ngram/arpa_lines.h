// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/base/text_source.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ngram {

inline constexpr std::string_view blanks = " \t\r";

/// The next field of a line, which is taken from it; empty at the end.
inline std::string_view takeField(std::string_view& line) {
    line.remove_prefix(std::min(line.find_first_not_of(blanks), line.size()));
    const std::string_view field = line.substr(0, line.find_first_of(blanks));
    line.remove_prefix(field.size());
    return field;
}

inline std::string_view trimmed(std::string_view line) {
    line.remove_prefix(std::min(line.find_first_not_of(blanks), line.size()));
    return line.substr(0, line.find_last_not_of(blanks) + 1);
}

/// Reads an ARPA file line by line and knows where it is.
class ArpaLines {
public:
    ArpaLines(const std::filesystem::path& path, base::Progress& progress,
              const std::stop_token& stop)
        : source_(path), path_(path), progress_(&progress), stop_(stop) {}

    /// The next line that is not blank. Throws where there is none.
    std::string_view next() {
        if (peeked_ || find())
            return *std::exchange(peeked_, std::nullopt);
        fail(NG_TEXT("core", "{0}, line {1}: the file ends before \\end\\. Correct that line, or "
                             "make the file again."));
    }
    /// Whether no line is left that is not blank.
    bool atEnd() { return !peeked_ && !find(); }
    std::uint64_t number() const { return source_.lineNumber(); }
    /// Throws: {0} in the pattern is the file, {1} the line, and what else is given follows.
    [[noreturn]] void fail(const char* pattern, std::vector<std::string> more = {}) const {
        failAt(number(), pattern, std::move(more));
    }
    [[noreturn]] void failAt(std::uint64_t line, const char* pattern,
                             std::vector<std::string> more = {}) const {
        std::vector<std::string> arguments{path_.string(), std::to_string(line)};
        arguments.insert(arguments.end(), more.begin(), more.end());
        throw base::FormatError(base::Message{pattern, std::move(arguments)});
    }

private:
    /// Finds the next line that is not blank, if there is one.
    bool find() {
        while ((peeked_ = source_.line())) {
            if (source_.lineNumber() % 4096 == 1) {
                base::throwIfStopped(stop_);
                progress_->report({{NG_TEXT("core", "Reading {0}"), {path_.filename().string()}},
                                   source_.bytesRead(),
                                   source_.size()});
            }
            if (!trimmed(*peeked_).empty())
                return true;
        }
        return false;
    }

    base::TextSource source_;
    std::optional<std::string_view> peeked_; ///< found and not given out yet
    std::filesystem::path path_;
    base::Progress* progress_;
    std::stop_token stop_;
};

} // namespace ngram
