// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/prefetch.h"
#include "core/base/section_file.h"
#include "core/text/tokenizer.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <vector>

namespace ngram {

inline constexpr unsigned maximumOrder = 10;

/// A place in the trie: level 0 is the empty history, level k the n-grams of length k.
struct Node {
    unsigned level = 0;
    std::uint64_t index = 0;
};

/// The n-grams of length 1 to `order` of a model file, as a trie of sorted arrays, mapped from
/// disk; what is known of each (counts, or probabilities) stands beside it in classes derived from
/// this one. Children of a node are the n-grams one longer that begin with it, sorted by their last
/// token. No n-gram longer than 1 ends in <s>. Level 1 has an entry for each vocabulary entry
/// (index = token id). Immutable, safe to share between threads.
class Trie {
public:
    unsigned order() const { return static_cast<unsigned>(levels_.size()); }
    const text::Tokenizer& tokenizer() const { return tokenizer_; }
    /// Number of n-grams of this length.
    std::uint64_t size(unsigned level) const { return levels_[level - 1].size; }

    /// Some n-grams of one length: [first, last).
    struct Range {
        unsigned level = 0;
        std::uint64_t first = 0;
        std::uint64_t last = 0;
    };

    static Node root() { return {}; }
    /// The node of this n-gram, or nothing where it is not there.
    std::optional<Node> find(std::span<const text::TokenId> ngram) const;
    std::optional<Node> child(Node node, text::TokenId token) const {
        const Range range = children(node);
        const std::uint64_t found = childIn(range, token);
        return found < range.last ? std::optional(Node{range.level, found}) : std::nullopt;
    }
    /// Of a node; none at the highest level.
    Range children(Node node) const {
        if (node.level == 0)
            return {1, 0, vocabularySize_};
        if (node.level >= order())
            return {node.level + 1, 0, 0};
        const Level& level = levels_[node.level - 1];
        const std::uint64_t last =
            std::min<std::uint64_t>(level.begin(node.index + 1), levels_[node.level].size);
        return {node.level + 1, std::min<std::uint64_t>(level.begin(node.index), last), last};
    }
    /// The index of the token among some children; range.last where it is not there.
    std::uint64_t childIn(const Range& range, text::TokenId token) const {
        if (range.level == 1)
            return std::min<std::uint64_t>(text::index(token), range.last);
        const text::TokenId* const tokens = levels_[range.level - 1].tokens.data();
        const text::TokenId* first = tokens + range.first;
        std::uint64_t size = searched(range, token);
        while (size > 1) { // without branches that cannot be foretold
            const std::uint64_t half = size / 2;
            first += half & mask(first[half - 1] < token);
            size -= half;
        }
        return size == 1 && *first == token ? static_cast<std::uint64_t>(first - tokens)
                                            : range.last;
    }
    /// Ask for memory before it is needed: where a node's children are, and, once that is there,
    /// where child() will look first.
    void prefetchRange(Node node) const {
        const Level& level = levels_[node.level - 1];
        base::prefetch(level.begins + node.index * level.stride);
    }
    void prefetchChild(Node node, text::TokenId token) const {
        const Range range = children(node);
        const std::uint64_t size = searched(range, token);
        const text::TokenId* const first = levels_[range.level - 1].tokens.data() + range.first;
        base::prefetch(first + size / 2);
        if (size > 32) {
            base::prefetch(first + size / 4);
            base::prefetch(first + size / 2 + size / 4);
        }
    }
    /// childIn() for several at a time, which wait for memory together.
    template <std::size_t lanes>
    void childrenIn(const std::array<Range, lanes>& ranges,
                    const std::array<text::TokenId, lanes>& tokens,
                    std::array<std::uint64_t, lanes>& found) const {
        std::array<const text::TokenId*, lanes> first{};
        std::array<std::uint64_t, lanes> size{};
        std::uint64_t most = 0;
        const auto all = levels_[ranges[0].level - 1].tokens;
        for (std::size_t i = 0; i < lanes; ++i) {
            size[i] = searched(ranges[i], tokens[i]);
            // What is empty may lie behind the last.
            first[i] = all.data() + (size[i] > 0 ? ranges[i].first : 0);
            most = std::max(most, size[i]);
        }
        for (; most > 1; most -= most / 2)
            for (std::size_t i = 0; i < lanes; ++i) {
                const std::uint64_t half = size[i] / 2;
                const text::TokenId probe = first[i][half - (half > 0 ? 1 : 0)];
                first[i] += half & mask(probe < tokens[i]);
                size[i] -= half;
            }
        for (std::size_t i = 0; i < lanes; ++i)
            found[i] = size[i] == 1 && *first[i] == tokens[i]
                           ? static_cast<std::uint64_t>(first[i] - all.data())
                           : ranges[i].last;
    }
    /// The n-gram's last token.
    text::TokenId token(Node node) const {
        if (node.level == 1)
            return text::tokenId(node.index);
        const text::TokenId token = levels_[node.level - 1].tokens[node.index];
        return text::index(token) < vocabularySize_ ? token : text::Vocabulary::unknown;
    }
    /// The whole n-gram that ends at a node, from its first token.
    std::vector<text::TokenId> ngram(Node node) const;
    /// The node one shorter that a node hangs under.
    Node parent(Node node) const;

