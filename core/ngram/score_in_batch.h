// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lm/language_model.h"
#include "core/ngram/scored_windows.h"
#include "core/ngram/trie.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace ngram {

/// Estimator::openBulkScorer for what is put together as Smoothed is. Text repeats itself: windows
/// (a token with what precedes it) of every length that were scored of late are remembered, so that
/// a place begins with the longest one that it shares with another. What remains goes through the
/// orders a block at a time, each n-gram found from the one before it, and memory is asked for one
/// step ahead of its use, so that many places wait for it at the same time. A template, so that an
/// estimator that is final is asked without detours.
template <class Smoothing>
class BatchScorer final : public lm::BulkScorer {
public:
    BatchScorer(const Smoothing& smoothing, std::size_t historyLength, std::size_t tokens)
        : smoothing_(smoothing),
          trie_(smoothing.trie()),
          isWhole_(smoothing.hasAllEnds()),
          longest_(static_cast<unsigned>(std::min<std::size_t>(historyLength, trie_.order() - 1)) +
                   1),
          shortest_(std::min(longest_, 2U)),
          orders_(longest_ + 1) {
        const auto bits = static_cast<unsigned>(std::bit_width(tokens));
        for (unsigned length = shortest_; length <= longest_; ++length)
            orders_[length].windows = ScoredWindows(
                std::min(length, longest_ - 1),
                std::min(bits, length == longest_ ? mostWholeWindows : mostPartialWindows));
    }

    [[gnu::flatten]] void score(std::span<const text::TokenId> tokens,
                                std::span<double> out) override {
        for (Order& order : orders_)
            order.ngrams[0] = none;
        std::size_t sentence = 0;
        for (std::size_t begin = 0; begin < tokens.size(); begin += blockSize) {
            size_ = std::min(blockSize, tokens.size() - begin);
            tokens_ = tokens.subspan(begin, size_);
            for (std::size_t i = 0; i < size_; ++i) {
                if (tokens_[i] == text::Vocabulary::begin)
                    sentence = begin + i;
                makeKeys(tokens.subspan(sentence, begin + i + 1 - sentence), i);
            }
            scoreBlock(out.subspan(begin, size_));
            for (Order& order : orders_)
                order.ngrams[0] = order.ngrams[size_];
        }
    }

private:
    static constexpr std::size_t blockSize = 512;
    static constexpr std::uint32_t none = ScoredWindows::none;
    // Powers of two of them; together they find room in a last-level cache.
    static constexpr unsigned mostWholeWindows = 17;
    static constexpr unsigned mostPartialWindows = 15;

    /// For the n-grams and the windows of one length.
    struct Order {
        ScoredWindows windows;
        std::array<std::uint64_t, blockSize> keys{};
        /// Places where no window of this length or of a longer one is remembered.
        std::array<std::uint32_t, blockSize> places{};
        std::size_t number = 0;
        /// The n-gram that ends at each place: [i + 1] for the block's i, [0] for what stands
        /// before it.
        std::array<std::uint32_t, blockSize + 1> ngrams{};

        std::span<const std::uint32_t> wanted() const { return std::span(places).first(number); }
    };

    /// Of all windows that end with this one; no window reaches behind <s>.
    void makeKeys(std::span<const text::TokenId> sentence, std::size_t i) {
        std::uint64_t key = ScoredWindows::emptyKey;
        for (unsigned length = 1; length <= longest_; ++length) {
            if (length <= sentence.size())
                key = ScoredWindows::extended(key, sentence[sentence.size() - length]);
            orders_[length].keys[i] = key;
        }
        orders_[longest_].windows.prefetch(key);
    }

