// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/prefetch.h"
#include "core/base/section_file.h"
#include "core/text/tokenizer.h"

#include <nlohmann/json_fwd.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
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
        std::array<std::uint64_t, 1> found{};
        childrenIn<1>({range}, {token}, found);
        return found[0];
    }
    /// Whether so few are looked among that they stand in a line of memory or two.
    static bool isShort(const Range& range, text::TokenId token) {
        return searched(range, token) <= 2 * sampleDistance(1);
    }
    /// Ask for memory before it is needed: where a node's children are, and, once that is there,
    /// where childIn() will look first.
    void prefetchRange(Node node) const {
        const Level& level = levels_[node.level - 1];
        base::prefetch(level.begins + node.index * level.stride);
    }
    void prefetchChild(const Range& range, text::TokenId token) const {
        const Level& level = levels_[range.level - 1];
        const std::uint64_t size = searched(range, token);
        for (unsigned step = sampleSteps; step > 0; --step)
            if (const auto& samples = level.samples[step - 1];
                !samples.empty() && size > 2 * sampleDistance(step)) {
                const std::uint64_t among = size / sampleDistance(step);
                const auto* const first = samples.data() + range.first / sampleDistance(step);
                base::prefetch(first + among / 2);
                if (among > 32) {
                    base::prefetch(first + among / 4);
                    base::prefetch(first + among / 2 + among / 4);
                }
                return;
            }
        base::prefetch(level.tokens.data() + range.first + size / 2);
    }
    /// childIn() for several at a time, all of one level, which wait for memory together. It takes
    /// as long as the longest.
    template <std::size_t lanes>
    void childrenIn(const std::array<Range, lanes>& ranges,
                    const std::array<text::TokenId, lanes>& tokens,
                    std::array<std::uint64_t, lanes>& found) const {
        const Level& level = levels_[ranges[0].level - 1];
        std::array<std::uint64_t, lanes> first{};
        std::array<std::uint64_t, lanes> last{};
        for (std::size_t i = 0; i < lanes; ++i) {
            first[i] = ranges[i].first;
            last[i] = first[i] + searched(ranges[i], tokens[i]);
        }
        for (unsigned step = sampleSteps; step > 0; --step)
            if (!level.samples[step - 1].empty())
                narrow(level.samples[step - 1], sampleDistance(step), tokens, first, last);
        std::array<std::uint64_t, lanes> size{};
        for (std::size_t i = 0; i < lanes; ++i) {
            size[i] = last[i] - first[i];
            first[i] = size[i] > 0 ? first[i] : 0; // what is empty may lie behind the last
        }
        partition(level.tokens, tokens, first, size, std::less<>());
        for (std::size_t i = 0; i < lanes; ++i)
            found[i] =
                size[i] == 1 && level.tokens[first[i]] == tokens[i] ? first[i] : ranges[i].last;
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
    /// TokenSampler's where they are there, and those. orderOf tells the order, 1 to maximumOrder,
    /// from what else stands in the file. Throws base::FormatError where the sections' sizes do not
    /// fit together; what stands in them is taken into bounds whenever it is read.
    Trie(base::SectionFile file, Begins begins);
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

    /// Among long lists of children it is first looked where: every 256th token of a level stands
    /// in a list of its own, every 16th, which is a line of memory, in another.
    static constexpr unsigned sampleSteps = 2;
    static constexpr std::uint64_t sampleDistance(unsigned step) {
        return std::uint64_t{1} << (4 * step);
    }
    friend class TokenSampler;

    /// Halves each lane's piece of `values` until one value is left, behind all that stand in the
    /// given relation to the lane's token, or the last of those. Without branches that cannot be
    /// foretold.
    template <std::size_t lanes, class Before>
    static void partition(std::span<const text::TokenId> values,
                          const std::array<text::TokenId, lanes>& tokens,
                          std::array<std::uint64_t, lanes>& first,
                          std::array<std::uint64_t, lanes>& size, Before before) {
        for (std::uint64_t most = *std::max_element(size.begin(), size.end()); most > 1;
             most -= most / 2)
            for (std::size_t i = 0; i < lanes; ++i) {
                const std::uint64_t half = size[i] / 2;
                const text::TokenId probe = values[first[i] + half - (half > 0 ? 1 : 0)];
                first[i] += half & mask(before(probe, tokens[i]));
                size[i] -= half;
            }
    }
    /// Makes those ranges that are long by comparison [first, last) as short as the samples, which
    /// stand so far apart, allow.
    template <std::size_t lanes>
    static void narrow(std::span<const text::TokenId> samples, std::uint64_t distance,
                       const std::array<text::TokenId, lanes>& tokens,
                       std::array<std::uint64_t, lanes>& first,
                       std::array<std::uint64_t, lanes>& last) {
        std::array<std::uint64_t, lanes> begin{};
        std::array<std::uint64_t, lanes> size{};
        bool any = false;
        for (std::size_t i = 0; i < lanes; ++i) {
            if (last[i] - first[i] <= 2 * distance)
                continue;
            any = true;
            begin[i] = first[i] / distance + 1; // the first one inside
            size[i] = (last[i] - 1) / distance + 1 - begin[i];
        }
        if (!any)
            return;
        auto place = begin;
        auto left = size;
        partition(samples, tokens, place, left, std::less_equal<>());
        for (std::size_t i = 0; i < lanes; ++i) {
            if (size[i] == 0)
                continue;
            const std::uint64_t passed = place[i] + (samples[place[i]] <= tokens[i] ? 1 : 0);
            if (passed > begin[i])
                first[i] = (passed - 1) * distance;
            last[i] = std::min(last[i], passed * distance);
        }
    }

    struct Level {
        std::uint64_t size = 0;
        std::span<const text::TokenId> tokens;                           ///< none at level 1
        std::array<std::span<const text::TokenId>, sampleSteps> samples; ///< may be none
        const std::uint32_t* begins = nullptr;                           ///< none at the highest
        std::uint64_t stride = 1; ///< from one node's to the next one's
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
/// What the file says of its model: an object, or base::FormatError.
nlohmann::json readConfig(const base::SectionFile& file);

inline void require(bool fits, const base::SectionFile& file, const std::string& place) {
    if (!fits)
        failAsDamaged(file, place);
}

} // namespace ngram
