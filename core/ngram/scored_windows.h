// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/prefetch.h"
#include "core/ngram/trie.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace ngram {

/// What was scored of late: for windows of one length (a token with what precedes it), a value and
/// the n-grams that end with the window. A table without chains: a window takes the place of
/// another one that has the same slot. Windows are told apart by 64 bits of hash; that two in a
/// text of a billion tokens are taken for each other has a chance of one to ten million millions.
class ScoredWindows {
public:
    static constexpr std::uint32_t none = ~std::uint32_t{0}; ///< more than any level has

    /// Remembers nothing.
    ScoredWindows() = default;
    /// 2 to the power of `bits` windows, each with the n-grams of the lengths 2 to `longest`.
    ScoredWindows(unsigned longest, unsigned bits)
        : longest_(longest),
          bits_(std::max(bits, 1U)),
          lines_(std::size_t{1} << bits_),
          more_(longest > 1 + endsInLine ? lines_.size() : 0) {}

    static constexpr std::uint64_t emptyKey = 0x9E3779B97F4A7C15U;
    /// The key of a window that has one more token in front. Never 0, which is what an empty slot
    /// has. Each token is spread over all bits first, so that no small number undoes another.
    static std::uint64_t extended(std::uint64_t key, text::TokenId token) {
        key ^= (text::index(token) + 1) * 0xD6E8FEB86659FD93U;
        key *= 0xBF58476D1CE4E5B9U;
        key ^= key >> 32;
        return key != 0 ? key : 1;
    }
    void prefetch(std::uint64_t key) const { base::prefetch(&lines_[slot(key)]); }

    /// Sets the value, and calls setEnd(length, index) for each n-gram, where the window is
    /// remembered.
    template <class SetEnd>
    bool recall(std::uint64_t key, double& value, SetEnd setEnd) const {
        const std::size_t place = slot(key);
        if (lines_[place].key != key)
            return false;
        value = lines_[place].value;
        for (unsigned length = 2; length <= longest_; ++length)
            setEnd(length, length < 2 + endsInLine ? lines_[place].ends[length - 2]
                                                   : more_[place][length - 2 - endsInLine]);
        return true;
    }
    /// endOf(length) is asked for the same.
    template <class EndOf>
    void keep(std::uint64_t key, double value, EndOf endOf) {
        const std::size_t place = slot(key);
        lines_[place].key = key;
        lines_[place].value = value;
        for (unsigned length = 2; length <= longest_; ++length)
            (length < 2 + endsInLine ? lines_[place].ends[length - 2]
                                     : more_[place][length - 2 - endsInLine]) = endOf(length);
    }

private:
    static constexpr unsigned endsInLine = 4;
    using Ends = std::array<std::uint32_t, endsInLine>;
    struct alignas(32) Line {
        std::uint64_t key = 0;
        double value = 0;
        Ends ends{};
    };
    static_assert(maximumOrder <= 2 + 2 * endsInLine);

    std::size_t slot(std::uint64_t key) const { return key >> (64 - bits_); }

    unsigned longest_ = 0;
    unsigned bits_ = 1;
    std::vector<Line> lines_;
    std::vector<Ends> more_; ///< of long histories alone
};

} // namespace ngram
