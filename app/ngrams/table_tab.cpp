// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ngrams/table_tab.h"

#include "app/jobs/job_manager.h"
#include "app/jobs/relay.h"
#include "app/ngrams/distribution.h"
#include "app/ngrams/division.h"
#include "app/ngrams/row_details.h"
#include "app/plot/bar_plot.h"
#include "app/plot/export_button.h"
#include "app/window/splitter_gap.h"
#include "app/window/table_view.h"
#include "app/window/text.h"
#include "app/window/workspace.h"

#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QScrollBar>
#include <QSpinBox>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace ngrams {

TableTab::TableTab(window::Workspace& workspace, QWidget* parent)
    : QWidget(parent), workspace_(workspace) {
    auto* splitter = new QSplitter(Qt::Horizontal);
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(window::splitterGap);
    splitter->addWidget(makeTable());
    splitter->addWidget(makeSide());
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(splitter);

    rest_.setSingleShot(true);
    rest_.setInterval(150);
    connect(&rest_, &QTimer::timeout, this, &TableTab::query);
    connect(&model_, &TableModel::sortRequested, this, [this](int column, Qt::SortOrder order) {
        asked_.sort = column < 0 ? std::nullopt : std::optional(ngram::TableColumn(column));
        asked_.descending = order == Qt::DescendingOrder;
        query();
    });
    connect(view_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& index) {
                if (index.isValid() && !restoring_)
                    showRow(model_.rowAt(index.row()));
            });
}

QWidget* TableTab::makeTable() {
    const auto filter = [this](const QString& name, const QString& placeholder) {
        auto* edit = new QLineEdit;
        edit->setAccessibleName(name);
        edit->setPlaceholderText(placeholder);
        edit->setClearButtonEnabled(true);
        connect(edit, &QLineEdit::textChanged, &rest_, qOverload<>(&QTimer::start));
        return edit;
    };
    historyFilter_ = filter(tr("Filter by history"), tr("History contains…"));
    nextFilter_ = filter(tr("Filter by next token"), tr("Next contains…"));
    counts_ = new QLabel;
    counts_->setObjectName("counts");
    counts_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    busy_ = new QProgressBar;
    busy_->setRange(0, 0);
    busy_->setFixedWidth(60);
    busy_->setTextVisible(false);
    busy_->setAccessibleName(tr("Sorting or filtering"));
    QSizePolicy keepsRoom = busy_->sizePolicy();
    keepsRoom.setRetainSizeWhenHidden(true);
    busy_->setSizePolicy(keepsRoom);
    busy_->hide();

    view_ = new window::TableView;
    view_->setAccessibleName(tr("Probability table"));
    view_->setModel(&model_);
    view_->setWholeModel([this]() -> std::unique_ptr<QAbstractItemModel> {
        const bool searches = search_ && !search_->isOver();
        return searches ? nullptr : model_.whole();
    });
    view_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    view_->horizontalHeader()->setSortIndicatorClearable(true);
    view_->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    view_->setSortingEnabled(true);
    // Numbers keep compact columns; the two columns of text share what is left.
    view_->horizontalHeader()->setStretchLastSection(false);
    for (const int column : {0, 1})
        view_->horizontalHeader()->setSectionResizeMode(column, QHeaderView::Stretch);
    view_->horizontalHeader()->setMinimumSectionSize(48);

    auto* top = new QHBoxLayout;
    top->addWidget(historyFilter_, 1);
    top->addWidget(nextFilter_, 1);
    auto* bottom = new QHBoxLayout;
    bottom->addWidget(makePager());
    bottom->addStretch();
    bottom->addWidget(busy_);
    bottom->addWidget(counts_);
    auto* box = new QWidget;
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(top);
    layout->addWidget(view_, 1);
    layout->addLayout(bottom);
    return box;
}

QWidget* TableTab::makePager() {
    pager_ = new QWidget;
    auto* layout = new QHBoxLayout(pager_);
    layout->setContentsMargins(0, 0, 0, 0);
    const auto button = [this](Qt::ArrowType arrow, const QString& name, int step) {
        auto* made = new QToolButton;
        made->setArrowType(arrow);
        made->setAccessibleName(name);
        made->setToolTip(name);
        made->setFocusPolicy(Qt::StrongFocus);
        connect(made, &QToolButton::clicked, this, [this, step] { pages_->stepBy(step); });
        return made;
    };
    previous_ = button(Qt::LeftArrow, tr("Previous part of the table"), -1);
    following_ = button(Qt::RightArrow, tr("Next part of the table"), 1);
    pages_ = new QSpinBox;
    pages_->setAccessibleName(tr("Part of the table"));
    pages_->setKeyboardTracking(false);
    connect(pages_, &QSpinBox::valueChanged, this, [this](int part) {
        model_.setPage(part - 1);
        showCounts();
    });
    layout->addWidget(previous_);
    layout->addWidget(pages_);
    layout->addWidget(following_);
    pager_->hide();
    return pager_;
}

