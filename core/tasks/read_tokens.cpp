// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tasks/read_tokens.h"

#include "core/corpus/vocabulary_numberer.h"

namespace tasks {

namespace {

class Collector final : public corpus::TokenSink {
public:
    void add(const corpus::TokenBlock& block) override {
        for (const std::uint32_t number : block.tokens)
            found.push_back(text::tokenId(number));
    }

    std::vector<text::TokenId> found;
};

} // namespace

std::vector<text::TokenId> readTokens(const std::filesystem::path& file,
                                      const text::Tokenizer& tokenizer, base::Progress& progress,
                                      const std::stop_token& stop) {
    auto documents = corpus::findDocuments({file});
    corpus::VocabularyNumberer numberer(tokenizer.vocabulary());
    const std::vector<corpus::TokenNumberer*> numberers{&numberer};
    Collector collector;
    corpus::streamTokens(documents, tokenizer.spec(), NG_TEXT("core", "Encoding {0}"), numberers,
                         collector, progress, stop);
    return std::move(collector.found);
}

} // namespace tasks
