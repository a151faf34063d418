// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ngrams/typed_history.h"

#include <algorithm>

namespace ngrams {

TypedHistory parseHistory(const ngram::NgramModel& model, const std::string& typed) {
    const std::string mark(model.tokenizer().vocabulary().token(text::Vocabulary::begin));
    const auto start = typed.find_first_not_of(" \t");
    std::string rest = start == std::string::npos ? std::string() : typed.substr(start);
    TypedHistory history;
    std::vector<text::TokenId> tokens;
    if (rest.starts_with(mark)) {
        tokens.push_back(text::Vocabulary::begin);
        rest.erase(0, mark.size());
    }
    const auto spans = model.tokenizer().encodeWithSpans(rest);
    for (const text::TokenSpan& span : spans)
        tokens.push_back(span.id);
    const auto used = model.relevant(tokens);
    history.used.assign(used.begin(), used.end());
    history.typed = spans.size();
    const std::size_t last = std::min(spans.size(), used.size());
    for (std::size_t i = spans.size() - last; i < spans.size(); ++i)
        if (spans[i].id == text::Vocabulary::unknown)
            history.unknown.push_back(rest.substr(spans[i].begin, spans[i].end - spans[i].begin));
    return history;
}

std::vector<text::TokenId> frequentHistory(const ngram::Counts& counts) {
    std::vector<text::TokenId> history;
    ngram::Node node = ngram::Counts::root();
    while (history.size() + 1 < counts.order()) {
        const auto range = counts.children(node);
        std::uint64_t most = 0;
        ngram::Node best;
        for (std::uint64_t i = range.first; i < range.last; ++i) {
            const ngram::Node child{range.level, i};
            if (!text::Vocabulary::isSpecial(counts.token(child)) && counts.count(child) > most) {
                most = counts.count(child);
                best = child;
            }
        }
        if (most == 0)
            break;
        node = best;
        history.push_back(counts.token(node));
    }
    return history;
}

} // namespace ngrams
