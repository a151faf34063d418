// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/run_estimate.h"

#include "core/library/library.h"
#include "core/library/run_store.h"
#include "core/neural/specification/parameter_count.h"
#include "core/neural/specification/transformer_size.h"

#include <algorithm>

namespace training {

namespace {

constexpr double rule = 6; ///< two to compute, four for the gradients

/// Numbers that only look a token up take no part.
std::uint64_t vocabularyOf(const library::Run& run) {
    // What the run was made for, from its number of parameters: it grows with each token alike.
    const std::uint64_t none = neural::parameterCount(run.spec, 0);
    const std::uint64_t each = neural::parameterCount(run.spec, 1) - none;
    return each == 0 || run.parameters <= none ? 0 : (run.parameters - none) / each;
}

} // namespace

double stepFlops(const neural::RunSpec& spec, std::uint64_t vocabularySize) {
    const double examples = double{1} * spec.training.batchSize * spec.training.accumulation;
    if (neural::familyOf(spec.architecture) == neural::Family::Transformer)
        return examples * spec.transformer.contextLength *
               neural::trainingFlopsPerToken(spec.transformer, vocabularySize);
    const bool recurrent = neural::familyOf(spec.architecture) == neural::Family::Recurrent;
    const unsigned embedding = recurrent ? spec.recurrent.embeddingSize : spec.bengio.embeddingSize;
    const std::uint64_t active =
        neural::parameterCount(spec, vocabularySize) - vocabularySize * std::uint64_t{embedding};
    const unsigned tokens = recurrent ? spec.recurrent.contextLength : 1;
    return rule * examples * tokens * static_cast<double>(active);
}

std::optional<double> measuredSpeed(library::Library& library) {
    constexpr std::uint64_t enough = 20; // steps: the first take longer
    for (const library::Run& run : library.runs().list()) {
        if (run.step < enough)
            continue;
        const auto last = library.runs().metrics(run.id, run.step - 1);
        if (!last.empty() && last.back().seconds > 0)
            return stepFlops(run.spec, vocabularyOf(run)) * static_cast<double>(run.step) /
                   last.back().seconds;
    }
    return std::nullopt;
}

} // namespace training
