// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/core/neural/reference_parts.h"

#include <functional>

/// Transformers written out in plain loops over doubles, one sentence at a time: slow, and near to
/// the papers' formulas.
namespace reference {

/// Where queries and keys stand, and which keys each query sees.
struct Sight {
    Ids queries;
    Ids keys;
    std::function<bool(std::size_t query, std::size_t key)> sees;
    bool bothWays = false;
    Ids insides = {};     ///< of queries and keys, places in a blank
    bool isPlaced = true; ///< else places play no part
};

inline Ids upTo(std::size_t size) {
    Ids places(size);
    std::iota(places.begin(), places.end(), std::int64_t{0});
    return places;
}

class Transformer : public Parts {
public:
    using Parts::Parts;

    /// The logits after each token of one sentence.
    Rows logits(const Ids& tokens) const {
        const bool bothWays = spec_.kind == neural::TransformerKind::Encoder;
        const Sight sight{
            upTo(tokens.size()), upTo(tokens.size()),
            [bothWays](std::size_t query, std::size_t key) { return bothWays || key <= query; },
            bothWays};
        Rows x = embed("", tokens, sight.queries);
        for (unsigned layer = 0; layer < spec_.layers; ++layer)
            x = block(x, x, nullptr, block("", layer), layer, sight);
        return output("", x);
    }

    /// Of an encoder-decoder, after each token that the decoder reads.
    Rows logits(const Ids& source, const Ids& read) const {
        const auto all = [](std::size_t, std::size_t) { return true; };
        const Sight whole{upTo(source.size()), upTo(source.size()), all, true};
        Rows x = embed("encoder.", source, whole.queries);
        for (unsigned layer = 0; layer < spec_.layers; ++layer)
            x = block(x, x, nullptr, block("encoder.", layer), layer, whole);
        x = finish("encoder.", x);
        const Sight before{upTo(read.size()), upTo(read.size()),
                           [](std::size_t query, std::size_t key) { return key <= query; }};
        Rows y = embed("decoder.", read, before.queries);
        for (unsigned layer = 0; layer < spec_.decoderLayers; ++layer)
            y = block(y, y, &x, block("decoder.", layer), layer, before);
        return output("decoder.", y);
    }

    /// Of a filler of blanks, after each token.
    Rows logits(const Ids& tokens, const Ids& places, const Ids& insides) const {
        Sight sight;
        sight.bothWays = true;
        sight.insides = insides;
        for (std::size_t i = 0; i < tokens.size(); ++i)
            sight.queries.push_back(
                spec_.position == neural::Position::Rotary ? places[i] : places[i] + insides[i]);
        sight.keys = sight.queries;
        sight.sees = [&](std::size_t query, std::size_t key) {
            return insides[key] == 0 || (insides[query] > 0 && key <= query);
        };
        Rows x = embed("", tokens, places, insides);
        for (unsigned layer = 0; layer < spec_.layers; ++layer)
            x = block(x, x, nullptr, block("", layer), layer, sight);
        return output("", x);
    }

    /// Of two streams, at each place that is asked for.
    Rows answers(const Ids& tokens, const Ids& ranks, const Ids& asked) const {
        const Sight content{
            upTo(tokens.size()), upTo(tokens.size()),
            [&](std::size_t query, std::size_t key) { return ranks[key] <= ranks[query]; }, true};
        const Sight query{asked, content.keys,
                          [&](std::size_t i, std::size_t key) {
                              return ranks[key] < ranks[static_cast<std::size_t>(asked[i])];
                          },
                          true};
        Rows h = embed("", tokens, content.queries);
        Rows g;
        for (const std::int64_t place : asked)
            g.push_back(placed("", numbers("w"), static_cast<std::size_t>(place)));
        for (unsigned layer = 0; layer < spec_.layers; ++layer) {
            g = block(g, h, nullptr, block("", layer), layer, query);
            h = block(h, h, nullptr, block("", layer), layer, content);
        }
        return output("", g);
    }

private:
    static std::string block(const std::string& side, unsigned layer) {
        return side + "blocks." + std::to_string(layer);
    }

