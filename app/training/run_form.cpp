// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/run_form.h"

#include "app/training/architecture_drawing.h"
#include "app/training/network_fields.h"
#include "app/training/parameter_text.h"
#include "app/training/preset_cards.h"
#include "app/training/rate_dialog.h"
#include "app/training/run_estimate.h"
#include "app/training/training_fields.h"
#include "app/training/vocabulary_size.h"
#include "app/window/field_maker.h"
#include "app/window/text.h"
#include "app/window/text_fields.h"
#include "app/window/workspace.h"
#include "core/library/corpus_store.h"

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
    auto* rows = new QVBoxLayout(fields);
    rows->setContentsMargins(0, 0, 6, 0);
    auto* form = new QFormLayout;
    rows->addLayout(form);
    // Takes what a tall window has more, or else a text between the fields would.
    rows->addStretch(1);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    text_ = new window::TextFields(workspace, form, text::TokenizerKind::Characters);
    connect(text_, &window::TextFields::edited, this, &RunForm::onEdited);
    addNetwork(form);
    addTraining(form);

    auto* scroll = new QScrollArea(this);
    scroll->setWidget(fields);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setMinimumWidth(fields->minimumSizeHint().width() + 24);

    parameters_ = new QLabel(this);
    parameters_->setObjectName("parameters");
    parameters_->setAccessibleName(tr("Size of the network"));
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

void RunForm::addNetwork(QFormLayout* form) {
    network_ = new NetworkFields(form);
    drawing_ = new ArchitectureDrawing(form->parentWidget());
    drawing_->setObjectName("drawing");
    drawing_->setAccessibleName(tr("Drawing of the network"));
    network_->insertBelowArchitecture(drawing_);
    auto* presets = new QPushButton(tr("All Architectures…"), form->parentWidget());
    presets->setObjectName("presets");
    presets->setToolTip(tr("Each with a drawing, and beside the system that it is named after"));
    network_->insertBelowArchitecture(presets);
    connect(presets, &QPushButton::clicked, this, &RunForm::showPresets);
    connect(network_, &NetworkFields::edited, this, &RunForm::showParameters);
}

void RunForm::addTraining(QFormLayout* form) {
    training_ = new TrainingFields(form);
    connect(training_, &TrainingFields::edited, this, &RunForm::showParameters);
    connect(training_, &TrainingFields::rateTestRequested, this, &RunForm::findRate);
    connect(network_, &NetworkFields::architectureChosen, this,
            [this](const neural::RunSpec& usual) {
                training_->setBatchSize(usual.training.batchSize);
            });
    const window::FieldMaker make(form);
    name_ = make.add<QLineEdit>("name", tr("&Name"), tr("Of the run and the model that it makes"));
    name_->setPlaceholderText(tr("Made from the corpus"));
}

void RunForm::findRate() {
    if (!start_->isEnabled())
        return; // the problem is told below
    auto* dialog = new RateDialog(workspace_, request(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &RateDialog::chosen, training_, &TrainingFields::setLearningRate);
    dialog->open();
}

void RunForm::showPresets() {
    double speed = usualSpeed;
    try {
        speed = measuredSpeed(workspace_.library()).value_or(usualSpeed);
    } catch (const std::exception& error) {
        workspace_.reportError(window::describe(error));
    }
    auto* cards = new PresetCards(vocabularySize_, training_->spec(), speed, this);
    cards->setAttribute(Qt::WA_DeleteOnClose);
    connect(cards, &PresetCards::chosen, network_, &NetworkFields::setArchitecture);
    cards->open();
}

tasks::NeuralRequest RunForm::request() const {
    tasks::NeuralRequest request;
    request.library = workspace_.folder();
    request.corpora = text_->corpora();
    request.tokenizer = text_->tokenizer();
    request.cut = text_->cut();
    network_->fill(request.spec);
    request.spec.training = training_->spec();
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
    drawing_->setSpec(request().spec);
    if (vocabularySize_)
        parameters_->setText(parameterText(request().spec, *vocabularySize_));
    else
        parameters_->setText(counting_ ? tr("Counting the vocabulary…") : QString());
    const QString reason = problem();
    problem_->setText(reason);
    problem_->setVisible(!reason.isEmpty());
    start_->setEnabled(reason.isEmpty());
}

QVariantMap RunForm::state() const {
    QVariantMap state = text_->state();
    state.insert(network_->state());
    state.insert(training_->state());
    state[name_->objectName()] = name_->text();
    return state;
}

void RunForm::setState(const QVariantMap& state) {
    text_->setState(state);
    network_->setState(state);
    training_->setState(state);
    name_->setText(state.value(name_->objectName()).toString());
}

} // namespace training
