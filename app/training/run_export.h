// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QToolButton>

#include <cstdint>
#include <filesystem>
#include <utility>
#include <vector>

class QAction;

namespace window {
class Workspace;
}

namespace training {

/// The button that writes the selected runs' metrics for other programs: as CSV, or as event files
/// that TensorBoard opens, each run in a folder of its own.
class RunExport : public QToolButton {
    Q_OBJECT
public:
    explicit RunExport(window::Workspace& workspace, QWidget* parent = nullptr);

    /// Which runs: id and name.
    void setRuns(const std::vector<std::pair<std::int64_t, QString>>& runs);

signals:
    /// Where they stand now.
    void exported(const QString& path);

private:
    void askCsv();
    void askFolder(bool csv);
    void write(std::vector<std::pair<std::int64_t, std::filesystem::path>> targets, bool csv,
               const QString& told);

    window::Workspace& workspace_;
    std::vector<std::pair<std::int64_t, QString>> runs_;
};

} // namespace training
