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

base::SectionFile openNgramFile(const std::filesystem::path& path, const base::FileKind& kind) {
    // A small file is looked through at once. A large one would take seconds: reading it stays in
    // bounds whatever stands there, and verify() is for whoever has the time.
    constexpr std::uintmax_t small = std::uintmax_t{1} << 26;
    std::error_code ignored;
    const bool isSmall = std::filesystem::file_size(path, ignored) <= small;
    return {path, kind,
            isSmall ? base::SectionFile::Check::Everything : base::SectionFile::Check::TableOnly};
}

Trie::Trie(base::SectionFile file, unsigned (*orderOf)(const base::SectionFile&))
    : file_(std::move(file)),
      tokenizer_(text::readTokenizer(file_)),
      vocabularySize_(tokenizer_.vocabulary().size()) {
    const unsigned order = orderOf(file_);
    for (unsigned length = 1; length <= order; ++length) {
        Level level;
        level.size = vocabularySize_;
        if (length > 1) {
            level.tokens = file_.values<text::TokenId>(fmt::format("level-{}-tokens", length));
            level.size = level.tokens.size();
        }
        if (length < order) {
            const std::string name = fmt::format("level-{}-children", length);
            level.children = file_.values<std::uint32_t>(name);
            require(level.children.size() == level.size + 1, file_, name);
        }
        levels_.push_back(level);
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
        return {1, 0, vocabularySize_};
    if (node.level >= order())
        return {node.level + 1, 0, 0};
    const auto offsets = levels_[node.level - 1].children;
    const std::uint64_t last =
        std::min<std::uint64_t>(offsets[node.index + 1], levels_[node.level].size);
    return {node.level + 1, std::min<std::uint64_t>(offsets[node.index], last), last};
}

Node Trie::parent(Node node) const {
    if (node.level <= 1)
        return root();
    const auto offsets = levels_[node.level - 2].children;
    // The last offset is no node's own, and a damaged file may have none that fits.
    const auto after = std::upper_bound(offsets.begin() + 1, offsets.end() - 1, node.index);
    return {node.level - 1, static_cast<std::uint64_t>(after - offsets.begin()) - 1};
}

std::vector<text::TokenId> Trie::ngram(Node node) const {
    std::vector<text::TokenId> tokens(node.level);
    for (; node.level > 0; node = parent(node))
        tokens[node.level - 1] = token(node);
    return tokens;
}

} // namespace ngram
