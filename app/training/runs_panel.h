// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/training/runs_model.h"

#include <QWidget>

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

class QLabel;
class QLineEdit;
class QPushButton;
class QSortFilterProxyModel;

namespace window {
class TableView;
class Workspace;
} // namespace window

namespace training {

class LiveRuns;
class RunExport;

/// Every run of the library, what the selected one is doing, and what can be done with it.
class RunsPanel : public QWidget {
    Q_OBJECT
public:
    RunsPanel(window::Workspace& workspace, LiveRuns& live, QWidget* parent = nullptr);

    /// What is to be drawn, that is checked or selected: id and name.
    std::vector<std::pair<std::int64_t, QString>> drawn() const;
    std::vector<std::int64_t> checked() const;
    void setChecked(const std::vector<std::int64_t>& runs);
    std::int64_t selected() const; ///< of several the one with the cursor; 0 where none is
    std::vector<std::int64_t> allSelected() const;
    void select(std::int64_t run);
    void focusFilter();

signals:
    void drawnChanged();
    void selectionChanged();

private:
    void buildTable();
    void buildButtons();
    void reload();
    void readRuns();
    void tellDrawn();
    void showNewRuns();
    void fitColumns();
    void onStarted(qint64 run);
    void onStepped(qint64 run);
    void onEnded(qint64 run, const QString& failure);
    void onSelectionChanged();
    void updateButtons();
    QString statusText() const;
    QString progressText(const RunRow& row) const;
    static QString oldTextText(const library::Run& run);
    QString comparisonText() const;
    std::optional<std::int64_t> modelOf(std::int64_t run) const;
    bool canFineTune(const RunRow& row) const;

    void togglePause();
    void stopSelected();
    void askContinue();
    void askFineTuning();
    void rename(qint64 run, const QString& name);
    void askDelete();
    void remove(std::int64_t run);
    void chat();

    window::Workspace& workspace_;
    LiveRuns& live_;
    RunsModel* model_;
    QSortFilterProxyModel* proxy_;
    window::TableView* table_;
    QLineEdit* filter_;
    QLabel* status_;
    QPushButton* pause_;
    QPushButton* stop_;
    QPushButton* continue_;
    QPushButton* fineTune_;
    QPushButton* rename_;
    QPushButton* delete_;
    RunExport* export_;
    QPushButton* chat_;
    std::int64_t newestRun_ = 0; ///< of those that the table has shown
    bool reloading_ = false;     ///< what is drawn is told once, at its end
    QString lastFailure_;        ///< of a run that failed before it was one
};

} // namespace training
