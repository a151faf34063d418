// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/corpus/frequencies.h"

#include "core/corpus/token_table.h"

namespace corpus {
namespace {

class Counter final : public TokenSink {
public:
    void beginSentence() override { ++found.sentences; }
    void tokens(std::span<const std::uint32_t> numbers, unsigned /*numberer*/) override {
        found.tokens += numbers.size();
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
