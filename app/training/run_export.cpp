// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/run_export.h"

#include "app/jobs/job_manager.h"
#include "app/window/text.h"
#include "app/window/workspace.h"
#include "core/tasks/export_run.h"

#include <QFileDialog>
#include <QMenu>

namespace training {

namespace {

/// A run's name as one part of a path.
QString fileName(const QString& name) {
    QString part = name;
    part.replace(u'/', u'-');
    return part == QLatin1String(".") || part == QLatin1String("..") ? QStringLiteral("run") : part;
}

} // namespace

RunExport::RunExport(window::Workspace& workspace, QWidget* parent)
    : QToolButton(parent), workspace_(workspace) {
    setObjectName("exportRuns");
    setText(tr("&Export"));
    setToolTip(tr("Writes the metrics of the selected runs for other programs"));
    setPopupMode(QToolButton::InstantPopup);
    setToolButtonStyle(Qt::ToolButtonTextOnly);
    setFocusPolicy(Qt::StrongFocus);
    auto* menu = new QMenu(this);
    auto* csv = menu->addAction(tr("Metrics as &CSV…"), this, &RunExport::askCsv);
    csv->setObjectName("exportCsv");
    auto* board =
        menu->addAction(tr("Event files for &TensorBoard…"), this, [this] { askFolder(false); });
    board->setObjectName("exportTensorBoard");
    setMenu(menu);
    setRuns({});
}

void RunExport::setRuns(const std::vector<std::pair<std::int64_t, QString>>& runs) {
    runs_ = runs;
    setEnabled(!runs_.empty());
}

void RunExport::askCsv() {
    if (runs_.size() > 1)
        return askFolder(true);
    // Opened, not executed: training and the rest of the window go on.
    auto* dialog =
        new QFileDialog(this, tr("Export Metrics"), {}, tr("Comma-separated values (*.csv)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix("csv");
    dialog->selectFile(fileName(runs_.front().second) + ".csv");
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, run = runs_.front().first](const QString& path) {
                write({{run, window::toPath(path)}}, true, path);
            });
    dialog->open();
}

void RunExport::askFolder(bool csv) {
    auto* dialog = new QFileDialog(this, csv ? tr("Export Metrics into a Folder")
                                             : tr("Export into TensorBoard's Folder"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, [this, csv, runs = runs_](const QString& to) {
        std::vector<std::pair<std::int64_t, std::filesystem::path>> targets;
        for (const auto& [run, name] : runs)
            targets.emplace_back(run,
                                 window::toPath(to + u'/' + fileName(name) + (csv ? ".csv" : "")));
        write(std::move(targets), csv, to);
    });
    dialog->open();
}

void RunExport::write(std::vector<std::pair<std::int64_t, std::filesystem::path>> targets, bool csv,
                      const QString& told) {
    auto* job = workspace_.jobManager().start(
        tr("Exporting metrics"), jobs::JobManager::NoOptions,
        [folder = workspace_.folder(), targets = std::move(targets),
         csv](base::Progress& progress, const std::stop_token& stop) {
            for (const auto& [run, path] : targets) {
                if (csv)
                    tasks::exportRunAsCsv(folder, run, path, progress, stop);
                else
                    tasks::exportRunForTensorBoard(folder, run, path, progress, stop);
            }
        },
        this, [this, told] { emit exported(told); });
    connect(job, &jobs::Job::failed, &workspace_, &window::Workspace::reportError);
}

} // namespace training
