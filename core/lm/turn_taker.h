// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/tokenizer.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lm {

/// Who speaks in a conversation, in the order of their marks.
enum class Speaker : std::uint32_t { System, Person, Model };

/// What somebody says in a conversation.
struct Turn {
    Speaker speaker = Speaker::Person;
    std::string text;

    bool operator==(const Turn&) const = default;
};

/// Tokens beyond a model's vocabulary that begin a turn; no text can spell them.
struct TurnMarks {
    text::TokenId first = {}; ///< the system's; the person's and the model's follow

    text::TokenId of(Speaker speaker) const {
        return text::tokenId(text::index(first) + static_cast<std::uint32_t>(speaker));
    }
};

/// How they are written where they need a spelling.
inline constexpr std::array<std::string_view, 3> turnMarkNames = {"<|system|>", "<|user|>",
                                                                  "<|assistant|>"};

/// What a model offers besides when it has learnt to converse: <s>, then each turn as appendTurn()
/// writes it; after its own mark it replies, up to </s>.
class TurnTaker {
public:
    virtual ~TurnTaker() = default;
    /// Nothing where the model has not learnt to.
    virtual std::optional<TurnMarks> turnMarks() const = 0;
    /// Tokens that it can look back on; a conversation that is longer is to lose its first turns.
    virtual std::size_t tokensOfTurns() const = 0;
};

/// The mark, the text, </s>.
inline void appendTurn(std::vector<text::TokenId>& tokens, const TurnMarks& marks,
                       const text::Tokenizer& tokenizer, const Turn& turn) {
    tokens.push_back(marks.of(turn.speaker));
    const std::vector<text::TokenId> said = tokenizer.encode(turn.text);
    tokens.insert(tokens.end(), said.begin(), said.end());
    tokens.push_back(text::Vocabulary::end);
}

} // namespace lm
