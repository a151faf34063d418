// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/architectures/network.h"
#include "core/neural/specification/transformer_spec.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

/// The parts of transformers that look at one token, in plain loops over doubles.
namespace reference {

using Ids = std::vector<std::int64_t>;
using Numbers = std::vector<double>;
using Rows = std::vector<Numbers>; ///< one a place

class Parts {
public:
    Parts(neural::Network& network, const neural::TransformerSpec& spec)
        : parameters_(network.parameters()), spec_(spec) {}

protected:
    Numbers numbers(const std::string& name) const {
        const at::Tensor& tensor = parameters_[name];
        const float* first = tensor.data_ptr<float>();
        return {first, first + tensor.numel()};
    }
    bool has(const std::string& name) const {
        return std::any_of(parameters_.shapes().begin(), parameters_.shapes().end(),
                           [&](const auto& shape) { return shape.name == name; });
    }

    static Numbers product(const Numbers& matrix, const Numbers& x) {
        Numbers y(matrix.size() / x.size());
        for (std::size_t row = 0; row < y.size(); ++row)
            for (std::size_t i = 0; i < x.size(); ++i)
                y[row] += matrix[row * x.size() + i] * x[i];
        return y;
    }
    static Numbers sum(const Numbers& a, const Numbers& b, double scaleOfA = 1) {
        Numbers y(a.size());
        for (std::size_t i = 0; i < y.size(); ++i)
            y[i] = a[i] * scaleOfA + b[i];
        return y;
    }
    static Numbers part(const Numbers& x, std::size_t begin, std::size_t size) {
        const auto first = x.begin() + static_cast<std::ptrdiff_t>(begin);
        return {first, first + static_cast<std::ptrdiff_t>(size)};
    }
    static double dot(const Numbers& a, const Numbers& b) {
        return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
    }
    static Numbers softmax(Numbers x) {
        const double total = std::accumulate(x.begin(), x.end(), 0.0, [](double all, double value) {
            return all + std::exp(value);
        });
        for (double& value : x)
            value = std::exp(value) / total;
        return x;
    }

    Numbers linear(const std::string& name, const Numbers& x) const {
        const Numbers y = product(numbers(name + ".weight"), x);
        return has(name + ".bias") ? sum(y, numbers(name + ".bias")) : y;
    }

    Numbers norm(const std::string& name, const Numbers& x, bool rms) const {
        const auto n = static_cast<double>(x.size());
        const double mean = rms ? 0 : std::accumulate(x.begin(), x.end(), 0.0) / n;
        double square = 0;
        for (const double value : x)
            square += (value - mean) * (value - mean) / n;
        const Numbers g = numbers(name + ".weight");
        Numbers y(x.size());
        for (std::size_t i = 0; i < x.size(); ++i)
            y[i] = g[i] * (x[i] - mean) / std::sqrt(square + spec_.normEpsilon);
        return has(name + ".bias") ? sum(y, numbers(name + ".bias")) : y;
    }
    Numbers norm(const std::string& name, const Numbers& x) const {
        return norm(name, x, spec_.norm == neural::Norm::RmsNorm);
    }

    double activation(double x) const {
        switch (spec_.feedForward) {
        case neural::FeedForward::Relu:
            return std::max(x, 0.0);
        case neural::FeedForward::SwiGlu:
            return x / (1 + std::exp(-x));
        case neural::FeedForward::GeGluTanh:
        case neural::FeedForward::GeluTanh: // Hendrycks and Gimpel 2016, section 2
            return x / 2 * (1 + std::tanh(std::sqrt(2 / M_PI) * (x + 0.044715 * x * x * x)));
        default:
            return x * (1 + std::erf(x / std::sqrt(2.0))) / 2;
        }
    }

    Numbers dense(const std::string& name, const Numbers& x) const {
        const Numbers a = linear(name + ".in", x);
        const bool gated = neural::isGated(spec_.feedForward);
        Numbers inner(gated ? a.size() / 2 : a.size());
        for (std::size_t i = 0; i < inner.size(); ++i)
            inner[i] = activation(a[i]) * (gated ? a[i + inner.size()] : 1);
        return linear(name + ".out", inner);
    }

    Numbers feed(const std::string& name, const Numbers& x, unsigned layer) const {
        if (!neural::hasExperts(spec_, layer))
            return dense(name, x);
        Numbers y(x.size());
        for (unsigned i = 0; i < spec_.experts.shared; ++i)
            y = sum(y, dense(name + ".shared." + std::to_string(i), x));
        const Numbers p = softmax(linear(name + ".router", x));
        std::vector<std::size_t> best(p.size());
        std::iota(best.begin(), best.end(), std::size_t{0});
        std::sort(best.begin(), best.end(),
                  [&](std::size_t a, std::size_t b) { return p[a] > p[b]; });
        for (unsigned i = 0; i < spec_.experts.chosen; ++i)
            y = sum(dense(name + ".experts." + std::to_string(best[i]), x), y, p[best[i]]);
        return y;
    }

    const neural::Parameters& parameters_;
    neural::TransformerSpec spec_;
};

} // namespace reference
