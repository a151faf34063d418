// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ngram/trie.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace ngram {

/// Estimator::probabilities for what is put together as Smoothed is. A block of places goes through
/// all orders together, each n-gram found from the one before it, and memory is asked for one step
/// ahead of its use, so that many places wait for it at the same time. A template, so that an
/// estimator that is final is asked without detours.
template <class Smoothing>
class BatchScorer {
public:
    BatchScorer(const Smoothing& smoothing, std::size_t historyLength)
        : smoothing_(smoothing),
          trie_(smoothing.trie()),
          longest_(std::min<std::size_t>(historyLength, trie_.order() - 1)) {
        last_.fill(none);
        found_.resize(longest_ + 1, std::vector<Found>(std::size_t{1} << foundBits));
    }

    void score(std::span<const text::TokenId> tokens, std::span<double> out) {
        for (std::size_t begin = 0; begin < tokens.size(); begin += blockSize) {
            const std::size_t size = std::min(blockSize, tokens.size() - begin);
            scoreBlock(tokens.subspan(begin, size), out.subspan(begin, size));
        }
    }

private:
    static constexpr std::size_t blockSize = 256;
    static constexpr std::uint32_t none = ~std::uint32_t{0}; ///< more than any level has
    using Indexes = std::array<std::uint32_t, blockSize>;

    void scoreBlock(std::span<const text::TokenId> tokens, std::span<double> out) {
        scoreUnigrams(tokens, out);
        for (unsigned length = 1; length <= longest_; ++length)
            scoreAfter(length, tokens, out);
    }

    /// What stands at i - 1: the index of the n-gram of this length that ends there.
    std::uint32_t before(const Indexes& indexes, unsigned length, std::size_t i) const {
        return i == 0 ? last_[length] : indexes[i - 1];
    }

    void scoreUnigrams(std::span<const text::TokenId> tokens, std::span<double> out) {
        const std::uint64_t vocabulary = trie_.size(1);
        for (const text::TokenId token : tokens)
            if (text::index(token) < vocabulary)
                smoothing_.prefetchNgram({1, text::index(token)});
        for (const text::TokenId token : tokens)
            if (text::index(token) < vocabulary)
                smoothing_.prefetchLarge({1, text::index(token)});
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            const text::TokenId token = tokens[i];
            const bool known = text::index(token) < vocabulary;
            shorter_[i] = known ? static_cast<std::uint32_t>(token) : none;
            if (token == text::Vocabulary::begin) {
                out[i] = 0;
                continue;
            }
            out[i] = smoothing_.uniform(token);
            const Node unigram{1, text::index(token)};
            if (smoothing_.isFollowed(Trie::root()))
                out[i] = smoothing_.combine(
                    Trie::root(),
                    known && smoothing_.isSeen(unigram) ? std::optional(unigram) : std::nullopt,
                    out[i]);
        }
    }

    /// After histories of this length.
    void scoreAfter(unsigned length, std::span<const text::TokenId> tokens, std::span<double> out) {
        const auto history = [&](std::size_t i) {
            return tokens[i] == text::Vocabulary::begin ? none : before(shorter_, length, i);
        };
        find(length, tokens, history);
        for (std::size_t i = 0; i < tokens.size(); ++i)
            if (longer_[i] != none)
                smoothing_.prefetchLarge({length + 1, longer_[i]});
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            const std::uint32_t index = history(i);
            if (index == none || !smoothing_.isFollowed({length, index}))
                continue;
            const Node ngram{length + 1, longer_[i]};
            out[i] = smoothing_.combine({length, index},
                                        longer_[i] != none && smoothing_.isSeen(ngram)
                                            ? std::optional(ngram)
                                            : std::nullopt,
                                        out[i]);
        }
        last_[length] = shorter_[tokens.size() - 1];
        std::swap(shorter_, longer_);
    }

    /// The n-gram of length + 1 that ends at each place. Text repeats itself: what was found of
    /// late is remembered, the rest is searched for, several at a time.
    template <class History>
    void find(unsigned length, std::span<const text::TokenId> tokens, History history) {
        auto& found = found_[length];
        std::size_t number = 0;
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            const std::uint32_t index = history(i);
            const Found& known = found[slotOf(index, tokens[i])];
            const bool isKnown = known.history == index && known.token == tokens[i];
            longer_[i] = isKnown && index != none ? known.ngram : none;
            wanted_[number] = static_cast<std::uint32_t>(i);
            number += !isKnown && index != none ? 1 : 0;
        }
        for (std::size_t k = 0; k < number; ++k)
            trie_.prefetchRange({length, history(wanted_[k])});
        for (std::size_t k = 0; k < number; ++k)
            trie_.prefetchChild({length, history(wanted_[k])}, tokens[wanted_[k]]);
        std::array<Trie::Range, lanes> ranges;
        std::array<text::TokenId, lanes> wanted{};
        std::array<std::uint64_t, lanes> children{};
        for (std::size_t begin = 0; begin < number; begin += lanes) {
            for (std::size_t k = 0; k < lanes; ++k) {
                ranges[k] = {length + 1, 0, 0};
                if (begin + k >= number)
                    continue;
                const std::size_t i = wanted_[begin + k];
                wanted[k] = tokens[i];
                ranges[k] = trie_.children({length, history(i)});
            }
            trie_.childrenIn(ranges, wanted, children);
            for (std::size_t k = 0; k < lanes && begin + k < number; ++k) {
                const std::size_t i = wanted_[begin + k];
                if (children[k] < ranges[k].last)
                    longer_[i] = static_cast<std::uint32_t>(children[k]);
                found[slotOf(history(i), tokens[i])] = {history(i), tokens[i], longer_[i]};
            }
        }
        for (std::size_t i = 0; i < tokens.size(); ++i)
            if (longer_[i] != none)
                smoothing_.prefetchNgram({length + 1, longer_[i]});
    }

    struct Found {
        std::uint32_t history = none;
        text::TokenId token = text::Vocabulary::begin;
        std::uint32_t ngram = none; ///< none where there is no such
    };
    static constexpr unsigned foundBits = 15; ///< what a second-level cache holds of a few lengths
    static std::size_t slotOf(std::uint32_t history, text::TokenId token) {
        const std::uint64_t key = std::uint64_t{history} << 32 | static_cast<std::uint32_t>(token);
        return static_cast<std::size_t>(key * 0x9E3779B97F4A7C15U >> (64 - foundBits));
    }

    static constexpr std::size_t lanes = 16;
    const Smoothing& smoothing_;
    const Trie& trie_;
    std::size_t longest_;
    Indexes shorter_{}; ///< index of the n-gram that ends at each place
    Indexes longer_{};
    Indexes wanted_{};                      ///< places whose n-gram is not known
    std::vector<std::vector<Found>> found_; ///< by length of the history
    std::array<std::uint32_t, maximumOrder + 1>
        last_{}; ///< the same of the block before, by length
};

} // namespace ngram
