// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/parameter_text.h"

#include "app/window/text.h"

#include <QCoreApplication>

namespace training {

QString parameterText(const neural::BengioSpec& spec, std::uint64_t vocabularySize) {
    const auto figure = [](std::uint64_t value) { return window::formatCount(value); };
    const QString vocabulary = figure(vocabularySize);
    const QString context = figure(spec.contextLength);
    const QString embedding = figure(spec.embeddingSize);
    const QString hidden = figure(spec.hiddenWidth);

    QString symbols = QStringLiteral("V·m + h·(n−1)·m + h + V·h + V");
    QString figures = QStringLiteral("%1·%2 + %3·%4·%2 + %3 + %1·%3 + %1")
                          .arg(vocabulary, embedding, hidden, context);
    if (spec.directConnections) {
        symbols += QStringLiteral(" + V·(n−1)·m");
        figures += QStringLiteral(" + %1·%2·%3").arg(vocabulary, context, embedding);
    }
    const QString total = figure(neural::parameterCount(spec, vocabularySize));
    return QCoreApplication::translate("training::RunForm", "%1\n= %2\n= %3 parameters",
                                       "symbols, figures, total")
        .arg(symbols, figures, total);
}

} // namespace training
