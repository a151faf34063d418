// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/token_sampler.h"

#include <fmt/format.h>

namespace ngram {

void TokenSampler::add(std::span<const text::TokenId> tokens) {
    for (unsigned step = 1; step <= Trie::sampleSteps; ++step) {
        const std::uint64_t distance = Trie::sampleDistance(step);
        for (std::uint64_t i = (distance - added_ % distance) % distance; i < tokens.size();
             i += distance)
            samples_[step - 1].push_back(tokens[i]);
    }
    added_ += tokens.size();
}

void TokenSampler::write(base::SectionFileWriter& file, std::size_t level) const {
    for (unsigned step = 1; step <= Trie::sampleSteps; ++step)
        file.addSection(sectionName(level, step), std::as_bytes(std::span(samples_[step - 1])));
}

std::string TokenSampler::sectionName(std::size_t level, unsigned step) {
    return fmt::format("level-{}-samples-{}", level, step);
}

} // namespace ngram
