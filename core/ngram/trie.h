// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/section_file.h"
#include "core/text/tokenizer.h"

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

    static Node root() { return {}; }
    /// The node of this n-gram, or nothing where it is not there.
    std::optional<Node> find(std::span<const text::TokenId> ngram) const;
    std::optional<Node> child(Node node, text::TokenId token) const;
    /// The level and the range [first, last) of a node's children; empty at the highest level.
    struct Range {
        unsigned level = 0;
        std::uint64_t first = 0;
        std::uint64_t last = 0;
    };
    Range children(Node node) const;
    /// Ask for memory before it is needed: where a node's children are; then, once that is known,
    /// where the search among them begins.
    void prefetchRange(Node node) const {
        __builtin_prefetch(&levels_[node.level - 1].children[node.index]);
    }
    void prefetchChildren(Node node) const {
        const Range range = children(node);
        const auto* const tokens = levels_[node.level].tokens.data();
        __builtin_prefetch(tokens + range.first + (range.last - range.first) / 2);
        __builtin_prefetch(tokens + range.first);
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
    /// Maps the tokenizer's sections and, for each level k, "level-k-tokens" (u32; none for level
    /// 1) and, below the highest, "level-k-children" (u32, size + 1 offsets into the next level).
    /// orderOf tells the order, 1 to maximumOrder, from what else stands in the file. Throws
    /// base::FormatError where the sections' sizes do not fit together; what stands in them is
    /// taken into bounds whenever it is read.
    Trie(base::SectionFile file, unsigned (*orderOf)(const base::SectionFile&));
    Trie(Trie&&) = default;
    Trie& operator=(Trie&&) = default;
    ~Trie() = default;

private:
    struct Level {
        std::uint64_t size = 0;
        std::span<const text::TokenId> tokens;   ///< none at level 1
        std::span<const std::uint32_t> children; ///< none at the highest
    };

    base::SectionFile file_;
    text::Tokenizer tokenizer_;
    std::uint64_t vocabularySize_ = 0;
    std::vector<Level> levels_;
};

/// Opens a file that a Trie is read from. Throws base::FileError or base::FormatError.
base::SectionFile openNgramFile(const std::filesystem::path& path, const base::FileKind& kind);

/// Throws base::FormatError: this part of the model file does not fit the rest.
[[noreturn]] void failAsDamaged(const base::SectionFile& file, const std::string& place);
inline void require(bool fits, const base::SectionFile& file, const std::string& place) {
    if (!fits)
        failAsDamaged(file, place);
}

} // namespace ngram
