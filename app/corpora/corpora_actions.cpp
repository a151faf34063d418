// SPDX-License-Identifier: GPL-3.0-or-later
// What the buttons of the page do. No dialog blocks: the rest of the program goes on.
#include "app/corpora/corpora_page.h"
#include "app/corpora/corpus_model.h"
#include "app/jobs/job_manager.h"
#include "app/window/text.h"
#include "app/window/workspace.h"
#include "core/library/corpus_store.h"
#include "core/tasks/import_corpus.h"
#include "core/text/encoding.h"

#include <QFileDialog>
#include <QInputDialog>
#include <QMessageBox>
#include <QPushButton>

#include <algorithm>

namespace corpora {

namespace {

std::vector<std::filesystem::path> toPaths(const QStringList& names) {
    std::vector<std::filesystem::path> paths;
    for (const QString& name : names)
        paths.push_back(window::toPath(name));
    return paths;
}

} // namespace

void CorporaPage::openFiles() {
    auto* dialog = new QFileDialog(this, tr("Open Text Files"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    connect(dialog, &QFileDialog::filesSelected, this,
            [this](const QStringList& names) { job_ = workspace_->importPaths(toPaths(names)); });
    dialog->open();
}

void CorporaPage::openFolder() {
    auto* dialog = new QFileDialog(this, tr("Open a Folder of Text"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::filesSelected, this,
            [this](const QStringList& names) { job_ = workspace_->importPaths(toPaths(names)); });
    dialog->open();
}

void CorporaPage::openSample() {
    job_ = workspace_->importSample();
}

void CorporaPage::watch(jobs::Job* job) {
    job_ = job;
    connect(job, &jobs::Job::failed, workspace_, &window::Workspace::reportError);
    // Importing had begun, perhaps: the list may hold what is gone again.
    connect(job, &jobs::Job::failed, workspace_, &window::Workspace::corporaChanged);
    connect(job, &jobs::Job::cancelled, workspace_, &window::Workspace::corporaChanged);
}

void CorporaPage::askName() {
    const library::Corpus* corpus = model_->find(current_);
    if (!corpus)
        return;
    auto* dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Rename Corpus"));
    dialog->setLabelText(tr("&Name:"));
    dialog->setTextValue(window::toQString(corpus->name));
    connect(dialog, &QInputDialog::textValueSelected, this,
            [this, id = current_](const QString& name) {
                if (name.trimmed().isEmpty())
                    return;
                try {
                    workspace_->library().corpora().rename(id, window::toStd(name.trimmed()));
                } catch (const std::exception& error) {
                    workspace_->reportError(window::describe(error));
                }
                emit workspace_->corporaChanged();
            });
    dialog->open();
}

void CorporaPage::askRemoval() {
    const library::Corpus* corpus = model_->find(current_);
    if (!corpus)
        return;
    auto* box = new QMessageBox(
        QMessageBox::Question, tr("Remove Corpus"),
        tr("Remove the corpus “%1” from the library?").arg(window::toQString(corpus->name)),
        QMessageBox::Cancel, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setInformativeText(
        tr("Its text files stay where they are, and so do the models trained on it."));
    QPushButton* remove = box->addButton(tr("&Remove"), QMessageBox::DestructiveRole);
    box->setDefaultButton(QMessageBox::Cancel);
    connect(remove, &QPushButton::clicked, this, [this, id = current_] {
        try {
            workspace_->library().corpora().remove(id);
        } catch (const std::exception& error) {
            workspace_->reportError(window::describe(error));
        }
        emit workspace_->corporaChanged();
    });
    box->open();
}

void CorporaPage::askEncoding() {
    const library::Corpus* corpus = model_->find(current_);
    if (!corpus)
        return;
    QStringList names;
    for (const auto& name : text::knownEncodings())
        names.append(window::toQString(name));
    auto* dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Encoding"));
    dialog->setLabelText(
        tr("All documents of “%1” are read again as:").arg(window::toQString(corpus->name)));
    dialog->setComboBoxItems(names);
    const QString present = window::toQString(corpus->encodings);
    if (names.contains(present))
        dialog->setTextValue(present);
    connect(dialog, &QInputDialog::textValueSelected, this,
            [this, id = current_, title = tr("Read %1 again").arg(window::toQString(corpus->name))](
                const QString& encoding) {
                watch(workspace_->jobManager().start(
                    title, jobs::JobManager::NoOptions,
                    [folder = workspace_->folder(), id, name = window::toStd(encoding)](
                        base::Progress& progress, const std::stop_token& stop) {
                        tasks::reimportCorpus(folder, id, name, progress, stop);
                    },
                    this,
                    [this] {
                        current_ = 0; // what is shown of it is out of date
                        emit workspace_->corporaChanged();
                    }));
            });
    dialog->open();
}

} // namespace corpora
