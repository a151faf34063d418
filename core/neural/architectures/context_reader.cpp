// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/architectures/context_reader.h"

#include "core/neural/data/token_numbers.h"

#include <algorithm>

namespace neural {

ContextReader::ContextReader(const Network& network)
    : network_(network), history_(network.exampleShape().length, numberOfStart) {}

void ContextReader::push(text::TokenId token) {
    if (token == text::Vocabulary::begin) {
        std::fill(history_.begin(), history_.end(), numberOfStart);
    } else {
        std::rotate(history_.begin(), history_.begin() + 1, history_.end());
        history_.back() = numberOf(token);
    }
}

at::Tensor ContextReader::read(std::span<const text::TokenId> tokens, Rows rows) {
    std::vector<std::int64_t> histories;
    for (const text::TokenId token : tokens) {
        push(token);
        if (rows == Rows::Every)
            histories.insert(histories.end(), history_.begin(), history_.end());
    }
    if (rows == Rows::Last)
        histories = history_;
    const auto length = static_cast<std::int64_t>(history_.size());
    const auto count = static_cast<std::int64_t>(histories.size()) / length;
    return network_.logits(asTensor(histories, {count, length}), nullptr); // [count, V]
}

} // namespace neural
