// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/corpus/token_stream.h"
#include "core/text/vocabulary.h"

namespace corpus {

/// Tokens as a vocabulary numbers them. Asks only, so that threads may share it. The vocabulary
/// must outlive it.
class VocabularyNumberer final : public TokenNumberer {
public:
    explicit VocabularyNumberer(const text::Vocabulary& vocabulary) : vocabulary_(vocabulary) {}
    void number(std::span<const std::string_view> tokens,
                std::vector<std::uint32_t>& numbers) override {
        vocabulary_.find(tokens, numbers);
    }

private:
    const text::Vocabulary& vocabulary_;
};

} // namespace corpus
