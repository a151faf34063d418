// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/corpus/frequencies.h"

#include "core/corpus/token_stream.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace corpus {
namespace {

struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
        return std::hash<std::string_view>{}(text);
    }
};

class Counter final : public TokenSink {
public:
    void beginLine(const Line& /*line*/) override {}
    void beginSentence() override { ++found.sentences; }
    void token(std::string_view token) override {
        ++found.tokens;
        const auto place = counts.find(token);
        if (place != counts.end())
            ++place->second;
        else
            counts.emplace(token, 1);
    }
    void endSentence() override {}

    Frequencies found;
    std::unordered_map<std::string, std::uint64_t, Hash, std::equal_to<>> counts;
};

} // namespace

Frequencies countTokens(std::vector<Document>& documents, const text::TokenizerSpec& spec,
                        base::Progress& progress, const std::stop_token& stop) {
    TokenStream stream(documents, spec, NG_TEXT("core", "Counting {0}"), progress, stop);
    Counter counter;
    for (Document& document : documents)
        stream.read(document, counter);
    Frequencies found = std::move(counter.found);
    found.counts.reserve(counter.counts.size());
    while (!counter.counts.empty()) { // moves the texts, so that they are never there twice
        auto node = counter.counts.extract(counter.counts.begin());
        found.counts.push_back({std::move(node.key()), node.mapped()});
    }
    base::throwIfStopped(stop);
    std::sort(found.counts.begin(), found.counts.end(), text::isRankedBefore);
    return found;
}

} // namespace corpus
