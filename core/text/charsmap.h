// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/aligned_text.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace text {

/// What becomes of characters, as SentencePiece compiles its rules (Kudo & Richardson 2018,
/// "SentencePiece", section 3.2): four bytes with the size of a double-array trie (Aoe 1989, as
/// Darts-clone packs it), the trie, then what it leads to, each with a zero byte behind it.
class Charsmap {
public:
    /// Throws base::FormatError where the bytes do not fit together.
    explicit Charsmap(std::string_view bytes);

    /// Grapheme cluster by grapheme cluster where one is short, else character by character, as the
    /// tokenizers library has it.
    AlignedText apply(const AlignedText& text) const;

private:
    std::optional<std::string_view> find(std::string_view part) const;

    std::vector<std::uint32_t> trie_;
    std::string texts_;
};

} // namespace text
