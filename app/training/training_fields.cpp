// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/training_fields.h"

#include "app/training/log_spin_box.h"
#include "app/window/field_maker.h"
#include "app/window/text.h"
#include "core/neural/compute/precision.h"
#include "core/neural/specification/training_names.h"

#include <QPushButton>

namespace training {

namespace {

/// A person at a screen likes to see what the model says.
constexpr int usualSampleInterval = 100;

QDoubleSpinBox* addNumber(const window::FieldMaker& make, const char* name, const QString& label,
                          const QString& tip, double most, double step, double value) {
    auto* field = make.add<QDoubleSpinBox>(name, label, tip);
    field->setRange(0, most);
    field->setSingleStep(step);
    field->setDecimals(3);
    field->setValue(value);
    field->setAlignment(Qt::AlignRight);
    return field;
}

QDoubleSpinBox* addBeta(const window::FieldMaker& make, const char* name, const QString& label,
                        const QString& tip, double value) {
    auto* field = make.add<QDoubleSpinBox>(name, label, tip);
    field->setDecimals(4);
    field->setRange(0, 0.9999);
    field->setSingleStep(0.01);
    field->setValue(value);
    field->setAlignment(Qt::AlignRight);
    return field;
}

} // namespace

TrainingFields::TrainingFields(QFormLayout* form) : QObject(form->parentWidget()), form_(form) {
    const window::FieldMaker make(form);
    addSteps(make);
    addOptimizer(make);
    addIntervals(make);
    showRows();
    const auto changed = [this] {
        showRows();
        emit edited();
    };
    for (auto* spin : spins())
        connect(spin, &QSpinBox::valueChanged, this, changed);
    for (auto* number : numbers())
        connect(number, &QDoubleSpinBox::valueChanged, this, changed);
    for (auto* combo : {schedule_, optimizer_, precision_})
        connect(combo, &QComboBox::currentIndexChanged, this, changed);
}

void TrainingFields::addSteps(const window::FieldMaker& make) {
    const neural::TrainingSpec usual;
    steps_ = make.spin("steps", tr("Ste&ps"), tr("How many batches to learn from"), 1, 100'000'000,
                       static_cast<int>(usual.steps));
    steps_->setGroupSeparatorShown(true);
    batchSize_ =
        make.spin("batchSize", tr("&Batch size"),
                  tr("Computed at once: predictions of Bengio's network, rows of tokens of "
                     "the others"),
                  1, 65536, static_cast<int>(usual.batchSize));
    accumulation_ = make.spin("accumulation", tr("Batches in a step"),
                              tr("A step of several batches learns as from a large one, in the "
                                 "memory of a small one"),
                              1, 65536, static_cast<int>(usual.accumulation));
}

void TrainingFields::addOptimizer(const window::FieldMaker& make) {
    const neural::TrainingSpec usual;
    learningRate_ = make.add<LogSpinBox>("learningRate", tr("&Learning rate"),
                                         tr("ε in the paper: how far one step goes. The arrow keys "
                                            "go 0.001, 0.002, 0.005, 0.01, …"));
    learningRate_->setRange(1e-8, 100);
    learningRate_->setValue(usual.learningRate);
    auto* find = new QPushButton(tr("Find a Rate…"), form_->parentWidget());
    find->setObjectName("findRate");
    find->setToolTip(tr("Lets the rate grow from step to step and draws the loss over it"));
    form_->addRow(QString(), find);
    connect(find, &QPushButton::clicked, this, &TrainingFields::rateTestRequested);
    schedule_ = make.combo(
        "schedule", tr("Schedule"),
        tr("How the learning rate goes on: to a tenth at the last step in a "
           "straight line or along a cosine, or as it is"),
        {{tr("Constant"), "constant"}, {tr("Linear"), "linear"}, {tr("Cosine"), "cosine"}});
    warmupSteps_ = make.spin("warmupSteps", tr("Warm-up"),
                             tr("Steps in which the learning rate climbs from nothing"), 0,
                             10'000'000, static_cast<int>(usual.warmupSteps));
    optimizer_ = make.combo("optimizer", tr("&Optimiser"),
                            tr("SGD is the paper's; AdamW needs less care with the learning rate"),
                            {{tr("AdamW"), "adamw"}, {tr("SGD"), "sgd"}});
    precision_ = make.combo(
        "precision", tr("Precision"),
        neural::hasBfloat16Products()
            ? tr("What the products of a step are computed in: bfloat16 rounds what is multiplied "
                 "to 8 bits, which this processor does faster. Weights and sums stay in single "
                 "precision.")
            : tr("What the products of a step are computed in: bfloat16 rounds what is multiplied "
                 "to 8 bits. This processor has no such products: it learns the same, no faster."),
        {{tr("Single (float32)"), "float32"}, {tr("bfloat16"), "bfloat16"}});
    beta1_ = addBeta(make, "beta1", tr("β₁"),
                     tr("How much of AdamW's mean of gradients a step keeps: 0.9 looks back on "
                        "about 10 steps"),
                     usual.beta1);
    beta2_ = addBeta(make, "beta2", tr("β₂"),
                     tr("How much of AdamW's mean of squared gradients a step keeps: 0.999 looks "
                        "back on about 1,000 steps; short runs of transformers take 0.95 to 0.99"),
                     usual.beta2);
    weightDecay_ = addNumber(make, "weightDecay", tr("Weight decay"),
                             tr("How strongly AdamW draws the weights of matrices towards 0"), 10,
                             0.01, usual.weightDecay);
    gradientClip_ = addNumber(make, "gradientClip", tr("Gradient clipping"),
                              tr("The gradient's norm at most, so that no single step goes far"),
                              1'000'000, 0.5, usual.gradientClip);
    gradientClip_->setSpecialValueText(tr("none"));
    seed_ = make.spin("seed", tr("S&eed"), tr("The same seed gives the same run"), 0, 2'147'483'647,
                      static_cast<int>(usual.seed));
}

void TrainingFields::addIntervals(const window::FieldMaker& make) {
    const neural::TrainingSpec usual;
    validationShare_ = make.add<QDoubleSpinBox>(
        "validationShare", tr("&Validation share"),
        tr("The end of the text that is kept apart to measure what was learnt"));
    validationShare_->setRange(0, 50);
    validationShare_->setDecimals(1);
    validationShare_->setSuffix(tr(" %"));
    validationShare_->setAlignment(Qt::AlignRight);
    validationShare_->setValue(usual.validationShare * 100);
    validationInterval_ =
        make.spin("validationInterval", tr("Validate every"), tr("Steps between two validations"),
                  1, 10'000'000, static_cast<int>(usual.validationInterval));
    checkpointInterval_ =
        make.spin("checkpointInterval", tr("Checkpoint every"),
                  tr("Steps between two checkpoints; a run goes on from its last"), 1, 10'000'000,
                  static_cast<int>(usual.checkpointInterval));
    keepBest_ = make.check("keepBest", tr("Keep the best checkpoint"),
                           tr("That of the least validation loss, in a file beside the last one"));
    patience_ = make.spin("patience", tr("Patience"),
                          tr("Stops early after so many validations without improvement; the model "
                             "is the best that there was"),
                          0, 1'000'000, static_cast<int>(usual.patience));
    patience_->setSpecialValueText(tr("no early stop"));
    patience_->setSuffix(tr(" validations"));
    minImprovement_ = addNumber(make, "minImprovement", tr("Least improvement"),
                                tr("Nats that the validation loss must fall by to be better"), 100,
                                0.01, usual.minImprovement);
    sampleInterval_ = make.spin("sampleInterval", tr("Sample every"),
                                tr("Steps between two samples of what the model says"), 0,
                                10'000'000, usualSampleInterval);
    sampleInterval_->setSpecialValueText(tr("never"));
    for (auto* interval : {validationInterval_, checkpointInterval_, sampleInterval_, warmupSteps_})
        interval->setSuffix(tr(" steps"));
}

void TrainingFields::showRows() {
    const bool isAdamW = optimizer_->currentData().toString() == "adamw";
    for (auto* field : {beta1_, beta2_, weightDecay_})
        form_->setRowVisible(field, isAdamW);
    form_->setRowVisible(minImprovement_, patience_->value() > 0);
}

QList<QSpinBox*> TrainingFields::spins() const {
    return {steps_,   batchSize_,          accumulation_,       warmupSteps_,
            seed_,    validationInterval_, checkpointInterval_, sampleInterval_,
            patience_};
}

QList<QDoubleSpinBox*> TrainingFields::numbers() const {
    return {learningRate_, beta1_,           beta2_,         weightDecay_,
            gradientClip_, validationShare_, minImprovement_};
}

neural::TrainingSpec TrainingFields::spec() const {
    neural::TrainingSpec spec;
    const auto whole = [](const QSpinBox* field) {
        return static_cast<std::uint64_t>(field->value());
    };
    spec.steps = whole(steps_);
    spec.batchSize = static_cast<unsigned>(batchSize_->value());
    spec.accumulation = static_cast<unsigned>(accumulation_->value());
    spec.learningRate = learningRate_->value();
    spec.schedule = neural::scheduleNames.value(window::toStd(schedule_->currentData().toString()));
    spec.warmupSteps = whole(warmupSteps_);
    spec.optimizer =
        neural::optimizerNames.value(window::toStd(optimizer_->currentData().toString()));
    spec.precision =
        neural::precisionNames.value(window::toStd(precision_->currentData().toString()));
    spec.beta1 = beta1_->value();
    spec.beta2 = beta2_->value();
    spec.weightDecay = weightDecay_->value();
    spec.gradientClip = gradientClip_->value();
    spec.seed = whole(seed_);
    spec.validationShare = validationShare_->value() / 100;
    spec.validationInterval = whole(validationInterval_);
    spec.checkpointInterval = whole(checkpointInterval_);
    spec.keepBest = keepBest_->isChecked();
    spec.patience = whole(patience_);
    spec.minImprovement = minImprovement_->value();
    spec.sampleInterval = whole(sampleInterval_);
    return spec;
}

void TrainingFields::setBatchSize(unsigned size) {
    batchSize_->setValue(static_cast<int>(size));
}

void TrainingFields::setLearningRate(double rate) {
    learningRate_->setValue(rate);
}

QVariantMap TrainingFields::state() const {
    QVariantMap state;
    for (const auto* combo : {schedule_, optimizer_, precision_})
        state[combo->objectName()] = combo->currentData();
    for (const auto* spin : spins())
        state[spin->objectName()] = spin->value();
    for (const auto* number : numbers())
        state[number->objectName()] = number->value();
    state[keepBest_->objectName()] = keepBest_->isChecked();
    return state;
}

void TrainingFields::setState(const QVariantMap& state) {
    for (auto* combo : {schedule_, optimizer_, precision_})
        if (const int index = combo->findData(state.value(combo->objectName())); index >= 0)
            combo->setCurrentIndex(index);
    for (auto* spin : spins())
        spin->setValue(state.value(spin->objectName(), spin->value()).toInt());
    for (auto* number : numbers())
        number->setValue(state.value(number->objectName(), number->value()).toDouble());
    keepBest_->setChecked(state.value(keepBest_->objectName(), keepBest_->isChecked()).toBool());
}

} // namespace training
