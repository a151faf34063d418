// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/corpus/frequencies.h"

#include "core/corpus/token_table.h"

#include <algorithm>

namespace corpus {
namespace {

class Counter final : public TokenSink {
public:
    void add(const TokenBlock& block) override {
        found.sentences += block.sentences;
        found.tokens += static_cast<std::uint64_t>(
            std::count_if(block.tokens.begin(), block.tokens.end(), [](std::uint32_t number) {
                return number >= text::Vocabulary::specialCount;
            }));
    }

    Frequencies found;
};

} // namespace

Frequencies countTokens(std::vector<Document>& documents, const text::TokenizerSpec& spec,
                        base::Progress& progress, const std::stop_token& stop) {
    Counter counter;
    auto tables =
        tabulateTokens(documents, spec, NG_TEXT("core", "Counting {0}"), counter, progress, stop);
    base::throwIfStopped(stop);
    counter.found.counts = rankTokens(std::move(tables)).tokens;
    return std::move(counter.found);
}

} // namespace corpus
