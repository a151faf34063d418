// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/runs_model.h"

#include "app/training/run_settings.h"
#include "app/window/table_view.h"
#include "app/window/text.h"
#include "core/neural/specification/training_names.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>

namespace training {

namespace {

/// The setting of a column, or null.
const RunSetting* settingOf(int column) {
    const auto index = static_cast<std::size_t>(std::max(column - RunsModel::firstSetting, 0));
    return column < RunsModel::firstSetting || index >= runSettings().size()
               ? nullptr
               : &runSettings()[index];
}

bool isNumber(int column) {
    if (const RunSetting* setting = settingOf(column))
        return setting->number;
    return column >= RunsModel::Step && column <= RunsModel::Parameters;
}

QString lossText(const std::optional<double>& loss) {
    return loss ? window::formatLoss(*loss) : QString();
}

} // namespace

void RunsModel::setRows(std::vector<RunRow> rows) {
    const bool same = std::equal(rows.begin(), rows.end(), rows_.begin(), rows_.end(),
                                 [](const auto& a, const auto& b) { return a.run.id == b.run.id; });
    if (same) {
        rows_ = std::move(rows);
        findDifferences();
        if (!rows_.empty())
            emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
        return;
    }
    beginResetModel();
    rows_ = std::move(rows);
    const auto isGone = [this](auto run) { return indexOf(run) < 0; };
    const auto gone = std::erase_if(shown_, isGone);
    std::erase_if(compared_, isGone);
    findDifferences();
    endResetModel();
    if (gone > 0)
        emit shownChanged();
}

int RunsModel::indexOf(std::int64_t run) const {
    const auto found = std::find_if(rows_.begin(), rows_.end(),
                                    [run](const RunRow& row) { return row.run.id == run; });
    return found == rows_.end() ? -1 : static_cast<int>(found - rows_.begin());
}

const RunRow* RunsModel::row(std::int64_t run) const {
    const int position = indexOf(run);
    return position < 0 ? nullptr : &at(position);
}

void RunsModel::changed(std::int64_t run, const QList<int>& roles) {
    if (const int position = indexOf(run); position >= 0)
        emit dataChanged(index(position, 0), index(position, columnCount() - 1), roles);
}

void RunsModel::setActivity(std::int64_t run, RunRow::Activity activity) {
    const int position = indexOf(run);
    if (position < 0 || at(position).activity == activity)
        return;
    rows_[static_cast<std::size_t>(position)].activity = activity;
    changed(run);
}

void RunsModel::setProgress(std::int64_t run, std::uint64_t step, double trainingLoss,
                            const std::optional<double>& validationLoss) {
    const int position = indexOf(run);
    if (position < 0)
        return;
    auto& row = rows_[static_cast<std::size_t>(position)].run;
    row.step = step;
    if (step > 0) // what was measured before it has learnt has none
        row.trainingLoss = trainingLoss;
    if (validationLoss)
        row.validationLoss = validationLoss;
    changed(run);
}

std::vector<std::int64_t> RunsModel::shown() const {
    return {shown_.begin(), shown_.end()};
}

void RunsModel::setShown(std::int64_t run, bool shown) {
    if (indexOf(run) < 0 || shown_.contains(run) == shown)
        return;
    if (shown)
        shown_.insert(run);
    else
        shown_.erase(run);
    changed(run, {Qt::CheckStateRole});
    emit shownChanged();
}

void RunsModel::compare(const std::vector<std::int64_t>& runs) {
    compared_ = {runs.begin(), runs.end()};
    findDifferences();
    if (!rows_.empty())
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1),
                         {window::TableView::MarkedRole});
}

void RunsModel::findDifferences() {
    differing_.clear();
    if (compared_.size() < 2)
        return;
    std::vector<int> columns{Corpora};
    for (int column = firstSetting; column < columnCount(); ++column)
        columns.push_back(column);
    for (const int column : columns) {
        std::vector<QVariant> values;
        for (const RunRow& row : rows_)
            if (compared_.contains(row.run.id))
                values.push_back(sortValue(row, column));
        if (std::any_of(values.begin(), values.end(),
                        [&](const QVariant& value) { return value != values.front(); }))
            differing_.insert(column);
    }
}

int RunsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int RunsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : firstSetting + static_cast<int>(runSettings().size());
}

QString RunsModel::stateText(const RunRow& row) {
    switch (row.activity) {
    case RunRow::Activity::Training:
        return tr("training");
    case RunRow::Activity::Paused:
        return tr("paused");
    case RunRow::Activity::None:
        break;
    }
    switch (row.run.state) {
    case library::RunState::Running:
        return tr("training elsewhere"); // in another program that has this library open
    case library::RunState::Finished:
        return tr("finished");
    case library::RunState::Stopped:
        return tr("stopped");
    case library::RunState::StoppedEarly:
        return tr("stopped early");
    case library::RunState::Failed:
        return tr("failed");
    case library::RunState::Interrupted:
        return tr("interrupted");
    }
    return {};
}

