// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/architectures/network.h"

#include <vector>

namespace neural {

/// Reads for a network that sees a fixed number of tokens: keeps the last few.
class ContextReader final : public Reader {
public:
    explicit ContextReader(const Network& network);
    at::Tensor read(std::span<const text::TokenId> tokens, Rows rows) override;

private:
    void push(text::TokenId token);

    const Network& network_;
    std::vector<std::int64_t> history_; ///< the oldest first
};

} // namespace neural
