// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/architectures/blank_filler.h"

#include "core/neural/architectures/blank_reader.h"
#include "core/neural/data/token_numbers.h"
#include "core/neural/operators/fused.h"

#include <algorithm>

namespace neural {

namespace {

std::vector<TensorShape> fillerShapes(const TransformerSpec& spec, std::int64_t size) {
    std::vector<TensorShape> shapes = {{"embedding", {size, spec.width}}};
    if (spec.position == Position::Learned) // <s>, or a mask, may hide a whole text and its end
        shapes.push_back({"positions_inside", {spec.contextLength + 2, spec.width}});
    Stack::addShapes(shapes, Stack::Side::only(spec, true), spec);
    OutputHead::addShapes(shapes, spec, size);
    return shapes;
}

std::vector<std::int64_t> numbersOf(std::span<const text::TokenId> tokens) {
    std::vector<std::int64_t> numbers;
    for (const text::TokenId token : tokens)
        numbers.push_back(numberOf(token));
    return numbers;
}

class FillingReader final : public Reader {
public:
    explicit FillingReader(const BlankFiller& network)
        : network_(network), context_(network.exampleShape().length) {}

    at::Tensor read(std::span<const text::TokenId> tokens, Rows rows) override {
        std::vector<at::Tensor> logits;
        while (!tokens.empty()) {
            at::Tensor next; // [part, V]
            const auto part = tokens.first(nextPart(tokens));
            tokens = tokens.subspan(part.size());
            if (part.front() == text::Vocabulary::begin || seen_.empty())
                next = beginWith(numbersOf(part));
            else
                next = readOn(numbersOf(part));
            if (rows == Rows::Every)
                logits.push_back(next);
            else if (tokens.empty())
                logits.push_back(next.narrow(0, next.size(0) - 1, 1));
        }
        return at::cat(logits); // [n or 1, V]
    }

private:
    /// How many of the tokens can be read in one go.
    std::size_t nextPart(std::span<const text::TokenId> tokens) {
        if (tokens.front() == text::Vocabulary::begin || seen_.empty())
            return 1;
        if (seen_.size() == context_)
            beginWith({seen_.end() - static_cast<std::ptrdiff_t>(context_ / 2), seen_.end()});
        const auto next = std::find(tokens.begin(), tokens.end(), text::Vocabulary::begin);
        return std::min(static_cast<std::size_t>(next - tokens.begin()), context_ - seen_.size());
    }

    /// A text and a blank for all that follows it; what the blank begins with [1, V].
    at::Tensor beginWith(std::vector<std::int64_t> text) {
        seen_ = text;
        text.push_back(network_.vocabularySize() + BlankToken::rest);
        const auto length = static_cast<std::int64_t>(text.size());
        text_ = network_.readText(asTensor(text, {1, length}), length - 1);
        return write({network_.vocabularySize() + BlankToken::begin});
    }

    at::Tensor write(std::vector<std::int64_t> tokens) {
        const auto count = static_cast<std::int64_t>(tokens.size());
        return network_.readOn(asTensor(tokens, {1, count}), text_)
            .narrow(1, 0, network_.vocabularySize()); // [n, V]
    }

    at::Tensor readOn(const std::vector<std::int64_t>& tokens) {
        seen_.insert(seen_.end(), tokens.begin(), tokens.end());
        return write(tokens);
    }

