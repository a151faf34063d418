// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/network_fields.h"

#include "app/training/run_settings.h"
#include "app/window/field_maker.h"
#include "app/window/text.h"
#include "core/neural/specification/transformer_presets.h"

#include <QSignalBlocker>

#include <algorithm>

namespace training {

namespace {

using neural::Family;

const QVector<Family> all = {Family::Bengio, Family::Recurrent, Family::Transformer};
const QVector<Family> embedded = {Family::Bengio, Family::Recurrent};
const QVector<Family> layered = {Family::Recurrent, Family::Transformer};
const QVector<Family> transformers = {Family::Transformer};

void select(QComboBox* field, const std::string& name) {
    field->setCurrentIndex(field->findData(window::toQString(name)));
}

std::string selected(const QComboBox* field) {
    return window::toStd(field->currentData().toString());
}

unsigned valueOf(const QSpinBox* field) {
    return static_cast<unsigned>(field->value());
}

void setValue(QSpinBox* field, unsigned value) {
    field->setValue(static_cast<int>(value));
}

} // namespace

template <class Field>
Field* NetworkFields::keep(Field* field, const QVector<Family>& families) {
    rows_.append({field, families});
    return field;
}

NetworkFields::NetworkFields(QFormLayout* form) : QObject(form->parentWidget()), form_(form) {
    const window::FieldMaker make(form);
    QVector<QPair<QString, QString>> choices;
    for (const std::string& name : neural::architectures())
        choices.append({architectureTitle(name), window::toQString(name)});
    architecture_ = make.combo(
        "architecture", tr("&Architecture"),
        tr("The kind of network. The transformers are named after the systems that they resemble, "
           "at a size that this machine can train."),
        choices);
    addShape(make);
    addTransformerParts(make);
    addExperts(make);
    choose();

    connect(architecture_, &QComboBox::currentIndexChanged, this, [this] {
        choose();
        emit architectureChosen(neural::usualRun(architecture()));
        emit edited();
    });
    const auto changed = [this] {
        showRows();
        emit edited();
    };
    for (const Row& row : rows_) {
        if (auto* spin = qobject_cast<QSpinBox*>(row.field))
            connect(spin, &QSpinBox::valueChanged, this, changed);
        else if (auto* number = qobject_cast<QDoubleSpinBox*>(row.field))
            connect(number, &QDoubleSpinBox::valueChanged, this, changed);
        else if (auto* check = qobject_cast<QCheckBox*>(row.field))
            connect(check, &QCheckBox::toggled, this, changed);
        else if (auto* combo = qobject_cast<QComboBox*>(row.field))
            connect(combo, &QComboBox::currentIndexChanged, this, changed);
    }
}

void NetworkFields::addShape(const window::FieldMaker& make) {
    contextLength_ = keep(make.spin("contextLength", tr("Conte&xt length"),
                                    tr("How many tokens the network sees, or is unrolled over in "
                                       "training; n−1 in Bengio's paper"),
                                    1, 64, 4),
                          all);
    embeddingSize_ =
        keep(make.spin("embeddingSize", tr("E&mbedding size"),
                       tr("m in the papers: the numbers that stand for one token"), 1, 4096, 32),
             embedded);
    hiddenWidth_ =
        keep(make.spin("hiddenWidth", tr("&Hidden width"),
                       tr("h in the papers: the units of the hidden layer"), 1, 16384, 64),
             embedded);
    direct_ = keep(make.check("direct", tr("Direct connections"),
                              tr("W in the paper: from the embeddings straight to the output")),
                   {Family::Bengio});
    layers_ =
        keep(make.spin("layers", tr("Layers"), tr("Each reads what the one below made"), 1, 64, 1),
             layered);
    decoderLayers_ = keep(
        make.spin("decoderLayers", tr("Decoder layers"),
                  tr("Of the side that writes; the other layers read what it looks at"), 1, 64, 4),
        transformers);
    width_ = keep(make.spin("width", tr("Width"),
                            tr("d in the papers: the numbers that stand for "
                               "one token in every layer"),
                            1, 16384, 128),
                  transformers);
    heads_ = keep(make.spin("heads", tr("Heads"),
                            tr("Looks that a layer takes at the tokens before, each a share of the "
                               "width"),
                            1, 256, 4),
                  transformers);
    innerWidth_ =
        keep(make.spin("innerWidth", tr("Inner width"),
                       tr("The units inside each layer's feed-forward part"), 1, 65536, 512),
             transformers);
    dropout_ = keep(make.add<QDoubleSpinBox>(
                        "dropout", tr("Dropout"),
                        tr("Share of the numbers that each step leaves out, so that the network "
                           "does not learn a small text by heart")),
                    layered);
    dropout_->setRange(0, 0.95);
    dropout_->setSingleStep(0.05);
    dropout_->setAlignment(Qt::AlignRight);
}

void NetworkFields::addTransformerParts(const window::FieldMaker& make) {
    attention_ =
        keep(make.combo("attention", tr("Attention"),
                        tr("What the heads share of the keys and values that they look at"),
                        {{tr("Multi-head"), "multi-head"},
                         {tr("Multi-query"), "multi-query"},
                         {tr("Grouped-query"), "grouped-query"},
                         {tr("Multi-head latent"), "latent"}}),
             transformers);
    keyValueHeads_ = keep(make.spin("keyValueHeads", tr("Key-value heads"),
                                    tr("So many keys and values for all heads"), 1, 256, 1),
                          transformers);
    position_ = keep(make.combo("position", tr("Position"), tr("How a token's place is known"),
                                {{tr("Learned"), "learned"},
                                 {tr("Sinusoidal"), "sinusoidal"},
                                 {tr("Rotary"), "rotary"},
                                 {tr("ALiBi"), "alibi"},
                                 {tr("Relative bias"), "relative"},
                                 {tr("Transformer-XL"), "transformer-xl"}}),
                     transformers);
    norm_ = keep(make.combo("norm", tr("Norm"), tr("How numbers are kept in range"),
                            {{tr("LayerNorm"), "layernorm"}, {tr("RMSNorm"), "rmsnorm"}}),
                 transformers);
    normPlace_ = keep(make.combo("normPlace", tr("Norm's place"),
                                 tr("Of what each part of a layer reads, or of what it has made"),
                                 {{tr("Before"), "before"}, {tr("After"), "after"}}),
                      transformers);
    feedForward_ = keep(make.combo("feedForward", tr("Feed-forward"),
                                   tr("The function inside each layer's feed-forward part"),
                                   {{tr("ReLU"), "relu"},
                                    {tr("GELU"), "gelu"},
                                    {tr("GELU by tanh"), "gelu-tanh"},
                                    {tr("SwiGLU"), "swiglu"},
                                    {tr("GEGLU"), "geglu"},
                                    {tr("GEGLU by tanh"), "geglu-tanh"}}),
                        transformers);
    parallel_ = keep(make.check("parallel", tr("Parallel parts"),
                                tr("Attention and feed-forward read the same input")),
                     transformers);
    tiedOutput_ = keep(make.check("tiedOutput", tr("Tied output"),
                                  tr("The embeddings serve as the output's matrix too")),
                       transformers);
}

void NetworkFields::addExperts(const window::FieldMaker& make) {
    experts_ = keep(make.spin("experts", tr("Experts"),
                              tr("Feed-forward parts that a router chooses from for each token"), 0,
                              256, 0),
                    transformers);
    experts_->setSpecialValueText(tr("none"));
    chosenExperts_ = keep(make.spin("chosenExperts", tr("Chosen experts"),
                                    tr("Of the experts, for each token"), 1, 256, 2),
                          transformers);
    sharedExperts_ = keep(make.spin("sharedExperts", tr("Shared experts"),
                                    tr("Besides, that every token passes"), 0, 64, 0),
                          transformers);
}

void NetworkFields::setArchitecture(const QString& name) {
    if (const int index = architecture_->findData(name); index >= 0)
        architecture_->setCurrentIndex(index);
}

void NetworkFields::insertBelowArchitecture(QWidget* widget) {
    int row = 0;
    form_->getWidgetPosition(architecture_, &row, nullptr);
    form_->insertRow(row + 1, widget);
}

std::string NetworkFields::architecture() const {
    return selected(architecture_);
}

void NetworkFields::choose() {
    show(neural::usualRun(architecture()));
}

/// Shows a run's network without telling of it.
void NetworkFields::show(const neural::RunSpec& spec) {
    std::vector<QSignalBlocker> quiet;
    for (const Row& row : rows_)
        quiet.emplace_back(row.field);
    const Family family = neural::familyOf(spec.architecture);
    contextLength_->setMaximum(family == Family::Bengio ? 64 : 4096);
    setValue(contextLength_, neural::contextLength(spec));
    const bool recurrent = family == Family::Recurrent;
    setValue(embeddingSize_, recurrent ? spec.recurrent.embeddingSize : spec.bengio.embeddingSize);
    setValue(hiddenWidth_, recurrent ? spec.recurrent.hiddenWidth : spec.bengio.hiddenWidth);
    direct_->setChecked(spec.bengio.directConnections);
    const neural::TransformerSpec& network = spec.transformer;
    setValue(layers_, recurrent ? spec.recurrent.layers : network.layers);
    setValue(decoderLayers_, network.decoderLayers);
    dropout_->setValue(recurrent ? spec.recurrent.dropout : network.dropout);
    setValue(width_, network.width);
    setValue(heads_, network.heads);
    setValue(innerWidth_, network.innerWidth);
    select(attention_, neural::attentionNames.name(network.attention));
    setValue(keyValueHeads_, network.keyValueHeads);
    select(position_, neural::positionNames.name(network.position));
    select(norm_, neural::normNames.name(network.norm));
    select(normPlace_, neural::normPlaceNames.name(network.normPlace));
    select(feedForward_, neural::feedForwardNames.name(network.feedForward));
    parallel_->setChecked(network.parallel);
    tiedOutput_->setChecked(network.tiedOutput);
    setValue(experts_, network.experts.count);
    setValue(chosenExperts_, network.experts.chosen);
    setValue(sharedExperts_, network.experts.shared);
    showRows();
}

void NetworkFields::showRows() {
    const Family family = neural::familyOf(architecture());
    const neural::TransformerSpec usual = neural::usualRun(architecture()).transformer;
    for (const Row& row : rows_) {
        bool visible = row.families.contains(family);
        if (row.field == decoderLayers_)
            visible = visible && usual.kind == neural::TransformerKind::EncoderDecoder;
        if (row.field == parallel_)
            visible = visible && usual.kind != neural::TransformerKind::EncoderDecoder;
        if (row.field == keyValueHeads_)
            visible = visible && selected(attention_) == "grouped-query";
        if (row.field == chosenExperts_ || row.field == sharedExperts_)
            visible = visible && experts_->value() > 0;
        form_->setRowVisible(row.field, visible);
    }
}

void NetworkFields::fillTransformer(neural::TransformerSpec& network) const {
    network.contextLength = valueOf(contextLength_);
    network.layers = valueOf(layers_);
    if (network.kind == neural::TransformerKind::EncoderDecoder)
        network.decoderLayers = valueOf(decoderLayers_);
    network.width = valueOf(width_);
    network.heads = valueOf(heads_);
    network.headWidth = std::max(network.width / network.heads, 1U);
    network.innerWidth = valueOf(innerWidth_);
    network.dropout = dropout_->value();
    network.attention = neural::attentionNames.value(selected(attention_));
    network.keyValueHeads = valueOf(keyValueHeads_);
    network.position = neural::positionNames.value(selected(position_));
    network.norm = neural::normNames.value(selected(norm_));
    network.normPlace = neural::normPlaceNames.value(selected(normPlace_));
    network.feedForward = neural::feedForwardNames.value(selected(feedForward_));
    network.parallel = parallel_->isChecked();
    network.tiedOutput = tiedOutput_->isChecked();
    network.experts.count = valueOf(experts_);
    network.experts.chosen = valueOf(chosenExperts_);
    network.experts.shared = valueOf(sharedExperts_);
}

void NetworkFields::fill(neural::RunSpec& spec) const {
    const neural::RunSpec usual = neural::usualRun(architecture());
    spec.architecture = usual.architecture;
    switch (neural::familyOf(spec.architecture)) {
    case Family::Bengio:
        spec.bengio = {valueOf(contextLength_), valueOf(embeddingSize_), valueOf(hiddenWidth_),
                       direct_->isChecked()};
        break;
    case Family::Recurrent:
        spec.recurrent = {valueOf(contextLength_), valueOf(embeddingSize_), valueOf(hiddenWidth_),
                          valueOf(layers_), dropout_->value()};
        break;
    case Family::Transformer:
        spec.transformer = usual.transformer;
        fillTransformer(spec.transformer);
        break;
    }
}

QVariantMap NetworkFields::state() const {
    QVariantMap state{{architecture_->objectName(), architecture_->currentData()}};
    for (const Row& row : rows_) {
        const QString name = row.field->objectName();
        if (const auto* spin = qobject_cast<QSpinBox*>(row.field))
            state[name] = spin->value();
        else if (const auto* number = qobject_cast<QDoubleSpinBox*>(row.field))
            state[name] = number->value();
        else if (const auto* check = qobject_cast<QCheckBox*>(row.field))
            state[name] = check->isChecked();
        else if (const auto* combo = qobject_cast<QComboBox*>(row.field))
            state[name] = combo->currentData();
    }
    return state;
}

void NetworkFields::setState(const QVariantMap& state) {
    const int index = architecture_->findData(state.value(architecture_->objectName()));
    if (index >= 0)
        architecture_->setCurrentIndex(index);
    for (const Row& row : rows_) {
        const QVariant value = state.value(row.field->objectName());
        if (!value.isValid())
            continue;
        if (auto* spin = qobject_cast<QSpinBox*>(row.field))
            spin->setValue(value.toInt());
        else if (auto* number = qobject_cast<QDoubleSpinBox*>(row.field))
            number->setValue(value.toDouble());
        else if (auto* check = qobject_cast<QCheckBox*>(row.field))
            check->setChecked(value.toBool());
        else if (auto* combo = qobject_cast<QComboBox*>(row.field))
            combo->setCurrentIndex(std::max(combo->findData(value), 0));
    }
}

} // namespace training
