// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/architectures/encoder.h"

#include "core/neural/data/token_numbers.h"

namespace neural {

namespace {

/// Guesses what follows: the history's end, then the hider.
class NextReader final : public Reader {
public:
    explicit NextReader(const Encoder& encoder)
        : encoder_(encoder), most_(encoder.exampleShape().length - 1) {}

    at::Tensor read(std::span<const text::TokenId> tokens, Rows rows) override {
        std::vector<at::Tensor> logits;
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            if (tokens[i] == text::Vocabulary::begin)
                history_.clear();
            else if (history_.size() == most_)
                history_.erase(history_.begin());
            history_.push_back(numberOf(tokens[i]));
            if (rows == Rows::Every || i + 1 == tokens.size())
                logits.push_back(next());
        }
        return at::cat(logits); // [n or 1, V]
    }

private:
    at::Tensor next() const {
        std::vector<std::int64_t> row = history_;
        row.push_back(encoder_.hider());
        const auto size = static_cast<std::int64_t>(row.size());
        return encoder_.logitsAt(asTensor(row, {1, size}), at::full({1}, size - 1, integers()));
    }

    const Encoder& encoder_;
    std::size_t most_;
    std::vector<std::int64_t> history_;
};

} // namespace

Encoder::Encoder(const TransformerSpec& spec, std::int64_t vocabularySize)
    : vocabularySize_(vocabularySize), body_(spec, vocabularySize + 1) {}

at::Tensor Encoder::output(const at::Tensor& hidden) const {
    return body_.output(hidden).narrow(1, 0, vocabularySize_); // the hider is never guessed
}

at::Tensor Encoder::logits(const at::Tensor& tokens, TrainingPass* training) const {
    return output(hidden(tokens, training).flatten(0, 1)); // [B T, V]
}

at::Tensor Encoder::logitsAt(const at::Tensor& tokens, const at::Tensor& places) const {
    SequenceState state;
    const at::Tensor hidden = body_.read(tokens, state, nullptr); // [B, T, d]
    const at::Tensor rows = at::arange(tokens.size(0), integers());
    return output(hidden.index({rows, places})); // [B, V]
}

std::unique_ptr<Reader> Encoder::reader() const {
    return std::make_unique<NextReader>(*this);
}

} // namespace neural
