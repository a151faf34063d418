// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/symbol_meaning.h"

#include <QCoreApplication>
#include <QHash>

namespace window {

namespace {

struct Meanings {
    Q_DECLARE_TR_FUNCTIONS(window::Meanings)
public:
    static QHash<QString, QString> all() {
        return {
            {"C", tr("how often the n-gram stands in the text")},
            {"C()", tr("tokens of the text, the ends of sentences included")},
            {"C(h)", tr("how often the history was followed by something")},
            {"c", tr("adjusted count: at the highest order how often the n-gram stands in the "
                     "text, below it after how many different tokens")},
            {"Σc(h •)", tr("sum of the adjusted counts of all that followed the history")},
            {"D", tr("discount: what is taken from each count, estimated from how many n-grams "
                     "were seen once and twice, or set by hand")},
            {"d", tr("Good and Turing's discount: the part of the count that stays")},
            {"D1", tr("discount of an adjusted count of 1")},
            {"D2", tr("discount of an adjusted count of 2")},
            {"D3+", tr("discount of an adjusted count of 3 or more")},
            {"N", tr("different tokens that followed the history")},
            {"N1", tr("tokens that followed the history with an adjusted count of 1")},
            {"N2", tr("tokens that followed the history with an adjusted count of 2")},
            {"N3+", tr("tokens that followed the history with an adjusted count of 3 or more")},
            {"T", tr("different tokens that followed the history")},
            {"γ",
             tr("interpolation weight: what the discounts took away, for the shorter history")},
            {"α", tr("back-off weight: what is left for tokens not seen after the history")},
            {"λ", tr("interpolation weight, estimated from the text, by hand, or of the first "
                     "model of a mixture")},
            {"k", tr("what add-k adds to each count")},
            {"Y", tr("the discount of one for all counts, from which the three are estimated")},
            {"r*",
             tr("Good and Turing's estimate of the count: (C + 1) times the number of n-grams "
                "seen once more, over the number of those seen as often")},
            {"A", tr("what makes the discounts end at a count of 5: 6 n6 / n1")},
            {"ΣP", tr("probabilities of the tokens that followed the history")},
            {"ΣP′", tr("probabilities of the same tokens after the history without its first "
                       "token")},
            {"V", tr("tokens that can come next")},
            {"P′", tr("the probability after the history without its first token")},
            {"P(table)", tr("stands in the table of probabilities")},
            {"P1", tr("the first model's probability")},
            {"P2", tr("the second model's probability")},
        };
    }
    static QString count() { return tr("count in the text"); }
    static QString countOfCounts(const QString& count) {
        return tr("n-grams of this length with the count %1 (in the estimator's way of counting)")
            .arg(count);
    }
};

} // namespace

QString symbolMeaning(const QString& symbol) {
    const auto all = Meanings::all();
    const auto found = all.find(symbol);
    if (found != all.end())
        return *found;
    if (symbol.size() == 2 && symbol[0] == QLatin1Char('n') && symbol[1].isDigit())
        return Meanings::countOfCounts(symbol.mid(1));
    return symbol.startsWith(QStringLiteral("C(")) ? Meanings::count() : QString();
}

} // namespace window
