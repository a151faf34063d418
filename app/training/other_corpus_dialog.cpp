// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/other_corpus_dialog.h"

#include "app/training/log_spin_box.h"
#include "app/window/text.h"
#include "app/window/workspace.h"
#include "core/library/corpus_store.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSpinBox>

#include <algorithm>
#include <filesystem>
#include <limits>

namespace training {

OtherCorpusDialog::OtherCorpusDialog(window::Workspace& workspace, const library::Run& run,
                                     QWidget* parent)
    : QDialog(parent),
      workspace_(workspace),
      run_(run),
      corpora_(new QListWidget(this)),
      checkpoint_(new QComboBox(this)),
      rate_(new LogSpinBox(this)),
      steps_(new QSpinBox(this)) {
    setObjectName("otherCorpusDialog");
    setWindowTitle(tr("Continue %1 on Another Corpus").arg(window::toQString(run.name)));
    auto* form = new QFormLayout(this);
    auto* what = new QLabel(tr("The network and its vocabulary stay; tokens that it does not know "
                               "are read as <unk>. How it forgets the old text is measured."),
                            this);
    what->setTextFormat(Qt::PlainText);
    what->setWordWrap(true);
    form->addRow(what);

    corpora_->setObjectName("otherCorpora");
    corpora_->setAccessibleName(tr("Corpora"));
    form->addRow(tr("&Corpora:"), corpora_);
    listCorpora();

    checkpoint_->setObjectName("otherCheckpoint");
    checkpoint_->addItem(tr("the last"), false);
    const auto last = workspace.library().runs().checkpoint(run.id);
    if (std::filesystem::exists(neural::bestCheckpoint(last)))
        checkpoint_->addItem(tr("the best"), true);
    form->addRow(tr("Chec&kpoint:"), checkpoint_);

    rate_->setObjectName("otherRate");
    rate_->setRange(1e-8, 100);
    rate_->setAlignment(Qt::AlignRight);
    // What has been learnt is kept better by smaller steps than those that it took to learn it.
    rate_->setValue(run.spec.training.learningRate / 10);
    form->addRow(tr("&Learning rate:"), rate_);
    steps_->setObjectName("otherSteps");
    constexpr int most = 1'000'000'000;
    steps_->setRange(1, most);
    steps_->setAlignment(Qt::AlignRight);
    steps_->setValue(static_cast<int>(std::min<std::uint64_t>(run.spec.training.steps, most)));
    form->addRow(tr("&Steps:"), steps_);

    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    start_ = buttons->addButton(tr("S&tart"), QDialogButtonBox::AcceptRole);
    start_->setObjectName("otherStart");
    start_->setDefault(true);
    form->addRow(buttons);
    const auto showProblem = [this] { start_->setEnabled(!chosen().empty()); };
    showProblem();
    connect(corpora_, &QListWidget::itemChanged, this, showProblem);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        emit startRequested(request());
        accept();
    });
}

/// The newest that the run has not learnt from is the likeliest wish.
void OtherCorpusDialog::listCorpora() {
    bool anyChosen = false;
    for (const library::Corpus& corpus : workspace_.library().corpora().list()) {
        if (!corpus.ready)
            continue;
        const bool known =
            std::find(run_.corpora.begin(), run_.corpora.end(), corpus.id) != run_.corpora.end();
        auto* item = new QListWidgetItem(window::toQString(corpus.name), corpora_);
        item->setData(Qt::UserRole, QVariant::fromValue<qlonglong>(corpus.id));
        item->setFlags(item->flags() | Qt::ItemIsUserCheckable);
        item->setCheckState(known || anyChosen ? Qt::Unchecked : Qt::Checked);
        anyChosen = anyChosen || !known;
    }
}

std::vector<std::int64_t> OtherCorpusDialog::chosen() const {
    std::vector<std::int64_t> ids;
    for (int row = 0; row < corpora_->count(); ++row)
        if (corpora_->item(row)->checkState() == Qt::Checked)
            ids.push_back(corpora_->item(row)->data(Qt::UserRole).toLongLong());
    return ids;
}

tasks::NeuralRequest OtherCorpusDialog::request() const {
    tasks::NeuralRequest request;
    request.library = workspace_.folder();
    request.corpora = chosen();
    request.spec = run_.spec;
    request.spec.training.learningRate = rate_->value();
    request.spec.training.steps = static_cast<std::uint64_t>(steps_->value());
    request.from = tasks::StartFrom{0, run_.id, checkpoint_->currentData().toBool()};
    return request;
}

} // namespace training
