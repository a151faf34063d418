// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/score_text.h"

#include "app/window/visible_token.h"

#include <QCoreApplication>
#include <QStringList>

namespace window {

namespace {

struct ScoreText {
    Q_DECLARE_TR_FUNCTIONS(window::ScoreText)
public:
    static QString cause(const lm::Impossible& impossible) {
        const QString next = visibleToken(impossible.token);
        if (!impossible.known)
            return tr("∞ because “%1” is not in the vocabulary: it has no probability.").arg(next);
        QStringList history;
        for (const std::string& token : impossible.history)
            history << visibleToken(token);
        if (history.isEmpty())
            return tr("∞ because “%1” never stands in the text: P(%1) = 0.").arg(next);
        return tr("∞ because “%2” never followed “%1” in the text: P(%2 | %1) = 0.")
            .arg(history.join(QLatin1Char(' ')), next);
    }
};

} // namespace

QString causeOfInfinity(const lm::ScoreSummary& summary) {
    QStringList lines;
    for (const lm::Impossible& impossible : summary.impossible)
        lines << ScoreText::cause(impossible);
    return lines.join(QLatin1Char('\n'));
}

} // namespace window