    Rows finish(const std::string& side, Rows x) const {
        if (spec_.normPlace == neural::NormPlace::Before)
            for (Numbers& row : x)
                row = norm(side + "final_norm", row);
        return x;
    }

    Rows output(const std::string& side, const Rows& hidden) const {
        const Numbers e = numbers(spec_.tiedOutput ? "embedding" : "output");
        Rows x = finish(side, hidden);
        for (Numbers& row : x) {
            if (spec_.maskedHead) {
                row = linear("head", row);
                for (double& value : row)
                    value = activation(value); // GELU, as the feed-forward's
                row = norm("head_norm", row);
            }
            row = product(e, row);
            if (has("output_bias"))
                row = sum(row, numbers("output_bias"));
        }
        return x;
    }

    void addWaves(Numbers& x, double place) const {
        const std::size_t d = spec_.width;
        const Numbers all = waves(place);
        for (std::size_t i = 0; i < d; ++i)
            x[i] += all[i];
    }

    /// Sines, then cosines.
    Numbers waves(double place) const {
        const std::size_t d = spec_.width;
        Numbers x(d);
        for (std::size_t i = 0; i < d / 2; ++i) {
            const double angle =
                place / std::pow(10000, 2.0 * static_cast<double>(i) / static_cast<double>(d));
            x[i] = std::sin(angle);
            x[i + d / 2] = std::cos(angle);
        }
        return x;
    }

    Numbers placed(const std::string& side, Numbers x, std::size_t place) const {
        const std::size_t d = spec_.width;
        if (spec_.position == neural::Position::Learned)
            x = sum(x, part(numbers(side + "positions"), place * d, d));
        if (spec_.position == neural::Position::Sinusoidal)
            addWaves(x, static_cast<double>(place));
        return spec_.embeddingNorm ? norm(side + "embedding_norm", x) : x;
    }

    Rows embed(const std::string& side, const Ids& tokens, const Ids& places,
               const Ids& insides = {}) const {
        const std::size_t d = spec_.width;
        Rows rows;
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            Numbers x = part(numbers("embedding"), static_cast<std::size_t>(tokens[i]) * d, d);
            if (!insides.empty() && spec_.position == neural::Position::Learned)
                x = sum(x, part(numbers("positions_inside"),
                                static_cast<std::size_t>(insides[i]) * d, d));
            if (!insides.empty() && spec_.position == neural::Position::Sinusoidal)
                addWaves(x, static_cast<double>(insides[i]));
            rows.push_back(placed(side, x, static_cast<std::size_t>(places[i])));
        }
        return rows;
    }

