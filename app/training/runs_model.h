// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/library/run_store.h"

#include <QAbstractTableModel>
#include <QString>

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

namespace training {

/// A run as the table shows it.
struct RunRow {
    enum class Activity { None, Training, Paused };
    library::Run run;
    std::uint64_t totalSteps = 0;
    QString corpora;
    QString failure; ///< why it failed, translated where that is known
    Activity activity = Activity::None;
};

/// Every run of the library, what it has come to and every setting that it was given. The boxes
/// beside the names choose what is drawn; among runs that are compared, the settings in which they
/// differ are marked.
class RunsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Name, State, Step, TrainingLoss, ValidationLoss, Parameters, Corpora, Created };
    static constexpr int firstSetting = Created + 1; ///< the columns of runSettings() follow
    enum Role { SortRole = Qt::UserRole };           ///< a value that compares as its column should

    using QAbstractTableModel::QAbstractTableModel;

    /// Keeps rows where they are when the runs are the same ones.
    void setRows(std::vector<RunRow> rows);
    void setActivity(std::int64_t run, RunRow::Activity activity);
    /// The latest figures of a run that trains.
    void setProgress(std::int64_t run, std::uint64_t step, double trainingLoss,
                     const std::optional<double>& validationLoss);
    const RunRow* row(std::int64_t run) const;
    const RunRow& at(int row) const { return rows_[static_cast<std::size_t>(row)]; }
    int indexOf(std::int64_t run) const; ///< -1 where there is none

    /// What is checked, oldest first.
    std::vector<std::int64_t> shown() const;
    void setShown(std::int64_t run, bool shown);

    /// Marks in these runs' rows in what they differ; nothing where they are fewer than two.
    void compare(const std::vector<std::int64_t>& runs);
    /// The columns in which they do: settings, and the corpus.
    std::vector<int> differing() const { return {differing_.begin(), differing_.end()}; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;

    static QString stateText(const RunRow& row);

signals:
    void shownChanged();
    void renameRequested(qint64 run, const QString& name);

private:
    QString text(const RunRow& row, int column) const;
    QVariant sortValue(const RunRow& row, int column) const;
    void findDifferences();
    void changed(std::int64_t run, const QList<int>& roles = {});

    std::vector<RunRow> rows_;
    std::set<std::int64_t> shown_;
    std::set<std::int64_t> compared_;
    std::set<int> differing_;
};

} // namespace training
