// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/table.h"

#include "core/ngram/table_keys.h"
#include "core/text/visible_text.h"

#include <cmath>

namespace ngram {

Table::Table(const NgramModel& model, std::uint64_t keptFrom)
    : model_(&model), rows_(model.trie()), keptFrom_(keptFrom) {}

TableRow Table::row(std::uint64_t index) const {
    const Trie& trie = model_->trie();
    const Node place = rows_.node(index);
    const Node parent = trie.parent(place);
    TableRow row;
    row.history = trie.ngram(parent);
    row.next = trie.token(place);
    row.count = model_->count(place);
    row.historyCount = model_->historyCount(parent);
    const auto quick = model_->estimator().fromCounts(row.count, row.historyCount);
    row.probability = quick ? *quick : model_->estimator().probability(row.history, row.next);
    row.surprisal = 0.0 - std::log2(row.probability); // 0 rather than -0 for certainty
    return row;
}

std::string Table::historyText(std::span<const text::TokenId> history) const {
    std::string joined;
    for (const text::TokenId token : history) {
        if (!joined.empty())
            joined += ' ';
        joined += tokenText(token);
    }
    return joined;
}

std::string Table::tokenText(text::TokenId token) const {
    return text::visibleText(model_->tokenizer().vocabulary().token(token));
}

std::shared_ptr<const std::vector<std::uint32_t>> Table::ranks(const std::stop_token& stop) const {
    const std::lock_guard lock(ranksMutex_);
    if (!ranks_)
        ranks_ = tokenRanks(*this, model_->tokenizer().vocabulary().size(), stop);
    return ranks_;
}

} // namespace ngram