    const BlankFiller& network_;
    std::size_t context_;
    std::vector<std::int64_t> seen_; ///< tokens since <s>, or since the reader began anew
    BlankFiller::Text text_;
};

} // namespace

BlankFiller::BlankFiller(const TransformerSpec& spec, std::int64_t vocabularySize)
    : spec_(spec),
      vocabularySize_(vocabularySize),
      parameters_(
          fillerShapes(spec, vocabularySize + extraTokens(spec.objective, spec.contextLength))),
      stack_(parameters_, Stack::Side::only(spec, true), spec),
      output_(parameters_, spec) {}

/// `view` sees the two places as one, as if the blank were filled; rotary positions tell them
/// apart.
at::Tensor BlankFiller::pass(const at::Tensor& tokens, const at::Tensor& places,
                             const at::Tensor& insides, SequenceState& state, View view) const {
    if (spec_.position == Position::Rotary)
        view.rotation = inTwoDimensions(
            places, insides,
            spec_.attention == Attention::Latent ? spec_.latent.rotaryWidth : spec_.headWidth,
            spec_.rotaryBase);
    at::Tensor x = fusedEmbedding(parameters_["embedding"], tokens); // [B, T, d]
    if (spec_.position == Position::Learned)
        x = x + fusedEmbedding(parameters_["positions_inside"], insides);
    if (spec_.position == Position::Sinusoidal)
        x = x + sinusoids(insides, spec_.width);
    return stack_.pass(stack_.place(x, places), state, view); // [B, T, d]
}

at::Tensor BlankFiller::logits(const at::Tensor& rows, TrainingPass* training) const {
    const std::vector<at::Tensor> parts = rows.view({rows.size(0), 3, -1}).unbind(1);
    const at::Tensor& tokens = parts[0];  // [B, T]
    const at::Tensor& places = parts[1];  // [B, T]
    const at::Tensor& insides = parts[2]; // [B, T]

    const at::Tensor stands = places + insides; // [B, T]
    SequenceState state;
    const at::Tensor hidden = pass(
        tokens, places, insides, state,
        stack_.view(filledSight(tokens, insides.gt(0)), stands, stands, training)); // [B, T, d]
    return output_(hidden.flatten(0, 1));                                           // [B T, V + 4]
}

BlankFiller::Text BlankFiller::readText(const at::Tensor& tokens, std::int64_t place) const {
    Text text{tokens.size(1), place, {}};
    const at::Tensor places = at::arange(text.length, integers()).unsqueeze(0); // [1, T]
    pass(tokens, places, at::zeros_like(places), text.state,
         stack_.view({}, places, places, nullptr));
    return text;
}

at::Tensor BlankFiller::readOn(const at::Tensor& tokens, Text& text) const {
    const std::int64_t written = text.state.length - text.length;
    const std::int64_t count = tokens.size(1);
    const at::Tensor insides =
        at::arange(1, written + count + 1, integers()); // of all in the blank
    const at::Tensor keys =
        at::cat({at::arange(text.length, integers()), insides + text.place}).unsqueeze(0); // [1, S]
    const at::Tensor inside = insides.narrow(0, written, count).unsqueeze(0);              // [1, T]
    const View view =
        stack_.view(causalSight(tokens, text.state.length), inside + text.place, keys, nullptr);
    const at::Tensor hidden = pass(tokens, at::full_like(inside, text.place), inside, text.state,
                                   view); // [1, T, d]
    return output_(hidden.squeeze(0));    // [T, V + 4]
}

std::unique_ptr<Reader> BlankFiller::reader() const {
    return std::make_unique<FillingReader>(*this);
}

std::unique_ptr<Reader> BlankFiller::filler(const BlankedText& text) const {
    const std::size_t room = roomInBlank(spec_.contextLength);
    const BlankedText near = nearFirstBlank(text, spec_.contextLength - room);
    std::vector<std::int64_t> row =
        joined(near, [this](std::int64_t) { return vocabularySize_ + BlankToken::mask; });
    const auto size = static_cast<std::int64_t>(row.size());
    const auto place = static_cast<std::int64_t>(near.front().size());
    return makeBlankReader(
        room, [this, read = readText(asTensor(row, {1, size}), place)](std::int64_t token) mutable {
            const bool begins = token == numberOfStart;
            std::vector<std::int64_t> next = {begins ? vocabularySize_ + BlankToken::begin : token};
            return withEnd(readOn(asTensor(next, {1, 1}), read), vocabularySize_,
                           {vocabularySize_ + BlankToken::end}); // [1, V]
        });
}

} // namespace neural
