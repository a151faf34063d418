// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/transformer.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

/// A decoder or encoder written out in plain loops over doubles, one sentence at a time: slow, and
/// near to the papers' formulas.
namespace reference {

using Numbers = std::vector<double>;
using Rows = std::vector<Numbers>; ///< one a place

class Transformer {
public:
    Transformer(neural::Network& network, const neural::TransformerSpec& spec)
        : parameters_(network.parameters()), spec_(spec) {}

    /// The logits after each token of one sentence.
    Rows logits(const std::vector<std::int64_t>& tokens) const {
        Rows x;
        for (std::size_t place = 0; place < tokens.size(); ++place)
            x.push_back(embed(static_cast<std::size_t>(tokens[place]), place));
        for (unsigned layer = 0; layer < spec_.layers; ++layer)
            x = block(x, layer);
        const Numbers e = numbers(spec_.tiedOutput ? "embedding" : "output");
        for (Numbers& row : x) {
            if (spec_.normPlace == neural::NormPlace::Before)
                row = norm("final_norm", row);
            if (!spec_.maskedHead) {
                row = product(e, row);
                continue;
            }
            row = linear("head", row);
            for (double& value : row)
                value = activation(value); // GELU, as the feed-forward's
            row = sum(product(e, norm("head_norm", row)), numbers("output_bias"));
        }
        return x;
    }

private:
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

    Numbers embed(std::size_t token, std::size_t place) const {
        const std::size_t d = spec_.width;
        Numbers x = part(numbers("embedding"), token * d, d);
        if (spec_.position == neural::Position::Learned)
            x = sum(x, part(numbers("positions"), place * d, d));
        if (spec_.position == neural::Position::Sinusoidal)
            for (std::size_t i = 0; i < d / 2; ++i) {
                const double angle =
                    static_cast<double>(place) /
                    std::pow(10000, 2.0 * static_cast<double>(i) / static_cast<double>(d));
                x[i] += std::sin(angle);
                x[i + d / 2] += std::cos(angle);
            }
        return spec_.embeddingNorm ? norm("embedding_norm", x) : x;
    }

    Numbers turned(const Numbers& x, std::size_t place) const {
        const std::size_t half = x.size() / 2;
        Numbers y(x.size());
        for (std::size_t i = 0; i < half; ++i) {
            const double angle = static_cast<double>(place) *
                                 std::pow(spec_.rotaryBase, -2.0 * static_cast<double>(i) /
                                                                static_cast<double>(x.size()));
            y[i] = x[i] * std::cos(angle) - x[i + half] * std::sin(angle);
            y[i + half] = x[i + half] * std::cos(angle) + x[i] * std::sin(angle);
        }
        return y;
    }

    /// What a head's score gains for a key `back` places before its query.
    double bias(std::size_t head, std::size_t back) const {
        if (spec_.position == neural::Position::Alibi) // of a power of two of heads
            return -std::pow(2, -8.0 * static_cast<double>(head + 1) / spec_.heads) *
                   static_cast<double>(back);
        if (spec_.position == neural::Position::RelativeBias) // near ones, the only ones here
            return numbers("relative_bias")[back * spec_.heads + head];
        return 0;
    }

    /// queries[head], keys[head], values[head] of every place, as attention compares them.
    struct Heads {
        std::vector<Rows> q;
        std::vector<Rows> k;
        std::vector<Rows> v;
    };

    Heads plainHeads(const Rows& x, const std::string& name) const {
        const std::size_t w = spec_.headWidth;
        const std::size_t groups = neural::keyValueHeads(spec_);
        const bool rotary = spec_.position == neural::Position::Rotary;
        Heads heads;
        for (std::size_t head = 0; head < spec_.heads; ++head) {
            const std::size_t group = head / (spec_.heads / groups);
            Rows q;
            Rows k;
            Rows v;
            for (std::size_t place = 0; place < x.size(); ++place) {
                const Numbers all = linear(name + ".query_key_value", x[place]);
                q.push_back(part(all, head * w, w));
                k.push_back(part(all, (spec_.heads + group) * w, w));
                v.push_back(part(all, (spec_.heads + groups + group) * w, w));
                if (rotary) {
                    q.back() = turned(q.back(), place);
                    k.back() = turned(k.back(), place);
                }
            }
            heads.q.push_back(q);
            heads.k.push_back(k);
            heads.v.push_back(v);
        }
        return heads;
    }

