// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lm/language_model.h"
#include "core/lm/score.h"

#include <QString>

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

namespace inspect {

/// A scored token and where it stands in the editor: a line, and UTF-16 columns [begin, end) of it.
/// What ends a line (</s>, or "\n" as a token) stands at the line's end, with an empty range.
struct PlacedToken {
    lm::TokenScore score;
    int line = 0;
    int begin = 0;
    int end = 0;
};

/// A text and all that a model says of it.
struct Inspection {
    std::shared_ptr<const lm::LanguageModel> model;
    QString text;
    std::vector<PlacedToken> tokens;
    lm::ScoreSummary summary;
};

/// Scores the text; lines of `text` end in "\n".
Inspection inspectText(std::shared_ptr<const lm::LanguageModel> model, const QString& text);

struct Alternative {
    QString token;
    double probability = 0;
};

/// What the model knew at one place.
struct TokenDetail {
    std::size_t token = 0;                 ///< index in Inspection::tokens
    std::vector<Alternative> alternatives; ///< the ten most probable, falling
    std::optional<lm::Explanation> explanation;
};

TokenDetail detailOf(const Inspection& inspection, std::size_t token);

/// -log2 P; infinite where the model gives nothing.
double surprisal(const lm::TokenScore& score);

} // namespace inspect