    void scoreBlock(std::span<double> out) {
        begin(out);
        for (unsigned length = longest_; length >= shortest_; --length)
            recall(length, out);
        prefetchHistories();
        scoreUnigrams();
        for (unsigned length = 2; length <= longest_; ++length)
            scoreAfter(length - 1);
        Order& whole = orders_[longest_];
        for (const std::uint32_t i : whole.wanted()) {
            out[i] = std::log(probabilities_[i]);
            keep(longest_, i, out[i]);
        }
    }

    /// Every place but <s> is wanted.
    void begin(std::span<double> out) {
        Order& whole = orders_[longest_];
        const std::uint64_t vocabulary = trie_.size(1);
        whole.number = 0;
        for (std::size_t i = 0; i < size_; ++i) {
            const std::uint64_t token = text::index(tokens_[i]);
            orders_[1].ngrams[i + 1] =
                token < vocabulary ? static_cast<std::uint32_t>(token) : none;
            whole.places[whole.number] = static_cast<std::uint32_t>(i);
            remembered_[i] = longest_;
            if (tokens_[i] != text::Vocabulary::begin) {
                ++whole.number;
                continue;
            }
            out[i] = 0;
            for (unsigned length = 2; length < longest_; ++length)
                orders_[length].ngrams[i + 1] = none;
        }
    }

    /// Of the places that are still wanted, those with a window of this length.
    void recall(unsigned length, std::span<double> out) {
        Order& order = orders_[length];
        const Order& longer = orders_[std::min(length + 1, longest_)];
        const auto places = longer.wanted();
        if (length < longest_)
            for (const std::uint32_t i : places)
                order.windows.prefetch(order.keys[i]);
        std::size_t number = 0;
        for (const std::uint32_t i : places) {
            double value = 0;
            const bool isKnown =
                order.windows.recall(order.keys[i], value, [&](unsigned end, std::uint32_t ngram) {
                    orders_[end].ngrams[i + 1] = ngram;
                });
            if (isKnown)
                (length < longest_ ? probabilities_ : out)[i] = value;
            remembered_[i] = isKnown ? length : length - 1;
            order.places[number] = i;
            number += isKnown ? 0 : 1;
        }
        order.number = number;
    }
    void keep(unsigned length, std::uint32_t i, double value) {
        orders_[length].windows.keep(orders_[length].keys[i], value,
                                     [&](unsigned end) { return orders_[end].ngrams[i + 1]; });
    }

    /// Those that are remembered: the others are found first.
    void prefetchHistories() {
        for (unsigned length = 2; length <= longest_; ++length) {
            const Order& shorter = orders_[length - 1];
            for (const std::uint32_t i : orders_[length].wanted())
                if (shorter.ngrams[i] != none && (i == 0 || remembered_[i - 1] >= length - 1))
                    trie_.prefetchRange({length - 1, shorter.ngrams[i]});
        }
    }

    void scoreUnigrams() {
        const auto places = orders_[shortest_].wanted();
        prefetchNgrams(1, places);
        prefetchLarge(1, places);
        const bool isFollowed = smoothing_.isFollowed(Trie::root());
        for (const std::uint32_t i : places) {
            probabilities_[i] = smoothing_.uniform(tokens_[i]);
            if (isFollowed)
                probabilities_[i] = smoothing_.combine(Trie::root(), seen(1, i), probabilities_[i]);
        }
    }

    /// After histories of this length.
    void scoreAfter(unsigned length) {
        const auto places = orders_[length + 1].wanted();
        find(length, places);
        prefetchLarge(length + 1, places);
        for (const std::uint32_t i : places) {
            const std::uint32_t history = orders_[length].ngrams[i];
            if (history != none && smoothing_.isFollowed({length, history}))
                probabilities_[i] =
                    smoothing_.combine({length, history}, seen(length + 1, i), probabilities_[i]);
            if (length + 1 < longest_)
                keep(length + 1, i, probabilities_[i]);
        }
    }