    Heads latentHeads(const Rows& x, const std::string& name) const {
        const std::size_t w = spec_.headWidth;
        const std::size_t r = spec_.latent.rotaryWidth;
        const std::size_t rank = spec_.latent.keyValueRank;
        Heads heads;
        heads.q.resize(spec_.heads);
        heads.k.resize(spec_.heads);
        heads.v.resize(spec_.heads);
        for (std::size_t place = 0; place < x.size(); ++place) {
            const Numbers from =
                spec_.latent.queryRank > 0
                    ? norm(name + ".query_norm", linear(name + ".query_down", x[place]), true)
                    : x[place];
            const Numbers q = linear(name + ".query", from);
            const Numbers down = linear(name + ".key_value_down", x[place]);
            const Numbers c = norm(name + ".key_value_norm", part(down, 0, rank), true);
            const Numbers key = turned(part(down, rank, r), place);
            const Numbers up = linear(name + ".key_value_up", c);
            for (std::size_t head = 0; head < spec_.heads; ++head) {
                Numbers query = part(q, head * (w + r), w);
                const Numbers turning = turned(part(q, head * (w + r) + w, r), place);
                query.insert(query.end(), turning.begin(), turning.end());
                Numbers whole = part(up, head * 2 * w, w);
                whole.insert(whole.end(), key.begin(), key.end());
                heads.q[head].push_back(query);
                heads.k[head].push_back(whole);
                heads.v[head].push_back(part(up, head * 2 * w + w, w));
            }
        }
        return heads;
    }

    Rows attention(const Rows& x, const std::string& name) const {
        const Heads heads = spec_.attention == neural::Attention::Latent ? latentHeads(x, name)
                                                                         : plainHeads(x, name);
        Rows y;
        for (std::size_t place = 0; place < x.size(); ++place) {
            const bool bothWays = spec_.kind == neural::TransformerKind::Encoder;
            const std::size_t end = bothWays ? x.size() : place + 1;
            Numbers joined;
            for (std::size_t head = 0; head < spec_.heads; ++head) {
                const Numbers& q = heads.q[head][place];
                Numbers scores;
                for (std::size_t key = 0; key < end; ++key)
                    scores.push_back(dot(q, heads.k[head][key]) /
                                         std::sqrt(static_cast<double>(q.size())) +
                                     bias(head, place - key));
                const Numbers weights = softmax(scores);
                Numbers value(spec_.headWidth);
                for (std::size_t key = 0; key < end; ++key)
                    value = sum(heads.v[head][key], value, weights[key]);
                joined.insert(joined.end(), value.begin(), value.end());
            }
            y.push_back(linear(name + ".output", joined));
        }
        return y;
    }

    double activation(double x) const {
        switch (spec_.feedForward) {
        case neural::FeedForward::Relu:
            return std::max(x, 0.0);
        case neural::FeedForward::SwiGlu:
            return x / (1 + std::exp(-x));
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

    Rows block(const Rows& x, unsigned layer) const {
        const std::string name = "blocks." + std::to_string(layer);
        const bool before = spec_.normPlace == neural::NormPlace::Before;
        Rows read = x;
        if (before)
            for (Numbers& row : read)
                row = norm(name + ".attention_norm", row);
        const Rows attended = attention(read, name + ".attention");
        Rows y;
        for (std::size_t place = 0; place < x.size(); ++place) {
            Numbers row = sum(x[place], attended[place], spec_.residualScale);
            if (spec_.parallel) {
                row = sum(row, feed(name + ".feed_forward", read[place], layer));
            } else if (before) {
                const Numbers n = norm(name + ".feed_forward_norm", row);
                row = sum(row, feed(name + ".feed_forward", n, layer));
            } else {
                row = norm(name + ".attention_norm", row);
                row = norm(name + ".feed_forward_norm",
                           sum(row, feed(name + ".feed_forward", row, layer), spec_.residualScale));
            }
            y.push_back(row);
        }
        return y;
    }

    const neural::Parameters& parameters_;
    neural::TransformerSpec spec_;
};

} // namespace reference
