// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ngram/packed_counts.h"
#include "core/ngram/record.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace ngram {

/// The n-grams of one length that one part of the sorted records gives.
struct PartLevel {
    std::vector<text::TokenId> tokens;
    std::vector<std::uint8_t> counts;
    std::vector<std::uint64_t> largeCounts;
    std::vector<std::uint32_t> children; ///< for each, where its children begin in the next level
};

/// Reads the trie off sorted records: where a record differs from the one before it at place d, the
/// n-grams longer than d end and new ones begin. levels[k] is of length k + 1; of level 1 only the
/// children are written, one for each token of [firstToken, lastToken).
template <std::size_t words>
class ReadOff {
public:
    ReadOff(const RecordLayout& layout, std::vector<PartLevel>& levels)
        : layout_(layout), levels_(levels) {}

    void read(std::span<const Record<words>> records, std::size_t firstToken,
              std::size_t lastToken) {
        std::size_t nextToken = firstToken;
        for (std::size_t i = 0; i < records.size(); ++i) {
            const unsigned difference =
                i == 0 ? 0 : layout_.firstDifference(records[i - 1], records[i]);
            if (difference == layout_.order())
                continue;
            close(difference, i);
            if (difference == 0)
                for (; nextToken <= text::index(layout_.token(records[i], 0)); ++nextToken)
                    beginChildren(0);
            open(records[i], difference, i);
        }
        close(0, records.size());
        for (; nextToken < lastToken; ++nextToken)
            beginChildren(0);
    }

private:
    void beginChildren(unsigned level) {
        if (level + 1 < layout_.order())
            levels_[level].children.push_back(
                static_cast<std::uint32_t>(levels_[level + 1].tokens.size()));
    }
    void open(const Record<words>& record, unsigned difference, std::size_t place) {
        length_ = std::max(difference, 1U);
        for (; length_ < layout_.order(); ++length_) {
            const text::TokenId token = layout_.token(record, length_);
            if (token == RecordLayout::padding)
                break;
            beginChildren(length_);
            levels_[length_].tokens.push_back(token);
            begins_[length_] = place;
        }
    }
    void close(unsigned difference, std::size_t place) {
        for (unsigned level = std::max(difference, 1U); level < length_; ++level) {
            const std::uint64_t count = place - begins_[level];
            PartLevel& part = levels_[level];
            part.counts.push_back(
                static_cast<std::uint8_t>(std::min<std::uint64_t>(count, packed::large)));
            if (count >= packed::large)
                part.largeCounts.push_back(count);
        }
    }

    const RecordLayout& layout_;
    std::vector<PartLevel>& levels_;
    std::array<std::size_t, 16> begins_{}; ///< the record where the open n-gram of a level began
    unsigned length_ = 0;                  ///< of the record before
};

} // namespace ngram
