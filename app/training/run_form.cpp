// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/run_form.h"

#include "app/training/log_spin_box.h"
#include "app/training/parameter_text.h"
#include "app/training/vocabulary_size.h"
#include "app/window/field_maker.h"
#include "app/window/text.h"
#include "app/window/text_fields.h"
#include "app/window/workspace.h"
#include "core/library/corpus_store.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <set>

namespace training {

RunForm::RunForm(window::Workspace& workspace, QWidget* parent)
    : QWidget(parent), workspace_(workspace), vocabulary_(new VocabularySize(workspace, this)) {
    // Before the fields hear of it and ask anew.
    connect(&workspace_, &window::Workspace::corporaChanged, vocabulary_, &VocabularySize::forget);
    auto* fields = new QWidget(this);
    auto* form = new QFormLayout(fields);
    form->setContentsMargins(0, 0, 6, 0);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    text_ = new window::TextFields(workspace, form, text::TokenizerKind::Characters);
    connect(text_, &window::TextFields::edited, this, &RunForm::onEdited);
    addNetworkFields(form);
    addTrainingFields(form);

    auto* scroll = new QScrollArea(this);
    scroll->setWidget(fields);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setMinimumWidth(fields->minimumSizeHint().width() + 24);

    parameters_ = new QLabel(this);
    parameters_->setObjectName("parameters");
    parameters_->setWordWrap(true);
    parameters_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    problem_ = new QLabel(this);
    problem_->setObjectName("problem");
    problem_->setWordWrap(true);
    start_ = new QPushButton(tr("&Start"), this);
    start_->setObjectName("start");
    start_->setToolTip(tr("Train a new network as described above"));

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(scroll, 1);
    column->addWidget(parameters_);
    column->addWidget(problem_);
    column->addWidget(start_);

    connect(start_, &QPushButton::clicked, this, [this] { emit startRequested(request()); });
    connect(vocabulary_, &VocabularySize::found, this, [this](quint64 size) {
        counting_ = false;
        vocabularySize_ = size;
        showParameters();
    });
    connect(vocabulary_, &VocabularySize::counting, this, [this] {
        counting_ = true;
        vocabularySize_.reset();
        showParameters();
    });
    connect(vocabulary_, &VocabularySize::failed, this, [this](const QString& reason) {
        counting_ = false;
        vocabularySize_.reset();
        showParameters();
        parameters_->setText(reason);
    });
    onEdited();
}

void RunForm::addNetworkFields(QFormLayout* form) {
    const window::FieldMaker make(form);
    const neural::BengioSpec usual;
    architecture_ = make.combo(
        "architecture", tr("&Architecture"),
        tr("Bengio et al. 2003, A neural probabilistic language model, JMLR 3:1137-1155"),
        {{tr("Bengio 2003"), "bengio"}});
    contextLength_ = make.spin("contextLength", tr("Conte&xt length"),
                               tr("n−1 in the paper: how many tokens before it the network sees"),
                               1, 64, static_cast<int>(usual.contextLength));
    embeddingSize_ = make.spin("embeddingSize", tr("E&mbedding size"),
                               tr("m in the paper: the numbers that stand for one token"), 1, 4096,
                               static_cast<int>(usual.embeddingSize));
    hiddenWidth_ = make.spin("hiddenWidth", tr("&Hidden width"),
                             tr("h in the paper: the units of the tanh layer"), 1, 16384,
                             static_cast<int>(usual.hiddenWidth));
    direct_ = make.check("direct", tr("Direct connections"),
                         tr("W in the paper: from the embeddings straight to the output"));

    connect(contextLength_, &QSpinBox::valueChanged, this, &RunForm::showParameters);
    connect(embeddingSize_, &QSpinBox::valueChanged, this, &RunForm::showParameters);
    connect(hiddenWidth_, &QSpinBox::valueChanged, this, &RunForm::showParameters);
    connect(direct_, &QCheckBox::toggled, this, &RunForm::showParameters);
}

void RunForm::addTrainingFields(QFormLayout* form) {
    const window::FieldMaker make(form);
    const neural::TrainingSpec usual;
    steps_ = make.spin("steps", tr("Ste&ps"), tr("How many batches to learn from"), 1, 100'000'000,
                       static_cast<int>(usual.steps));
    steps_->setGroupSeparatorShown(true);
    batchSize_ = make.spin("batchSize", tr("&Batch size"), tr("Predictions in one step"), 1, 65536,
                           static_cast<int>(usual.batchSize));
    learningRate_ = make.add<LogSpinBox>("learningRate", tr("&Learning rate"),
                                         tr("ε in the paper: how far one step goes. The arrow keys "
                                            "go 0.001, 0.002, 0.005, 0.01, …"));
    learningRate_->setRange(1e-8, 100);
    learningRate_->setValue(usual.learningRate);
    optimizer_ = make.combo("optimizer", tr("&Optimiser"),
                            tr("SGD is the paper's; AdamW needs less care with the learning rate"),
                            {{tr("AdamW"), "adamw"}, {tr("SGD"), "sgd"}});
    seed_ = make.spin("seed", tr("S&eed"), tr("The same seed gives the same run"), 0, 2'147'483'647,
                      static_cast<int>(usual.seed));
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
    for (auto* interval : {validationInterval_, checkpointInterval_})
        interval->setSuffix(tr(" steps"));
    name_ = make.add<QLineEdit>("name", tr("&Name"), tr("Of the run and the model that it makes"));
    name_->setPlaceholderText(tr("Made from the corpus"));

    for (auto* spin : {steps_, batchSize_, seed_, validationInterval_, checkpointInterval_})
        connect(spin, &QSpinBox::valueChanged, this, &RunForm::showParameters);
    connect(learningRate_, &QDoubleSpinBox::valueChanged, this, &RunForm::showParameters);
    connect(validationShare_, &QDoubleSpinBox::valueChanged, this, &RunForm::showParameters);
}

tasks::NeuralRequest RunForm::request() const {
    tasks::NeuralRequest request;
    request.library = workspace_.folder();
    request.corpora = text_->corpora();
    request.tokenizer = text_->tokenizer();
    request.cut = text_->cut();
    request.spec.architecture = architecture_->currentData().toString().toStdString();
    auto& network = request.spec.bengio;
    network.contextLength = static_cast<unsigned>(contextLength_->value());
    network.embeddingSize = static_cast<unsigned>(embeddingSize_->value());
    network.hiddenWidth = static_cast<unsigned>(hiddenWidth_->value());
    network.directConnections = direct_->isChecked();
    auto& training = request.spec.training;
    training.steps = static_cast<std::uint64_t>(steps_->value());
    training.batchSize = static_cast<unsigned>(batchSize_->value());
    training.learningRate = learningRate_->value();
    training.optimizer = optimizer_->currentData().toString() == "sgd" ? neural::Optimizer::Sgd
                                                                       : neural::Optimizer::AdamW;
    training.seed = static_cast<std::uint64_t>(seed_->value());
    training.validationShare = validationShare_->value() / 100;
    training.validationInterval = static_cast<std::uint64_t>(validationInterval_->value());
    training.checkpointInterval = static_cast<std::uint64_t>(checkpointInterval_->value());
    request.name = window::toStd(name_->text().trimmed());
    return request;
}

void RunForm::onEdited() {
    const auto wanted = request();
    vocabularySize_.reset();
    counting_ = false;
    if (wanted.corpora.empty())
        vocabulary_->cancel();
    else
        vocabulary_->request(wanted.corpora, wanted.tokenizer, wanted.cut);
    showParameters();
}

QString RunForm::problem() const {
    const auto wanted = request();
    if (const QString missing = text_->problem(); !missing.isEmpty())
        return missing;
    try {
        neural::requireValid(wanted.spec);
    } catch (const std::exception& error) {
        return window::describe(error);
    }
    return {};
}

void RunForm::showParameters() {
    if (vocabularySize_)
        parameters_->setText(parameterText(request().spec.bengio, *vocabularySize_));
    else
        parameters_->setText(counting_ ? tr("Counting the vocabulary…") : QString());
    const QString reason = problem();
    problem_->setText(reason);
    problem_->setVisible(!reason.isEmpty());
    start_->setEnabled(reason.isEmpty());
}

QVariantMap RunForm::state() const {
    QVariantMap state = text_->state();
    state[optimizer_->objectName()] = optimizer_->currentData();
    state[direct_->objectName()] = direct_->isChecked();
    for (const auto* spin : {contextLength_, embeddingSize_, hiddenWidth_, steps_, batchSize_,
                             seed_, validationInterval_, checkpointInterval_})
        state[spin->objectName()] = spin->value();
    for (const QDoubleSpinBox* spin :
         {static_cast<QDoubleSpinBox*>(learningRate_), validationShare_})
        state[spin->objectName()] = spin->value();
    state[name_->objectName()] = name_->text();
    return state;
}

void RunForm::setState(const QVariantMap& state) {
    text_->setState(state);
    if (const int index = optimizer_->findData(state.value(optimizer_->objectName())); index >= 0)
        optimizer_->setCurrentIndex(index);
    direct_->setChecked(state.value(direct_->objectName(), direct_->isChecked()).toBool());
    for (auto* spin : {contextLength_, embeddingSize_, hiddenWidth_, steps_, batchSize_, seed_,
                       validationInterval_, checkpointInterval_})
        spin->setValue(state.value(spin->objectName(), spin->value()).toInt());
    for (QDoubleSpinBox* spin : {static_cast<QDoubleSpinBox*>(learningRate_), validationShare_})
        spin->setValue(state.value(spin->objectName(), spin->value()).toDouble());
    name_->setText(state.value(name_->objectName()).toString());
}

} // namespace training
