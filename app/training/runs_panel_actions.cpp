// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done with a run, and what is said of the selected one.
#include "app/jobs/job_manager.h"
#include "app/training/fine_tune_dialog.h"
#include "app/training/fine_tuning_base.h"
#include "app/training/live_runs.h"
#include "app/training/runs_panel.h"
#include "app/window/table_view.h"
#include "app/window/text.h"
#include "app/window/workspace.h"
#include "core/library/model_store.h"
#include "core/neural/specification/training_names.h"

#include <QInputDialog>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>

#include <algorithm>
#include <cmath>
#include <limits>

namespace training {

namespace {

/// The job's own estimate; before it has one, as long a step as they took so far. Negative where
/// nobody knows.
double secondsLeft(const jobs::Job& job, const std::vector<neural::StepMetrics>& recent,
                   std::uint64_t totalSteps) {
    if (job.status().secondsLeft >= 0 || recent.empty() || recent.back().step == 0 ||
        recent.back().step > totalSteps)
        return job.status().secondsLeft;
    const auto& last = recent.back();
    return last.seconds / static_cast<double>(last.step) *
           static_cast<double>(totalSteps - last.step);
}

} // namespace

void RunsPanel::updateButtons() {
    const auto run = selected();
    const RunRow* row = model_->row(run);
    const auto* job = live_.job(run);
    const bool trains = row && row->run.state == library::RunState::Running;
    const bool paused = job && job->state() == jobs::Job::State::Paused;
    pause_->setEnabled(job && !job->isOver());
    pause_->setText(paused ? tr("Res&ume") : tr("Pa&use"));
    stop_->setEnabled((job && !job->isOver()) || !live_.starting().empty());
    // The model is stored with the first checkpoint: without one there is nothing to go on from.
    const bool hasModel = row && modelOf(run).has_value();
    const bool goesOn = hasModel && !job && !trains;
    continue_->setEnabled(goesOn);
    fineTune_->setEnabled(goesOn || !importedBases(workspace_).empty());
    rename_->setEnabled(row);
    delete_->setEnabled(row && !job && !trains);
    chat_->setEnabled(hasModel);
    status_->setText(statusText());
}

QString RunsPanel::statusText() const {
    const auto starting = live_.starting();
    if (!starting.empty()) {
        const auto stage = window::translate(starting.back()->status().stage);
        return stage.isEmpty() ? tr("Preparing the text…") : tr("Preparing: %1").arg(stage);
    }
    if (!lastFailure_.isEmpty())
        return lastFailure_;
    if (allSelected().size() > 1)
        return comparisonText();
    const RunRow* row = model_->row(selected());
    if (!row)
        return model_->rowCount() == 0
                   ? tr("No runs yet. Describe a network on the left and press Start.")
                   : QString();
    return progressText(*row);
}

QString RunsPanel::comparisonText() const {
    const auto runs = allSelected();
    QStringList settings;
    for (const int column : model_->differing()) {
        QStringList values;
        for (const auto run : runs) {
            const QString value =
                model_->index(model_->indexOf(run), column).data(Qt::DisplayRole).toString();
            if (const QString shown = value.isEmpty() ? QStringLiteral("–") : value;
                !values.contains(shown))
                values << shown;
        }
        settings << tr("%1 (%2)", "a setting and the values that it has")
                        .arg(model_->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString(),
                             values.join(QStringLiteral(", ")));
    }
    if (settings.isEmpty())
        return tr("%n runs are selected; their settings are the same.", nullptr,
                  static_cast<int>(runs.size()));
    return tr("%n runs are selected; they differ in: %1", nullptr, static_cast<int>(runs.size()))
        .arg(settings.join(QStringLiteral(" · ")));
}

/// What was forgotten: how the run's origin told its text, and how the run does.
QString RunsPanel::oldTextText(const library::Run& run) {
    const double now = *run.oldValidationLoss;
    const QString loss = window::formatLoss(now);
    const QString perplexity = window::formatNumber(std::exp(now), 4);
    if (!run.oldLossAtStart)
        return tr("on the old text %1 nats per token (perplexity %2)").arg(loss, perplexity);
    return tr("on the old text %1 nats per token (perplexity %2), at the start %3 (%4)")
        .arg(loss, perplexity, window::formatLoss(*run.oldLossAtStart),
             window::formatNumber(std::exp(*run.oldLossAtStart), 4));
}

QString RunsPanel::progressText(const RunRow& row) const {
    if (row.run.state == library::RunState::Failed && row.activity == RunRow::Activity::None)
        return tr("Failed: %1").arg(row.failure);
    QStringList parts;
    parts << tr("Step %1 of %2")
                 .arg(window::formatCount(row.run.step), window::formatCount(row.totalSteps));
    const auto& recent = live_.recent(row.run.id);
    if (row.activity != RunRow::Activity::None && !recent.empty())
        parts << tr("%1 tokens/s")
                     .arg(window::formatCount(
                         static_cast<std::uint64_t>(recent.back().tokensPerSecond)));
    if (const auto* job = live_.job(row.run.id)) {
        if (row.activity == RunRow::Activity::Paused)
            parts << tr("paused");
        else if (const double left = secondsLeft(*job, recent, row.totalSteps); left >= 0)
            parts << tr("%1 left").arg(window::formatDuration(left));
    } else {
        parts << RunsModel::stateText(row);
    }
    if (row.run.trainingLoss)
        parts << tr("training loss %1 %2", "a number and its unit")
                     .arg(window::formatLoss(*row.run.trainingLoss),
                          window::translate({neural::lossUnit(row.run.spec.training.task)}));
    if (row.run.validationLoss)
        parts << tr("validation loss %1").arg(window::formatLoss(*row.run.validationLoss));
    if (const auto& origin = row.run.origin) {
        if (row.run.accuracy)
            parts << tr("%1 % right").arg(window::formatNumber(*row.run.accuracy * 100, 4));
        if (row.run.oldValidationLoss)
            parts << oldTextText(row.run);
        parts << tr("from %1, step %2")
                     .arg(window::toQString(origin->model), window::formatCount(origin->step));
        if (origin->unknownTokens > 0)
            parts << tr("%1 tokens unknown to it").arg(window::formatCount(origin->unknownTokens));
        if (const auto why = library::whyNotMeasured(origin->oldText, origin->model))
            parts << window::translate(*why);
    }
    return parts.join(QStringLiteral(" · "));
}

std::optional<std::int64_t> RunsPanel::modelOf(std::int64_t run) const {
    const auto models = workspace_.library().models().list();
    const auto found = std::find_if(models.begin(), models.end(),
                                    [run](const auto& model) { return model.run == run; });
    return found == models.end() ? std::nullopt : std::optional(found->id);
}

bool RunsPanel::canFineTune(const RunRow& row) const {
    return !live_.job(row.run.id) && row.run.state != library::RunState::Running &&
           modelOf(row.run.id).has_value();
}

void RunsPanel::togglePause() {
    if (auto* job = live_.job(selected()))
        job->setPaused(job->state() != jobs::Job::State::Paused);
}

void RunsPanel::stopSelected() {
    if (auto* job = live_.job(selected())) {
        job->stop();
        return;
    }
    const auto starting = live_.starting();
    if (!starting.empty())
        starting.back()->stop();
}

void RunsPanel::askContinue() {
    const RunRow* row = model_->row(selected());
    if (!row)
        return;
    // Where all its steps are done, as many again is the likeliest wish.
    const bool done = row->run.step >= row->totalSteps;
    const auto proposed = done ? row->run.step * 2 : row->totalSteps;
    constexpr int most = std::numeric_limits<int>::max();
    auto* dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName("continueDialog");
    dialog->setWindowTitle(tr("Continue %1").arg(window::toQString(row->run.name)));
    dialog->setLabelText(tr("It has taken %1 steps. How many shall it have in all?")
                             .arg(window::formatCount(row->run.step)));
    dialog->setInputMode(QInputDialog::IntInput);
    dialog->setIntRange(static_cast<int>(std::min<std::uint64_t>(row->run.step + 1, most)), most);
    dialog->setIntValue(static_cast<int>(std::min<std::uint64_t>(proposed, most)));
    connect(dialog, &QInputDialog::intValueSelected, this,
            [this, run = row->run.id, name = window::toQString(row->run.name)](int steps) {
                lastFailure_.clear();
                live_.resume(run, name, static_cast<std::uint64_t>(steps));
            });
    dialog->open();
}

void RunsPanel::askFineTuning() {
    std::vector<FineTuningBase> bases = importedBases(workspace_);
    if (const RunRow* row = model_->row(selected()); row && canFineTune(*row))
        bases.insert(bases.begin(), baseOf(workspace_, row->run));
    if (bases.empty())
        return;
    auto* dialog = new FineTuneDialog(workspace_, std::move(bases), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &FineTuneDialog::startRequested, this,
            [this](const tasks::NeuralRequest& request) {
                lastFailure_.clear();
                live_.start(request);
            });
    dialog->open();
}

void RunsPanel::rename(qint64 run, const QString& name) {
    try {
        if (const auto model = modelOf(run))
            workspace_.library().models().rename(*model, window::toStd(name));
        workspace_.library().runs().rename(run, window::toStd(name));
    } catch (const std::exception& error) {
        workspace_.reportError(window::describe(error));
    }
    // Queued: the editor is still closing over the row that a reload replaces.
    QMetaObject::invokeMethod(
        this,
        [this] {
            emit workspace_.runsChanged();
            emit workspace_.modelsChanged();
            emit drawnChanged();
        },
        Qt::QueuedConnection);
}

void RunsPanel::askDelete() {
    const RunRow* row = model_->row(selected());
    if (!row)
        return;
    auto* question =
        new QMessageBox(QMessageBox::Question, tr("Delete run"),
                        tr("Delete the run \"%1\", its losses and the model that it made?")
                            .arg(window::toQString(row->run.name)),
                        QMessageBox::Cancel, this);
    question->setObjectName("deleteQuestion");
    question->setAttribute(Qt::WA_DeleteOnClose);
    auto* confirm = question->addButton(tr("&Delete"), QMessageBox::DestructiveRole);
    question->setDefaultButton(QMessageBox::Cancel);
    connect(confirm, &QAbstractButton::clicked, this, [this, run = row->run.id] { remove(run); });
    question->open();
}

void RunsPanel::remove(std::int64_t run) {
    // A million metrics take their time.
    const auto model = modelOf(run);
    auto* job = workspace_.jobManager().start(
        tr("Deleting a run"), jobs::JobManager::Quiet,
        [folder = workspace_.folder(), run, model](base::Progress&, const std::stop_token&) {
            library::Library library(folder);
            if (model)
                library.models().remove(*model);
            library.runs().remove(run);
        },
        this, [] {});
    const auto changed = [this] {
        emit workspace_.runsChanged();
        emit workspace_.modelsChanged();
    };
    connect(job, &jobs::Job::finished, this, changed);
    connect(job, &jobs::Job::failed, this, [this, changed](const QString& reason) {
        workspace_.reportError(reason);
        changed();
    });
}

void RunsPanel::chat() {
    if (const auto model = modelOf(selected()))
        emit workspace_.chatRequested(*model);
}

} // namespace training
