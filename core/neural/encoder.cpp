// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/encoder.h"

#include "core/text/vocabulary.h"

#include <algorithm>

namespace neural {

namespace {

/// Rows that are scored at once, so that memory stays small.
constexpr std::size_t mostAtOnce = 32;

std::int64_t numberOf(text::TokenId token) {
    return static_cast<std::int64_t>(text::index(token));
}

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
        row.push_back(encoder_.vocabularySize());
        const auto size = static_cast<std::int64_t>(row.size());
        return encoder_.logitsAt(asTensor(row, {1, size}), at::full({1}, size - 1, integers()));
    }

    const Encoder& encoder_;
    std::size_t most_;
    std::vector<std::int64_t> history_;
};

/// Guesses each token of a sentence from all the others, or from as many on both sides as fit.
class HidingReader final : public Reader {
public:
    HidingReader(const Encoder& encoder, std::span<const text::TokenId> sentence)
        : encoder_(encoder), sentence_(sentence) {}

    at::Tensor read(std::span<const text::TokenId> tokens, Rows rows) override {
        const std::size_t end = done_ + tokens.size();
        if (rows == Rows::Last)
            done_ = end - 1;
        std::vector<at::Tensor> logits;
        while (done_ < end) {
            const std::size_t count = std::min(mostAtOnce, end - done_);
            logits.push_back(guess(count));
            done_ += count;
        }
        return at::cat(logits); // [n or 1, V]
    }

private:
    /// Of the tokens that follow the next `count` that are read.
    at::Tensor guess(std::size_t count) const {
        const std::size_t length =
            std::min<std::size_t>(encoder_.exampleShape().length, sentence_.size());
        std::vector<std::int64_t> rows;
        std::vector<std::int64_t> places;
        for (std::size_t i = 0; i < count; ++i) {
            const std::size_t hidden = done_ + i + 1;
            const std::size_t start = std::clamp<std::size_t>(hidden - std::min(hidden, length / 2),
                                                              0, sentence_.size() - length);
            for (std::size_t at = start; at < start + length; ++at)
                rows.push_back(at == hidden ? encoder_.vocabularySize() : numberOf(sentence_[at]));
            places.push_back(static_cast<std::int64_t>(hidden - start));
        }
        const auto size = static_cast<std::int64_t>(count);
        return encoder_.logitsAt(asTensor(rows, {size, static_cast<std::int64_t>(length)}),
                                 asTensor(places, {size}));
    }

    const Encoder& encoder_;
    std::span<const text::TokenId> sentence_;
    std::size_t done_ = 0; ///< tokens read
};

} // namespace

Encoder::Encoder(const TransformerSpec& spec, std::int64_t vocabularySize)
    : vocabularySize_(vocabularySize), body_(spec, vocabularySize + 1) {}

at::Tensor Encoder::output(const at::Tensor& hidden) const {
    return body_.output(hidden).narrow(1, 0, vocabularySize_); // the hider is never guessed
}

at::Tensor Encoder::logits(const at::Tensor& tokens, TrainingPass* training) const {
    SequenceState state;
    const at::Tensor hidden = body_.read(tokens, state, training); // [B, T, d]
    return output(hidden.flatten(0, 1));                           // [B T, V]
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

std::unique_ptr<Reader> Encoder::scorer(std::span<const text::TokenId> sentence) const {
    return std::make_unique<HidingReader>(*this, sentence);
}

} // namespace neural
