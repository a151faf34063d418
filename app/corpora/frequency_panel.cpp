// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/corpora/frequency_panel.h"

#include "app/jobs/job_manager.h"
#include "app/window/table_view.h"
#include "app/window/text.h"
#include "app/window/workspace.h"
#include "core/library/corpus_store.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

namespace corpora {

namespace {

QString kindName(text::TokenizerKind kind) {
    switch (kind) {
    case text::TokenizerKind::Characters:
        return FrequencyPanel::tr("Characters");
    case text::TokenizerKind::Graphemes:
        return FrequencyPanel::tr("Grapheme clusters");
    case text::TokenizerKind::Words:
        return FrequencyPanel::tr("Words");
    case text::TokenizerKind::Whitespace:
        return FrequencyPanel::tr("Between spaces");
    case text::TokenizerKind::Bytes:
        return FrequencyPanel::tr("Bytes");
    case text::TokenizerKind::Bpe: // only of a model that was made elsewhere
    case text::TokenizerKind::WordPiece:
    case text::TokenizerKind::Unigram:
        break;
    }
    return {};
}

} // namespace

FrequencyPanel::FrequencyPanel(window::Workspace& workspace, QWidget* parent)
    : QWidget(parent),
      workspace_(&workspace),
      kind_(new QComboBox),
      filter_(new QLineEdit),
      state_(new QLabel),
      table_(new window::TableView),
      model_(new FrequencyModel(this)) {
    for (const auto kind : text::allTokenizerKinds())
        kind_->addItem(kindName(kind), int(kind));
    kind_->setCurrentIndex(kind_->findData(int(text::TokenizerKind::Words)));
    kind_->setAccessibleName(tr("Tokenizer"));
    kind_->setObjectName(QStringLiteral("frequencyTokenizer"));
    filter_->setPlaceholderText(tr("Filter tokens"));
    filter_->setAccessibleName(tr("Filter tokens"));
    filter_->setClearButtonEnabled(true);
    filter_->setObjectName(QStringLiteral("frequencyFilter"));
    state_->setObjectName(QStringLiteral("frequencyState"));
    table_->setObjectName(QStringLiteral("frequencyTable"));
    table_->setAccessibleName(tr("Token frequencies"));
    table_->setModel(model_);
    table_->horizontalHeader()->setSortIndicator(FrequencyModel::Rank, Qt::AscendingOrder);
    table_->setSortingEnabled(true);
    table_->horizontalHeader()->setStretchLastSection(false);
    table_->setColumnWidth(FrequencyModel::Token, 220);
    table_->setColumnWidth(FrequencyModel::CumulativeShare, 160);
    table_->horizontalHeader()->setStretchLastSection(false); // a number beside its neighbours

    auto* label = new QLabel(tr("To&kenizer:"));
    label->setBuddy(kind_);
    auto* top = new QHBoxLayout;
    top->addWidget(label);
    top->addWidget(kind_);
    top->addWidget(filter_, 1);
    top->addWidget(state_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(6, 6, 6, 6);
    column->addLayout(top);
    column->addWidget(table_, 1);

    connect(kind_, qOverload<int>(&QComboBox::currentIndexChanged), this, &FrequencyPanel::load);
    connect(filter_, &QLineEdit::textChanged, this, &FrequencyPanel::query);
    connect(model_, &FrequencyModel::sortRequested, this, [this](int by, Qt::SortOrder order) {
        query_.column = by;
        query_.order = order;
        query();
    });
}

void FrequencyPanel::showCorpus(std::int64_t corpus, bool ready) {
    corpus_ = corpus;
    ready_ = ready;
    load();
}

void FrequencyPanel::load() {
    stopWork();
    counted_.reset();
    error_.clear();
    model_->setRows({}, {});
    showState();
    if (corpus_ == 0 || !ready_)
        return;
    text::TokenizerSpec spec;
    spec.kind = static_cast<text::TokenizerKind>(kind_->currentData().toInt());
    const bool stored = spec == text::TokenizerSpec{};
    auto work = [folder = workspace_->folder(), id = corpus_, spec,
                 stored](base::Progress& progress, const std::stop_token& stop) {
        library::Library library(folder);
        if (stored)
            return std::make_shared<const FrequencyTable>(library.corpora().frequencies(id));
        auto documents = library.corpora().documents(id);
        for (const auto& document : documents)
            corpus::requireUnchanged(document);
        return std::make_shared<const FrequencyTable>(
            corpus::countTokens(documents, spec, progress, stop));
    };
    const QString title =
        stored ? tr("Read frequencies") : tr("Count %1").arg(kind_->currentText().toLower());
    jobs::Job* job = workspace_->jobManager().start(
        title, stored ? jobs::JobManager::Quiet : jobs::JobManager::NoOptions, std::move(work),
        this, [this](std::shared_ptr<const FrequencyTable> table) { counted_ = std::move(table); });
    loading_ = job;
    // An older job still ends after it was replaced: only the one that counts is listened to.
    connect(job, &jobs::Job::finished, this, [this, job] {
        if (loading_ == job) {
            loading_.clear();
            query();
        }
    });
    connect(job, &jobs::Job::cancelled, this, [this, job] {
        if (loading_ == job) {
            loading_.clear();
            error_ = tr("Counting was stopped. Choose a tokenizer to count again.");
            showState();
        }
    });
    connect(job, &jobs::Job::failed, this, [this, job](const QString& error) {
        if (loading_ == job) {
            loading_.clear();
            error_ = error;
            showState();
        }
    });
    showState();
}

void FrequencyPanel::query() {
    query_.filter = filter_->text();
    if (selecting_)
        selecting_->stop();
    selecting_.clear();
    if (!counted_)
        return;
    selecting_ = workspace_->jobManager().start(
        tr("Sort frequencies"), jobs::JobManager::Quiet,
        [table = counted_, query = query_](base::Progress&, const std::stop_token& stop) {
            return std::pair(table, select(*table, query, stop));
        },
        this,
        [this](std::pair<std::shared_ptr<const FrequencyTable>, std::vector<std::uint32_t>> found) {
            if (found.first == counted_) {
                model_->setRows(std::move(found.first), std::move(found.second));
                showState();
            }
        });
}

void FrequencyPanel::showState() {
    if (loading_)
        state_->setText(tr("Counting…"));
    else if (!error_.isEmpty())
        state_->setText(error_);
    else if (corpus_ != 0 && !ready_)
        state_->setText(tr("The corpus is being imported."));
    else if (!counted_)
        state_->clear();
    else if (filter_->text().isEmpty())
        state_->setText(tr("%1 types, %2 tokens")
                            .arg(window::formatCount(counted_->frequencies.counts.size()),
                                 window::formatCount(counted_->frequencies.tokens)));
    else
        state_->setText(tr("%1 of %2 types")
                            .arg(window::formatCount(std::uint64_t(model_->rowCount())),
                                 window::formatCount(counted_->frequencies.counts.size())));
}

void FrequencyPanel::find() {
    filter_->setFocus(Qt::ShortcutFocusReason);
    filter_->selectAll();
}

bool FrequencyPanel::stopWork() {
    if (selecting_)
        selecting_->stop();
    if (!loading_)
        return false;
    loading_->stop();
    return true;
}

} // namespace corpora
