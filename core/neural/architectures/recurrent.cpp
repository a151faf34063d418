// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/architectures/recurrent.h"

#include "core/neural/architectures/elman.h"
#include "core/neural/architectures/gru.h"
#include "core/neural/architectures/lstm.h"
#include "core/neural/data/token_numbers.h"
#include "core/neural/layers/dropout.h"
#include "core/neural/operators/fused.h"
#include "core/neural/specification/parameter_count.h"
#include "core/text/vocabulary.h"

#include <cmath>
#include <utility>

namespace neural {

namespace {

std::string prefixOf(unsigned layer) {
    return "layers." + std::to_string(layer) + ".";
}

std::vector<TensorShape> recurrentShapes(const std::string& cell, const RecurrentSpec& spec,
                                         std::int64_t vocabularySize) {
    std::vector<TensorShape> shapes = {{"E", {vocabularySize, spec.embeddingSize}}};
    for (unsigned layer = 0; layer < spec.layers; ++layer)
        for (TensorShape& shape :
             cellShapes(cell, prefixOf(layer), layer == 0 ? spec.embeddingSize : spec.hiddenWidth,
                        spec.hiddenWidth))
            shapes.push_back(std::move(shape));
    shapes.push_back({"V", {vocabularySize, spec.hiddenWidth}});
    shapes.push_back({"c", {vocabularySize}});
    return shapes;
}

} // namespace

std::vector<TensorShape> cellShapes(const std::string& cell, const std::string& prefix,
                                    std::int64_t input, std::int64_t hidden) {
    const std::int64_t gates = gateCount(cell);
    return {{prefix + "W", {gates * hidden, input}},
            {prefix + "U", {gates * hidden, hidden}},
            {prefix + "b", {gates * hidden}}};
}

std::unique_ptr<Cell> makeCell(const std::string& cell, const Parameters& parameters,
                               const std::string& prefix) {
    const at::Tensor& w = parameters[prefix + "W"];
    const at::Tensor& u = parameters[prefix + "U"];
    const at::Tensor& b = parameters[prefix + "b"];
    if (cell == "lstm")
        return std::make_unique<Lstm>(w, u, b);
    if (cell == "gru")
        return std::make_unique<Gru>(w, u, b);
    return std::make_unique<Elman>(w, u, b);
}

RecurrentNetwork::RecurrentNetwork(std::string cell, const RecurrentSpec& spec,
                                   std::int64_t vocabularySize)
    : cell_(std::move(cell)),
      spec_(spec),
      vocabularySize_(vocabularySize),
      parameters_(recurrentShapes(cell_, spec, vocabularySize)) {
    for (unsigned layer = 0; layer < spec.layers; ++layer)
        layers_.push_back(makeCell(cell_, parameters_, prefixOf(layer)));
}

at::Tensor RecurrentNetwork::read(const at::Tensor& tokens, SequenceState& state,
                                  TrainingPass* training) const {
    const std::int64_t batch = tokens.size(0);
    const std::int64_t places = tokens.size(1);
    if (state.tensors.empty())
        for (const auto& layer : layers_)
            for (std::size_t i = 0; i < layer->stateSize(); ++i)
                state.tensors.push_back(at::zeros({batch, spec_.hiddenWidth}, floats()));
    // 0 at each <s>, where a sentence begins with no state, else 1.
    std::vector<at::Tensor> kept;
    if (beginsInside(tokens))
        kept = tokens.ne(numberOfStart).to(at::kFloat).unsqueeze(2).unbind(1); // T × [B, 1]

    at::Tensor x = fusedEmbedding(parameters_["E"], tokens); // [B, T, m]
    at::Tensor* own = state.tensors.data();
    for (const auto& layer : layers_) {
        x = dropout(x, spec_.dropout, training);
        const std::vector<at::Tensor> wx = layer->project(x).unbind(1); // T × [B, g h]
        std::vector<at::Tensor> states;
        for (std::size_t place = 0; place < static_cast<std::size_t>(places); ++place) {
            for (std::size_t i = 0; !kept.empty() && i < layer->stateSize(); ++i)
                own[i] = own[i] * kept[place];
            layer->step(wx[place], own);
            states.push_back(own[0]);
        }
        x = at::stack(states, 1); // [B, T, h]
        own += layer->stateSize();
    }
    state.length += places;
    return dropout(x, spec_.dropout, training); // [B, T, h]
}

at::Tensor RecurrentNetwork::output(const at::Tensor& hidden) const {
    return fusedLinear(hidden, parameters_["V"], parameters_["c"]); // c + V h  [n, V]
}

void RecurrentNetwork::initialise(std::uint64_t seed) {
    const c10::NoGradGuard guard;
    at::Generator generator = at::detail::createCPUGenerator(seed);
    // Uniform with the variance 1 / (3 h), biases at 0. An embedding is picked, not summed.
    const double bound = 1.0 / std::sqrt(static_cast<double>(spec_.hiddenWidth));
    for (const TensorShape& shape : parameters_.shapes()) {
        if (shape.shape.size() < 2)
            continue;
        at::Tensor weights = parameters_[shape.name];
        const double limit = shape.name == "E" ? 1.0 : bound;
        weights.uniform_(-limit, limit, generator);
    }
    if (cell_ == "lstm")
        for (unsigned layer = 0; layer < spec_.layers; ++layer)
            Lstm::openForgetGates(parameters_[prefixOf(layer) + "b"]);
}

} // namespace neural
