// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/runs_panel.h"

#include "app/training/live_runs.h"
#include "app/training/run_export.h"
#include "app/training/run_settings.h"
#include "app/window/table_view.h"
#include "app/window/text.h"
#include "app/window/workspace.h"
#include "core/library/corpus_store.h"
#include "core/library/model_store.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSortFilterProxyModel>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>
#include <map>

namespace training {

RunsPanel::RunsPanel(window::Workspace& workspace, LiveRuns& live, QWidget* parent)
    : QWidget(parent), workspace_(workspace), live_(live) {
    buildTable();
    buildButtons();

    status_ = new QLabel(this);
    status_->setObjectName("status");
    status_->setWordWrap(true);
    status_->setTextInteractionFlags(Qt::TextSelectableByMouse);

    auto* buttons = new QHBoxLayout;
    for (auto* button : {pause_, stop_, continue_, fineTune_, rename_, delete_})
        buttons->addWidget(button);
    buttons->addWidget(export_);
    buttons->addStretch();
    buttons->addWidget(chat_);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(filter_);
    column->addWidget(table_, 1);
    column->addWidget(status_);
    column->addLayout(buttons);

    connect(&workspace_, &window::Workspace::runsChanged, this, &RunsPanel::reload);
    connect(&workspace_, &window::Workspace::corporaChanged, this, &RunsPanel::reload);
    connect(&workspace_, &window::Workspace::modelsChanged, this, &RunsPanel::updateButtons);
    connect(&live_, &LiveRuns::started, this, &RunsPanel::onStarted);
    connect(&live_, &LiveRuns::stepped, this, &RunsPanel::onStepped);
    connect(&live_, &LiveRuns::ended, this, &RunsPanel::onEnded);
    connect(&live_, &LiveRuns::jobChanged, this, [this] {
        for (int row = 0; row < model_->rowCount(); ++row) {
            const auto run = model_->at(row).run.id;
            const auto* job = live_.job(run);
            model_->setActivity(run, !job || job->isOver() ? RunRow::Activity::None
                                     : job->state() == jobs::Job::State::Paused
                                         ? RunRow::Activity::Paused
                                         : RunRow::Activity::Training);
        }
        updateButtons();
    });
    reload();
}

void RunsPanel::buildTable() {
    model_ = new RunsModel(this);
    proxy_ = new QSortFilterProxyModel(this);
    proxy_->setSourceModel(model_);
    proxy_->setSortRole(RunsModel::SortRole);
    proxy_->setFilterKeyColumn(-1);
    proxy_->setFilterCaseSensitivity(Qt::CaseInsensitive);

    filter_ = new QLineEdit(this);
    filter_->setObjectName("filter");
    filter_->setPlaceholderText(tr("Filter runs"));
    filter_->setAccessibleName(tr("Filter runs"));
    filter_->setClearButtonEnabled(true);
    connect(filter_, &QLineEdit::textChanged, proxy_, &QSortFilterProxyModel::setFilterFixedString);

    table_ = new window::TableView(this);
    table_->setObjectName("runs");
    table_->setAccessibleName(tr("Runs"));
    table_->setModel(proxy_);
    table_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    table_->setEditTriggers(QAbstractItemView::EditKeyPressed);
    table_->setSortingEnabled(true);
    table_->sortByColumn(RunsModel::Created, Qt::DescendingOrder);
    fitColumns();

    connect(model_, &RunsModel::shownChanged, this, &RunsPanel::tellDrawn);
    connect(model_, &RunsModel::renameRequested, this, &RunsPanel::rename);
    connect(table_->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &RunsPanel::onSelectionChanged);
    // Of several that are selected, another one may come to have the cursor.
    connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &RunsPanel::onSelectionChanged, Qt::QueuedConnection);
}

