// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/architectures/transformer.h"

#include "core/neural/architectures/labeller.h"
#include "core/neural/operators/fused.h"

namespace neural {

namespace {

Stack::Side sideOf(const TransformerSpec& spec) {
    return Stack::Side::only(spec, spec.kind == TransformerKind::Encoder);
}

std::vector<TensorShape> oneSidedShapes(const TransformerSpec& spec, std::int64_t vocabularySize) {
    const std::int64_t known = vocabularySize + turnMarks(spec);
    std::vector<TensorShape> shapes = {{"embedding", {known, spec.width}}};
    Stack::addShapes(shapes, sideOf(spec), spec);
    OutputHead::addShapes(shapes, spec, known);
    if (spec.labels > 0)
        Labeller::addShapes(shapes, spec);
    return shapes;
}

} // namespace

Transformer::Transformer(const TransformerSpec& spec, std::int64_t vocabularySize)
    : spec_(spec),
      vocabularySize_(vocabularySize),
      parameters_(oneSidedShapes(spec, vocabularySize)),
      stack_(parameters_, sideOf(spec), spec),
      output_(parameters_, spec) {}

at::Tensor Transformer::read(const at::Tensor& tokens, SequenceState& state,
                             TrainingPass* training) const {
    const std::int64_t past = state.length;
    const std::int64_t seen = past + tokens.size(1);
    const Sight sight =
        spec_.kind == TransformerKind::Encoder ? sentenceSight(tokens) : causalSight(tokens, past);
    const View view = stack_.view(sight, at::arange(past, seen, integers()),
                                  at::arange(seen, integers()), training);
    const at::Tensor embeddings = fusedEmbedding(parameters_["embedding"], tokens); // [B, T, d]
    return stack_.pass(stack_.place(embeddings, placesInSentences(tokens, past)), state,
                       view); // [B, T, d]
}

at::Tensor Transformer::output(const at::Tensor& hidden) const {
    const at::Tensor logits = output_(hidden); // [n, V and marks]
    return spec_.turns ? logits.narrow(1, 0, vocabularySize_) : logits;
}

void Transformer::initialise(std::uint64_t seed) {
    initialiseNormally(parameters_, spec_.layers, seed);
}

} // namespace neural