QString RunsModel::text(const RunRow& row, int column) const {
    if (const RunSetting* setting = settingOf(column))
        return settingText(setting->value(row.run.spec));
    switch (column) {
    case Name:
        return window::toQString(row.run.name);
    case State:
        return stateText(row);
    case Step:
        return tr("%1 / %2", "step / total")
            .arg(window::formatCount(row.run.step), window::formatCount(row.totalSteps));
    case TrainingLoss:
        return lossText(row.run.trainingLoss);
    case ValidationLoss:
        return lossText(row.run.validationLoss);
    case Parameters:
        return row.run.parameters > 0 ? window::formatCount(row.run.parameters) : QString();
    case Corpora:
        return row.corpora;
    case Created:
        return QLocale().toString(QDateTime::fromMSecsSinceEpoch(row.run.created),
                                  QLocale::ShortFormat);
    }
    return {};
}

QVariant RunsModel::sortValue(const RunRow& row, int column) const {
    const auto number = [](const std::optional<double>& value) {
        return value ? QVariant(*value) : QVariant();
    };
    if (const RunSetting* setting = settingOf(column))
        return setting->value(row.run.spec);
    switch (column) {
    case Step:
        return QVariant::fromValue<qulonglong>(row.run.step);
    case TrainingLoss:
        return number(row.run.trainingLoss);
    case ValidationLoss:
        return number(row.run.validationLoss);
    case Parameters:
        return QVariant::fromValue<qulonglong>(row.run.parameters);
    case Created:
        return QVariant::fromValue<qlonglong>(row.run.created);
    default:
        return text(row, column);
    }
}

QVariant RunsModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const RunRow& row = at(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
        return text(row, index.column());
    case SortRole:
        return sortValue(row, index.column());
    case window::TableView::MarkedRole:
        return differing_.contains(index.column()) && compared_.contains(row.run.id);
    case Qt::CheckStateRole:
        if (index.column() == Name)
            return shown_.contains(row.run.id) ? Qt::Checked : Qt::Unchecked;
        return {};
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::Alignment(
            Qt::AlignVCenter | (isNumber(index.column()) ? Qt::AlignRight : Qt::AlignLeft)));
    case Qt::ToolTipRole:
        if (index.column() == State && row.run.state == library::RunState::Failed)
            return row.failure;
        if (index.column() == State && row.run.state == library::RunState::StoppedEarly)
            return tr("The validation loss no longer improved; the model is the best that there "
                      "was.");
        if (index.column() == TrainingLoss || index.column() == ValidationLoss)
            return window::translate({neural::lossUnit(row.run.spec.training.task)});
        if (index.column() == Name)
            return tr("Check to draw its curves. F2 renames.");
        return {};
    default:
        return {};
    }
}

QVariant RunsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return QAbstractTableModel::headerData(section, orientation, role);
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(
            Qt::Alignment(Qt::AlignVCenter | (isNumber(section) ? Qt::AlignRight : Qt::AlignLeft)));
    if (role == Qt::ToolTipRole && (section == TrainingLoss || section == ValidationLoss))
        return tr("Per token; where labels are learnt per text, where preferences are per pair");
    if (role != Qt::DisplayRole)
        return {};
    if (const RunSetting* setting = settingOf(section))
        return setting->title;
    switch (section) {
    case Name:
        return tr("Name");
    case State:
        return tr("State");
    case Step:
        return tr("Steps");
    case TrainingLoss:
        return tr("Training loss (nats)");
    case ValidationLoss:
        return tr("Validation loss (nats)");
    case Parameters:
        return tr("Parameters");
    case Corpora:
        return tr("Corpus");
    case Created:
        return tr("Date");
    }
    return {};
}

Qt::ItemFlags RunsModel::flags(const QModelIndex& index) const {
    auto flags = QAbstractTableModel::flags(index);
    if (index.isValid() && index.column() == Name)
        flags |= Qt::ItemIsUserCheckable | Qt::ItemIsEditable;
    return flags;
}

bool RunsModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || index.column() != Name)
        return false;
    const RunRow& row = at(index.row());
    if (role == Qt::CheckStateRole) {
        setShown(row.run.id, value.value<Qt::CheckState>() == Qt::Checked);
        return true;
    }
    if (role != Qt::EditRole)
        return false;
    // The library has the last word on the name; it comes back with the next setRows.
    const QString name = value.toString().trimmed();
    if (name.isEmpty() || name == window::toQString(row.run.name))
        return false;
    emit renameRequested(row.run.id, name);
    return true;
}

} // namespace training
