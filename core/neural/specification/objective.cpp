// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/specification/objective.h"

#include <algorithm>
#include <cmath>

namespace neural {

namespace {

std::size_t share(std::size_t tokens, double part) {
    const double wanted = std::round(static_cast<double>(tokens) * part);
    return std::max<std::size_t>(static_cast<std::size_t>(wanted), 1);
}

} // namespace

Blanks corruptedSpans(std::size_t tokens) {
    const std::size_t hidden = share(tokens, 0.15);
    return {hidden, share(hidden, 1.0 / meanSpan)};
}

Blanks infilledSpans(std::size_t tokens) {
    const std::size_t hidden = share(tokens, 0.3);
    return {hidden, hidden};
}

Blanks blankedSpans(std::size_t tokens) {
    const std::size_t hidden = share(tokens, 0.15);
    return {hidden, share(hidden, 0.5)};
}

std::int64_t extraTokens(Objective objective, unsigned length) {
    switch (objective) {
    case Objective::MaskedTokens:
    case Objective::Denoising:
        return 1;
    case Objective::SpanCorruption: // a sentinel for each span, and one after the last
        return static_cast<std::int64_t>(corruptedSpans(length).spans) + 1;
    case Objective::BlankInfilling:
        return BlankToken::count;
    case Objective::NextToken:
    case Objective::Permutation:
        break;
    }
    return 0;
}

std::size_t numbersOfRow(Objective objective, unsigned length) {
    switch (objective) {
    case Objective::SpanCorruption: // a source and what the decoder reads
    case Objective::Denoising:
        return length + targetsOfRow(objective, length);
    case Objective::BlankInfilling: // tokens, places in the text, places in a blank
        return 3 * targetsOfRow(objective, length);
    case Objective::Permutation: // tokens, ranks in the order, places of the targets
        return 2 * std::size_t{length} + targetsOfRow(objective, length);
    case Objective::NextToken:
    case Objective::MaskedTokens:
        break;
    }
    return length;
}

std::size_t targetsOfRow(Objective objective, unsigned length) {
    switch (objective) {
    case Objective::SpanCorruption: {
        const Blanks blanks = corruptedSpans(length);
        // A third is room enough for many sentences of eight tokens and more.
        return std::max<std::size_t>(blanks.hidden + blanks.spans + 1, (length + 2) / 3);
    }
    case Objective::BlankInfilling:
        return length + 2 * blankedSpans(length).spans;
    case Objective::Permutation:
        return share(length, 1.0 / 6);
    case Objective::NextToken:
    case Objective::MaskedTokens:
    case Objective::Denoising:
        break;
    }
    return length;
}

} // namespace neural
