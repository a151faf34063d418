// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/run_curves.h"

#include "app/jobs/job_manager.h"
#include "app/plot/export_button.h"
#include "app/training/live_runs.h"
#include "app/window/text.h"
#include "app/window/workspace.h"
#include "core/library/run_store.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>
#include <set>
#include <span>

namespace training {

namespace {

void add(const neural::StepMetrics& step, std::vector<plot::Point>& training,
         std::vector<plot::Point>& validation) {
    const auto x = static_cast<double>(step.step);
    training.push_back({x, step.trainingLoss});
    if (step.validationLoss)
        validation.push_back({x, *step.validationLoss});
}

void cutFrom(std::vector<plot::Point>& points, std::uint64_t step) {
    const auto first =
        std::lower_bound(points.begin(), points.end(), static_cast<double>(step),
                         [](const plot::Point& point, double x) { return point.x < x; });
    points.erase(first, points.end());
}

} // namespace

struct RunCurves::Stored {
    std::vector<plot::Point> training;
    std::vector<plot::Point> validation;
    std::uint64_t lastStep = 0;
};

RunCurves::RunCurves(window::Workspace& workspace, LiveRuns& live, QWidget* parent)
    : QWidget(parent), workspace_(workspace), live_(live), plot_(new plot::CurvePlot(this)) {
    plot_->setObjectName("curves");
    plot_->setAccessibleName(tr("Loss curves"));
    plot_->setAxisTitles(tr("Step"), tr("Loss (nats per token)"));
    plot_->setEmptyText(tr("No curves yet: start a run, or check one in the table below."));

    auto* title = new QLabel(tr("Loss: training solid, validation dashed"), this);
    auto* exporter = new plot::ExportButton(plot_, tr("losses"), this);
    auto* bar = new QHBoxLayout;
    bar->addWidget(title);
    bar->addStretch();
    bar->addWidget(exporter);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addLayout(bar);
    column->addWidget(plot_, 1);

    connect(&live_, &LiveRuns::started, this, &RunCurves::restart);
    connect(&live_, &LiveRuns::stepped, this, &RunCurves::addLive);
    connect(&workspace_, &window::Workspace::runsChanged, this, &RunCurves::catchUp);
}

RunCurves::~RunCurves() {
    for (auto& [run, curve] : curves_)
        if (curve.loading)
            curve.loading->stop();
}

int RunCurves::freeGroup() const {
    std::set<int> taken;
    for (const auto& [run, curve] : curves_)
        taken.insert(curve.group);
    int group = 0;
    while (taken.contains(group))
        ++group;
    return group;
}

void RunCurves::setRuns(const std::vector<std::pair<std::int64_t, QString>>& runs) {
    bool removed = false;
    for (auto curve = curves_.begin(); curve != curves_.end();) {
        const bool wanted = std::any_of(runs.begin(), runs.end(),
                                        [&](const auto& run) { return run.first == curve->first; });
        if (!wanted && curve->second.loading)
            curve->second.loading->stop();
        removed = removed || !wanted;
        curve = wanted ? std::next(curve) : curves_.erase(curve);
    }
    for (const auto& [id, name] : runs) {
        if (const auto known = curves_.find(id); known != curves_.end()) {
            removed = removed || known->second.name != name;
            known->second.name = name;
            continue;
        }
        const int group = freeGroup();
        Curve& curve = curves_[id];
        curve.group = group;
        curve.name = name;
        load(id);
    }
    if (removed)
        rebuild();
}

void RunCurves::load(std::int64_t run, std::uint64_t after) {
    auto* job = workspace_.jobManager().start(
        tr("Reading losses"), jobs::JobManager::Quiet,
        [folder = workspace_.folder(), run, after](base::Progress&, const std::stop_token&) {
            library::Library library(folder);
            Stored stored;
            stored.lastStep = after;
            for (const auto& step : library.runs().metrics(run, after)) {
                add(step, stored.training, stored.validation);
                stored.lastStep = step.step;
            }
            return stored;
        },
        this,
        [this, run](const Stored& stored) {
            const auto found = curves_.find(run);
            if (found == curves_.end() || found->second.loaded)
                return;
            Curve& curve = found->second;
            const auto append = [](auto& points, const auto& more) {
                points.insert(points.end(), more.begin(), more.end());
            };
            append(curve.training, stored.training);
            append(curve.validation, stored.validation);
            curve.lastStep = stored.lastStep;
            curve.loaded = true;
            drawNew(curve);
            addLive(run);
        });
    curves_[run].loading = job;
    connect(job, &jobs::Job::failed, &workspace_, &window::Workspace::reportError);
}

void RunCurves::restart(std::int64_t run) {
    const auto found = curves_.find(run);
    if (found == curves_.end())
        return;
    // A run goes on from its checkpoint: what was measured after that is measured again.
    found->second.loaded = false;
    found->second.training.clear();
    found->second.validation.clear();
    found->second.lastStep = 0;
    rebuild();
    load(run);
}

/// A run that trains in another program comes here by way of the library.
void RunCurves::catchUp() {
    try {
        for (const auto& run : workspace_.library().runs().list()) {
            const auto found = curves_.find(run.id);
            if (found == curves_.end() || !found->second.loaded || live_.job(run.id) ||
                run.step == found->second.lastStep)
                continue;
            if (run.step < found->second.lastStep) {
                restart(run.id);
            } else {
                found->second.loaded = false;
                load(run.id, found->second.lastStep);
            }
        }
    } catch (const std::exception& error) {
        workspace_.reportError(window::describe(error));
    }
}

void RunCurves::addLive(std::int64_t run) {
    const auto found = curves_.find(run);
    if (found == curves_.end() || !found->second.loaded)
        return;
    Curve& curve = found->second;
    const auto& recent = live_.recent(run);
    if (!recent.empty() && recent.back().step < curve.lastStep) {
        cutFrom(curve.training, recent.front().step);
        cutFrom(curve.validation, recent.front().step);
        curve.lastStep = recent.front().step - 1;
        rebuild();
    }
    auto next = std::upper_bound(
        recent.begin(), recent.end(), curve.lastStep,
        [](std::uint64_t step, const neural::StepMetrics& metrics) { return step < metrics.step; });
    for (; next != recent.end(); ++next) {
        add(*next, curve.training, curve.validation);
        curve.lastStep = next->step;
    }
    drawNew(curve);
}

void RunCurves::rebuild() {
    plot_->removeAllSeries();
    for (auto& [run, curve] : curves_) {
        curve.trainingSeries = -1;
        curve.validationSeries = -1;
        curve.drawnTraining = 0;
        curve.drawnValidation = 0;
        drawNew(curve);
    }
}

void RunCurves::drawNew(Curve& curve) {
    if (!curve.training.empty() && curve.trainingSeries < 0)
        curve.trainingSeries =
            plot_->addSeries(tr("%1, training").arg(curve.name), curve.group, false, curve.name);
    if (!curve.validation.empty() && curve.validationSeries < 0)
        curve.validationSeries =
            plot_->addSeries(tr("%1, validation").arg(curve.name), curve.group, true, curve.name);
    if (curve.training.size() > curve.drawnTraining)
        plot_->append(curve.trainingSeries, std::span(curve.training).subspan(curve.drawnTraining));
    if (curve.validation.size() > curve.drawnValidation)
        plot_->append(curve.validationSeries,
                      std::span(curve.validation).subspan(curve.drawnValidation));
    curve.drawnTraining = curve.training.size();
    curve.drawnValidation = curve.validation.size();
}

} // namespace training
