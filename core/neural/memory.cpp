// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/memory.h"

#include "core/base/error.h"

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

std::string inMegabytes(std::uint64_t bytes) {
    return fmt::format("{}", (bytes + 999'999) / 1'000'000);
}

} // namespace

std::uint64_t trainingMemory(const RunSpec& spec, std::uint64_t vocabularySize) {
    // Weights, gradients as computed and as added up, and three vectors of AdamW's.
    const std::uint64_t parameters = parameterCount(spec.bengio, vocabularySize) * 6;
    // Logits, their log-softmax, its gradient, and theirs with the direct connections.
    const std::uint64_t rows = std::uint64_t{spec.training.batchSize} *
                               (4 * vocabularySize + 4 * spec.bengio.hiddenWidth +
                                4ULL * spec.bengio.contextLength * spec.bengio.embeddingSize);
    return (parameters + rows) * sizeof(float);
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
