// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/trie.h"

#include "core/base/error.h"
#include "core/text/tokenizer_file.h"

#include <fmt/format.h>

#include <algorithm>

namespace ngram {

void failAsDamaged(const base::SectionFile& file, const std::string& place) {
    throw base::FormatError(
        {NG_TEXT("core", "The n-gram model {0} is damaged: {1} does not fit the rest. Remove the "
                         "model and train it again."),
         {file.path().string(), place}});
}

Trie::Trie(base::SectionFile file, unsigned (*orderOf)(const base::SectionFile&))
    : file_(std::move(file)), tokenizer_(text::readTokenizer(file_)) {
    const unsigned order = orderOf(file_);
    for (unsigned length = 1; length <= order; ++length) {
        Level level;
        level.tokens = file_.values<text::TokenId>(fmt::format("level-{}-tokens", length));
        if (length < order)
            level.children = file_.values<std::uint64_t>(fmt::format("level-{}-children", length));
        levels_.push_back(level);
    }
    validate();
}

void Trie::validate() const {
    const std::size_t vocabularySize = tokenizer_.vocabulary().size();
    const auto& unigrams = levels_.front().tokens;
    require(unigrams.size() == vocabularySize, file_, "level-1-tokens");
    for (std::size_t i = 0; i < vocabularySize; ++i)
        require(text::index(unigrams[i]) == i, file_, "level-1-tokens");
    for (unsigned length = 2; length <= order(); ++length) {
        const Level& upper = levels_[length - 2];
        const auto& tokens = levels_[length - 1].tokens;
        const std::string childrenName = fmt::format("level-{}-children", length - 1);
        require(upper.children.size() == upper.tokens.size() + 1 && upper.children.front() == 0 &&
                    upper.children.back() == tokens.size() &&
                    std::is_sorted(upper.children.begin(), upper.children.end()),
                file_, childrenName);
        for (std::size_t parent = 0; parent < upper.tokens.size(); ++parent)
            for (std::uint64_t i = upper.children[parent]; i < upper.children[parent + 1]; ++i)
                require(text::index(tokens[i]) < vocabularySize &&
                            tokens[i] != text::Vocabulary::begin &&
                            (i == upper.children[parent] || tokens[i - 1] < tokens[i]),
                        file_, fmt::format("level-{}-tokens", length));
    }
}

std::optional<Node> Trie::child(Node node, text::TokenId token) const {
    const Range range = children(node);
    if (range.first == range.last)
        return std::nullopt;
    if (range.level == 1)
        return text::index(token) < range.last
                   ? std::optional(Node{1, static_cast<std::uint64_t>(token)})
                   : std::nullopt;
    const auto tokens =
        levels_[range.level - 1].tokens.subspan(range.first, range.last - range.first);
    const auto found = std::lower_bound(tokens.begin(), tokens.end(), token);
    if (found == tokens.end() || *found != token)
        return std::nullopt;
    return Node{range.level, range.first + static_cast<std::uint64_t>(found - tokens.begin())};
}

std::optional<Node> Trie::find(std::span<const text::TokenId> ngram) const {
    std::optional<Node> node = root();
    for (const text::TokenId token : ngram) {
        node = child(*node, token);
        if (!node)
            return std::nullopt;
    }
    return node;
}

Trie::Range Trie::children(Node node) const {
    if (node.level == 0)
        return {1, 0, levels_.front().tokens.size()};
    if (node.level >= order())
        return {node.level + 1, 0, 0};
    const auto offsets = levels_[node.level - 1].children;
    return {node.level + 1, offsets[node.index], offsets[node.index + 1]};
}

Node Trie::parent(Node node) const {
    if (node.level <= 1)
        return root();
    const auto offsets = levels_[node.level - 2].children;
    const auto after = std::upper_bound(offsets.begin(), offsets.end(), node.index);
    return {node.level - 1, static_cast<std::uint64_t>(after - offsets.begin()) - 1};
}

std::vector<text::TokenId> Trie::ngram(Node node) const {
    std::vector<text::TokenId> tokens(node.level);
    for (; node.level > 0; node = parent(node))
        tokens[node.level - 1] = token(node);
    return tokens;
}

} // namespace ngram