    const base::SectionFile& file() const { return file_; }

protected:
    /// Where the files say, for each level below the highest, where each node's children begin in
    /// the next: in a section "level-k-children" (u32), or as a NodeRecord's first number in
    /// "level-k-nodes". Both have one more than there are nodes.
    enum class Begins { Children, Nodes };
    /// Maps the tokenizer's sections, for each level k "level-k-tokens" (u32; none for level 1),
    /// and those. orderOf tells the order, 1 to maximumOrder, from what else stands in the file.
    /// Throws base::FormatError where the sections' sizes do not fit together; what stands in them
    /// is taken into bounds whenever it is read.
    Trie(base::SectionFile file, unsigned (*orderOf)(const base::SectionFile&), Begins begins);
    Trie(Trie&&) = default;
    Trie& operator=(Trie&&) = default;
    ~Trie() = default;

private:
    /// All bits or none: a sum instead of a branch that cannot be foretold.
    static std::uint64_t mask(bool isSet) { return std::uint64_t{0} - (isSet ? 1 : 0); }
    /// How many of the children a token can be among. No two are alike, so that it is never further
    /// from the first than its number is: frequent ones, with low numbers, are found in few steps.
    static std::uint64_t searched(const Range& range, text::TokenId token) {
        return std::min<std::uint64_t>(range.last - range.first, text::index(token) + 1);
    }

    struct Level {
        std::uint64_t size = 0;
        std::span<const text::TokenId> tokens; ///< none at level 1
        const std::uint32_t* begins = nullptr; ///< none at the highest
        std::uint64_t stride = 1;              ///< from one node's to the next one's
        std::uint32_t begin(std::uint64_t index) const { return begins[index * stride]; }
    };

    base::SectionFile file_;
    text::Tokenizer tokenizer_;
    std::uint64_t vocabularySize_ = 0;
    std::vector<Level> levels_;
};

/// Bytes of a file that is looked through when it is opened. A larger one would take seconds:
/// reading it stays in bounds whatever stands there, and SectionFile::verify() is for whoever has
/// the time.
inline constexpr std::uintmax_t checkedAtOnce = std::uintmax_t{1} << 26;
/// Opens a file that a Trie is read from. Throws base::FileError or base::FormatError.
base::SectionFile openNgramFile(const std::filesystem::path& path, const base::FileKind& kind);

/// Throws base::FormatError: this part of the model file does not fit the rest.
[[noreturn]] void failAsDamaged(const base::SectionFile& file, const std::string& place);
inline void require(bool fits, const base::SectionFile& file, const std::string& place) {
    if (!fits)
        failAsDamaged(file, place);
}

} // namespace ngram
