// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/fine_tune_dialog.h"

#include "app/training/log_spin_box.h"
#include "app/window/field_maker.h"
#include "app/window/text.h"
#include "app/window/workspace.h"
#include "core/library/corpus_store.h"
#include "core/neural/specification/training_names.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QPushButton>
#include <QStandardItemModel>

#include <algorithm>
#include <utility>

namespace training {

namespace {

using neural::TrainingTask;

QString nameOf(TrainingTask task) {
    return window::toQString(neural::taskNames.name(task));
}

} // namespace

FineTuneDialog::FineTuneDialog(window::Workspace& workspace, std::vector<FineTuningBase> bases,
                               QWidget* parent)
    : QDialog(parent), workspace_(workspace), bases_(std::move(bases)) {
    setObjectName("fineTuneDialog");
    setWindowTitle(tr("Fine-Tune"));
    form_ = new QFormLayout(this);
    const window::FieldMaker make(form_);
    model_ = make.add<QComboBox>("fineModel", tr("&Model"), tr("Which network is to learn more"));
    for (const FineTuningBase& base : bases_)
        model_->addItem(window::toQString(base.name));
    buildTask(form_);
    buildWeights(form_);
    buildSteps(form_);
    buildButtons(form_);
    connect(task_, &QComboBox::currentIndexChanged, this, &FineTuneDialog::showTask);
    connect(weights_, &QComboBox::currentIndexChanged, this, &FineTuneDialog::showTask);
    connect(corpora_, &QListWidget::itemChanged, this, &FineTuneDialog::showTask);
    connect(model_, &QComboBox::currentIndexChanged, this, &FineTuneDialog::showBase);
    showBase();
}

const FineTuningBase& FineTuneDialog::base() const {
    return bases_[static_cast<std::size_t>(std::max(model_->currentIndex(), 0))];
}

/// What is usual for the chosen network, and what it can learn.
void FineTuneDialog::showBase() {
    auto* items = qobject_cast<QStandardItemModel*>(task_->model());
    for (int row = 0; row < task_->count(); ++row)
        items->item(row)->setEnabled(
            canLearn(neural::taskNames.value(window::toStd(task_->itemData(row).toString()))));
    if (!items->item(task_->currentIndex())->isEnabled())
        task_->setCurrentIndex(0);
    listCorpora();
    checkpoint_->clear();
    checkpoint_->addItem(tr("the last"), false);
    if (base().hasBest)
        checkpoint_->addItem(tr("the best"), true);
    form_->setRowVisible(checkpoint_, base().from.run != 0);
    const bool canAdapt = neural::familyOf(base().spec.architecture) == neural::Family::Transformer;
    weights_->setEnabled(canAdapt);
    if (!canAdapt)
        weights_->setCurrentIndex(0);
    const neural::TrainingSpec& training = base().spec.training;
    alpha_->setValue(training.adapters.alpha);
    beta_->setValue(training.preferenceBeta);
    // What has been learnt is kept better by smaller steps than those that it took to learn it.
    rate_->setValue(training.learningRate / 10);
    steps_->setValue(
        static_cast<int>(std::min<std::uint64_t>(training.steps, std::uint64_t{1'000'000'000})));
    showTask();
}

void FineTuneDialog::buildTask(QFormLayout* form) {
    const window::FieldMaker make(form);
    task_ = make.combo("fineTask", tr("&Learn"), tr("What the network is to learn"),
                       {{tr("More text"), nameOf(TrainingTask::Text)},
                        {tr("Replies in conversations"), nameOf(TrainingTask::Conversations)},
                        {tr("Labels of texts"), nameOf(TrainingTask::Labels)},
                        {tr("Preferred replies (DPO)"), nameOf(TrainingTask::Preferences)}});
    wanted_ = new QLabel(this);
    wanted_->setObjectName("fineWanted");
    wanted_->setTextFormat(Qt::PlainText);
    wanted_->setWordWrap(true);
    // Room for the longest, so that nothing jumps when another task is chosen.
    wanted_->setMinimumHeight(wanted_->fontMetrics().lineSpacing() * 4);
    wanted_->setMinimumWidth(wanted_->fontMetrics().averageCharWidth() * 60);
    wanted_->setAlignment(Qt::AlignTop);
    form->addRow(wanted_);
    corpora_ = make.list("fineCorpora", tr("&Corpora"), tr("What it is to learn from"));
    checkpoint_ =
        make.add<QComboBox>("fineCheckpoint", tr("Chec&kpoint"), tr("Whose weights are the first"));
}

void FineTuneDialog::buildWeights(QFormLayout* form) {
    const window::FieldMaker make(form);
    weights_ = make.combo("fineWeights", tr("&Weights"),
                          tr("All weights change, or small matrices that are added to them: these "
                             "take less memory and forget less"),
                          {{tr("All"), QString()}, {tr("Low-rank adapters (LoRA)"), "adapters"}});
    constexpr int usualRank = 8;
    rank_ = make.spin("fineRank", tr("&Rank"),
                      tr("r: the adapters' matrices are so many numbers wide"), 1, 4096, usualRank);
    alpha_ = make.add<LogSpinBox>("fineAlpha", tr("&Alpha"),
                                  tr("α: what adapters add is multiplied by α / r"));
    alpha_->setRange(1e-3, 1e4);
    alpha_->setAlignment(Qt::AlignRight);
    beta_ = make.add<LogSpinBox>("fineBeta", tr("&Beta"),
                                 tr("β: how closely the network stays with what it was"));
    beta_->setRange(1e-4, 100);
    beta_->setAlignment(Qt::AlignRight);
}

void FineTuneDialog::buildSteps(QFormLayout* form) {
    const window::FieldMaker make(form);
    rate_ = make.add<LogSpinBox>("fineRate", tr("L&earning rate"),
                                 tr("Smaller steps keep more of what has been learnt"));
    rate_->setRange(1e-8, 100);
    rate_->setAlignment(Qt::AlignRight);
    steps_ = make.spin("fineSteps", tr("&Steps"), tr("Steps to train for"), 1, 1'000'000'000, 1);
}

void FineTuneDialog::buildButtons(QFormLayout* form) {
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    start_ = buttons->addButton(tr("S&tart"), QDialogButtonBox::AcceptRole);
    start_->setObjectName("fineStart");
    start_->setDefault(true);
    form->addRow(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        emit startRequested(request());
        accept();
    });
}

/// The newest that the run has not learnt from is the likeliest wish.
void FineTuneDialog::listCorpora() {
    const QSignalBlocker blocker(corpora_);
    corpora_->clear();
    const std::vector<std::int64_t>& seen = base().corpora;
    bool anyChosen = false;
    for (const library::Corpus& corpus : workspace_.library().corpora().list()) {
        if (!corpus.ready)
            continue;
        const bool known = std::find(seen.begin(), seen.end(), corpus.id) != seen.end();
        auto* item = new QListWidgetItem(window::toQString(corpus.name), corpora_);
        item->setData(Qt::UserRole, QVariant::fromValue<qlonglong>(corpus.id));
        item->setFlags(item->flags() | Qt::ItemIsUserCheckable);
        item->setCheckState(known || anyChosen ? Qt::Unchecked : Qt::Checked);
        anyChosen = anyChosen || !known;
    }
}

TrainingTask FineTuneDialog::task() const {
    return neural::taskNames.value(window::toStd(task_->currentData().toString()));
}

bool FineTuneDialog::canLearn(TrainingTask task) const {
    neural::RunSpec spec = base().spec;
    spec.training.task = task;
    spec.training.adapters.rank = 0;
    // Which labels is told by the table.
    spec.transformer.labels = task == TrainingTask::Labels ? 2 : 0;
    spec.labels.assign(spec.transformer.labels, {});
    try {
        neural::requireValid(spec);
    } catch (const base::InputError&) {
        return false;
    }
    return true;
}

void FineTuneDialog::showTask() {
    switch (task()) {
    case TrainingTask::Text:
        wanted_->setText(tr("The network and its vocabulary stay; tokens that it does not know are "
                            "read as <unk>. How it forgets the old text is measured."));
        break;
    case TrainingTask::Conversations:
        wanted_->setText(tr("The corpora are JSON Lines: on each line an object with “messages”, "
                            "each with a “role” (system, user, assistant) and a “content”. The "
                            "loss is that of the assistant's messages alone; the model then chats "
                            "with turns."));
        break;
    case TrainingTask::Labels:
        wanted_->setText(tr("The corpora are tables (CSV or TSV) with the columns “text” and "
                            "“label”. A new layer tells the label; the Inspect page shows what it "
                            "says of a text, and how often it is right."));
        break;
    case TrainingTask::Preferences:
        wanted_->setText(tr("The corpora are JSON Lines: on each line an object with “prompt”, "
                            "“chosen” and “rejected”. The chat page writes such a file from the "
                            "replies that you have rated."));
        break;
    }
    const bool adapts = !weights_->currentData().toString().isEmpty();
    rank_->setEnabled(adapts);
    alpha_->setEnabled(adapts);
    beta_->setEnabled(task() == TrainingTask::Preferences);
    start_->setEnabled(!chosen().empty());
}

std::vector<std::int64_t> FineTuneDialog::chosen() const {
    std::vector<std::int64_t> ids;
    for (int row = 0; row < corpora_->count(); ++row)
        if (corpora_->item(row)->checkState() == Qt::Checked)
            ids.push_back(corpora_->item(row)->data(Qt::UserRole).toLongLong());
    return ids;
}

tasks::NeuralRequest FineTuneDialog::request() const {
    tasks::NeuralRequest request;
    request.library = workspace_.folder();
    request.corpora = chosen();
    request.spec = base().spec;
    neural::TrainingSpec& training = request.spec.training;
    training.task = task();
    const bool adapts = !weights_->currentData().toString().isEmpty();
    training.adapters.rank = adapts ? static_cast<unsigned>(rank_->value()) : 0;
    training.adapters.alpha = alpha_->value();
    training.preferenceBeta = beta_->value();
    training.learningRate = rate_->value();
    training.steps = static_cast<std::uint64_t>(steps_->value());
    request.from = base().from;
    request.from->best = checkpoint_->currentData().toBool();
    return request;
}

} // namespace training
