// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/architectures/sequence_network.h"

#include "core/neural/data/token_numbers.h"
#include "core/text/vocabulary.h"

#include <algorithm>

namespace neural {

namespace {

/// Read at once, so that memory stays small however much is fed.
constexpr std::size_t mostAtOnce = 256;

/// Goes on from the state. A bounded network that has read as much as it can see begins anew with
/// the later half of that, so that its histories are never shorter than half its context.
class SequenceReader final : public Reader {
public:
    explicit SequenceReader(const SequenceNetwork& network) : network_(network) {}

    at::Tensor read(std::span<const text::TokenId> tokens, Rows rows) override {
        std::vector<at::Tensor> hidden;
        while (!tokens.empty()) {
            const auto part = tokens.first(nextPart(tokens));
            tokens = tokens.subspan(part.size());
            at::Tensor states = advance(part); // [n, d]
            if (rows == Rows::Every)
                hidden.push_back(states);
            else if (tokens.empty())
                hidden.push_back(states.narrow(0, states.size(0) - 1, 1)); // [1, d]
        }
        return network_.output(at::cat(hidden)); // [n or 1, V]
    }

private:
    /// How many of the tokens can be read in one go.
    std::size_t nextPart(std::span<const text::TokenId> tokens) {
        if (tokens.front() == text::Vocabulary::begin) {
            state_ = {};
            seen_.clear();
        }
        const auto next = std::find(tokens.begin() + 1, tokens.end(), text::Vocabulary::begin);
        std::size_t size = std::min(static_cast<std::size_t>(next - tokens.begin()), mostAtOnce);
        if (!network_.isBounded())
            return size;
        if (seen_.size() == network_.contextLength())
            beginAnew();
        return std::min(size, network_.contextLength() - seen_.size());
    }

    void beginAnew() {
        const std::vector<text::TokenId> kept(
            seen_.end() - static_cast<std::ptrdiff_t>(seen_.size() / 2), seen_.end());
        state_ = {};
        seen_.clear();
        if (!kept.empty())
            advance(kept);
    }

    at::Tensor advance(std::span<const text::TokenId> tokens) {
        std::vector<std::int64_t> ids;
        for (const text::TokenId token : tokens)
            ids.push_back(numberOf(token));
        if (network_.isBounded())
            seen_.insert(seen_.end(), tokens.begin(), tokens.end());
        const auto count = static_cast<std::int64_t>(ids.size());
        return network_.read(asTensor(ids, {1, count}), state_, nullptr).squeeze(0); // [n, d]
    }

    const SequenceNetwork& network_;
    SequenceState state_;
    std::vector<text::TokenId> seen_; ///< by a bounded network, what its state remembers
};

} // namespace

at::Tensor SequenceNetwork::logits(const at::Tensor& tokens, TrainingPass* training) const {
    return output(hidden(tokens, training).flatten(0, 1)); // [B T, V]
}

at::Tensor SequenceNetwork::hidden(const at::Tensor& tokens, TrainingPass* training) const {
    SequenceState state;
    return read(tokens, state, training); // [B, T, d]
}

std::unique_ptr<Reader> SequenceNetwork::reader() const {
    return std::make_unique<SequenceReader>(*this);
}

} // namespace neural
