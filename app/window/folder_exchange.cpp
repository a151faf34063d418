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
#include <QMessageBox>
#include <QPushButton>

#include <cstdint>
#include <exception>
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

struct Question {
    const char* objectName;
    QString title;
};

template <class Then>
void chooseModel(const Question& question, const std::vector<library::Model>& models,
                 QWidget* parent, Then then) {
    QStringList names;
    for (const library::Model& model : models)
        names << toQString(model.name);
    auto* dialog = new QInputDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(question.objectName);
    dialog->setWindowTitle(question.title);
    dialog->setLabelText(FolderExchange::tr("&Model:"));
    dialog->setComboBoxItems(names);
    dialog->setMinimumWidth(360);
    QObject::connect(dialog, &QInputDialog::textValueSelected, parent,
                     [models, then](const QString& name) {
                         for (const library::Model& model : models)
                             if (toQString(model.name) == name)
                                 then(model);
                     });
    dialog->open();
}

void remove(Workspace& workspace, std::int64_t model) {
    try {
        workspace.library().models().remove(model);
    } catch (const std::exception& error) {
        workspace.reportError(describe(error));
    }
    emit workspace.modelsChanged();
}

void confirmRemoval(Workspace& workspace, const library::Model& model, QWidget* parent) {
    auto* box =
        new QMessageBox(QMessageBox::Question, FolderExchange::tr("Delete Imported Model"),
                        FolderExchange::tr("Delete the model “%1”?").arg(toQString(model.name)),
                        QMessageBox::Cancel, parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setObjectName("deleteModelQuestion");
    box->setInformativeText(FolderExchange::tr(
        "It is removed from the library. The folder that it was imported from stays, as do "
        "conversations with it and what was trained from it."));
    QPushButton* confirm =
        box->addButton(FolderExchange::tr("&Delete"), QMessageBox::DestructiveRole);
    box->setDefaultButton(QMessageBox::Cancel);
    QObject::connect(confirm, &QPushButton::clicked, &workspace,
                     [&workspace, id = model.id] { remove(workspace, id); });
    box->open();
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
    chooseModel(
        {"exportModelDialog", FolderExchange::tr("Export as Hugging Face Model")}, models, parent,
        [&workspace, parent](const library::Model& model) { askWhere(workspace, model, parent); });
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

void askImportedRemoval(Workspace& workspace, QWidget* parent) {
    auto models = neuralModels(workspace);
    std::erase_if(models, [](const library::Model& model) { return model.run.has_value(); });
    if (models.empty()) {
        workspace.reportError(
            FolderExchange::tr("There is no imported model in the library. A model that a run has "
                               "made is deleted with its run, on the Training page."));
        return;
    }
    chooseModel({"deleteModelDialog", FolderExchange::tr("Delete Imported Model")}, models, parent,
                [&workspace, parent](const library::Model& model) {
                    confirmRemoval(workspace, model, parent);
                });
}

} // namespace window
