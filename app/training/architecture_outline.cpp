// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/architecture_outline.h"

#include "app/training/run_settings.h"
#include "app/window/text.h"

#include <QCoreApplication>

namespace training {

namespace {

using neural::TransformerKind;
using neural::TransformerSpec;
using Kind = OutlinePart::Kind;

class Drawing {
    Q_DECLARE_TR_FUNCTIONS(training::Drawing)
};

QString figure(std::uint64_t value) {
    return window::formatCount(value);
}

OutlineRow row(Kind kind, const QString& text) {
    return {{{kind, text, 1}}, {}, false};
}

OutlineRow normRow(const TransformerSpec& spec) {
    return row(Kind::Norm, spec.norm == neural::Norm::RmsNorm ? Drawing::tr("RMSNorm")
                                                              : Drawing::tr("LayerNorm"));
}

QString attentionText(const TransformerSpec& spec) {
    const QString heads = figure(spec.heads);
    switch (spec.attention) {
    case neural::Attention::MultiHead:
        break;
    case neural::Attention::MultiQuery:
        return Drawing::tr("Multi-query attention, %1 heads").arg(heads);
    case neural::Attention::GroupedQuery:
        return Drawing::tr("Grouped-query attention, %1 heads, %2 of keys")
            .arg(heads, figure(spec.keyValueHeads));
    case neural::Attention::Latent:
        return Drawing::tr("Latent attention, %1 heads").arg(heads);
    }
    return Drawing::tr("Attention, %1 heads").arg(heads);
}

/// How attention itself knows where a token stands; empty where the embeddings say it.
QString positionText(const TransformerSpec& spec) {
    switch (spec.position) {
    case neural::Position::Learned:
    case neural::Position::Sinusoidal:
        break;
    case neural::Position::Rotary:
        return Drawing::tr("rotary");
    case neural::Position::Alibi:
        return Drawing::tr("ALiBi");
    case neural::Position::RelativeBias:
    case neural::Position::TransformerXl:
        return Drawing::tr("relative");
    }
    return {};
}

OutlinePart attention(const TransformerSpec& spec) {
    const QString position = positionText(spec);
    const QString text = attentionText(spec);
    return {Kind::Attention,
            position.isEmpty()
                ? text
                : Drawing::tr("%1, %2", "attention, and its kind of position").arg(text, position),
            1};
}

OutlinePart feedForward(const TransformerSpec& spec) {
    static const std::vector<std::pair<neural::FeedForward, const char*>> names = {
        {neural::FeedForward::Relu, "ReLU"},     {neural::FeedForward::Gelu, "GELU"},
        {neural::FeedForward::GeluTanh, "GELU"}, {neural::FeedForward::SwiGlu, "SwiGLU"},
        {neural::FeedForward::GeGlu, "GEGLU"},   {neural::FeedForward::GeGluTanh, "GEGLU"}};
    QString name;
    for (const auto& [value, known] : names)
        if (value == spec.feedForward)
            name = QString::fromLatin1(known);
    const neural::ExpertsSpec& experts = spec.experts;
    if (experts.count == 0)
        return {Kind::FeedForward,
                Drawing::tr("%1, %2 wide", "feed-forward").arg(name, figure(spec.innerWidth)), 1};
    const QString text =
        experts.shared > 0
            ? Drawing::tr("%1, %2 of %3 experts, and %4 shared")
                  .arg(name, figure(experts.chosen), figure(experts.count), figure(experts.shared))
            : Drawing::tr("%1, %2 of %3 experts")
                  .arg(name, figure(experts.chosen), figure(experts.count));
    constexpr unsigned drawn = 6; // more would be a hatching
    return {Kind::FeedForward, text, std::min(experts.count, drawn)};
}

/// Adds a part of a layer with its norm and the sum with what went in. `parts` are computed from
/// the same input.
void addSublayer(const TransformerSpec& spec, std::vector<OutlinePart> parts,
                 std::vector<OutlineRow>& rows) {
    const int input = static_cast<int>(rows.size()) - 1;
    if (spec.normPlace == neural::NormPlace::Before)
        rows.push_back(normRow(spec));
    rows.push_back({std::move(parts), input, false});
    if (spec.normPlace == neural::NormPlace::After)
        rows.push_back(normRow(spec));
}

OutlineGroup layer(const TransformerSpec& spec, unsigned times, const QString& name,
                   bool readsAnother) {
    OutlineGroup group{times, name, {}};
    if (spec.parallel) {
        addSublayer(spec, {attention(spec), feedForward(spec)}, group.rows);
        return group;
    }
    addSublayer(spec, {attention(spec)}, group.rows);
    if (readsAnother)
        addSublayer(spec, {{Kind::Attention, Drawing::tr("Attention to the encoder"), 1}},
                    group.rows);
    addSublayer(spec, {feedForward(spec)}, group.rows);
    return group;
}

Outline transformer(const TransformerSpec& spec) {
    QString embedding = Drawing::tr("Embeddings, %1 wide").arg(figure(spec.width));
    if (spec.position == neural::Position::Learned)
        embedding = Drawing::tr("%1 + positions, learned").arg(embedding);
    if (spec.position == neural::Position::Sinusoidal)
        embedding = Drawing::tr("%1 + positions, sinusoidal").arg(embedding);
    Outline outline;
    outline.tied = spec.tiedOutput;
    OutlineGroup first{1, {}, {row(Kind::Embedding, embedding)}};
    if (spec.embeddingNorm)
        first.rows.push_back(normRow(spec));
    outline.groups.push_back(first);
    const bool both = spec.kind == TransformerKind::EncoderDecoder;
    outline.groups.push_back(
        layer(spec, spec.layers, both ? Drawing::tr("encoder") : QString(), false));
    if (both)
        outline.groups.push_back(layer(spec, spec.decoderLayers, Drawing::tr("decoder"), true));
    OutlineGroup last;
    if (spec.normPlace == neural::NormPlace::Before)
        last.rows.push_back(normRow(spec));
    if (spec.maskedHead)
        last.rows.push_back(row(Kind::FeedForward, Drawing::tr("Head of hidden tokens")));
    last.rows.push_back(row(Kind::Output, spec.tiedOutput
                                              ? Drawing::tr("Output by the embeddings, softmax")
                                              : Drawing::tr("Output, softmax")));
    outline.groups.push_back(last);
    return outline;
}

Outline bengio(const neural::BengioSpec& spec) {
    Outline outline;
    outline.direct = spec.directConnections;
    outline.groups = {
        {1,
         {},
         {row(Kind::Embedding, Drawing::tr("Embeddings of %1 tokens, %2 wide")
                                   .arg(figure(spec.contextLength), figure(spec.embeddingSize))),
          row(Kind::FeedForward, Drawing::tr("tanh, %1 wide").arg(figure(spec.hiddenWidth))),
          row(Kind::Output, Drawing::tr("Output, softmax"))}}};
    return outline;
}

Outline recurrent(const neural::RunSpec& run) {
    const neural::RecurrentSpec& spec = run.recurrent;
    OutlineRow cell =
        row(Kind::Cell, Drawing::tr("%1, %2 wide", "a recurrent cell")
                            .arg(run.architecture == "rnn" ? Drawing::tr("Elman's cell")
                                                           : architectureTitle(run.architecture),
                                 figure(spec.hiddenWidth)));
    cell.loops = true;
    Outline outline;
    outline.groups = {{1,
                       {},
                       {row(Kind::Embedding,
                            Drawing::tr("Embeddings, %1 wide").arg(figure(spec.embeddingSize)))}},
                      {spec.layers, {}, {cell}},
                      {1, {}, {row(Kind::Output, Drawing::tr("Output, softmax"))}}};
    return outline;
}

} // namespace

QString Outline::text() const {
    QStringList lines;
    for (const OutlineGroup& group : groups) {
        QStringList parts;
        for (const OutlineRow& line : group.rows) {
            QStringList beside;
            for (const OutlinePart& part : line.parts)
                beside << part.text;
            parts << beside.join(QStringLiteral(" | "));
        }
        QString said = parts.join(QStringLiteral("; "));
        if (group.times > 1)
            said = Drawing::tr("%1 times: %2").arg(figure(group.times), said);
        lines << said;
    }
    if (direct)
        lines << Drawing::tr("straight from the embeddings to the output");
    return lines.join(QStringLiteral("; "));
}

Outline outlineOf(const neural::RunSpec& spec) {
    switch (neural::familyOf(spec.architecture)) {
    case neural::Family::Bengio:
        return bengio(spec.bengio);
    case neural::Family::Recurrent:
        return recurrent(spec);
    case neural::Family::Transformer:
        break;
    }
    return transformer(spec.transformer);
}

} // namespace training