/// As wide as what they hold at its longest, so that all of them fit beside the form.
void RunsPanel::fitColumns() {
    auto* header = table_->horizontalHeader();
    const std::map<int, QString> longest{
        {RunsModel::Name, QStringLiteral("shakespeare bengio")},
        {RunsModel::State, QStringLiteral("stopped early")},
        {RunsModel::Step, QStringLiteral("10,000 / 10,000")},
        {RunsModel::TrainingLoss, {}},
        {RunsModel::ValidationLoss, {}},
        {RunsModel::Parameters, QStringLiteral("1,000,000")},
        {RunsModel::Corpora, QStringLiteral("shakespeare")},
        {RunsModel::Created,
         QLocale().toString(QDateTime(QDate(2026, 12, 28), QTime(22, 58)), QLocale::ShortFormat)}};
    const int margin = 2 * (table_->style()->pixelMetric(QStyle::PM_FocusFrameHMargin) + 1) + 4;
    const int box = table_->style()->pixelMetric(QStyle::PM_IndicatorWidth) + margin;
    for (const auto& [column, text] : longest) {
        const QString title =
            model_->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
        const int width = std::max(table_->fontMetrics().horizontalAdvance(text),
                                   header->fontMetrics().horizontalAdvance(title));
        header->resizeSection(column, width + margin + (column == RunsModel::Name ? box : 0));
    }
    for (int column = RunsModel::firstSetting; column < model_->columnCount(); ++column) {
        const QString title =
            model_->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
        // Values are short; the arrow of a sorted column wants its place.
        header->resizeSection(column, std::max(header->fontMetrics().horizontalAdvance(title),
                                               table_->fontMetrics().horizontalAdvance(
                                                   QStringLiteral("grouped-query"))) +
                                          margin);
    }
    header->setStretchLastSection(true);
}

void RunsPanel::buildButtons() {
    const auto button = [this](const char* name, const QString& text, const QString& tip) {
        auto* made = new QPushButton(text, this);
        made->setObjectName(name);
        made->setToolTip(tip);
        return made;
    };
    pause_ = button("pause", tr("Pa&use"), tr("Waits before the next step, or goes on"));
    stop_ = button("stop", tr("St&op"), tr("Ends the run and keeps what was learnt (Esc)"));
    continue_ = button("continue", tr("&Continue…"), tr("Goes on from the last checkpoint"));
    fineTune_ = button("fineTune", tr("&Fine-Tune…"),
                       tr("The run's network, or an imported model, learns from other corpora, as "
                          "a run of its own: more text, conversations, labels or preferences"));
    rename_ = button("rename", tr("&Rename"), tr("Renames the run and its model (F2)"));
    delete_ = button("delete", tr("&Delete…"), tr("Removes the run, its losses and its model"));
    chat_ = button("chat", tr("Chat &with it"), tr("Talks to the model that the run makes"));
    connect(pause_, &QPushButton::clicked, this, &RunsPanel::togglePause);
    connect(stop_, &QPushButton::clicked, this, &RunsPanel::stopSelected);
    connect(continue_, &QPushButton::clicked, this, &RunsPanel::askContinue);
    connect(fineTune_, &QPushButton::clicked, this, &RunsPanel::askFineTuning);
    connect(rename_, &QPushButton::clicked, this, [this] {
        const auto index =
            proxy_->mapFromSource(model_->index(model_->indexOf(selected()), RunsModel::Name));
        table_->setCurrentIndex(index);
        table_->edit(index);
    });
    connect(delete_, &QPushButton::clicked, this, &RunsPanel::askDelete);
    connect(chat_, &QPushButton::clicked, this, &RunsPanel::chat);
    export_ = new RunExport(workspace_, this);
    connect(export_, &RunExport::exported, this, [this](const QString& path) {
        status_->setText(tr("The metrics were written to %1").arg(path));
    });
}

void RunsPanel::tellDrawn() {
    if (!reloading_)
        emit drawnChanged();
}

void RunsPanel::readRuns() {
    try {
        std::map<std::int64_t, QString> names;
        for (const auto& corpus : workspace_.library().corpora().list())
            names[corpus.id] = window::toQString(corpus.name);
        std::vector<RunRow> rows;
        for (auto& run : workspace_.library().runs().list()) {
            RunRow row;
            QStringList corpora;
            for (const auto id : run.corpora)
                corpora << (names.contains(id) ? names[id] : tr("(deleted)"));
            row.corpora = corpora.join(QStringLiteral(", "));
            row.failure = live_.failure(run.id);
            if (row.failure.isEmpty())
                row.failure = window::toQString(run.error);
            row.totalSteps = run.spec.training.steps;
            if (const auto* job = live_.job(run.id)) {
                row.activity = job->state() == jobs::Job::State::Paused
                                   ? RunRow::Activity::Paused
                                   : RunRow::Activity::Training;
                row.totalSteps = live_.totalSteps(run.id);
            }
            // The library hears of steps a little later than this program.
            if (const auto& recent = live_.recent(run.id); !recent.empty()) {
                run.step = recent.back().step;
                run.trainingLoss = recent.back().trainingLoss;
            }
            row.run = std::move(run);
            rows.push_back(std::move(row));
        }
        model_->setRows(std::move(rows));
    } catch (const std::exception& error) {
        workspace_.reportError(window::describe(error));
    }
}

