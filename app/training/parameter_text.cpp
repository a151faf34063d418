// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/parameter_text.h"

#include "app/window/text.h"
#include "core/neural/specification/memory.h"
#include "core/neural/specification/parameter_count.h"
#include "core/neural/specification/transformer_presets.h"
#include "core/neural/specification/transformer_size.h"

#include <QCoreApplication>

namespace training {

namespace {

QString countText(std::uint64_t value) {
    return window::formatCount(value);
}

QString sumText(const QString& symbols, const QString& figures, std::uint64_t total) {
    return QCoreApplication::translate("training::RunForm", "%1\n= %2\n= %3 parameters",
                                       "symbols, figures, total")
        .arg(symbols, figures, countText(total));
}

QString bengioText(const neural::BengioSpec& spec, std::uint64_t vocabularySize) {
    const QString vocabulary = countText(vocabularySize);
    const QString context = countText(spec.contextLength);
    const QString embedding = countText(spec.embeddingSize);
    const QString hidden = countText(spec.hiddenWidth);

    QString symbols = QStringLiteral("V·m + h·(n−1)·m + h + V·h + V");
    QString figures = QStringLiteral("%1·%2 + %3·%4·%2 + %3 + %1·%3 + %1")
                          .arg(vocabulary, embedding, hidden, context);
    if (spec.directConnections) {
        symbols += QStringLiteral(" + V·(n−1)·m");
        figures += QStringLiteral(" + %1·%2·%3").arg(vocabulary, context, embedding);
    }
    return sumText(symbols, figures, neural::parameterCount(spec, vocabularySize));
}

QString recurrentText(const neural::RunSpec& run, std::uint64_t vocabularySize) {
    const neural::RecurrentSpec& spec = run.recurrent;
    const unsigned gates = neural::gateCount(run.architecture);
    const QString gate = gates > 1 ? countText(gates) + u'·' : QString();
    QString symbols = QStringLiteral("V·m + %1(h·m + h·h + h)").arg(gate);
    QString figures = QStringLiteral("%1·%2 + %4(%3·%2 + %3·%3 + %3)")
                          .arg(countText(vocabularySize), countText(spec.embeddingSize),
                               countText(spec.hiddenWidth), gate);
    if (spec.layers > 1) {
        const QString above = countText(spec.layers - 1);
        symbols += QStringLiteral(" + %1·%2(2·h·h + h)").arg(above, gate);
        figures +=
            QStringLiteral(" + %1·%2(2·%3·%3 + %3)").arg(above, gate, countText(spec.hiddenWidth));
    }
    symbols += QStringLiteral(" + V·h + V");
    figures +=
        QStringLiteral(" + %1·%2 + %1").arg(countText(vocabularySize), countText(spec.hiddenWidth));
    return sumText(symbols, figures, neural::parameterCount(run, vocabularySize));
}

QString transformerText(const neural::RunSpec& run, std::uint64_t vocabularySize) {
    const neural::TransformerSpec& spec = run.transformer;
    const std::uint64_t total = neural::parameterCount(run, vocabularySize);
    if (spec.experts.count == 0)
        return QCoreApplication::translate("training::RunForm", "%1 parameters")
            .arg(countText(total));
    return QCoreApplication::translate("training::RunForm",
                                       "%1 parameters, %2 of them at work on one token")
        .arg(countText(total), countText(neural::activeParameterCount(spec, vocabularySize)));
}

/// Of both sides where there are two.
QString layersOf(const neural::TransformerSpec& spec) {
    const QString layers = countText(spec.layers);
    return spec.decoderLayers > 0
               ? QStringLiteral("%1 + %2").arg(layers, countText(spec.decoderLayers))
               : layers;
}

/// What the system weighs and costs at its own size, by the code that counts the small one.
QString publishedText(const neural::PublishedSystem& system) {
    const std::uint64_t parameters = neural::parameterCount(system.spec, system.vocabularySize);
    return QCoreApplication::translate(
               "training::RunForm",
               "%1: %2 layers, width %3, %4 heads, vocabulary %5: %6 parameters, %7 in 16 bits, "
               "%8 operations to learn from one token",
               "a published system's name and size")
        .arg(window::toQString(system.name), layersOf(system.spec), countText(system.spec.width),
             countText(system.spec.heads), countText(system.vocabularySize), countText(parameters),
             window::formatBytes(2 * parameters),
             window::formatNumber(neural::trainingFlopsPerToken(system.spec, system.vocabularySize),
                                  2));
}

} // namespace

QString parameterText(const neural::RunSpec& spec, std::uint64_t vocabularySize) {
    QString text;
    switch (neural::familyOf(spec.architecture)) {
    case neural::Family::Bengio:
        text = bengioText(spec.bengio, vocabularySize);
        break;
    case neural::Family::Recurrent:
        text = recurrentText(spec, vocabularySize);
        break;
    case neural::Family::Transformer:
        text = transformerText(spec, vocabularySize);
        break;
    }
    text += u'\n';
    text += QCoreApplication::translate("training::RunForm", "Training takes up to %1 of memory")
                .arg(window::formatBytes(neural::trainingMemory(spec, vocabularySize)));
    if (const auto* preset = neural::findPreset(spec.architecture))
        text += u'\n' + publishedText(preset->published);
    return text;
}

} // namespace training
