// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/architectures/bengio.h"

#include "core/neural/architectures/context_reader.h"
#include "core/neural/operators/fused.h"

#include <cmath>

namespace neural {

namespace {

std::vector<TensorShape> bengioShapes(const BengioSpec& spec, std::int64_t vocabularySize) {
    const std::int64_t v = vocabularySize;
    const std::int64_t m = spec.embeddingSize;
    const std::int64_t h = spec.hiddenWidth;
    const std::int64_t input = spec.contextLength * m; // (n-1) m
    std::vector<TensorShape> shapes = {
        {"C", {v, m}}, {"H", {h, input}}, {"d", {h}}, {"U", {v, h}}, {"b", {v}},
    };
    if (spec.directConnections)
        shapes.push_back({"W", {v, input}});
    return shapes;
}

} // namespace

Bengio::Bengio(const BengioSpec& spec, std::int64_t vocabularySize)
    : spec_(spec),
      vocabularySize_(vocabularySize),
      parameters_(bengioShapes(spec, vocabularySize)) {}

at::Tensor Bengio::logits(const at::Tensor& histories, TrainingPass* /*training*/) const {
    const Parameters& p = parameters_;
    const std::int64_t batch = histories.size(0);
    const at::Tensor c = fusedEmbedding(p["C"], histories); // [batch, n-1, m]
    const at::Tensor x = c.reshape({batch, -1});            // [batch, (n-1) m]
    const at::Tensor o = fusedLinear(x, p["H"], p["d"]);    // d + H x        [batch, h]
    const at::Tensor a = at::tanh(o);                       // tanh(d + H x)  [batch, h]
    at::Tensor y = fusedLinear(a, p["U"], p["b"]);          // b + U a        [batch, V]
    if (spec_.directConnections)
        y = y + fusedLinear(x, p["W"], {}); // b + W x + U a  [batch, V]
    return y;
}

std::unique_ptr<Reader> Bengio::reader() const {
    return std::make_unique<ContextReader>(*this);
}

void Bengio::initialise(std::uint64_t seed) {
    const c10::NoGradGuard guard;
    at::Generator generator = at::detail::createCPUGenerator(seed);
    // Uniform with the variance 1 / (3 fan-in), so that a layer's outputs are about as large as its
    // inputs; biases start at 0. An embedding is picked, not summed: its fan-in is 1.
    const auto draw = [&](const char* name, std::int64_t fanIn) {
        const double bound = 1.0 / std::sqrt(static_cast<double>(fanIn));
        at::Tensor weights = parameters_[name];
        weights.uniform_(-bound, bound, generator);
    };
    const std::int64_t input = std::int64_t{spec_.contextLength} * spec_.embeddingSize;
    draw("C", 1);
    draw("H", input);
    draw("U", spec_.hiddenWidth);
    if (spec_.directConnections)
        draw("W", input);
}

} // namespace neural
