// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/transformer.h"

#include "core/neural/dropout.h"

#include <cmath>
#include <string>

namespace neural {

namespace {

std::string blockName(unsigned layer) {
    return "blocks." + std::to_string(layer);
}

std::vector<TensorShape> shapesOf(const TransformerSpec& spec, std::int64_t vocabularySize) {
    const std::int64_t d = spec.width;
    std::vector<TensorShape> shapes = {{"embedding", {vocabularySize, d}}};
    if (spec.position == Position::Learned)
        shapes.push_back({"positions", {spec.contextLength, d}});
    if (spec.position == Position::RelativeBias)
        shapes.push_back({"relative_bias", {relativeBuckets, spec.heads}});
    if (spec.embeddingNorm)
        NormLayer::addShapes(shapes, "embedding_norm", spec.norm, spec.normBias, d);
    for (unsigned layer = 0; layer < spec.layers; ++layer)
        Block::addShapes(shapes, blockName(layer), spec, layer);
    if (spec.normPlace == NormPlace::Before)
        NormLayer::addShapes(shapes, "final_norm", spec.norm, spec.normBias, d);
    if (!spec.tiedOutput)
        shapes.push_back({"output", {vocabularySize, d}});
    if (spec.maskedHead) {
        Linear::addShapes(shapes, "head", d, d, true);
        NormLayer::addShapes(shapes, "head_norm", spec.norm, spec.normBias, d);
        shapes.push_back({"output_bias", {vocabularySize}});
    }
    return shapes;
}

bool endsWith(const std::string& name, const char* end) {
    return name.ends_with(end);
}

} // namespace

Transformer::Transformer(const TransformerSpec& spec, std::int64_t vocabularySize)
    : spec_(spec), vocabularySize_(vocabularySize), parameters_(shapesOf(spec, vocabularySize)) {
    if (spec.embeddingNorm)
        embeddingNorm_ =
            NormLayer(parameters_, "embedding_norm", spec.norm, spec.normBias, spec.normEpsilon);
    for (unsigned layer = 0; layer < spec.layers; ++layer)
        blocks_.emplace_back(parameters_, blockName(layer), spec, layer);
    if (spec.normPlace == NormPlace::Before)
        finalNorm_ =
            NormLayer(parameters_, "final_norm", spec.norm, spec.normBias, spec.normEpsilon);
    if (spec.maskedHead) {
        head_ = Linear(parameters_, "head", true);
        headNorm_ = NormLayer(parameters_, "head_norm", spec.norm, spec.normBias, spec.normEpsilon);
    }
}

at::Tensor Transformer::embed(const at::Tensor& tokens, std::int64_t past) const {
    at::Tensor x = at::embedding(parameters_["embedding"], tokens); // [B, T, d]
    if (spec_.position == Position::Learned)
        x = x + at::embedding(parameters_["positions"], placesInSentences(tokens, past));
    if (spec_.position == Position::Sinusoidal)
        x = x + sinusoids(placesInSentences(tokens, past), spec_.width);
    return spec_.embeddingNorm ? embeddingNorm_(x) : x;
}

View Transformer::viewOf(const at::Tensor& tokens, std::int64_t past,
                         TrainingPass* training) const {
    const std::int64_t count = tokens.size(1);
    const bool bothWays = spec_.kind == TransformerKind::Encoder;
    View view{
        bothWays ? sentenceMask(tokens) : causalMask(tokens, past), {}, spec_.dropout, training};
    at::Tensor position; // [H, T, S]
    if (spec_.position == Position::Alibi)
        position = alibiSlopes(spec_.heads).view({-1, 1, 1}) *
                   -distances(past, count).abs().to(at::kFloat);
    if (spec_.position == Position::RelativeBias)
        position = at::embedding(parameters_["relative_bias"],
                                 relativeBucketsOf(distances(past, count), relativeBuckets,
                                                   relativeDistance, bothWays))
                       .permute({2, 0, 1});
    if (position.defined())
        view.bias = view.bias.defined() ? view.bias + position : position;
    if (spec_.position == Position::Rotary)
        view.rotation = Rotation(past, count,
                                 spec_.attention == Attention::Latent ? spec_.latent.rotaryWidth
                                                                      : spec_.headWidth,
                                 spec_.rotaryBase);
    return view;
}

at::Tensor Transformer::read(const at::Tensor& tokens, SequenceState& state,
                             TrainingPass* training) const {
    const View view = viewOf(tokens, state.length, training);
    at::Tensor x = dropout(embed(tokens, state.length), spec_.dropout, training); // [B, T, d]
    state.tensors.resize(2 * blocks_.size());
    for (std::size_t layer = 0; layer < blocks_.size(); ++layer) {
        Memory memory{state.tensors[2 * layer], state.tensors[2 * layer + 1]};
        x = blocks_[layer].pass(x, memory, view); // [B, T, d]
        state.tensors[2 * layer] = memory.first;
        state.tensors[2 * layer + 1] = memory.second;
    }
    state.length += tokens.size(1);
    return spec_.normPlace == NormPlace::Before ? finalNorm_(x) : x; // [B, T, d]
}

at::Tensor Transformer::output(const at::Tensor& hidden) const {
    const at::Tensor& matrix = parameters_[spec_.tiedOutput ? "embedding" : "output"];
    if (!spec_.maskedHead)
        return at::linear(hidden, matrix);                                      // [n, V]
    const at::Tensor x = headNorm_(activate(spec_.feedForward, head_(hidden))); // [n, d]
    return at::linear(x, matrix, parameters_["output_bias"]);                   // [n, V]
}

void Transformer::initialise(std::uint64_t seed) {
    const c10::NoGradGuard guard;
    at::Generator generator = at::detail::createCPUGenerator(seed);
    // Radford et al. 2019, section 2.3, as their code has it: normal with the deviation 0.02, and
    // less for what is added up over the layers, so that the sum is as large however many they are.
    const double deviation = 0.02;
    const double added = deviation / std::sqrt(2.0 * spec_.layers);
    for (const TensorShape& shape : parameters_.shapes()) {
        at::Tensor tensor = parameters_[shape.name];
        if (shape.shape.size() > 1) {
            const bool isAdded =
                endsWith(shape.name, ".output.weight") || endsWith(shape.name, ".out.weight");
            tensor.normal_(0, isAdded ? added : deviation, generator);
        } else if (endsWith(shape.name, "norm.weight")) {
            tensor.fill_(1);
        }
    }
}

} // namespace neural
