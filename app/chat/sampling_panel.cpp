// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/chat/sampling_panel.h"

#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QRandomGenerator>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>

#include <algorithm>

namespace chatui {

namespace {

constexpr int most = 999'999'999;

} // namespace

SamplingPanel::SamplingPanel(QWidget* parent) : QWidget(parent) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    const auto add = [this, row](QAbstractSpinBox* field, const char* name, const QString& label,
                                 const QString& tip) {
        auto* caption = new QLabel(label, this);
        caption->setBuddy(field);
        caption->setToolTip(tip);
        field->setObjectName(name);
        field->setAccessibleName(QString(label).remove('&'));
        field->setToolTip(tip);
        field->setAlignment(Qt::AlignRight);
        row->addWidget(caption);
        row->addWidget(field);
    };
    temperature_ = new QDoubleSpinBox(this);
    temperature_->setRange(0, 10);
    temperature_->setSingleStep(0.1);
    add(temperature_, "temperature", tr("Temper&ature"),
        tr("Below 1 the likely tokens become likelier; 0 always takes the likeliest"));
    topK_ = new QSpinBox(this);
    topK_->setRange(0, 100'000);
    topK_->setSpecialValueText(tr("all"));
    add(topK_, "topK", tr("Top-&k"), tr("Draws from the k most probable tokens only"));
    topP_ = new QDoubleSpinBox(this);
    topP_->setRange(0.01, 1);
    topP_->setSingleStep(0.05);
    add(topP_, "topP", tr("Top-&p"),
        tr("Draws from the fewest tokens that together have this probability"));
    seed_ = new QSpinBox(this);
    seed_->setRange(0, most);
    add(seed_, "seed", tr("S&eed"), tr("The same seed gives the same reply"));
    auto* draw = new QToolButton(this);
    draw->setObjectName("newSeed");
    draw->setText(tr("New"));
    draw->setToolTip(tr("Draws another seed"));
    draw->setAccessibleName(tr("New seed"));
    row->addWidget(draw);
    length_ = new QSpinBox(this);
    length_->setRange(1, 100'000);
    add(length_, "length", tr("&Length"), tr("A reply has at most this many tokens"));
    row->addStretch();
    setSpec({});

    connect(draw, &QToolButton::clicked, this,
            [this] { seed_->setValue(QRandomGenerator::global()->bounded(1'000'000)); });
    for (auto* spin : {temperature_, topP_})
        connect(spin, &QDoubleSpinBox::valueChanged, this, &SamplingPanel::edited);
    for (auto* spin : {topK_, seed_, length_})
        connect(spin, &QSpinBox::valueChanged, this, &SamplingPanel::edited);
}

lm::SamplingSpec SamplingPanel::spec() const {
    lm::SamplingSpec spec;
    spec.temperature = temperature_->value();
    spec.topK = static_cast<std::size_t>(topK_->value());
    spec.topP = topP_->value();
    spec.seed = static_cast<std::uint64_t>(seed_->value());
    spec.length = static_cast<std::size_t>(length_->value());
    return spec;
}

void SamplingPanel::setSpec(const lm::SamplingSpec& spec) {
    const auto clamped = [](std::uint64_t value) {
        return static_cast<int>(std::min<std::uint64_t>(value, most));
    };
    const QSignalBlocker blockers[] = {QSignalBlocker(temperature_), QSignalBlocker(topK_),
                                       QSignalBlocker(topP_), QSignalBlocker(seed_),
                                       QSignalBlocker(length_)};
    temperature_->setValue(spec.temperature);
    topK_->setValue(clamped(spec.topK));
    topP_->setValue(spec.topP);
    seed_->setValue(clamped(spec.seed));
    length_->setValue(clamped(spec.length));
}

} // namespace chatui
