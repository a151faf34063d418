// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/count_lines.h"

#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/text/utf8.h"

#include <charconv>

namespace ngram {

namespace {

/// Of all counts together: sums over longer n-grams, ten times over, then stay below 2^64, and each
/// count is exact as a floating-point number.
constexpr std::uint64_t mostTotal = std::uint64_t{1} << 52;

[[noreturn]] void fail(const char* pattern, const base::TextSource& source,
                       std::vector<std::string> more = {}) {
    std::vector<std::string> arguments = {source.path().string(),
                                          std::to_string(source.lineNumber())};
    arguments.insert(arguments.end(), more.begin(), more.end());
    throw base::FormatError({pattern, std::move(arguments)});
}

std::string_view withoutSpaces(std::string_view text) {
    const std::size_t first = text.find_first_not_of(' ');
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::uint64_t countIn(std::string_view text, const base::TextSource& source) {
    std::uint64_t count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (text.empty() || error != std::errc() || end != text.data() + text.size() ||
        count > mostTotal)
        fail(NG_TEXT("core", "The count in line {1} of the file {0} is “{2}”, which is no whole "
                             "number from 0 to {3}. Correct the line, or leave it out."),
             source, {std::string(text), std::to_string(mostTotal)});
    return count;
}

} // namespace

void CountLines::read(base::TextSource& source, base::Progress& progress,
                      const std::stop_token& stop) {
    while (const auto line = source.line()) {
        if (source.lineNumber() % 4096 == 1) {
            base::throwIfStopped(stop);
            progress.report(
                {{NG_TEXT("core", "Reading counts")}, source.bytesRead(), source.size()});
        }
        take(*line, source);
    }
}

void CountLines::take(std::string_view line, const base::TextSource& source) {
    if (withoutSpaces(line).empty())
        return;
    if (text::validUtf8Prefix(line) != line.size())
        fail(NG_TEXT("core", "Line {1} of the file {0} is no text in UTF-8. Convert the file to "
                             "UTF-8, or correct the line."),
             source);
    const std::size_t tab = line.find('\t');
    if (tab == std::string_view::npos)
        fail(NG_TEXT("core", "Line {1} of the file {0} has no tab. A line of counts is words with "
                             "spaces between, a tab, and a number: choose a file of such lines."),
             source);
    const std::uint64_t count = countIn(withoutSpaces(line.substr(tab + 1)), source);
    NgramCount ngram;
    ngram.count = count;
    unsigned length = 0;
    std::string_view rest = withoutSpaces(line.substr(0, tab));
    if (rest.empty())
        fail(NG_TEXT("core", "Line {1} of the file {0} has a count and no words before it. Correct "
                             "the line, or leave it out."),
             source);
    const bool isUnigram = rest.find(' ') == std::string_view::npos;
    while (!rest.empty()) {
        if (length == maximumOrder)
            fail(NG_TEXT("core", "Line {1} of the file {0} has more than {2} words. Leave n-grams "
                                 "of more words out."),
                 source, {std::to_string(maximumOrder)});
        const std::size_t end = std::min(rest.find(' '), rest.size());
        if (count > 0)
            ngram.tokens[length] =
                text::tokenId(number(rest.substr(0, end), isUnigram ? count : 0));
        ++length;
        rest = withoutSpaces(rest.substr(end));
    }
    if (count == 0)
        return;
    for (unsigned i = 0; i < length; ++i)
        if ((i > 0 && ngram.tokens[i] == text::Vocabulary::begin) ||
            (i + 1 < length && ngram.tokens[i] == text::Vocabulary::end))
            fail(NG_TEXT("core", "In line {1} of the file {0} stands <s> after the first word, or "
                                 "</s> before the last. Count each sentence alone, with one <s> "
                                 "before it and one </s> behind it."),
                 source);
    if (count > mostTotal - total_)
        fail(NG_TEXT("core", "The counts up to line {1} of the file {0} add up to more than {2}. "
                             "Import fewer files at once."),
             source, {std::to_string(mostTotal)});
    total_ += count;
    while (lengths_.size() < length)
        lengths_.emplace_back(beside_, static_cast<unsigned>(lengths_.size()) + 1);
    lengths_[length - 1].write(ngram);
}

std::uint32_t CountLines::number(std::string_view token, std::uint64_t count) {
    const auto isOneOf = [token](std::string_view lower, std::string_view upper) {
        return token == lower || token == upper;
    };
    // In upper case as in Google's n-grams of the Web.
    if (isOneOf("<unk>", "<UNK>"))
        return static_cast<std::uint32_t>(text::Vocabulary::unknown);
    if (isOneOf("<s>", "<S>"))
        return static_cast<std::uint32_t>(text::Vocabulary::begin);
    if (isOneOf("</s>", "</S>"))
        return static_cast<std::uint32_t>(text::Vocabulary::end);
    return tokens_.add(token, count) + static_cast<std::uint32_t>(text::Vocabulary::specialCount);
}

} // namespace ngram