QWidget* TableTab::makeSide() {
    bars_ = new plot::BarPlot;
    bars_->setAccessibleName(tr("Distribution after the chosen history"));
    bars_->setEmptyText(tr("Choose a row to see what can follow its history."));
    connect(bars_, &plot::BarPlot::barActivated, this, [this](int index) {
        const auto next = barTokens_[static_cast<std::size_t>(index)];
        chosen_ = rowOf(*open_->model, chosen_.history, next);
        details_->showRow(chosen_);
    });
    auto* title = new QLabel(tr("Distribution"));
    auto* head = new QHBoxLayout;
    head->addWidget(title);
    head->addStretch();
    head->addWidget(new plot::ExportButton(bars_, tr("distribution"), this));
    auto* upper = new QWidget;
    auto* upperLayout = new QVBoxLayout(upper);
    upperLayout->setContentsMargins(0, 0, 0, 0);
    upperLayout->addLayout(head);
    upperLayout->addWidget(bars_, 1);
    details_ = new RowDetails(workspace_);

    auto* side = new QSplitter(Qt::Vertical);
    side->setChildrenCollapsible(false);
    side->addWidget(upper);
    side->addWidget(details_);
    side->setStretchFactor(0, 1);
    side->setStretchFactor(1, 1);
    return side;
}

void TableTab::setTable(OpenTablePointer open) {
    stop();
    ++searchNumber_; // what an older search or question still sends is of another table
    ++distributionNumber_;
    busy_->hide();
    open_ = std::move(open);
    choosesFirst_ = true;
    model_.setTable(open_);
    details_->setTable(open_);
    barTokens_.clear();
    bars_->setBars({});
    bars_->setCaption({});
    chosen_ = {};
    if (open_ && open_->model->hasCounts()) {
        // No count is greater than that of all tokens: the columns keep their width.
        const int width = view_->widthFor(window::formatCount(open_->model->counts().events()));
        for (const int column : {2, 3})
            view_->setColumnWidth(
                column, std::max(width, view_->horizontalHeader()->sectionSizeHint(column)));
    }
    if (open_)
        query(); // the filters and the order that the person chose hold for the new model too
    showCounts();
}

void TableTab::query() {
    rest_.stop();
    if (!open_)
        return;
    if (search_)
        search_->stop();
    const int number = ++searchNumber_;
    asked_.history = window::toStd(historyFilter_->text());
    asked_.next = window::toStd(nextFilter_->text());
    if (asked_ == ngram::TableQuery{} ||
        (asked_.history.empty() && asked_.next.empty() && !asked_.sort)) {
        busy_->hide();
        showRows(std::nullopt);
        return;
    }
    busy_->show();
    const jobs::Relay<ngram::FirstRowsSoFar> relay(
        this,
        [this, number](const std::vector<ngram::FirstRowsSoFar>& first) {
            if (number == searchNumber_ && search_ && !search_->isOver())
                showFirst(first.back());
        },
        20);
    search_ = workspace_.jobManager().start(
        tr("Search the table"), jobs::JobManager::Quiet,
        [open = open_, query = asked_, relay](base::Progress&, const std::stop_token& stop) {
            return open->table.select(
                query, stop, [&](ngram::FirstRowsSoFar first) { relay.push(std::move(first)); });
        },
        this,
        [this, number](ngram::TableRows rows) {
            if (number != searchNumber_)
                return;
            busy_->hide();
            showRows(std::move(rows));
        });
    const auto quiet = [this, number] {
        if (number != searchNumber_)
            return;
        busy_->hide();
        showCounts();
    };
    connect(search_, &jobs::Job::cancelled, this, quiet);
    connect(search_, &jobs::Job::failed, this, [this, quiet](const QString& error) {
        quiet();
        workspace_.reportError(error);
    });
}

