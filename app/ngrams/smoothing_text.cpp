// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ngrams/smoothing_text.h"

#include "app/window/text.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

namespace ngrams {

namespace {

class SmoothingText {
    Q_DECLARE_TR_FUNCTIONS(ngrams::SmoothingText)
public:
    static QString hint(const OpenTable& open, const TypedHistory& typed,
                        const ngram::LabResult& result) {
        const unsigned order = open.model->order();
        if (order == 1)
            return tr("A model of order 1 looks at no history. Different tokens in the text: "
                      "%1.")
                .arg(window::formatCount(result.different));
        const QString history = window::toQString(open.table.historyText(result.history));
        QStringList sentences;
        if (result.historyCount > 0)
            sentences << tr("After “%1”: count %2, different tokens seen %3, never seen %4.")
                             .arg(history, window::formatCount(result.historyCount),
                                  window::formatCount(result.different),
                                  window::formatCount(result.others));
        else
            sentences << tr("Nothing ever followed “%1” in the text. Estimators that lean on "
                            "shorter histories leave out its first token, and the next; maximum "
                            "likelihood has nothing to say.")
                             .arg(history);
        if (typed.typed > result.history.size())
            sentences << tr("Used of what was typed: “%1”; order %2 looks back no further.")
                             .arg(history)
                             .arg(order);
        if (!typed.unknown.empty()) {
            QStringList unknown;
            for (const std::string& token : typed.unknown)
                unknown << tr("“%1”").arg(window::toQString(token));
            sentences << tr("Not in the vocabulary: %1.").arg(unknown.join(tr(", ")));
        }
        return sentences.join(" ");
    }

    static QString source(ngram::ParameterSource source) {
        switch (source) {
        case ngram::ParameterSource::Hand:
            return tr("set by hand");
        case ngram::ParameterSource::FallBack:
            return tr("fall-back");
        case ngram::ParameterSource::Counts:
            break;
        }
        return tr("estimated");
    }

    static QString parameters(const ngram::LabEstimate& estimate) {
        const ngram::EstimatorSpec& spec = estimate.spec;
        const auto number = [](double value) { return QLocale().toString(value, 'g', 4); };
        const auto brief = [](double value) { return QLocale().toString(value, 'g', 3); };
        const auto& values = estimate.parameters;
        if (spec.name == "mle" && estimate.sum == 0)
            return tr("nothing: the history was never seen");
        if (values.empty())
            return {};
        if (spec.name == "add-k")
            return tr("k = %1").arg(number(values[0]));
        if (spec.name == "stupid-backoff")
            return tr("no distribution, α = %1").arg(number(values[0]));
        const QString origin = source(estimate.source);
        if (values.size() == 3)
            return tr("D1 = %1, D2 = %2, D3+ = %3 (%4)")
                .arg(brief(values[0]), brief(values[1]), brief(values[2]), origin);
        return (spec.name == "jelinek-mercer" ? tr("λ = %1 (%2)") : tr("D = %1 (%2)"))
            .arg(number(values[0]), origin);
    }
};

} // namespace

QString historyHint(const OpenTable& open, const TypedHistory& typed,
                    const ngram::LabResult& result) {
    return SmoothingText::hint(open, typed, result);
}

QString parameterText(const ngram::LabEstimate& estimate) {
    return SmoothingText::parameters(estimate);
}

} // namespace ngrams
