// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/folder_exchange.h"

#include "app/jobs/job.h"
#include "app/jobs/job_manager.h"
#include "app/window/text.h"
#include "app/window/workspace.h"
#include "core/tasks/exchange_folders.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileDialog>
#include <QInputDialog>

#include <vector>

namespace window {

namespace {

struct FolderExchange {
    Q_DECLARE_TR_FUNCTIONS(window::FolderExchange)
};

std::vector<library::Model> neuralModels(Workspace& workspace) {
    std::vector<library::Model> models = workspace.library().models().list();
    std::erase_if(models, [](const library::Model& model) { return model.kind != "neural"; });
    return models;
}

void askWhere(Workspace& workspace, const library::Model& model, QWidget* parent) {
    auto* dialog = new QFileDialog(parent, FolderExchange::tr("Export to a Folder"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName("exportFolderDialog");
    dialog->setAcceptMode(QFileDialog::AcceptSave); // a folder that need not be there yet
    dialog->setFileMode(QFileDialog::AnyFile);
    dialog->selectFile(toQString(model.name));
    QObject::connect(dialog, &QFileDialog::fileSelected, &workspace,
                     [&workspace, id = model.id](const QString& folder) {
                         exportFolder(workspace, id, folder);
                     });
    dialog->open();
}

} // namespace

void askFolderImport(Workspace& workspace, QWidget* parent) {
    const QString folder = QFileDialog::getExistingDirectory(
        parent, FolderExchange::tr("Import a Hugging Face Model: the Folder with config.json"));
    if (!folder.isEmpty())
        importFolder(workspace, folder);
}

void importFolder(Workspace& workspace, const QString& folder) {
    auto* job = workspace.jobManager().start(
        FolderExchange::tr("Import %1").arg(QDir(folder).dirName()), jobs::JobManager::NoOptions,
        [library = workspace.folder(), path = toPath(folder)](base::Progress& progress,
                                                              const std::stop_token& stop) {
            return tasks::importFolder(library, path, {}, progress, stop);
        },
        &workspace, [&workspace](const library::Model&) { emit workspace.modelsChanged(); });
    QObject::connect(job, &jobs::Job::failed, &workspace, &Workspace::reportError);
}

void askFolderExport(Workspace& workspace, QWidget* parent) {
    const auto models = neuralModels(workspace);
    if (models.empty()) {
        workspace.reportError(
            FolderExchange::tr("There is no neural network in the library yet. Train one on the "
                               "Training page, or import one."));
        return;
    }
    QStringList names;
    for (const library::Model& model : models)
        names << toQString(model.name);
    auto* dialog = new QInputDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName("exportModelDialog");
    dialog->setWindowTitle(FolderExchange::tr("Export as Hugging Face Model"));
    dialog->setLabelText(FolderExchange::tr("&Model:"));
    dialog->setComboBoxItems(names);
    dialog->setMinimumWidth(360);
    QObject::connect(dialog, &QInputDialog::textValueSelected, parent,
                     [&workspace, models, parent](const QString& name) {
                         for (const library::Model& model : models)
                             if (toQString(model.name) == name)
                                 askWhere(workspace, model, parent);
                     });
    dialog->open();
}

void exportFolder(Workspace& workspace, qint64 model, const QString& folder) {
    auto* job = workspace.jobManager().start(
        FolderExchange::tr("Export %1").arg(QDir(folder).dirName()), jobs::JobManager::NoOptions,
        [library = workspace.folder(), entry = workspace.library().models().get(model),
         path = toPath(folder)](base::Progress& progress, const std::stop_token& stop) {
            tasks::exportFolder(library, entry, path, progress, stop);
        },
        &workspace, [] {});
    QObject::connect(job, &jobs::Job::failed, &workspace, &Workspace::reportError);
}

} // namespace window
