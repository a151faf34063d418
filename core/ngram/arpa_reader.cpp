// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/arpa_reader.h"

#include "core/base/error.h"
#include "core/ngram/arpa_lines.h"
#include "core/ngram/backoff_arrays.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

namespace ngram {

namespace {

/// An n-gram of a level as it was read. Tokens beyond the level's length are 0.
template <std::size_t length>
struct Entry {
    std::array<text::TokenId, length> tokens{};
    float probability = 0;
    float backoff = 0;
    std::uint32_t line = 0;
};

/// N-grams of one length in the order of their tokens, `length` tokens each.
struct SortedLevel {
    std::vector<text::TokenId> tokens;
    std::vector<float> probability;
    std::vector<float> backoff;
};

float number(std::string_view field, const ArpaLines& lines) {
    float value = 0;
    std::string_view digits = field;
    if (digits.starts_with('+'))
        digits.remove_prefix(1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    // A number too small for a float is log10 0, as "-inf" is.
    if (error == std::errc::result_out_of_range && digits.starts_with('-'))
        return -99;
    if (error != std::errc() || end != digits.data() + digits.size() || std::isnan(value) ||
        (std::isinf(value) && value > 0))
        lines.fail(
            NG_TEXT(
                "core",
                "{0}, line {1}: “{2}” is no number. Correct that line, or make the file again."),
            {std::string(field)});
    return std::max(value, -99.0F);
}

float probability(std::string_view field, const ArpaLines& lines) {
    constexpr float rounding = 1e-4F;
    const float value = number(field, lines);
    if (value > rounding)
        lines.fail(NG_TEXT("core", "{0}, line {1}: the logarithm {2} is of a probability above 1. "
                                   "Correct that line, or make the file again."),
                   {std::string(field)});
    return std::min(value, 0.0F);
} // namespace

/// The numbers of n-grams that the header announces.
std::vector<std::uint64_t> readHeader(ArpaLines& lines, std::string_view& line) {
    if (lines.atEnd())
        lines.failAt(1,
                     NG_TEXT("core", "{0}, line {1}: this ARPA file is empty; it should begin with "
                                     "\\data\\. Make it again, or choose another file."));
    while (trimmed(line = lines.next()) != "\\data\\")
        if (trimmed(line).starts_with('\\'))
            lines.fail(NG_TEXT(
                "core",
                "{0}, line {1}: \\data\\ is missing. Correct that line, or make the file again."));
    std::vector<std::uint64_t> sizes;
    for (line = lines.next(); trimmed(line).starts_with("ngram"); line = lines.next()) {
        std::string_view rest = trimmed(line).substr(5);
        std::uint64_t length = 0;
        std::uint64_t size = 0;
        const std::size_t equals = rest.find('=');
        const std::string_view left = trimmed(rest.substr(0, equals));
        const std::string_view right =
            equals == std::string_view::npos ? "" : trimmed(rest.substr(equals + 1));
        const bool sound =
            std::from_chars(left.data(), left.data() + left.size(), length).ec == std::errc() &&
            std::from_chars(right.data(), right.data() + right.size(), size).ec == std::errc();
        if (!sound || length != sizes.size() + 1)
            lines.fail(NG_TEXT("core", "{0}, line {1}: “ngram {2}=NUMBER” is expected here. "
                                       "Correct that line, or make the file again."),
                       {std::to_string(sizes.size() + 1)});
        if (length > maximumOrder)
            lines.fail(NG_TEXT("core", "{0}, line {1}: the order is above {2}, the highest there "
                                       "is. Correct that line, or make the file again."),
                       {std::to_string(maximumOrder)});
        constexpr std::uint64_t most = ~std::uint32_t{0};
        if (size > most)
            lines.fail(NG_TEXT("core", "{0}, line {1}: more than {2} n-grams of one length. "
                                       "Correct that line, or make the file again."),
                       {std::to_string(most)});
        sizes.push_back(size);
    }
    if (sizes.empty())
        lines.fail(NG_TEXT("core", "{0}, line {1}: “ngram 1=NUMBER” is expected here. Correct that "
                                   "line, or make the file again."));
    return sizes;
}

void requireSection(const ArpaLines& lines, std::string_view line, std::size_t length) {
    if (trimmed(line) != "\\" + std::to_string(length) + "-grams:")
        lines.fail(
            NG_TEXT("core",
                    "{0}, line {1}: \\{2}-grams: is expected here; the header announces another "
                    "number of n-grams than there are. Correct that line, or make the file again."),
            {std::to_string(length)});
}

/// The fields of an n-gram's line: tokens() between a probability and, perhaps, a weight.
template <class Token>
std::pair<float, float> readLine(const ArpaLines& lines, std::string_view line, std::size_t length,
                                 Token token) {
    const float value = probability(takeField(line), lines);
    for (std::size_t i = 0; i < length; ++i) {
        const std::string_view field = takeField(line);
        if (field.empty())
            lines.fail(NG_TEXT("core", "{0}, line {1}: an n-gram of {2} tokens is expected here. "
                                       "Correct that line, or make the file again."),
                       {std::to_string(length)});
        token(i, field);
    }
    const std::string_view backoff = takeField(line);
    if (!takeField(line).empty())
        lines.fail(NG_TEXT("core", "{0}, line {1}: an n-gram of {2} tokens is expected here. "
                                   "Correct that line, or make the file again."),
                   {std::to_string(length)});
    return {value, backoff.empty() ? 0.0F : number(backoff, lines)};
}

text::TokenId special(std::string_view token, text::TokenId otherwise) {
    if (token == "<s>")
        return text::Vocabulary::begin;
    if (token == "</s>")
        return text::Vocabulary::end;
    return token == "<unk>" || token == "<UNK>" ? text::Vocabulary::unknown : otherwise;
}

class ArpaReader {
public:
    ArpaReader(const std::filesystem::path& path, base::Progress& progress,
               const std::stop_token& stop)
        : lines_(path, progress, stop) {}

    void read() {
        std::string_view line;
        sizes_ = readHeader(lines_, line);
        requireSection(lines_, line, 1);
        readUnigrams();
        readLevels(std::make_index_sequence<maximumOrder - 1>());
        line = lines_.next();
        if (trimmed(line) != "\\end\\")
            lines_.fail(NG_TEXT(
                "core",
                "{0}, line {1}: \\end\\ is expected here; the header announces another number of "
                "n-grams than there are. Correct that line, or make the file again."));
    }

    void write(const std::filesystem::path& path, const std::string& source) {
        for (std::size_t length = levels_.size() + 1; length > 2; --length)
            addBeginnings(length);
        BackoffArrays arrays(std::move(unigrams_.probability), std::move(unigrams_.backoff));
        for (std::size_t length = 2; length <= levels_.size() + 1; ++length)
            appendLevel(arrays, length);
        arrays.write(path, *tokenizer_, source);
    }

private:
    void readUnigrams() {
        struct Place {
            std::string token;
            std::uint64_t line = 0;
        };
        std::vector<std::string> tokens;
        std::vector<Place> places;
        std::vector<std::pair<text::TokenId, std::pair<float, float>>> read;
        for (std::uint64_t i = 0; i < sizes_[0]; ++i) {
            text::TokenId id{};
            const std::string_view line = lines_.next();
            const auto values = readLine(lines_, line, 1, [&](std::size_t, std::string_view token) {
                id = special(token, text::tokenId(tokens.size() + text::Vocabulary::specialCount));
                if (!text::Vocabulary::isSpecial(id))
                    tokens.emplace_back(token);
                places.push_back({std::string(token), lines_.number()});
            });
            read.emplace_back(id, values);
        }
        std::stable_sort(places.begin(), places.end(),
                         [](const Place& a, const Place& b) { return a.token < b.token; });
        const auto twice =
            std::adjacent_find(places.begin(), places.end(),
                               [](const Place& a, const Place& b) { return a.token == b.token; });
        if (twice != places.end())
            failTwice(std::next(twice)->line, twice->token);
        const std::size_t size = tokens.size() + text::Vocabulary::specialCount;
        unigrams_.probability.assign(size, BackoffArrays::none);
        unigrams_.backoff.assign(size, 0);
        for (const auto& [id, values] : read) {
            unigrams_.probability[text::index(id)] = values.first;
            unigrams_.backoff[text::index(id)] = values.second;
        }
        const float unknown = unigrams_.probability[text::index(text::Vocabulary::unknown)];
        tokenizer_.emplace(
            text::TokenizerSpec{text::TokenizerKind::Whitespace, text::SentenceUnit::Line, false},
            text::Vocabulary::fromTokens(tokens, unknown > log10OfZero ? 1 : 0));
    }

    template <std::size_t... below>
    void readLevels(std::index_sequence<below...> /*lengths*/) {
        (readLevel<below + 2>(), ...);
    }

    template <std::size_t length>
    void readLevel() {
        if (length > sizes_.size())
            return;
        requireSection(lines_, lines_.next(), length);
        std::vector<Entry<length>> entries;
        for (std::uint64_t i = 0; i < sizes_[length - 1]; ++i) {
            Entry<length> entry;
            const std::string_view line = lines_.next();
            std::tie(entry.probability, entry.backoff) =
                readLine(lines_, line, length, [&](std::size_t place, std::string_view token) {
                    entry.tokens[place] = idOf(token);
                });
            entry.line = static_cast<std::uint32_t>(lines_.number());
            if (entry.tokens.back() != text::Vocabulary::begin)
                entries.push_back(entry);
        }
        std::sort(entries.begin(), entries.end(),
                  [](const auto& a, const auto& b) { return a.tokens < b.tokens; });
        SortedLevel level;
        for (std::size_t i = 0; i < entries.size(); ++i) {
            const auto& entry = entries[i];
            if (i > 0 && entry.tokens == entries[i - 1].tokens)
                failTwice(std::max(entry.line, entries[i - 1].line),
                          tokenizer_->decode(entry.tokens));
            level.tokens.insert(level.tokens.end(), entry.tokens.begin(), entry.tokens.end());
            level.probability.push_back(entry.probability);
            level.backoff.push_back(entry.backoff);
        }
        levels_.push_back(std::move(level));
    }

    text::TokenId idOf(std::string_view token) const {
        const text::TokenId id = special(token, tokenizer_->vocabulary().find(token));
        if (id == text::Vocabulary::unknown && token != "<unk>" && token != "<UNK>")
            lines_.fail(NG_TEXT("core", "{0}, line {1}: the token “{2}” is no unigram of the file. "
                                        "Correct that line, or make the file again."),
                        {std::string(token)});
        return id;
    }

    [[noreturn]] void failTwice(std::uint64_t line, const std::string& ngram) const {
        lines_.failAt(line,
                      NG_TEXT("core", "{0}, line {1}: the n-gram “{2}” stands there twice. Correct "
                                      "that line, or make the file again."),
                      {ngram});
    }

    static std::span<const text::TokenId> ngramAt(const SortedLevel& level, std::size_t length,
                                                  std::size_t index) {
        return std::span(level.tokens).subspan(index * length, length);
    }

    /// Adds what n-grams of `length` begin with, where it is not there, to the level below.
    void addBeginnings(std::size_t length) {
        const SortedLevel& level = levels_[length - 2];
        const SortedLevel& below = levels_[length - 3];
        const std::size_t shorter = length - 1;
        SortedLevel merged;
        const auto add = [&](std::span<const text::TokenId> tokens, float probability,
                             float backoff) {
            merged.tokens.insert(merged.tokens.end(), tokens.begin(), tokens.end());
            merged.probability.push_back(probability);
            merged.backoff.push_back(backoff);
        };
        std::size_t next = 0; // in the level below
        bool complete = true;
        for (std::size_t i = 0; i < level.probability.size(); ++i) {
            const auto begin = ngramAt(level, length, i).first(shorter);
            const auto isBefore = [&](std::span<const text::TokenId> other) {
                return std::lexicographical_compare(other.begin(), other.end(), begin.begin(),
                                                    begin.end());
            };
            for (; next < below.probability.size() && isBefore(ngramAt(below, shorter, next));
                 ++next)
                add(ngramAt(below, shorter, next), below.probability[next], below.backoff[next]);
            const bool there = next < below.probability.size() &&
                               std::ranges::equal(ngramAt(below, shorter, next), begin);
            const bool added =
                !merged.probability.empty() &&
                std::ranges::equal(ngramAt(merged, shorter, merged.probability.size() - 1), begin);
            if (!there && !added) {
                add(begin, BackoffArrays::none, 0);
                complete = false;
            }
        }
        if (complete)
            return;
        for (; next < below.probability.size(); ++next)
            add(ngramAt(below, shorter, next), below.probability[next], below.backoff[next]);
        levels_[length - 3] = std::move(merged);
    }

    void appendLevel(BackoffArrays& arrays, std::size_t length) {
        const SortedLevel& level = levels_[length - 2];
        arrays.beginLevel();
        std::uint64_t parent = 0;
        for (std::size_t i = 0; i < level.probability.size(); ++i) {
            const auto ngram = ngramAt(level, length, i);
            const auto begin = ngram.first(length - 1);
            if (length == 2)
                parent = text::index(begin[0]);
            else
                while (!std::ranges::equal(ngramAt(levels_[length - 3], length - 1, parent), begin))
                    ++parent;
            arrays.append(parent, ngram.back(), level.probability[i], level.backoff[i]);
        }
        arrays.endLevel();
    }

    ArpaLines lines_;
    std::vector<std::uint64_t> sizes_;
    std::optional<text::Tokenizer> tokenizer_;
    SortedLevel unigrams_;
    std::vector<SortedLevel> levels_; ///< from the bigrams up
};

} // namespace

void readArpa(const std::filesystem::path& arpa, const std::filesystem::path& table,
              base::Progress& progress, const std::stop_token& stop) {
    ArpaReader reader(arpa, progress, stop);
    reader.read();
    base::throwIfStopped(stop);
    reader.write(table, arpa.filename().string());
}

bool looksLikeArpa(const std::filesystem::path& path) {
    const auto name = path.extension() == ".gz" ? path.stem() : path.filename();
    base::TextSource source(path);
    if (name.extension() == ".arpa")
        return true;
    while (const auto line = source.line())
        if (!trimmed(*line).empty())
            return trimmed(*line) == "\\data\\";
    return false;
}

} // namespace ngram
