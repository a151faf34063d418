// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/specification/memory.h"

#include "core/base/error.h"
#include "core/neural/specification/parameter_count.h"
#include "core/neural/specification/transformer_size.h"

#include <fmt/format.h>

#include <fstream>
#include <limits>
#include <string>

namespace neural {

namespace {

/// What the system could still give; everything where it does not say.
std::uint64_t availableMemory() {
    std::ifstream file("/proc/meminfo");
    std::string name;
    std::uint64_t kibibytes = 0;
    std::string unit;
    while (file >> name >> kibibytes && std::getline(file, unit))
        if (name == "MemAvailable:")
            return kibibytes * 1024;
    return std::numeric_limits<std::uint64_t>::max();
}

/// What is kept of one example for its gradients. Each prediction has its logits, their
/// log-softmax, and two gradients of these.
std::uint64_t numbersOfExample(const RunSpec& spec, std::uint64_t vocabularySize) {
    switch (familyOf(spec.architecture)) {
    case Family::Bengio:
        return 4 * vocabularySize + 4ULL * spec.bengio.hiddenWidth +
               4ULL * spec.bengio.contextLength * spec.bengio.embeddingSize;
    case Family::Recurrent: {
        // Of a place in a layer: each gate before and after its function, their gradients, and a
        // few states.
        const std::uint64_t cell =
            (4ULL * gateCount(spec.architecture) + 8) * spec.recurrent.hiddenWidth;
        return spec.recurrent.contextLength * (4 * vocabularySize + spec.recurrent.layers * cell +
                                               4ULL * spec.recurrent.embeddingSize);
    }
    case Family::Transformer:
        return spec.transformer.contextLength *
               (4 * vocabularySize + activationsPerToken(spec.transformer));
    }
    return 0;
}

/// Weights, gradients as computed and as added up, and three vectors of AdamW's. With adapters all
/// that is of these alone, beside the weights as they are and as they were.
std::uint64_t numbersLearnt(const RunSpec& spec, std::uint64_t vocabularySize) {
    constexpr std::uint64_t each = 6;
    const std::uint64_t weights = parameterCount(spec, vocabularySize);
    const std::uint64_t rank = spec.training.adapters.rank;
    if (rank == 0)
        return each * weights;
    // r (in + out) beside in · out: at most so many, a matrix being as narrow as the network.
    return 2 * weights + each * weights * 2 * rank / spec.transformer.width;
}

std::string inMegabytes(std::uint64_t bytes) {
    return fmt::format("{}", (bytes + 999'999) / 1'000'000);
}

} // namespace

std::uint64_t trainingMemory(const RunSpec& spec, std::uint64_t vocabularySize) {
    const std::uint64_t parameters = numbersLearnt(spec, vocabularySize);
    const std::uint64_t texts = spec.training.task == TrainingTask::Preferences ? 2 : 1;
    const std::uint64_t numbers =
        spec.training.batchSize * texts * numbersOfExample(spec, vocabularySize);
    return (parameters + numbers) * sizeof(float);
}

void requireMemory(const RunSpec& spec, std::uint64_t vocabularySize) {
    const std::uint64_t needed = trainingMemory(spec, vocabularySize);
    const std::uint64_t available = availableMemory();
    if (needed > available)
        throw base::TrainingError(
            {NG_TEXT("core", "Training this network needs about {0} MB of memory, and {1} MB are "
                             "free. Choose a smaller network, batch or vocabulary."),
             {inMegabytes(needed), inMegabytes(available)}});
}

} // namespace neural
