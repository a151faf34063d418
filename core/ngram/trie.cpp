// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/trie.h"

#include "core/base/error.h"
#include "core/ngram/node_records.h"
#include "core/ngram/token_sampler.h"
#include "core/text/tokenizer_file.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace ngram {

void failAsDamaged(const base::SectionFile& file, const std::string& place) {
    throw base::FormatError(
        {NG_TEXT("core", "The n-gram model {0} is damaged: {1} does not fit the rest. Remove the "
                         "model and train it again."),
         {file.path().string(), place}});
}

base::SectionFile openNgramFile(const std::filesystem::path& path, const base::FileKind& kind) {
    std::error_code ignored;
    const bool isSmall = std::filesystem::file_size(path, ignored) <= checkedAtOnce;
    return {path, kind,
            isSmall ? base::SectionFile::Check::Everything : base::SectionFile::Check::TableOnly};
}

nlohmann::json readConfig(const base::SectionFile& file) {
    auto json = nlohmann::json::parse(file.text("config"), nullptr, false);
    require(json.is_object(), file, "config");
    return json;
}

namespace {

unsigned readOrder(const base::SectionFile& file) {
    const nlohmann::json config = readConfig(file);
    require(config.contains("order") && config["order"].is_number_unsigned(), file,
            "config, \"order\"");
    const auto order = config["order"].get<std::uint64_t>();
    require(order >= 1 && order <= maximumOrder, file, "config, \"order\"");
    return static_cast<unsigned>(order);
}

} // namespace

Trie::Trie(base::SectionFile file, Begins begins)
    : file_(std::move(file)),
      tokenizer_(text::readTokenizer(file_)),
      vocabularySize_(tokenizer_.vocabulary().size()) {
    const unsigned order = readOrder(file_);
    for (unsigned length = 1; length <= order; ++length) {
        Level level;
        level.size = vocabularySize_;
        if (length > 1) {
            level.tokens = file_.values<text::TokenId>(fmt::format("level-{}-tokens", length));
            level.size = level.tokens.size();
            for (unsigned step = 1; step <= sampleSteps; ++step) {
                const std::string name = TokenSampler::sectionName(length, step);
                if (!file_.contains(name))
                    continue;
                level.samples[step - 1] = file_.values<text::TokenId>(name);
                const std::uint64_t distance = sampleDistance(step);
                require(level.samples[step - 1].size() == (level.size + distance - 1) / distance,
                        file_, name);
            }
            // Every n-gram hangs under a shorter one.
            require(level.size == 0 || levels_.back().size > 0, file_,
                    fmt::format("level-{}-tokens", length));
        }
        if (length < order) {
            level.stride = begins == Begins::Nodes ? sizeof(NodeRecord) / sizeof(std::uint32_t) : 1;
            const std::string name =
                fmt::format("level-{}-{}", length, begins == Begins::Nodes ? "nodes" : "children");
            const auto values = file_.values<std::uint32_t>(name);
            require(values.size() == (level.size + 1) * level.stride, file_, name);
            level.begins = values.data();
        }
        levels_.push_back(level);
    }
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

Node Trie::parent(Node node) const {
    if (node.level <= 1)
        return root();
    // The last whose children begin at the node or before it.
    const Level& level = levels_[node.level - 2];
    std::uint64_t first = 0;
    for (std::uint64_t size = level.size; size > 1;) {
        const std::uint64_t half = size / 2;
        first += level.begin(first + half) <= node.index ? half : 0;
        size -= half;
    }
    return {node.level - 1, first};
}

std::vector<text::TokenId> Trie::ngram(Node node) const {
    std::vector<text::TokenId> tokens(node.level);
    for (; node.level > 0; node = parent(node))
        tokens[node.level - 1] = token(node);
    return tokens;
}

} // namespace ngram
