// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/section_file.h"
#include "core/ngram/trie.h"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace ngram {

/// Takes the samples that a Trie looks for tokens by from the tokens of one level, as they are
/// written, and writes them as the sections "level-k-samples-STEP" (u32): tokens 0, 16, 32, …, and
/// 0, 256, 512, ….
class TokenSampler {
public:
    void add(std::span<const text::TokenId> tokens);
    /// `level` is k.
    void write(base::SectionFileWriter& file, std::size_t level) const;

    static std::string sectionName(std::size_t level, unsigned step);

private:
    std::uint64_t added_ = 0;
    std::array<std::vector<text::TokenId>, Trie::sampleSteps> samples_;
};

} // namespace ngram