    Numbers turned(const Numbers& x, std::int64_t place) const {
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

    /// One half of the pairs by each place.
    Numbers turned(const Numbers& x, std::int64_t place, std::int64_t inside) const {
        const std::size_t quarter = x.size() / 4;
        const auto pairs = [&](std::size_t first, std::int64_t by) {
            Numbers own = part(x, first, quarter);
            const Numbers others = part(x, first + 2 * quarter, quarter);
            own.insert(own.end(), others.begin(), others.end());
            return turned(own, by);
        };
        const Numbers one = pairs(0, place);
        const Numbers other = pairs(quarter, inside);
        Numbers y;
        for (const std::size_t half : {std::size_t{0}, quarter})
            for (const Numbers& numbers : {one, other}) {
                const Numbers some = part(numbers, half, quarter);
                y.insert(y.end(), some.begin(), some.end());
            }
        return y;
    }

    Numbers turned(const Numbers& x, const Sight& sight, bool isQuery, std::size_t i) const {
        const std::int64_t place = isQuery ? sight.queries[i] : sight.keys[i];
        return sight.insides.empty() ? turned(x, place) : turned(x, place, sight.insides[i]);
    }

    /// What a head's score gains for a key so far ahead of its query.
    double bias(const std::string& name, std::size_t head, std::int64_t ahead,
                bool bothWays) const {
        if (spec_.position == neural::Position::Alibi) // of a power of two of heads
            return -std::pow(2, -8.0 * static_cast<double>(head + 1) / spec_.heads) *
                   static_cast<double>(std::abs(ahead));
        if (spec_.position == neural::Position::RelativeBias) { // near ones, the only ones here
            const std::string side = name.substr(0, name.find("blocks."));
            const auto bucket = static_cast<std::size_t>(std::abs(ahead)) +
                                (bothWays && ahead > 0 ? neural::relativeBuckets / 2 : 0);
            return numbers(side + "relative_bias")[bucket * spec_.heads + head];
        }
        return 0;
    }

    /// queries[head], keys[head], values[head] of every place, as attention compares them.
    struct Heads {
        std::vector<Rows> q;
        std::vector<Rows> k;
        std::vector<Rows> v;
    };

    Heads plainHeads(const Rows& x, const Rows& source, const std::string& name,
                     const Sight& sight) const {
        const std::size_t w = spec_.headWidth;
        const std::size_t groups = neural::keyValueHeads(spec_);
        const bool rotary = spec_.position == neural::Position::Rotary && sight.isPlaced;
        Heads heads;
        for (std::size_t head = 0; head < spec_.heads; ++head) {
            const std::size_t group = head / (spec_.heads / groups);
            Rows q;
            Rows k;
            Rows v;
            for (std::size_t i = 0; i < x.size(); ++i) {
                q.push_back(part(linear(name + ".query_key_value", x[i]), head * w, w));
                if (rotary)
                    q.back() = turned(q.back(), sight, true, i);
            }
            for (std::size_t i = 0; i < source.size(); ++i) {
                const Numbers all = linear(name + ".query_key_value", source[i]);
                k.push_back(part(all, (spec_.heads + group) * w, w));
                v.push_back(part(all, (spec_.heads + groups + group) * w, w));
                if (rotary)
                    k.back() = turned(k.back(), sight, false, i);
            }
            heads.q.push_back(q);
            heads.k.push_back(k);
            heads.v.push_back(v);
        }
        return heads;
    }

    Heads latentHeads(const Rows& x, const Rows& source, const std::string& name,
                      const Sight& sight) const {
        const std::size_t w = spec_.headWidth;
        const std::size_t r = spec_.latent.rotaryWidth;
        const std::size_t rank = spec_.latent.keyValueRank;
        Heads heads;
        heads.q.resize(spec_.heads);
        heads.k.resize(spec_.heads);
        heads.v.resize(spec_.heads);
        for (std::size_t i = 0; i < x.size(); ++i) {
            const Numbers from =
                spec_.latent.queryRank > 0
                    ? norm(name + ".query_norm", linear(name + ".query_down", x[i]), true)
                    : x[i];
            const Numbers q = linear(name + ".query", from);
            for (std::size_t head = 0; head < spec_.heads; ++head) {
                Numbers query = part(q, head * (w + r), w);
                Numbers turning = part(q, head * (w + r) + w, r);
                if (sight.isPlaced)
                    turning = turned(turning, sight, true, i);
                query.insert(query.end(), turning.begin(), turning.end());
                heads.q[head].push_back(query);
            }
        }
        for (std::size_t i = 0; i < source.size(); ++i) {
            const Numbers down = linear(name + ".key_value_down", source[i]);
            const Numbers c = norm(name + ".key_value_norm", part(down, 0, rank), true);
            Numbers key = part(down, rank, r);
            if (sight.isPlaced)
                key = turned(key, sight, false, i);
            const Numbers up = linear(name + ".key_value_up", c);
            for (std::size_t head = 0; head < spec_.heads; ++head) {
                Numbers whole = part(up, head * 2 * w, w);
                whole.insert(whole.end(), key.begin(), key.end());
                heads.k[head].push_back(whole);
                heads.v[head].push_back(part(up, head * 2 * w + w, w));
            }
        }
        return heads;
    }

    /// What a query's score gains by Dai et al. 2019, section 3.3: u·k + (q + v)·W R.
    double ofDistance(const std::string& name, std::size_t head, const Numbers& q, const Numbers& k,
                      std::int64_t ahead) const {
        const std::size_t w = spec_.headWidth;
        const Numbers u = part(numbers(name + ".u"), head * w, w);
        const Numbers v = part(numbers(name + ".v"), head * w, w);
        const Numbers r =
            part(linear(name + ".distance_key", waves(static_cast<double>(-ahead))), head * w, w);
        return dot(u, k) + dot(sum(q, v), r);
    }

    /// Of queries made from `x` to keys made from `source`.
    Rows attention(const Rows& x, const Rows& source, const std::string& name,
                   const Sight& sight) const {
        const Heads heads = spec_.attention == neural::Attention::Latent
                                ? latentHeads(x, source, name, sight)
                                : plainHeads(x, source, name, sight);
        Rows y;
        for (std::size_t i = 0; i < x.size(); ++i) {
            Numbers joined;
            for (std::size_t head = 0; head < spec_.heads; ++head) {
                const Numbers& q = heads.q[head][i];
                Numbers scores;
                for (std::size_t key = 0; key < source.size(); ++key) {
                    const Numbers& k = heads.k[head][key];
                    double score = dot(q, k);
                    const std::int64_t ahead =
                        sight.isPlaced ? sight.keys[key] - sight.queries[i] : 0;
                    if (sight.isPlaced && spec_.position == neural::Position::TransformerXl)
                        score += ofDistance(name, head, q, k, ahead);
                    score /= std::sqrt(static_cast<double>(q.size()));
                    if (sight.isPlaced)
                        score += bias(name, head, ahead, sight.bothWays);
                    scores.push_back(sight.sees(i, key) ? score : -1e9);
                }
                const Numbers weights = softmax(scores);
                Numbers value(spec_.headWidth);
                for (std::size_t key = 0; key < source.size(); ++key)
                    value = sum(heads.v[head][key], value, weights[key]);
                joined.insert(joined.end(), value.begin(), value.end());
            }
            y.push_back(linear(name + ".output", joined));
        }
        return y;
    }

    Rows normed(const std::string& name, Rows x, bool really) const {
        if (really)
            for (Numbers& row : x)
                row = norm(name, row);
        return x;
    }

    /// x and what a part makes of it, with the norm at its place.
    Rows added(const Rows& x, const Rows& made, const std::string& name) const {
        Rows y;
        for (std::size_t i = 0; i < x.size(); ++i)
            y.push_back(sum(x[i], made[i], spec_.residualScale));
        return normed(name, y, spec_.normPlace == neural::NormPlace::After);
    }

    Rows feedAll(const std::string& name, Rows x, unsigned layer) const {
        for (Numbers& row : x)
            row = feed(name, row, layer);
        return x;
    }

    /// Queries from `x`, keys and values from `source`; `other`: what a decoder looks at besides.
    Rows block(const Rows& x, const Rows& source, const Rows* other, const std::string& name,
               unsigned layer, const Sight& sight) const {
        const bool before = spec_.normPlace == neural::NormPlace::Before;
        const std::string norm = name + ".attention_norm";
        const Rows read = normed(norm, x, before);
        const Rows attended =
            attention(read, normed(norm, source, before), name + ".attention", sight);
        Rows y = added(x, attended, norm);
        if (spec_.parallel)
            return added(y, feedAll(name + ".feed_forward", read, layer), {});
        if (other) {
            Sight across;
            across.sees = [](std::size_t, std::size_t) { return true; };
            across.isPlaced = false;
            y = added(y,
                      attention(normed(name + ".cross_attention_norm", y, before), *other,
                                name + ".cross_attention", across),
                      name + ".cross_attention_norm");
        }
        const Rows fed = normed(name + ".feed_forward_norm", y, before);
        return added(y, feedAll(name + ".feed_forward", fed, layer), name + ".feed_forward_norm");
    }
};

} // namespace reference
