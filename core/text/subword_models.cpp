// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/subword_models.h"

#include <optional>
#include <utility>

namespace text {

namespace {

/// Those that begin with the prefix, by what stands behind it.
PieceTable tableOf(const std::vector<std::string>& pieces, std::string_view prefix) {
    std::vector<PieceTable::Entry> entries;
    for (std::size_t number = 0; number < pieces.size(); ++number)
        if (std::string_view(pieces[number]).starts_with(prefix))
            entries.push_back({std::string_view(pieces[number]).substr(prefix.size()), number});
    return PieceTable(std::move(entries));
}

std::size_t charactersIn(std::string_view word) {
    std::size_t count = 0;
    forEachCharacter(word, [&](char32_t /*character*/, TextRange /*range*/) { ++count; });
    return count;
}

} // namespace

WordPieceModel::WordPieceModel(const std::vector<std::string>& pieces, const std::string& prefix,
                               std::size_t longestWord)
    : beginning_(tableOf(pieces, "")),
      following_(tableOf(pieces, prefix)),
      longestWord_(longestWord) {}

std::vector<WordPart> WordPieceModel::cut(std::string_view word) const {
    std::vector<WordPart> unknown = {{WordPart::unknown, {0, word.size()}}};
    if (charactersIn(word) > longestWord_)
        return unknown;
    std::vector<WordPart> parts;
    for (std::size_t place = 0; place < word.size();) {
        WordPart longest;
        const PieceTable& table = place == 0 ? beginning_ : following_;
        table.forEachPrefix(word.substr(place), [&](std::size_t length, std::size_t number) {
            longest = {number, {place, place + length}};
        });
        if (longest.piece == WordPart::unknown)
            return unknown;
        parts.push_back(longest);
        place = longest.place.end;
    }
    return parts;
}

UnigramModel::UnigramModel(const std::vector<std::string>& pieces, std::vector<double> scores,
                           double unknownScore)
    : table_(tableOf(pieces, "")), scores_(std::move(scores)), unknownScore_(unknownScore) {}

std::vector<WordPart> UnigramModel::cut(std::string_view word) const {
    /// The best way to spell what stands before a place: its last part, and its score.
    struct Best {
        WordPart last;
        double score = 0;
    };
    std::vector<std::optional<Best>> best(word.size() + 1);
    best[0] = Best{};
    forEachCharacter(word, [&](char32_t /*character*/, TextRange range) {
        const double before = best[range.begin]->score;
        const auto offer = [&](std::size_t length, std::size_t piece, double score) {
            auto& there = best[range.begin + length];
            if (!there || before + score > there->score)
                there = Best{{piece, {range.begin, range.begin + length}}, before + score};
        };
        const std::size_t size = range.end - range.begin;
        bool isSpelled = false; // the character alone
        table_.forEachPrefix(word.substr(range.begin), [&](std::size_t length, std::size_t piece) {
            offer(length, piece, scores_[piece]);
            isSpelled = isSpelled || length == size;
        });
        if (!isSpelled)
            offer(size, WordPart::unknown, unknownScore_);
    });

    std::vector<WordPart> parts; // from the end
    for (std::size_t end = word.size(); end > 0; end = best[end]->last.place.begin) {
        const WordPart& part = best[end]->last;
        if (part.piece == WordPart::unknown && !parts.empty() &&
            parts.back().piece == WordPart::unknown)
            parts.back().place.begin = part.place.begin;
        else
            parts.push_back(part);
    }
    return {parts.rbegin(), parts.rend()};
}

} // namespace text
