// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ngrams/division.h"

#include "app/window/explanation_tree.h"
#include "app/window/text.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace ngrams {

namespace {

class Division {
    Q_DECLARE_TR_FUNCTIONS(ngrams::Division)
public:
    static QString times(std::uint64_t count) {
        return count == 1 ? tr("once") : tr("%1 times").arg(window::formatCount(count));
    }
    static QString text(const OpenTable& open, const ngram::TableRow& row) {
        const QString next = window::toQString(open.table.tokenText(row.next));
        const QString history = window::toQString(open.table.historyText(row.history));
        if (!open.model->hasCounts())
            return figures(open, row) + "\n" +
                   tr("The model is a table of probabilities, imported or pruned: it has no "
                      "counts, and – stands in their columns.") +
                   marks(row);
        QString words =
            row.history.empty()
                ? tr("“%1” stands in the text %2; the text has %3 tokens.")
                      .arg(next, times(row.count), window::formatCount(row.historyCount))
                : tr("“%1” followed “%2” %3; “%2” was followed %4 by something.")
                      .arg(next, history, times(row.count), times(row.historyCount));
        return words + "\n" + figures(open, row) + marks(row);
    }

private:
    /// What <s> and </s> stand for, where the row has them.
    static QString marks(const ngram::TableRow& row) {
        const bool begins =
            std::count(row.history.begin(), row.history.end(), text::Vocabulary::begin) > 0;
        const bool ends = row.next == text::Vocabulary::end;
        if (begins && ends)
            return "\n" + tr("<s> marks the beginning of a sentence, </s> its end.");
        if (begins)
            return "\n" + tr("<s> marks the beginning of a sentence.");
        return ends ? "\n" + tr("</s> marks the end of a sentence.") : QString();
    }
    static QString figures(const OpenTable& open, const ngram::TableRow& row) {
        const ngram::EstimatorSpec& spec = open.model->estimatorSpec();
        const QString probability = window::formatProbability(row.probability);
        if (spec.name == "add-k") {
            const auto possible = ngram::possibleNext(open.model->tokenizer().vocabulary());
            const QString k = window::formatNumber(spec.k, 6);
            return tr("(%1 + %3) / (%2 + %3 × %4) = %5\n"
                      "Add-k gives each of the V = %4 tokens that can come next k = %3 more.")
                .arg(window::formatCount(row.count), window::formatCount(row.historyCount), k,
                     window::formatCount(possible), probability);
        }
        const lm::Explanation explanation = open.model->explain(row.history, row.next);
        if (!explanation.levels.empty()) {
            const QString formula = window::toQString(explanation.formula);
            const QString numbers =
                window::formulaInNumbers(formula, explanation.levels.front().symbols);
            if (explanation.symbols.size() == 1) // its number is the result
                return QStringLiteral("P = %1 = %2").arg(formula, probability);
            return QStringLiteral("P = %1 = %2 = %3").arg(formula, numbers, probability);
        }
        if (row.historyCount == 0)
            return tr("0 / 0: maximum likelihood says nothing after a history never seen.");
        return tr("%1 / %2 = %3")
            .arg(window::formatCount(row.count), window::formatCount(row.historyCount),
                 probability);
    }
};

} // namespace

QString divisionText(const OpenTable& open, const ngram::TableRow& row) {
    return Division::text(open, row);
}

ngram::TableRow rowOf(const ngram::NgramModel& model, std::span<const text::TokenId> history,
                      text::TokenId next) {
    const ngram::Trie& trie = model.trie();
    ngram::TableRow row{{history.begin(), history.end()}, next, 0, 0, 0, 0};
    const auto node = history.empty() ? std::optional(ngram::Trie::root()) : trie.find(history);
    if (node) {
        row.historyCount = model.historyCount(*node);
        if (const auto child = trie.child(*node, next))
            row.count = model.count(*child);
    }
    row.probability = model.estimator().probability(history, next);
    row.surprisal = 0 - std::log2(row.probability); // 0 rather than -0 for certainty
    return row;
}

} // namespace ngrams
