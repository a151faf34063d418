// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/data/sequence.h"

#include "core/neural/data/token_numbers.h"

#include <algorithm>

namespace neural {

namespace {

void append(std::vector<std::int64_t>& numbers, std::span<const text::TokenId> tokens) {
    for (const text::TokenId token : tokens)
        numbers.push_back(numberOf(token));
}

/// Of each token whether it is part of what the model says, its </s> included.
std::vector<bool> ownWords(std::span<const text::TokenId> tokens, const lm::TurnMarks& marks) {
    std::vector<bool> own;
    bool speaks = false;
    for (const text::TokenId token : tokens) {
        own.push_back(speaks);
        if (token == text::Vocabulary::end)
            speaks = false;
        else if (token == marks.of(lm::Speaker::Model))
            speaks = true;
    }
    return own;
}

} // namespace

Sequence labelledText(std::span<const text::TokenId> tokens, std::size_t most) {
    Sequence text;
    text.tokens.push_back(numberOfStart);
    append(text.tokens,
           tokens.first(std::min(tokens.size(), most - std::min<std::size_t>(most, 2))));
    if (text.tokens.size() < most)
        text.tokens.push_back(numberOf(text::Vocabulary::end));
    return text;
}

std::vector<Sequence> conversationSequences(std::span<const text::TokenId> tokens,
                                            const lm::TurnMarks& marks, std::size_t most) {
    const std::vector<bool> own = ownWords(tokens, marks);
    const std::size_t step = std::max<std::size_t>(most / 2, 1);
    std::vector<Sequence> sequences;
    std::size_t asked = 1; // the first token that has not been asked for
    for (std::size_t begin = 0; asked < tokens.size(); begin += step) {
        const std::size_t end = std::min(begin + most, tokens.size() - 1);
        Sequence sequence;
        append(sequence.tokens, tokens.subspan(begin, end - begin));
        bool any = false;
        for (std::size_t next = begin + 1; next <= end; ++next) {
            const bool counts = own[next] && next >= asked;
            sequence.targets.push_back(counts ? numberOf(tokens[next]) : noTarget);
            any = any || counts;
        }
        asked = end + 1;
        if (any)
            sequences.push_back(std::move(sequence));
    }
    return sequences;
}

Sequence answeredPrompt(std::span<const text::TokenId> prompt,
                        std::span<const text::TokenId> answer, std::size_t most) {
    // The last token is only asked for.
    const std::size_t whole = prompt.size() + answer.size() - 1;
    const std::size_t tooMany = whole - std::min(whole, most);
    const auto kept = prompt.subspan(std::min(tooMany, prompt.size() - 1));
    Sequence sequence;
    append(sequence.tokens, kept);
    append(sequence.tokens, answer);
    sequence.tokens.resize(std::min(sequence.tokens.size(), most + 1));
    for (std::size_t next = 1; next < sequence.tokens.size(); ++next)
        sequence.targets.push_back(next >= kept.size() ? sequence.tokens[next] : noTarget);
    sequence.tokens.pop_back();
    return sequence;
}

} // namespace neural
