// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/explanation_text.h"

#include "app/window/text.h"

namespace window {

QStringList symbolsText(const std::vector<lm::Symbol>& symbols) {
    QStringList texts;
    for (const auto& symbol : symbols)
        texts.append(
            QStringLiteral("%1 = %2").arg(toQString(symbol.name), formatNumber(symbol.value, 6)));
    return texts;
}

QString levelsText(const lm::Explanation& explanation) {
    QStringList lines;
    for (const auto& level : explanation.levels)
        lines.append(QStringLiteral("%1 = %2 = %3   (%4)")
                         .arg(toQString(level.term), toQString(level.formula),
                              formatProbability(level.probability),
                              symbolsText(level.symbols).join(QStringLiteral(", "))));
    return lines.join('\n');
}

} // namespace window
