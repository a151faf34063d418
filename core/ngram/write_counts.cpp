// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/count_level.h"
#include "core/ngram/counts.h"
#include "core/ngram/ngram_model.h"
#include "core/text/tokenizer_file.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <numeric>

namespace ngram {

namespace {

constexpr std::size_t chunk = 65536; ///< values between two looks at the stop token

/// Everything counted in one pass over the tokens.
struct Counted {
    std::vector<std::uint64_t> unigrams; ///< by token id, <s> included
    std::vector<std::uint32_t> unigramContinuations;
    std::vector<CountLevel> longer; ///< [0] holds the bigrams
    std::uint64_t events = 0;
};

Counted countTrie(std::span<const text::TokenId> tokens, std::size_t vocabularySize, unsigned order,
                  base::Progress& progress, const std::stop_token& stop) {
    Counted trie;
    trie.unigrams.resize(vocabularySize);
    trie.unigramContinuations.resize(vocabularySize);
    trie.longer.resize(order - 1);
    // The numbers of the n-grams that end at the last token: [k] of the one k + 1 tokens long.
    std::array<std::uint32_t, maximumOrder> ending{};
    unsigned depth = 0; // tokens of this sentence so far, at most `order`

    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (i % chunk == 0) {
            base::throwIfStopped(stop);
            progress.report({{NG_TEXT("core", "Counting n-grams")}, i, tokens.size()});
        }
        const text::TokenId token = tokens[i];
        if (text::index(token) >= vocabularySize)
            throw base::FormatError(
                {NG_TEXT("core", "The stored tokens do not belong to this tokenizer (token {0} of "
                                 "{1} entries). Import the corpus again."),
                 {std::to_string(text::index(token)), std::to_string(vocabularySize)}});
        ++trie.unigrams[text::index(token)];
        if (token == text::Vocabulary::begin) {
            depth = 0; // no n-gram crosses a sentence boundary
        } else {
            ++trie.events;
            // The longest first: each needs what the shorter one was before this token.
            bool oneLongerIsNew = false;
            for (unsigned length = std::min(depth + 1, order); length >= 2; --length) {
                CountLevel& level = trie.longer[length - 2];
                const auto [number, isNew] = level.countOnce(ending[length - 2], token, stop);
                if (oneLongerIsNew)
                    level.addContinuation(number);
                oneLongerIsNew = isNew;
                ending[length - 1] = number;
            }
            if (oneLongerIsNew)
                ++trie.unigramContinuations[text::index(token)];
        }
        ending[0] = static_cast<std::uint32_t>(token);
        depth = std::min(depth + 1, order);
    }
    return trie;
}

/// The n-grams of one length in their final order: by the history's place, then by last token.
struct SortedLevel {
    std::vector<std::uint64_t> children; ///< offsets for the level above
    std::vector<std::uint32_t> order;    ///< entry numbers
    std::vector<std::uint32_t> place;    ///< of each entry: the inverse of `order`
};

SortedLevel sortLevel(const CountLevel& level, const std::vector<std::uint32_t>& parentPlace,
                      const std::stop_token& stop) {
    const auto& entries = level.entries();
    SortedLevel sorted;
    sorted.children.resize(parentPlace.size() + 1);
    for (const auto& entry : entries)
        ++sorted.children[parentPlace[entry.parent] + 1];
    std::partial_sum(sorted.children.begin(), sorted.children.end(), sorted.children.begin());

    sorted.order.resize(entries.size());
    sorted.place.resize(entries.size());
    auto next = sorted.children;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (i % chunk == 0)
            base::throwIfStopped(stop);
        sorted.order[next[parentPlace[entries[i].parent]]++] = static_cast<std::uint32_t>(i);
    }
    for (std::size_t parent = 0; parent < parentPlace.size(); ++parent) {
        if (parent % 1024 == 0)
            base::throwIfStopped(stop);
        const auto first = sorted.order.begin();
        std::sort(
            first + static_cast<std::ptrdiff_t>(sorted.children[parent]),
            first + static_cast<std::ptrdiff_t>(sorted.children[parent + 1]),
            [&](std::uint32_t a, std::uint32_t b) { return entries[a].token < entries[b].token; });
    }
    for (std::size_t i = 0; i < sorted.order.size(); ++i)
        sorted.place[sorted.order[i]] = static_cast<std::uint32_t>(i);
    return sorted;
}

