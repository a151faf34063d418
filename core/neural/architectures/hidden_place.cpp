// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/architectures/hidden_place.h"

#include "core/neural/architectures/blank_reader.h"
#include "core/neural/data/token_numbers.h"

#include <algorithm>
#include <vector>

namespace neural {

namespace {

/// Rows that are scored at once, so that memory stays small.
constexpr std::size_t mostHiddenAtOnce = 32;

/// Guesses each token of a sentence from all the others, or from as many on both sides as fit.
class HidingReader final : public Reader {
public:
    HidingReader(const HiddenPlaceNetwork& network, std::span<const text::TokenId> sentence)
        : network_(network), sentence_(sentence) {}

    at::Tensor read(std::span<const text::TokenId> tokens, Rows rows) override {
        const std::size_t end = done_ + tokens.size();
        if (rows == Rows::Last)
            done_ = end - 1;
        std::vector<at::Tensor> logits;
        while (done_ < end) {
            const std::size_t count = std::min(mostHiddenAtOnce, end - done_);
            logits.push_back(guess(count));
            done_ += count;
        }
        return at::cat(logits); // [n or 1, V]
    }

private:
    /// Of the tokens that follow the next `count` that are read.
    at::Tensor guess(std::size_t count) const {
        const std::size_t length =
            std::min<std::size_t>(network_.exampleShape().length, sentence_.size());
        std::vector<std::int64_t> rows;
        std::vector<std::int64_t> places;
        for (std::size_t i = 0; i < count; ++i) {
            const std::size_t hidden = done_ + i + 1;
            const std::size_t start = std::clamp<std::size_t>(hidden - std::min(hidden, length / 2),
                                                              0, sentence_.size() - length);
            for (std::size_t at = start; at < start + length; ++at)
                rows.push_back(at == hidden ? network_.hider() : numberOf(sentence_[at]));
            places.push_back(static_cast<std::int64_t>(hidden - start));
        }
        const auto size = static_cast<std::int64_t>(count);
        return network_.logitsAt(asTensor(rows, {size, static_cast<std::int64_t>(length)}),
                                 asTensor(places, {size}));
    }

    const HiddenPlaceNetwork& network_;
    std::span<const text::TokenId> sentence_;
    std::size_t done_ = 0; ///< tokens read
};

} // namespace

std::unique_ptr<Reader> HiddenPlaceNetwork::scorer(std::span<const text::TokenId> sentence) const {
    return std::make_unique<HidingReader>(*this, sentence);
}

std::unique_ptr<Reader> HiddenPlaceNetwork::filler(const BlankedText& text) const {
    const BlankedText near = nearFirstBlank(text, exampleShape().length);
    return makeBlankReader(1, [this, near](std::int64_t /*begin*/) {
        std::vector<std::int64_t> row = joined(near, [this](std::int64_t) { return hider(); });
        const auto size = static_cast<std::int64_t>(row.size());
        const auto place = static_cast<std::int64_t>(near.front().size());
        return logitsAt(asTensor(row, {1, size}), at::full({1}, place, integers())); // [1, V]
    });
}

} // namespace neural
