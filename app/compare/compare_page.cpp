// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/compare/compare_page.h"

#include "app/jobs/job_manager.h"
#include "app/plot/bar_plot.h"
#include "app/plot/export_button.h"
#include "app/window/empty_state.h"
#include "app/window/score_text.h"
#include "app/window/splitter_gap.h"
#include "app/window/table_view.h"
#include "app/window/text.h"
#include "app/window/workspace.h"
#include "core/library/corpus_store.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <chrono>
#include <cmath>
#include <set>

namespace compare {

ComparePage::ComparePage(window::Workspace& workspace, QWidget* parent)
    : window::Page(parent),
      workspace_(&workspace),
      stack_(new QStackedWidget),
      results_(new ComparisonModel(this)) {
    stack_->addWidget(makeEmptyState());
    stack_->addWidget(makeBody());
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(stack_);
    connect(&workspace, &window::Workspace::modelsChanged, this, &ComparePage::reloadModels);
    connect(&workspace, &window::Workspace::corporaChanged, this, &ComparePage::reloadCorpora);
    reloadModels();
    reloadCorpora();
    showBars();
}

QWidget* ComparePage::makeEmptyState() {
    auto* empty = new window::EmptyState(
        tr("Here several models read the same text, and their figures stand side by side. There "
           "is no model yet: train one first."));
    empty->offerModels(*workspace_);
    return empty;
}

QWidget* ComparePage::makeBody() {
    models_ = new QListWidget;
    models_->setObjectName(QStringLiteral("models"));
    models_->setAccessibleName(tr("Models to compare"));
    source_ = new QComboBox;
    source_->setObjectName(QStringLiteral("source"));
    source_->setAccessibleName(tr("Text to score"));
    documentChooser_ = new QComboBox;
    documentChooser_->setAccessibleName(tr("Document"));
    documentChooser_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    text_ = new QPlainTextEdit;
    text_->setObjectName(QStringLiteral("text"));
    text_->setAccessibleName(tr("Typed text"));
    text_->setPlaceholderText(tr("Type or paste a text that the models have not seen."));
    text_->setTabChangesFocus(true);
    compare_ = new QPushButton(tr("&Compare"));
    compare_->setObjectName(QStringLiteral("compare"));
    compare_->setToolTip(tr("Score the text by every checked model"));
    state_ = new QLabel;
    state_->setObjectName(QStringLiteral("state"));
    state_->setTextFormat(Qt::PlainText);
    state_->setWordWrap(true);
    table_ = new window::TableView;
    table_->setObjectName(QStringLiteral("results"));
    table_->setAccessibleName(tr("Results"));
    table_->setModel(results_);
    table_->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    table_->setSortingEnabled(true);
    table_->setColumnWidth(ComparisonModel::Name, 150);
    table_->setColumnWidth(ComparisonModel::Kind, 70);
    table_->setColumnWidth(ComparisonModel::Unknown, 125);
    table_->setColumnWidth(ComparisonModel::PerplexityWithoutUnknown, 200);
    bars_ = new plot::BarPlot;
    bars_->setCaption(tr("Bits per byte, lower is better"));

    auto* modelsLabel = new QLabel(tr("&Models:"));
    modelsLabel->setBuddy(models_);
    auto* left = new QWidget;
    auto* leftColumn = new QVBoxLayout(left);
    leftColumn->setContentsMargins(0, 0, 0, 0);
    leftColumn->addWidget(modelsLabel);
    leftColumn->addWidget(models_, 1);

    auto* sourceLabel = new QLabel(tr("&Text:"));
    sourceLabel->setBuddy(source_);
    auto* sourceRow = new QHBoxLayout;
    sourceRow->addWidget(sourceLabel);
    sourceRow->addWidget(source_);
    sourceRow->addWidget(documentChooser_, 1);
    sourceRow->addStretch();
    sourceRow->addWidget(compare_);
    auto* note = new QLabel(tr("Perplexity is per token: compare it only between models that cut "
                               "text alike. Bits per byte can be compared across tokenizers."));
    note->setWordWrap(true);
    note->setForegroundRole(QPalette::PlaceholderText);
    auto* noteRow = new QHBoxLayout;
    noteRow->addWidget(note, 1);
    noteRow->addWidget(new plot::ExportButton(bars_, tr("bits per byte"), nullptr));
    auto* right = new QWidget;
    auto* rightColumn = new QVBoxLayout(right);
    rightColumn->setContentsMargins(0, 0, 0, 0);
    rightColumn->addLayout(sourceRow);
    rightColumn->addWidget(text_, 1);
    rightColumn->addWidget(state_);
    rightColumn->addWidget(table_, 2);
    rightColumn->addLayout(noteRow);
    rightColumn->addWidget(bars_, 2);

    connect(source_, qOverload<int>(&QComboBox::currentIndexChanged), this,
            &ComparePage::reloadDocuments);
    connect(compare_, &QPushButton::clicked, this, &ComparePage::compare);

    auto* splitter = new QSplitter;
    splitter->setHandleWidth(window::splitterGap);
    splitter->addWidget(left);
    splitter->addWidget(right);
    splitter->setStretchFactor(0, 1);
    splitter->setStretchFactor(1, 4);
    splitter->setChildrenCollapsible(false);
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->addWidget(splitter);
    return page;
}

void ComparePage::reloadModels() {
    try {
        std::set<qint64> unchecked;
        for (int i = 0; i < models_->count(); ++i) {
            if (models_->item(i)->checkState() != Qt::Checked)
                unchecked.insert(models_->item(i)->data(Qt::UserRole).toLongLong());
        }
        const auto models = workspace_->library().models().list();
        models_->clear();
        for (const auto& model : models) {
            auto* item = new QListWidgetItem(window::toQString(model.name), models_);
            item->setToolTip(item->text()); // the list is narrow
            item->setData(Qt::UserRole, qint64(model.id));
            item->setData(Qt::UserRole + 1, window::toQString(model.kind));
            item->setCheckState(unchecked.contains(model.id) ? Qt::Unchecked : Qt::Checked);
        }
        stack_->setCurrentIndex(models.empty() ? 0 : 1);
    } catch (const std::exception& error) {
        workspace_->reportError(window::describe(error));
    }
}

void ComparePage::reloadCorpora() {
    const qint64 chosen = source_->currentData().toLongLong();
    try {
        const auto corpora = workspace_->library().corpora().list();
        const QSignalBlocker blocker(source_);
        source_->clear();
        source_->addItem(tr("Typed text"), qint64(0));
        for (const auto& corpus : corpora) {
            if (corpus.ready)
                source_->addItem(window::toQString(corpus.name), qint64(corpus.id));
        }
        source_->setCurrentIndex(std::max(0, source_->findData(chosen)));
    } catch (const std::exception& error) {
        workspace_->reportError(window::describe(error));
    }
    reloadDocuments();
}

void ComparePage::reloadDocuments() {
    const qint64 corpus = source_->currentData().toLongLong();
    documents_.clear();
    documentChooser_->clear();
    if (corpus != 0) {
        try {
            documents_ = workspace_->library().corpora().documents(corpus);
        } catch (const std::exception& error) {
            workspace_->reportError(window::describe(error));
        }
    }
    for (const auto& document : documents_)
        documentChooser_->addItem(window::toQString(document.path));
    documentChooser_->setVisible(!documents_.empty());
    text_->setVisible(corpus == 0);
}

void ComparePage::compare() {
    stopWork();
    ++generation_;
    results_->clear();
    showBars();
    if (documents_.empty() && text_->toPlainText().isEmpty()) {
        state_->setText(tr("There is no text to score: type one, or choose a corpus."));
        text_->setFocus(Qt::OtherFocusReason);
        return;
    }
    state_->clear();
    int checked = 0;
    for (int i = 0; i < models_->count(); ++i) {
        const QListWidgetItem* item = models_->item(i);
        if (item->checkState() != Qt::Checked)
            continue;
        ++checked;
        Result row;
        row.model = item->data(Qt::UserRole).toLongLong();
        row.name = item->text();
        row.kind = item->data(Qt::UserRole + 1).toString();
        workspace_->openModel(
            row.model, this,
            [this, row, generation = generation_](std::shared_ptr<const lm::LanguageModel> model) {
                score(generation, row, std::move(model));
            });
    }
    if (checked == 0)
        state_->setText(tr("Check the models to compare in the list at the left."));
}

void ComparePage::score(int generation, const Result& row,
                        std::shared_ptr<const lm::LanguageModel> model) {
    if (generation != generation_)
        return;
    const auto index = static_cast<std::size_t>(std::max(0, documentChooser_->currentIndex()));
    const bool typed = documents_.empty();
    auto work = [model = std::move(model), row, typed, text = window::toStd(text_->toPlainText()),
                 document = typed ? corpus::Document{} : documents_[index]](
                    base::Progress& progress, const std::stop_token& stop) {
        const auto start = std::chrono::steady_clock::now();
        Result result = row;
        if (typed) {
            result.summary = lm::scoreText(*model, text).summary;
        } else {
            corpus::requireUnchanged(document);
            result.summary = lm::scoreDocument(*model, document, progress, stop);
        }
        base::throwIfStopped(stop);
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
        result.seconds = took.count();
        return result;
    };
    jobs::Job* job = workspace_->jobManager().start(
        tr("Score by %1").arg(row.name),
        typed ? jobs::JobManager::Quiet : jobs::JobManager::NoOptions, std::move(work), this,
        [this, generation](Result result) {
            if (generation == generation_)
                take(std::move(result));
        });
    connect(job, &jobs::Job::failed, this, [this, generation, row](const QString& error) {
        if (generation != generation_)
            return;
        Result result = row;
        result.error = error;
        take(std::move(result));
    });
    jobs_.emplace_back(job);
}

void ComparePage::take(Result result) {
    results_->add(std::move(result));
    showState();
    showBars();
}

void ComparePage::showState() {
    QStringList lines;
    for (const auto& result : results_->results()) {
        if (!result.error.isEmpty())
            lines << result.error;
        else if (const QString cause = window::causeOfInfinity(result.summary); !cause.isEmpty())
            lines << tr("%1: %2").arg(result.name, QString(cause).replace('\n', ' '));
    }
    lines.removeDuplicates();
    state_->setText(lines.join('\n'));
}

void ComparePage::showBars() {
    std::vector<plot::Bar> bars;
    for (const auto& result : results_->results()) {
        const double bits = result.summary.bitsPerByte();
        // An infinite bar would say nothing of the others: the table says ∞.
        if (result.error.isEmpty() && std::isfinite(bits))
            bars.push_back({result.name, bits, window::formatNumber(bits, 4)});
    }
    bars_->setEmptyText(results_->results().empty()
                            ? tr("Check models, give a text and press Compare.")
                            : tr("No model gives the text a probability above 0, so there is "
                                 "nothing to draw."));
    bars_->setBars(std::move(bars));
}

bool ComparePage::stopWork() {
    bool any = false;
    for (const auto& job : jobs_) {
        if (job && !job->isOver()) {
            job->stop();
            any = true;
        }
    }
    jobs_.clear();
    return any;
}

QVariant ComparePage::saveState() const {
    QVariantList unchecked;
    for (int i = 0; i < models_->count(); ++i) {
        if (models_->item(i)->checkState() != Qt::Checked)
            unchecked << models_->item(i)->data(Qt::UserRole);
    }
    return QVariantMap{{"text", text_->toPlainText()},
                       {"corpus", source_->currentData()},
                       {"document", documentChooser_->currentIndex()},
                       {"unchecked", unchecked}};
}

void ComparePage::restoreState(const QVariant& state) {
    const auto values = state.toMap();
    text_->setPlainText(values.value("text").toString());
    source_->setCurrentIndex(std::max(0, source_->findData(values.value("corpus"))));
    documentChooser_->setCurrentIndex(values.value("document").toInt());
    const auto unchecked = values.value("unchecked").toList();
    for (int i = 0; i < models_->count(); ++i) {
        QListWidgetItem* item = models_->item(i);
        if (unchecked.contains(item->data(Qt::UserRole)))
            item->setCheckState(Qt::Unchecked);
    }
}

void ComparePage::find() {
    text_->setFocus(Qt::ShortcutFocusReason);
}

} // namespace compare