void TableTab::showFirst(const ngram::FirstRowsSoFar& first) {
    looked_ = first.looked;
    showRows(ngram::TableRows(ngram::rowOrder(first.rows), open_->table.size()));
    firstShown_ = searchNumber_;
    showCounts();
}

void TableTab::showRows(std::optional<ngram::TableRows> rows) {
    // What comes after the first rows of the same search: the person may have begun to read.
    const bool goesOn = std::exchange(firstShown_, 0) == searchNumber_;
    const int place = goesOn ? view_->verticalScrollBar()->value() : 0;
    const int current = goesOn ? view_->currentIndex().row() : -1;
    const std::uint64_t number = current < 0 ? 0 : model_.numberAt(current);
    model_.setRows(std::move(rows));
    view_->verticalScrollBar()->setValue(place);
    if (current >= 0 && current < model_.rowCount() && model_.numberAt(current) == number) {
        restoring_ = true;
        view_->selectionModel()->setCurrentIndex(model_.index(current, 0),
                                                 QItemSelectionModel::ClearAndSelect |
                                                     QItemSelectionModel::Rows);
        restoring_ = false;
    }
    showCounts();
    if (choosesFirst_ && model_.rowCount() > 0) {
        choosesFirst_ = false;
        view_->setCurrentIndex(model_.index(0, 0));
    }
}

void TableTab::showCounts() {
    if (firstShown_ != 0 && firstShown_ == searchNumber_) {
        const QString text = search_ && !search_->isOver()
                                 ? tr("The first %1 rows; %2 % of the table looked through…")
                                 : tr("Stopped: the first %1 rows of %2 % of the table");
        counts_->setText(text.arg(window::formatCount(model_.selectedRows()),
                                  QLocale().toString(static_cast<int>(100 * looked_))));
    } else {
        counts_->setText(tr("%1 of %2 rows")
                             .arg(window::formatCount(model_.selectedRows()),
                                  window::formatCount(model_.totalRows())));
    }
    pager_->setVisible(model_.pageCount() > 1);
    {
        const QSignalBlocker blocker(pages_);
        pages_->setRange(1, model_.pageCount());
        pages_->setValue(model_.page() + 1);
        //: around the number of a part of the table: "Part 3 of 50"
        pages_->setPrefix(tr("Part "));
        pages_->setSuffix(tr(" of %1").arg(model_.pageCount()));
    }
    previous_->setEnabled(model_.page() > 0);
    following_->setEnabled(model_.page() + 1 < model_.pageCount());
}

void TableTab::showRow(const ngram::TableRow& row) {
    const bool sameHistory = !barTokens_.empty() && row.history == chosen_.history;
    chosen_ = row;
    details_->showRow(row);
    if (!sameHistory)
        showDistribution(row.history);
}

void TableTab::showDistribution(const std::vector<text::TokenId>& history) {
    const int number = ++distributionNumber_;
    distributionJob_ = workspace_.jobManager().start(
        tr("Distribution"), jobs::JobManager::Quiet,
        [open = open_, history](base::Progress&, const std::stop_token&) {
            return distributionAfter(*open, history);
        },
        this,
        [this, number, open = open_, history](Distribution found) {
            if (number != distributionNumber_ || open != open_)
                return;
            const QString text = window::toQString(open->table.historyText(history));
            const QString caption = open->model->estimator().isDistribution()
                                        ? tr("P(· | %1): %2 tokens, sum %3")
                                        : tr("Scores after %1, no distribution: %2 tokens, sum %3");
            bars_->setCaption(caption.arg(history.empty() ? tr("nothing") : text,
                                          window::formatCount(found.bars.size()),
                                          QLocale().toString(found.sum, 'f', 6)));
            barTokens_ = std::move(found.tokens);
            bars_->setBars(std::move(found.bars));
        });
}

void TableTab::showNgram(const std::vector<text::TokenId>& history, text::TokenId next) {
    if (!open_)
        return;
    choosesFirst_ = false;
    historyFilter_->setText(window::toQString(open_->table.historyText(history)));
    query();
    showRow(rowOf(*open_->model, history, next));
}

void TableTab::focusFilter() {
    historyFilter_->setFocus(Qt::ShortcutFocusReason);
    historyFilter_->selectAll();
}

bool TableTab::stop() {
    const bool searching = search_ && !search_->isOver();
    if (searching)
        search_->stop();
    details_->stop();
    return searching;
}

} // namespace ngrams
