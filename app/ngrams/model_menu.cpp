// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ngrams/model_menu.h"

#include "app/jobs/job.h"
#include "app/jobs/job_manager.h"
#include "app/ngrams/estimator_dialog.h"
#include "app/ngrams/mix_dialog.h"
#include "app/ngrams/prune_dialog.h"
#include "app/window/text.h"
#include "app/window/workspace.h"
#include "core/ngram/arpa_writer.h"
#include "core/tasks/backoff_models.h"
#include "core/tasks/import_counts.h"
#include "core/tasks/mix_models.h"
#include "core/tasks/open_model.h"
#include "core/tasks/reestimate.h"

#include <QFileDialog>
#include <QMenu>

#include <nlohmann/json.hpp>

#include <utility>

namespace ngrams {

namespace {

std::string estimatorOf(const library::Model& model) {
    return nlohmann::json::parse(model.specification).value("name", std::string());
}

bool hasCounts(const library::Model& model) {
    return estimatorOf(model) != ngram::BackedOff::estimatorName;
}

} // namespace

ModelMenu::Needs ModelMenu::whatHas(const library::Model& model) {
    if (model.kind == tasks::mixtureKind)
        return Needs::Model;
    return hasCounts(model) ? Needs::Counts : Needs::Ngrams;
}

ModelMenu::ModelMenu(window::Workspace& workspace, QWidget* parent)
    : QToolButton(parent), workspace_(workspace) {
    setText(tr("&More"));
    setAccessibleName(tr("More about models"));
    setToolTip(tr("Another estimator, pruning, mixing, import and export"));
    setPopupMode(QToolButton::InstantPopup);
    setToolButtonStyle(Qt::ToolButtonTextOnly);
    setFocusPolicy(Qt::StrongFocus);
    auto* menu = new QMenu(this);
    menu->setToolTipsVisible(true);
    const auto add = [&](const QString& text, auto slot, Needs needs) {
        actions_.push_back({menu->addAction(text, this, slot), needs});
    };
    add(tr("Another &Estimator…"), &ModelMenu::askEstimator, Needs::Counts);
    add(tr("&Prune…"), &ModelMenu::askPruning, Needs::Ngrams);
    add(tr("&Mix with Another Model…"), &ModelMenu::askMixing, Needs::Model);
    menu->addSeparator();
    add(tr("&Import ARPA…"), &ModelMenu::askArpaImport, Needs::Nothing);
    add(tr("Import &Counts…"), &ModelMenu::askCountsImport, Needs::Nothing);
    add(tr("E&xport ARPA…"), &ModelMenu::askArpaExport, Needs::Ngrams);
    setMenu(menu);
    setModel(0);
}

void ModelMenu::setModel(qint64 id) {
    model_ = id;
    auto has = Needs::Nothing;
    try {
        if (id != 0)
            has = whatHas(workspace_.library().models().get(id));
    } catch (const std::exception&) {
        model_ = 0; // it has been deleted meanwhile
    }
    for (const auto& [action, needs] : actions_) {
        action->setEnabled(needs <= has);
        const bool explained = model_ != 0 && needs > has;
        action->setToolTip(!explained            ? QString()
                           : has == Needs::Model ? tr("A mixture has no n-grams of its own")
                                                 : tr("This model has no counts: it was "
                                                      "imported or pruned"));
    }
}

template <class Work>
void ModelMenu::makeModel(const QString& title, Work work) {
    auto* job = workspace_.jobManager().start(title, jobs::JobManager::NoOptions, std::move(work),
                                              this, [this](const library::Model& model) {
                                                  emit workspace_.modelsChanged();
                                                  emit made(model.id);
                                              });
    connect(job, &jobs::Job::failed, &workspace_, &window::Workspace::reportError);
}

void ModelMenu::askEstimator() {
    const library::Model model = workspace_.library().models().get(model_);
    auto* dialog = new EstimatorDialog(window::toQString(model.name), estimatorOf(model), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, id = model.id] {
        makeModel(tr("Another estimator"),
                  [folder = workspace_.folder(), id, spec = dialog->spec(),
                   name = dialog->name()](base::Progress&, const std::stop_token&) {
                      return tasks::reestimate(folder, id, spec, name);
                  });
    });
    dialog->open();
}

void ModelMenu::askPruning() {
    const library::Model model = workspace_.library().models().get(model_);
    auto* dialog = new PruneDialog(window::toQString(model.name), hasCounts(model), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, id = model.id] {
        makeModel(tr("Prune a model"),
                  [folder = workspace_.folder(), id, spec = dialog->spec(),
                   name = dialog->name()](base::Progress& progress, const std::stop_token& stop) {
                      return tasks::pruneModel(folder, id, spec, name, progress, stop).model;
                  });
    });
    dialog->open();
}

void ModelMenu::askMixing() {
    auto* dialog = new MixDialog(workspace_, model_, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        makeModel(tr("Mix two models"),
                  [folder = workspace_.folder(), spec = dialog->spec(),
                   name = dialog->name()](base::Progress&, const std::stop_token&) {
                      return tasks::addMixture(folder, spec, name);
                  });
    });
    dialog->open();
}

void ModelMenu::askArpaImport() {
    const QString path = QFileDialog::getOpenFileName(
        this, tr("Import ARPA"), {}, tr("ARPA files (*.arpa *.arpa.gz *.lm *.gz);;All files (*)"));
    if (!path.isEmpty())
        importArpa(path);
}

void ModelMenu::askCountsImport() {
    const QStringList paths = QFileDialog::getOpenFileNames(
        this, tr("Import Counts: Lines of Words, a Tab and a Number"), {},
        tr("Text, plain or gzip (*.txt *.tsv *.count *.counts *.gz);;All files (*)"));
    if (!paths.isEmpty())
        importCounts(paths);
}

void ModelMenu::askArpaExport() {
    const QString name =
        window::toQString(workspace_.library().models().get(model_).name) + ".arpa";
    const QString path = QFileDialog::getSaveFileName(
        this, tr("Export ARPA"), name, tr("ARPA (*.arpa);;ARPA packed by gzip (*.arpa.gz)"));
    if (!path.isEmpty())
        exportArpa(path);
}

void ModelMenu::importArpa(const QString& path) {
    makeModel(tr("Import ARPA"), [folder = workspace_.folder(), file = window::toPath(path)](
                                     base::Progress& progress, const std::stop_token& stop) {
        return tasks::importArpa(folder, file, {}, progress, stop);
    });
}

void ModelMenu::importCounts(const QStringList& paths) {
    tasks::CountsRequest request{workspace_.folder(), {}, {}};
    for (const QString& path : paths)
        request.files.push_back(window::toPath(path));
    makeModel(tr("Import counts"),
              [request](base::Progress& progress, const std::stop_token& stop) {
                  return tasks::importCounts(request, progress, stop);
              });
}

void ModelMenu::exportArpa(const QString& path) {
    auto* job = workspace_.jobManager().start(
        tr("Export ARPA"), jobs::JobManager::NoOptions,
        [folder = workspace_.folder(), model = workspace_.library().models().get(model_),
         file = window::toPath(path)](base::Progress& progress, const std::stop_token& stop) {
            ngram::writeArpa(file, *tasks::openNgramModel(folder, model), progress, stop);
        },
        this, [] {});
    connect(job, &jobs::Job::failed, &workspace_, &window::Workspace::reportError);
}

} // namespace ngrams
