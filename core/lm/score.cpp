// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lm/score.h"

#include "core/text/line_end.h"
#include "core/text/lines.h"

#include <cmath>
#include <limits>
#include <utility>

namespace lm {

namespace {

/// Whether the token's own spelling says more than its place in the text: it may be a part of a
/// character, or of a word. What is unknown is spelled in the text alone.
bool isSpelled(const text::TokenizerSpec& spec, text::TokenId id) {
    return spec.kind == text::TokenizerKind::Bytes || spec.kind == text::TokenizerKind::Bpe ||
           (!spec.subwords.empty() && id != text::Vocabulary::unknown);
}

/// A sentence's tokens with where they stand; turned into scores once it is complete.
class SentenceScorer {
public:
    SentenceScorer(const LanguageModel& model, std::string_view text)
        : model_(model), text_(text) {}

    void add(const text::TokenSpan& span) { spans_.push_back(span); }
    std::size_t size() const { return spans_.size(); }

    void finish(std::size_t end, Score& score) {
        std::vector<text::TokenId> sentence{text::Vocabulary::begin};
        for (const auto& span : spans_)
            sentence.push_back(span.id);
        sentence.push_back(text::Vocabulary::end);
        std::vector<double> logProbabilities(sentence.size() - 1);
        model_.scoreSentence(sentence, logProbabilities);

        spans_.push_back({text::Vocabulary::end, end, end});
        for (std::size_t i = 0; i < spans_.size(); ++i) {
            append(spans_[i], logProbabilities[i], score);
            if (std::isinf(logProbabilities[i]))
                score.summary.blame(model_, std::span(sentence).first(i + 1),
                                    score.tokens.back().token, score.tokens.back().known);
        }
        spans_.clear();
    }

private:
    void append(const text::TokenSpan& span, double logProbability, Score& score) const {
        TokenScore token;
        // Nothing stands in the text for </s>, nor where case folding has changed the letters.
        const bool placed = span.end > span.begin && span.id != text::Vocabulary::end &&
                            !isSpelled(model_.tokenizer().spec(), span.id);
        token.token = placed ? std::string(text_.substr(span.begin, span.end - span.begin))
                             : std::string(model_.tokenizer().vocabulary().token(span.id));
        token.begin = span.begin;
        token.end = span.end;
        token.id = span.id;
        token.known = span.id != text::Vocabulary::unknown;
        token.logProbability = logProbability;
        score.summary.add(token.known, logProbability);
        score.tokens.push_back(std::move(token));
    }

    const LanguageModel& model_;
    std::string_view text_;
    std::vector<text::TokenSpan> spans_;
};

double perplexityOf(double logProbability, std::uint64_t tokens) {
    if (tokens == 0)
        return std::numeric_limits<double>::quiet_NaN();
    return std::exp(-logProbability / static_cast<double>(tokens));
}

} // namespace

void ScoreSummary::add(bool known, double tokenLogProbability) {
    ++tokens;
    logProbability += tokenLogProbability;
    if (known)
        logProbabilityExcludingOov += tokenLogProbability;
    else
        ++oov;
}

bool ScoreSummary::lacksImpossible(bool known) const {
    return impossible.empty() || (known && !impossible.back().known);
}

void ScoreSummary::blame(const LanguageModel& model, std::span<const text::TokenId> read,
                         std::string token, bool known) {
    if (!lacksImpossible(known))
        return;
    Impossible& kept = impossible.emplace_back(Impossible{{}, std::move(token), known});
    for (const text::TokenId each : model.relevant(read))
        kept.history.emplace_back(model.tokenizer().vocabulary().token(each));
}

void ScoreSummary::add(const ScoreSummary& other) {
    tokens += other.tokens;
    oov += other.oov;
    bytes += other.bytes;
    logProbability += other.logProbability;
    logProbabilityExcludingOov += other.logProbabilityExcludingOov;
    pseudo = pseudo || other.pseudo;
    for (const Impossible& each : other.impossible)
        if (lacksImpossible(each.known))
            impossible.push_back(each);
}

double ScoreSummary::perplexity() const {
    return perplexityOf(logProbability, tokens);
}

double ScoreSummary::perplexityExcludingOov() const {
    return perplexityOf(logProbabilityExcludingOov, tokens - oov);
}

double ScoreSummary::bitsPerByte() const {
    if (bytes == 0)
        return std::numeric_limits<double>::quiet_NaN();
    return -logProbability / std::log(2.0) / static_cast<double>(bytes);
}

Score scoreText(const LanguageModel& model, std::string_view text) {
    const auto& spec = model.tokenizer().spec();
    const auto spans = model.tokenizer().encodeWithSpans(text);
    Score score;
    score.summary.bytes = text.size();
    score.summary.pseudo = model.isScoredFromBothSides();
    SentenceScorer sentence(model, text);
    if (spec.unit == text::SentenceUnit::Document) {
        for (const auto& span : spans)
            sentence.add(span);
        if (!text.empty())
            sentence.finish(text.size(), score);
        return score;
    }
    auto next = spans.begin();
    text::forEachLine(text, [&](const text::TextLine& line) {
        const std::size_t end = line.begin + line.text.size();
        for (; next != spans.end() && next->begin < end; ++next)
            sentence.add(*next);
        const bool behindLastEnd = line.endLength == 0 && line.text.empty();
        if (!behindLastEnd && text::isSentence(spec.kind, sentence.size()))
            sentence.finish(end, score);
    });
    return score;
}

} // namespace lm