/// Writes `size` values as a section, a chunk at a time, so that a stop is seen.
template <class T, class ValueAt>
void writeSection(base::SectionFileWriter& file, const std::string& name, std::size_t size,
                  const std::stop_token& stop, ValueAt valueAt) {
    file.beginSection(name);
    std::vector<T> values;
    values.reserve(std::min(size, chunk));
    for (std::size_t i = 0; i < size; ++i) {
        values.push_back(valueAt(i));
        if (values.size() == chunk || i + 1 == size) {
            base::throwIfStopped(stop);
            file.writeValues(std::span<const T>(values));
            values.clear();
        }
    }
}

} // namespace

void writeCounts(const std::filesystem::path& path, std::span<const text::TokenId> tokens,
                 const text::Tokenizer& tokenizer, unsigned order, base::Progress& progress,
                 const std::stop_token& stop) {
    if (order < 1 || order > maximumOrder)
        throw base::InputError({NG_TEXT("core", "The order is {0}. Choose one from 1 to {1}."),
                                {std::to_string(order), std::to_string(maximumOrder)}});
    const std::size_t vocabularySize = tokenizer.vocabulary().size();
    Counted trie = countTrie(tokens, vocabularySize, order, progress, stop);

    base::SectionFileWriter file(path, countsFileKind());
    const nlohmann::json config = {
        {"order", order},
        {"events", trie.events},
        {"sentences", trie.unigrams[text::index(text::Vocabulary::begin)]}};
    file.addSection("config", config.dump());
    text::writeTokenizer(file, tokenizer);
    writeSection<text::TokenId>(file, "level-1-tokens", vocabularySize, stop,
                                [](std::size_t i) { return text::tokenId(i); });
    file.beginSection("level-1-counts");
    file.writeValues(std::span<const std::uint64_t>(trie.unigrams));

    if (order > 1)
        writeSection<std::uint64_t>(file, "level-1-adjusted", vocabularySize, stop,
                                    [&](std::size_t i) { return trie.unigramContinuations[i]; });

    std::vector<std::uint32_t> place(vocabularySize);
    std::iota(place.begin(), place.end(), 0U);
    for (unsigned length = 2; length <= order; ++length) {
        progress.report({{NG_TEXT("core", "Writing the counts")}, length - 2, order - 1});
        const CountLevel level = std::move(trie.longer[length - 2]);
        const auto& entries = level.entries();
        SortedLevel sorted = sortLevel(level, place, stop);
        writeSection<text::TokenId>(file, fmt::format("level-{}-tokens", length), entries.size(),
                                    stop,
                                    [&](std::size_t i) { return entries[sorted.order[i]].token; });
        writeSection<std::uint64_t>(file, fmt::format("level-{}-counts", length), entries.size(),
                                    stop,
                                    [&](std::size_t i) { return entries[sorted.order[i]].count; });
        const auto adjusted = [&](std::size_t i) {
            const std::uint32_t number = sorted.order[i];
            return length < order ? level.adjustedCount(number) : entries[number].count;
        };
        if (length < order)
            writeSection<std::uint64_t>(file, fmt::format("level-{}-adjusted", length),
                                        entries.size(), stop, adjusted);
        writeSection<StoredFollowers>(file, fmt::format("level-{}-followers", length - 1),
                                      place.size(), stop, [&](std::size_t parent) {
                                          StoredFollowers followers;
                                          for (auto i = sorted.children[parent];
                                               i < sorted.children[parent + 1]; ++i) {
                                              followers.total += adjusted(i);
                                              followers.once += adjusted(i) == 1 ? 1U : 0U;
                                              followers.twice += adjusted(i) == 2 ? 1U : 0U;
                                          }
                                          return followers;
                                      });
        writeSection<std::uint64_t>(file, fmt::format("level-{}-children", length - 1),
                                    sorted.children.size(), stop,
                                    [&](std::size_t i) { return sorted.children[i]; });
        place = std::move(sorted.place);
    }
    base::throwIfStopped(stop);
    file.commit();
}

} // namespace ngram
