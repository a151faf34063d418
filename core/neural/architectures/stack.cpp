// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/architectures/stack.h"

#include "core/neural/layers/dropout.h"
#include "core/neural/operators/fused.h"

#include <cmath>

namespace neural {

namespace {

void addBias(View& view, const at::Tensor& position) {
    view.bias = view.bias.defined() ? view.bias + position : position;
}

std::string blockName(const std::string& prefix, unsigned layer) {
    return prefix + "blocks." + std::to_string(layer);
}

} // namespace

void Stack::addShapes(std::vector<TensorShape>& shapes, const Side& side,
                      const TransformerSpec& spec) {
    const std::int64_t d = spec.width;
    if (spec.position == Position::Learned)
        shapes.push_back({side.prefix + "positions", {spec.contextLength, d}});
    if (spec.position == Position::RelativeBias)
        shapes.push_back({side.prefix + "relative_bias", {relativeBuckets, spec.heads}});
    if (spec.embeddingNorm)
        NormLayer::addShapes(shapes, side.prefix + "embedding_norm", spec.norm, spec.normBias, d);
    for (unsigned layer = 0; layer < side.layers; ++layer)
        Block::addShapes(shapes, blockName(side.prefix, layer), spec, layer, side.looksAcross);
    if (spec.normPlace == NormPlace::Before)
        NormLayer::addShapes(shapes, side.prefix + "final_norm", spec.norm, spec.normBias, d);
}

Stack::Stack(const Parameters& parameters, const Side& side, const TransformerSpec& spec)
    : spec_(spec), bothWays_(side.bothWays) {
    if (spec.position == Position::Learned)
        positions_ = parameters[side.prefix + "positions"];
    if (spec.position == Position::RelativeBias)
        relativeBias_ = parameters[side.prefix + "relative_bias"];
    if (spec.embeddingNorm)
        embeddingNorm_ = NormLayer(parameters, side.prefix + "embedding_norm", spec.norm,
                                   spec.normBias, spec.normEpsilon);
    for (unsigned layer = 0; layer < side.layers; ++layer)
        blocks_.emplace_back(parameters, blockName(side.prefix, layer), spec, layer,
                             side.looksAcross);
    if (spec.normPlace == NormPlace::Before)
        finalNorm_ = NormLayer(parameters, side.prefix + "final_norm", spec.norm, spec.normBias,
                               spec.normEpsilon);
}

at::Tensor Stack::place(const at::Tensor& embeddings, const at::Tensor& places) const {
    at::Tensor x = embeddings; // [B, T, d]
    if (spec_.position == Position::Learned)
        x = x + fusedEmbedding(positions_, places);
    if (spec_.position == Position::Sinusoidal)
        x = x + sinusoids(places, spec_.width);
    return spec_.embeddingNorm ? embeddingNorm_(x) : x;
}

/// `fused`: an operator of our own computes what is seen, where that is a range.
View Stack::begun(const Sight& sight, std::int64_t keys, bool fused, TrainingPass* training) const {
    View view;
    if (fused && !sight.mask.defined())
        view.range = sight.range;
    else
        view.bias = maskOf(sight, keys);
    view.dropout = spec_.dropout;
    view.training = training;
    return view;
}

/// What a distance adds to the scores of each head: [..] → [.., H]
at::Tensor Stack::biasOf(const at::Tensor& apart) const {
    if (spec_.position == Position::Alibi)
        return alibiSlopes(spec_.heads) * apart.abs().neg().unsqueeze(-1);
    return fusedEmbedding(relativeBias_,
                          relativeBucketsOf(apart, relativeBuckets, relativeDistance, bothWays_));
}

View Stack::view(const Sight& sight, const at::Tensor& queries, const at::Tensor& keys,
                 TrainingPass* training) const {
    const bool inARow = queries.dim() == 1;
    const bool biased = biasesScores(spec_.position);
    const std::int64_t seen = keys.size(-1);
    View view = begun(sight, seen, spec_.position != Position::TransformerXl && (inARow || !biased),
                      training);
    if (spec_.position == Position::Rotary)
        view.rotation = Rotation(queries,
                                 spec_.attention == Attention::Latent ? spec_.latent.rotaryWidth
                                                                      : spec_.headWidth,
                                 spec_.rotaryBase);
    if (spec_.position == Position::TransformerXl) {
        const at::Tensor apart = distances(queries, keys); // [T, S] or [B, T, S]
        const auto least = apart.min().item<std::int64_t>();
        const auto most = apart.max().item<std::int64_t>();
        view.waves = sinusoids(-at::arange(least, most + 1, integers()), spec_.width); // [D, d]
        view.steps = apart - least;
        if (view.steps.dim() == 3)
            view.steps = view.steps.unsqueeze(1); // [B, 1, T, S]
    } else if (biased && inARow) { // a number for each distance, not for each two places
        const std::int64_t count = queries.size(0);
        const auto least = (keys[0] - queries[count - 1]).item<std::int64_t>();
        const at::Tensor ofDistances =
            biasOf(at::arange(least, least + count + seen - 1, integers())).t(); // [H, T + S − 1]
        if (view.range.defined())
            view.ofDistances = ofDistances;
        else
            addBias(view, spreadOut(ofDistances, count, seen)); // [H, T, S]
    } else if (biased) {
        addBias(view, biasOf(distances(queries, keys)).movedim(-1, 1)); // [B, H, T, S]
    }
    return view;
}

template <class PassBlock>
at::Tensor Stack::throughLayers(at::Tensor x, SequenceState& state, PassBlock passBlock) const {
    const std::int64_t count = x.size(1);
    state.tensors.resize(2 * blocks_.size());
    for (std::size_t layer = 0; layer < blocks_.size(); ++layer) {
        Memory memory{state.tensors[2 * layer], state.tensors[2 * layer + 1]};
        x = passBlock(layer, x, memory); // [B, T, d]
        state.tensors[2 * layer] = memory.first;
        state.tensors[2 * layer + 1] = memory.second;
    }
    state.length += count;
    return finish(x);
}

at::Tensor Stack::pass(const at::Tensor& x, SequenceState& state, const View& view) const {
    return throughLayers(dropout(x, spec_.dropout, view.training), state,
                         [&](std::size_t layer, const at::Tensor& y, Memory& memory) {
                             return blocks_[layer].pass(y, memory, view);
                         });
}

std::vector<Memory> Stack::rememberOther(const at::Tensor& other) const {
    std::vector<Memory> memories;
    for (const Block& block : blocks_)
        memories.push_back(block.rememberOther(other));
    return memories;
}

at::Tensor Stack::pass(const at::Tensor& x, SequenceState& state, const View& view,
                       const std::vector<Memory>& other, const Sight& across) const {
    const std::int64_t seen = other.front().first.size(2);
    const View acrossView = begun(across, seen, true, view.training);
    return throughLayers(dropout(x, spec_.dropout, view.training), state,
                         [&](std::size_t layer, const at::Tensor& y, Memory& memory) {
                             return blocks_[layer].pass(y, memory, view, other[layer], acrossView);
                         });
}

at::Tensor Stack::pass(at::Tensor h, const View& view, at::Tensor g, const View& beside,
                       SequenceState& state) const {
    h = dropout(h, spec_.dropout, view.training);
    g = dropout(g, spec_.dropout, view.training);
    throughLayers(h, state, [&](std::size_t layer, const at::Tensor& y, Memory& memory) {
        at::Tensor next = blocks_[layer].pass(y, memory, view); // remembers what y says
        g = blocks_[layer].look(g, memory, beside);             // [B, P, d]
        return next;
    });
    return finish(g);
}

at::Tensor Stack::finish(const at::Tensor& x) const {
    return spec_.normPlace == NormPlace::Before ? finalNorm_(x) : x; // [B, T, d]
}

void initialiseNormally(Parameters& parameters, unsigned layers, std::uint64_t seed) {
    const c10::NoGradGuard guard;
    at::Generator generator = at::detail::createCPUGenerator(seed);
    const double deviation = 0.02;
    const double added = deviation / std::sqrt(2.0 * layers);
    for (const TensorShape& shape : parameters.shapes()) {
        const at::Tensor& tensor = parameters[shape.name];
        if (shape.shape.size() > 1) {
            const bool isAdded =
                shape.name.ends_with(".output.weight") || shape.name.ends_with(".out.weight");
            tensor.normal_(0, isAdded ? added : deviation, generator);
        } else if (shape.name.ends_with("norm.weight")) {
            tensor.fill_(1);
        }
    }
}

} // namespace neural
