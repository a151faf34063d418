// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/specification/parameter_count.h"

#include "core/neural/specification/transformer_size.h"

namespace neural {

std::uint64_t parameterCount(const BengioSpec& spec, std::uint64_t vocabularySize) {
    const std::uint64_t input = std::uint64_t{spec.contextLength} * spec.embeddingSize;
    const std::uint64_t hidden = spec.hiddenWidth;
    std::uint64_t count = vocabularySize * spec.embeddingSize; // C
    count += hidden * input + hidden;                          // H, d
    count += vocabularySize * hidden + vocabularySize;         // U, b
    if (spec.directConnections)
        count += vocabularySize * input; // W
    return count;
}

unsigned gateCount(const std::string& cell) {
    return cell == "lstm" ? 4 : cell == "gru" ? 3 : 1;
}

std::uint64_t parameterCount(const std::string& cell, const RecurrentSpec& spec,
                             std::uint64_t vocabularySize) {
    const std::uint64_t hidden = spec.hiddenWidth;
    std::uint64_t count = vocabularySize * spec.embeddingSize; // E
    for (unsigned layer = 0; layer < spec.layers; ++layer) {
        const std::uint64_t input = layer == 0 ? spec.embeddingSize : hidden;
        count += gateCount(cell) * (hidden * input + hidden * hidden + hidden); // W, U, b
    }
    return count + vocabularySize * hidden + vocabularySize; // V, c
}

std::uint64_t parameterCount(const RunSpec& spec, std::uint64_t vocabularySize) {
    switch (familyOf(spec.architecture)) {
    case Family::Bengio:
        return parameterCount(spec.bengio, vocabularySize);
    case Family::Recurrent:
        return parameterCount(spec.architecture, spec.recurrent, vocabularySize);
    case Family::Transformer:
        return parameterCount(spec.transformer,
                              vocabularySize + turnMarks(spec.transformer) +
                                  static_cast<std::uint64_t>(extraTokens(
                                      spec.transformer.objective, spec.transformer.contextLength)));
    }
    return 0;
}

} // namespace neural