    /// The n-gram of this length that ends at a place, where the estimator has it.
    std::optional<Node> seen(unsigned length, std::uint32_t place) const {
        const Node ngram{length, orders_[length].ngrams[place + 1]};
        return ngram.index != none && smoothing_.isSeen(ngram) ? std::optional(ngram)
                                                               : std::nullopt;
    }
    void prefetchNgrams(unsigned length, std::span<const std::uint32_t> places) const {
        for (const std::uint32_t i : places)
            if (const std::uint32_t ngram = orders_[length].ngrams[i + 1]; ngram != none)
                smoothing_.prefetchNgram({length, ngram});
    }
    void prefetchLarge(unsigned length, std::span<const std::uint32_t> places) const {
        for (const std::uint32_t i : places)
            if (const std::uint32_t ngram = orders_[length].ngrams[i + 1]; ngram != none)
                smoothing_.prefetchLarge({length, ngram});
    }

    /// The n-gram of length + 1 that ends at each of the places.
    void find(unsigned length, std::span<const std::uint32_t> places) {
        const auto& histories = orders_[length].ngrams;
        auto& ngrams = orders_[length + 1].ngrams;
        std::size_t number = 0;
        for (const std::uint32_t i : places) {
            ngrams[i + 1] = none;
            searched_[number] = i;
            number += histories[i] == none || (isWhole_ && histories[i + 1] == none) ? 0 : 1;
        }
        search(length, std::span(searched_).first(number));
        prefetchNgrams(length + 1, places);
    }

    /// Several at a time, short lists with short ones.
    void search(unsigned length, std::span<const std::uint32_t> places) {
        const auto& histories = orders_[length].ngrams;
        std::size_t shortEnd = 0;
        std::size_t longBegin = blockSize;
        for (const std::uint32_t i : places) {
            const Trie::Range range = trie_.children({length, histories[i]});
            trie_.prefetchChild(range, tokens_[i]);
            searches_[Trie::isShort(range, tokens_[i]) ? shortEnd++ : --longBegin] = {range, i};
        }
        const std::span all(searches_);
        searchAll(length, all.first(shortEnd));
        searchAll(length, all.subspan(longBegin));
    }

    struct Search {
        Trie::Range range;
        std::uint32_t place = 0;
    };
    void searchAll(unsigned length, std::span<const Search> searches) {
        auto& ngrams = orders_[length + 1].ngrams;
        std::array<Trie::Range, lanes> ranges;
        std::array<text::TokenId, lanes> tokens{};
        std::array<std::uint64_t, lanes> found{};
        for (; !searches.empty(); searches = searches.subspan(std::min(lanes, searches.size()))) {
            const auto some = searches.first(std::min(lanes, searches.size()));
            for (std::size_t k = 0; k < some.size(); ++k) {
                ranges[k] = some[k].range;
                tokens[k] = tokens_[some[k].place];
            }
            for (std::size_t k = some.size(); k < lanes; ++k)
                ranges[k] = {length + 1, 0, 0};
            trie_.childrenIn(ranges, tokens, found);
            for (std::size_t k = 0; k < some.size(); ++k)
                if (found[k] < ranges[k].last)
                    ngrams[some[k].place + 1] = static_cast<std::uint32_t>(found[k]);
        }
    }

    static constexpr std::size_t lanes = 16;
    const Smoothing& smoothing_;
    const Trie& trie_;
    bool isWhole_;      ///< what is not there is the end of nothing longer either
    unsigned longest_;  ///< window
    unsigned shortest_; ///< that is remembered
    // Of the block at hand:
    std::size_t size_ = 0;
    std::span<const text::TokenId> tokens_;
    std::vector<Order> orders_;                     ///< by length, from 1
    std::array<unsigned, blockSize> remembered_{};  ///< length of the longest such window
    std::array<double, blockSize> probabilities_{}; ///< by the orders gone through
    std::array<std::uint32_t, blockSize> searched_{};
    std::array<Search, blockSize> searches_{}; ///< short ones from the front, long from the back
};

} // namespace ngram