void RunsPanel::reload() {
    const auto keep = selected();
    const auto all = allSelected();
    reloading_ = true;
    readRuns();
    if (keep != 0 && allSelected() != all) {
        select(keep);
        for (const auto run : all)
            if (const int row = model_->indexOf(run); row >= 0)
                table_->selectionModel()->select(
                    proxy_->mapFromSource(model_->index(row, RunsModel::Name)),
                    QItemSelectionModel::Select | QItemSelectionModel::Rows);
    }
    showNewRuns();
    reloading_ = false;
    tellDrawn();
    updateButtons();
}

/// Runs that were not there before are drawn; of those that a page finds, the newest alone.
void RunsPanel::showNewRuns() {
    const bool first = newestRun_ == 0;
    const auto known = newestRun_;
    std::int64_t newest = 0;
    for (int row = 0; row < model_->rowCount(); ++row)
        newest = std::max(newest, model_->at(row).run.id);
    newestRun_ = std::max(newestRun_, newest);
    for (int row = 0; row < model_->rowCount(); ++row) {
        const auto run = model_->at(row).run.id;
        if (first ? run == newestRun_ : run > known)
            model_->setShown(run, true);
    }
    if (selected() == 0)
        select(newest);
}

std::vector<std::pair<std::int64_t, QString>> RunsPanel::drawn() const {
    std::vector<std::int64_t> runs = model_->shown();
    for (const auto run : allSelected())
        if (std::find(runs.begin(), runs.end(), run) == runs.end())
            runs.push_back(run);
    std::vector<std::pair<std::int64_t, QString>> drawn;
    for (const auto run : runs)
        if (const auto* row = model_->row(run))
            drawn.emplace_back(run, window::toQString(row->run.name));
    return drawn;
}

std::vector<std::int64_t> RunsPanel::checked() const {
    return model_->shown();
}

void RunsPanel::setChecked(const std::vector<std::int64_t>& runs) {
    for (int row = 0; row < model_->rowCount(); ++row) {
        const auto run = model_->at(row).run.id;
        model_->setShown(run, std::find(runs.begin(), runs.end(), run) != runs.end());
    }
}

std::int64_t RunsPanel::selected() const {
    const auto all = allSelected();
    const auto current = table_->selectionModel()->currentIndex();
    if (current.isValid() && table_->selectionModel()->isRowSelected(current.row()))
        return model_->at(proxy_->mapToSource(current).row()).run.id;
    return all.empty() ? 0 : all.front();
}

std::vector<std::int64_t> RunsPanel::allSelected() const {
    std::vector<std::int64_t> runs;
    for (const QModelIndex& row : table_->selectionModel()->selectedRows())
        runs.push_back(model_->at(proxy_->mapToSource(row).row()).run.id);
    std::sort(runs.begin(), runs.end());
    return runs;
}

void RunsPanel::onSelectionChanged() {
    const auto runs = allSelected();
    model_->compare(runs);
    std::vector<std::pair<std::int64_t, QString>> named;
    for (const auto run : runs)
        if (const RunRow* row = model_->row(run))
            named.emplace_back(run, window::toQString(row->run.name));
    export_->setRuns(named);
    updateButtons();
    tellDrawn();
    emit selectionChanged();
}

void RunsPanel::select(std::int64_t run) {
    if (const int row = model_->indexOf(run); row >= 0)
        table_->setCurrentIndex(proxy_->mapFromSource(model_->index(row, RunsModel::Name)));
}

void RunsPanel::focusFilter() {
    filter_->setFocus(Qt::ShortcutFocusReason);
    filter_->selectAll();
}

void RunsPanel::onStarted(qint64 run) {
    reload();
    model_->setShown(run, true);
    select(run);
}

void RunsPanel::onStepped(qint64 run) {
    const auto& recent = live_.recent(run);
    if (recent.empty())
        return;
    const auto measured = std::find_if(recent.rbegin(), recent.rend(), [](const auto& step) {
        return step.validationLoss.has_value();
    });
    model_->setProgress(run, recent.back().step, recent.back().trainingLoss,
                        measured == recent.rend() ? std::nullopt : measured->validationLoss);
    if (run == selected())
        status_->setText(statusText());
}

void RunsPanel::onEnded(qint64 run, const QString& failure) {
    lastFailure_ = run == 0 ? failure : QString();
    reload();
}

} // namespace training
