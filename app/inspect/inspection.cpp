// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/inspect/inspection.h"

#include "app/window/text.h"
#include "app/window/visible_token.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace inspect {

namespace {

constexpr std::size_t alternativesShown = 10;

/// For each byte of UTF-8 the line and the column of its character, one entry more at the end.
struct Place {
    int line = 0;
    int column = 0;
};

std::vector<Place> placesOf(const std::string& utf8) {
    std::vector<Place> places(utf8.size() + 1);
    Place at;
    int width = 0; // UTF-16 units of the character that goes on
    for (std::size_t i = 0; i < utf8.size(); ++i) {
        const auto byte = static_cast<unsigned char>(utf8[i]);
        if ((byte & 0xC0) != 0x80) {
            at.column += width;
            width = byte >= 0xF0 ? 2 : 1;
        }
        places[i] = at;
        if (byte == '\n') {
            at = {at.line + 1, 0};
            width = 0;
        }
    }
    places[utf8.size()] = {at.line, at.column + width};
    return places;
}

} // namespace

Inspection inspectText(std::shared_ptr<const lm::LanguageModel> model, const QString& text) {
    const std::string utf8 = window::toStd(text);
    const auto places = placesOf(utf8);
    auto score = lm::scoreText(*model, utf8);
    Inspection inspection{std::move(model), text, {}, score.summary};
    inspection.tokens.reserve(score.tokens.size());
    for (auto& token : score.tokens) {
        const Place begin = places[std::min(token.begin, utf8.size())];
        Place end = places[std::min(token.end, utf8.size())];
        const bool endsLine = token.begin == token.end || utf8[token.begin] == '\n';
        // A byte inside a character is shown as the whole character.
        if (!endsLine && end.line == begin.line && end.column <= begin.column)
            end.column = begin.column + 1;
        inspection.tokens.push_back(
            {std::move(token), begin.line, begin.column, endsLine ? begin.column : end.column});
    }
    return inspection;
}

TokenDetail detailOf(const Inspection& inspection, std::size_t token) {
    using text::Vocabulary;
    const auto& tokens = inspection.tokens;
    const auto& vocabulary = inspection.model->tokenizer().vocabulary();
    std::size_t first = token;
    while (first > 0 && tokens[first - 1].score.id != Vocabulary::end)
        --first;
    std::vector<text::TokenId> history{Vocabulary::begin};
    for (std::size_t i = first; i < token; ++i)
        history.push_back(tokens[i].score.id);

    TokenDetail detail;
    detail.token = token;
    const auto session = inspection.model->openSession();
    session->feed(history);
    const auto logProbabilities = session->logProbabilities();
    std::vector<std::uint32_t> ids(logProbabilities.size());
    std::iota(ids.begin(), ids.end(), 0U);
    const auto shown = static_cast<std::ptrdiff_t>(std::min(alternativesShown, ids.size()));
    std::partial_sort(ids.begin(), ids.begin() + shown, ids.end(),
                      [&](std::uint32_t a, std::uint32_t b) {
                          return logProbabilities[a] != logProbabilities[b]
                                     ? logProbabilities[a] > logProbabilities[b]
                                     : a < b;
                      });
    for (std::ptrdiff_t i = 0; i < shown; ++i) {
        const auto id = ids[static_cast<std::size_t>(i)];
        const double probability = std::exp(logProbabilities[id]);
        if (probability > 0)
            detail.alternatives.push_back(
                {window::visibleToken(vocabulary.token(text::tokenId(id))), probability});
    }
    if (const auto* explainer = dynamic_cast<const lm::Explainer*>(inspection.model.get()))
        detail.explanation = explainer->explain(history, tokens[token].score.id);
    return detail;
}

double surprisal(const lm::TokenScore& score) {
    return -score.logProbability / std::numbers::ln2;
}

} // namespace inspect
