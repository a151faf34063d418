// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lm/language_model.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <random>
#include <span>
#include <stop_token>
#include <vector>

namespace lm {

/// How the next token is drawn.
struct SamplingSpec {
    double temperature = 1.0; ///< 0 takes the most probable token; ties go to the smaller id
    std::size_t topK = 0;     ///< only the K most probable; 0 for all
    double topP = 1.0;        ///< only the smallest set with at least this probability (nucleus)
    std::uint64_t seed = 0;   ///< the same seed gives the same text
    std::size_t length = 100; ///< tokens at most

    bool operator==(const SamplingSpec&) const = default;
};

/// Throws base::InputError where a value is out of its range, naming the range.
void requireValid(const SamplingSpec& spec);

/// A token that could have come, with its probability under the model itself (before temperature,
/// top-k and top-p).
struct Alternative {
    text::TokenId id{};
    double probability = 0;
};

/// The token that was drawn and those it beat.
struct Choice {
    text::TokenId id{};
    double probability = 0;                ///< under the model itself
    std::vector<Alternative> alternatives; ///< the ten most probable, falling; may include id
};

/// Draws tokens. Temperature first, then top-k, then top-p, then renormalised.
class Sampler {
public:
    explicit Sampler(const SamplingSpec& spec);
    /// Nothing where `logProbabilities` is no distribution (all minus infinity).
    std::optional<Choice> draw(std::span<const double> logProbabilities);

private:
    SamplingSpec spec_;
    std::mt19937_64 random_;
};

enum class GenerationEnd { Length, EndOfText, NoDistribution, Stopped };

/// Feeds `context` (it begins with <s>) and draws until </s>, the length, or a stop; `onChoice`
/// sees each token at once, in this thread. </s> is not handed out.
GenerationEnd generate(Session& session, std::span<const text::TokenId> context,
                       const SamplingSpec& spec, const std::function<void(const Choice&)>& onChoice,
                       const std::stop_token& stop);

} // namespace lm
