// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/architectures/two_streams.h"

#include "core/neural/architectures/blank_reader.h"
#include "core/neural/data/token_numbers.h"
#include "core/neural/operators/fused.h"
#include "core/text/vocabulary.h"

#include <algorithm>

namespace neural {

namespace {

std::vector<TensorShape> twoStreamShapes(const TransformerSpec& spec, std::int64_t size) {
    std::vector<TensorShape> shapes = {{"embedding", {size, spec.width}}, {"w", {1, spec.width}}};
    Stack::addShapes(shapes, Stack::Side::only(spec, true), spec);
    OutputHead::addShapes(shapes, spec, size);
    return shapes;
}

} // namespace

TwoStreams::TwoStreams(const TransformerSpec& spec, std::int64_t vocabularySize)
    : spec_(spec),
      vocabularySize_(vocabularySize),
      parameters_(twoStreamShapes(spec, vocabularySize)),
      stack_(parameters_, Stack::Side::only(spec, true), spec),
      output_(parameters_, spec) {}

/// g before the first layer, at places [B, P] of sentences → [B, P, d]
at::Tensor TwoStreams::queriesAt(const at::Tensor& places) const {
    const at::Tensor w = parameters_["w"].expand({places.size(0), places.size(1), spec_.width});
    return stack_.place(w, places);
}

at::Tensor TwoStreams::logits(const at::Tensor& rows, TrainingPass* training) const {
    const std::int64_t count = spec_.contextLength;
    return answers(rows.narrow(1, 0, count), rows.narrow(1, count, count),
                   rows.narrow(1, 2 * count, rows.size(1) - 2 * count), training);
}

/// Ids [B, T], their ranks [B, T] and the places that are asked for [B, P] → [B P, V]
at::Tensor TwoStreams::answers(const at::Tensor& tokens, const at::Tensor& ranks,
                               const at::Tensor& asked, TrainingPass* training) const {
    const std::int64_t count = tokens.size(1);
    const at::Tensor rank = ranks.gather(1, asked).clamp_min(1); // [B, P]

    // h sees what is not after it in the order, g what is before.
    const at::Tensor keyRank = ranks.unsqueeze(1);    // [B, 1, T]
    const at::Tensor other = isOtherSentence(tokens); // [B, 1, T, T]
    const at::Tensor otherThanAsked =
        other.gather(2, asked.unsqueeze(1).unsqueeze(3).expand({-1, 1, -1, count})); // [B, 1, P, T]
    const at::Tensor maskOfTokens =
        maskOf(other.logical_or(keyRank.gt(ranks.unsqueeze(2)).unsqueeze(1))); // [B, 1, T, T]
    const at::Tensor maskOfQueries = maskOf(
        otherThanAsked.logical_or(keyRank.ge(rank.unsqueeze(2)).unsqueeze(1))); // [B, 1, P, T]

    const at::Tensor stands = at::arange(count, integers()).expand_as(tokens); // [B, T]
    const at::Tensor places = placesInSentences(tokens, 0);                    // [B, T]
    const at::Tensor h =
        stack_.place(fusedEmbedding(parameters_["embedding"], tokens), places); // [B, T, d]
    const at::Tensor g = queriesAt(places.gather(1, asked));                    // [B, P, d]
    SequenceState state;
    const at::Tensor hidden =
        stack_.pass(h, stack_.view({{}, maskOfTokens}, stands[0], stands[0], training), g,
                    stack_.view({{}, maskOfQueries}, asked, stands, training), state); // [B, P, d]
    return output_(hidden.flatten(0, 1));                                              // [B P, V]
}

at::Tensor TwoStreams::read(const at::Tensor& tokens, SequenceState& state,
                            TrainingPass* training) const {
    const std::int64_t past = state.length;
    const std::int64_t seen = past + tokens.size(1);
    const at::Tensor keys = at::arange(seen, integers());      // [S]
    const at::Tensor own = at::arange(past, seen, integers()); // [T]
    const Sight sight = causalSight(tokens, past);
    const at::Tensor places = placesInSentences(tokens, past); // [B, T]
    const at::Tensor h =
        stack_.place(fusedEmbedding(parameters_["embedding"], tokens), places); // [B, T, d]
    return stack_.pass(h, stack_.view(sight, own, keys, training), queriesAt(places + 1),
                       stack_.view(sight, own + 1, keys, training), state); // [B, T, d]
}

std::unique_ptr<Reader> TwoStreams::filler(const BlankedText& text) const {
    const BlankedText near = nearFirstBlank(text, spec_.contextLength);
    return makeBlankReader(1, [this, near](std::int64_t /*begin*/) {
        // Nobody sees what stands for a blank: it is behind what is asked for.
        std::vector<std::int64_t> row =
            joined(near, [](std::int64_t) { return numberOf(text::Vocabulary::unknown); });
        std::vector<std::int64_t> ranks =
            joined(near, [](std::int64_t number) { return number + 1; });
        std::size_t at = 0;
        for (const auto& piece : near) {
            std::fill_n(ranks.begin() + static_cast<std::ptrdiff_t>(at), piece.size(), 0);
            at += piece.size() + 1;
        }
        const auto size = static_cast<std::int64_t>(row.size());
        const auto place = static_cast<std::int64_t>(near.front().size());
        return answers(asTensor(row, {1, size}), asTensor(ranks, {1, size}),
                       at::full({1, 1}, place, integers()), nullptr); // [1, V]
    });
}

} // namespace neural
