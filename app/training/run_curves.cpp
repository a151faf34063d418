// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/run_curves.h"

#include "app/jobs/job_manager.h"
#include "app/plot/export_button.h"
#include "app/training/live_runs.h"
#include "app/window/text.h"
#include "app/window/workspace.h"
#include "core/library/library.h"
#include "core/library/run_store.h"
#include "core/neural/specification/training_names.h"

#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <utility>

namespace training {

namespace {

/// A run that goes on from another is drawn behind it: behind the part of it that its weights have
/// gone through, which may have gone on from others in turn.
void continueFrom(RunHistory& history, library::Library& library, const library::Origin& origin) {
    std::uint64_t steps = origin.step;
    double tokens = 0;
    double seconds = 0;
    auto before = std::optional(origin);
    while (before && before->run) {
        const auto run = library.runs().get(*before->run);
        for (const auto& step : library.runs().metrics(run.id)) {
            if (step.step > before->step)
                break;
            tokens += static_cast<double>(step.predictions);
            if (step.step == before->step)
                seconds += step.seconds;
        }
        before = run.origin;
        steps += before ? before->step : 0;
    }
    history.continueFrom(steps, tokens, seconds);
}

} // namespace

RunCurves::RunCurves(window::Workspace& workspace, LiveRuns& live, QWidget* parent)
    : QWidget(parent),
      workspace_(workspace),
      live_(live),
      controls_(new CurveControls(this)),
      options_(controls_->options()),
      stack_(new plot::CurveStack(this)) {
    buildPlots();
    controls_->addWidget(new plot::ExportButton(stack_, tr("losses"), this));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(controls_);
    column->addWidget(stack_, 1);

    connect(controls_, &CurveControls::changed, this, &RunCurves::applyOptions);
    connect(stack_, &plot::CurveStack::clicked, this, &RunCurves::clicked);
    connect(&live_, &LiveRuns::started, this, &RunCurves::restart);
    connect(&live_, &LiveRuns::stepped, this, &RunCurves::addLive);
    connect(&workspace_, &window::Workspace::runsChanged, this, &RunCurves::catchUp);
}

RunCurves::~RunCurves() {
    for (auto& [run, curve] : curves_)
        if (curve.loading)
            curve.loading->stop();
}

void RunCurves::buildPlots() {
    const auto add = [this](const char* name, const QString& title, const QString& axis) {
        auto* plot = stack_->addPlot();
        plot->setObjectName(name);
        plot->setAccessibleName(title);
        stack_->setYTitle(plot, axis);
        return plot;
    };
    losses_ = add("curves", tr("Loss curves"), {});
    losses_->setEmptyText(tr("No curves yet: start a run, or select one in the table below."));
    losses_->setToolTip(
        tr("Training solid, validation dashed; dotted the validation on the text that the run's "
           "origin had learnt from") +
        u'\n' +
        tr("In nats: per token; where labels are learnt per text, where preferences are per pair"));
    accuracies_ = add("accuracies", tr("Curves of the accuracy"), tr("% right"));
    accuracies_->setEmptyText(tr("None of these runs learns labels or preferences."));
    accuracies_->setToolTip(tr("Of the validation's labels, or of its pairs of replies"));
    norms_ = add("norms", tr("Curves of the gradient's norm"), tr("Norm", "the gradient's"));
    norms_->setToolTip(tr("The gradient's norm, before clipping"));
    rates_ = add("rates", tr("Curves of the learning rate"), tr("Rate"));
    rates_->setToolTip(tr("The learning rate"));
    stack_->setXTitle(tr("Step"));
    showLossTitle();
    stack_->setPlotShown(accuracies_, false);
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
        curve.lines = linesOf(options_);
        load(id);
    }
    if (removed)
        rebuild();
    showMarker();
}

void RunCurves::load(std::int64_t run, std::optional<std::uint64_t> after) {
    auto* job = workspace_.jobManager().start(
        tr("Reading losses"), jobs::JobManager::Quiet,
        [folder = workspace_.folder(), run, after](base::Progress&, const std::stop_token&) {
            library::Library library(folder);
            RunHistory stored;
            const library::Run known = library.runs().get(run);
            if (known.origin && !after)
                continueFrom(stored, library, *known.origin);
            for (const auto& step : library.runs().metrics(run, after))
                stored.add(step);
            return std::pair(std::move(stored), known.spec.training.task);
        },
        this,
        [this, run](const std::pair<RunHistory, neural::TrainingTask>& read) {
            const auto& [stored, task] = read;
            const auto found = curves_.find(run);
            if (found == curves_.end() || found->second.loaded)
                return;
            if (found->second.history.size() == 0)
                found->second.history = stored;
            else
                found->second.history.append(stored);
            found->second.loaded = true;
            found->second.task = task;
            drawNew(found->second);
            addLive(run);
            showMarker();
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
    found->second.history = {};
    rebuild();
    load(run);
}

/// A run that trains in another program comes here by way of the library.
void RunCurves::catchUp() {
    try {
        for (const auto& run : workspace_.library().runs().list()) {
            const auto found = curves_.find(run.id);
            if (found == curves_.end() || !found->second.loaded || live_.job(run.id) ||
                run.step == found->second.history.lastStep())
                continue;
            if (run.step < found->second.history.lastStep()) {
                restart(run.id);
            } else {
                found->second.loaded = false;
                const RunHistory& known = found->second.history;
                load(run.id, known.size() > 0 ? std::optional(known.lastStep()) : std::nullopt);
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
    if (!recent.empty() && recent.back().step < curve.history.lastStep()) {
        curve.history.cutFrom(recent.front().step);
        rebuild();
    }
    auto next =
        std::partition_point(recent.begin(), recent.end(), [&](const neural::StepMetrics& metrics) {
            return !curve.history.isAfter(metrics.step);
        });
    for (; next != recent.end(); ++next)
        curve.history.add(*next);
    drawNew(curve);
}

void RunCurves::applyOptions() {
    const CurveOptions before = options_;
    options_ = controls_->options();
    if (options_.axis != before.axis || options_.smoothing != before.smoothing ||
        options_.perplexity != before.perplexity)
        rebuild();
    const auto scale = [](bool logarithmic) {
        return logarithmic ? plot::Scale::Logarithmic : plot::Scale::Linear;
    };
    if (options_.axis != before.axis)
        stack_->setXTitle(options_.axis == TimeAxis::Step     ? tr("Step")
                          : options_.axis == TimeAxis::Tokens ? tr("Tokens")
                                                              : tr("Seconds"));
    if (options_.logarithmicX != before.logarithmicX)
        stack_->setXScale(scale(options_.logarithmicX));
    if (options_.logarithmicY != before.logarithmicY)
        for (plot::CurvePlot* plot : {losses_, accuracies_, norms_, rates_})
            stack_->setYScale(plot, scale(options_.logarithmicY));
    stack_->setPlotShown(accuracies_, options_.accuracy);
    stack_->setPlotShown(norms_, options_.gradientNorm);
    stack_->setPlotShown(rates_, options_.learningRate);
    showMarker();
}

void RunCurves::rebuild() {
    for (plot::CurvePlot* plot : {losses_, accuracies_, norms_, rates_})
        plot->removeAllSeries();
    for (auto& [run, curve] : curves_) {
        curve.lines = linesOf(options_);
        drawNew(curve);
    }
    showLossTitle();
}

std::vector<RunCurves::Line> RunCurves::linesOf(const CurveOptions& options) const {
    using plot::Stroke;
    const auto line = [](plot::CurvePlot* plot, Quantity quantity, Stroke stroke,
                         double smoothing = 0) {
        return Line{plot, quantity, stroke, smoothing > 0, Smoother(smoothing), -1, 0};
    };
    std::vector<Line> lines{line(losses_, Quantity::TrainingLoss, Stroke::Pale),
                            line(losses_, Quantity::ValidationLoss, Stroke::Dashed),
                            line(losses_, Quantity::OldValidationLoss, Stroke::Dotted),
                            line(accuracies_, Quantity::Accuracy, Stroke::Dashed),
                            line(norms_, Quantity::GradientNorm, Stroke::Pale),
                            line(rates_, Quantity::LearningRate, Stroke::Full)};
    if (options.smoothing > 0) {
        lines.insert(lines.begin() + 1,
                     line(losses_, Quantity::TrainingLoss, Stroke::Full, options.smoothing));
        lines.push_back(line(norms_, Quantity::GradientNorm, Stroke::Full, options.smoothing));
    }
    return lines;
}

QString RunCurves::nameOf(const Curve& curve, const Line& line) const {
    switch (line.quantity) {
    case Quantity::TrainingLoss:
        return lossName(line.smoothed ? tr("%1, training, smoothed") : tr("%1, training"), curve,
                        line);
    case Quantity::ValidationLoss:
        return lossName(tr("%1, validation"), curve, line);
    case Quantity::OldValidationLoss:
        return lossName(tr("%1, forgetting"), curve, line);
    case Quantity::Accuracy:
        return tr("%1, accuracy").arg(curve.name);
    case Quantity::GradientNorm:
        return (line.smoothed ? tr("%1, gradient norm, smoothed") : tr("%1, gradient norm"))
            .arg(curve.name);
    case Quantity::LearningRate:
        return tr("%1, learning rate").arg(curve.name);
    }
    return {};
}

QString RunCurves::lossName(const QString& name, const Curve& curve, const Line& line) const {
    return tr("%1 (%2)", "a loss and its unit").arg(name.arg(curve.name), lossUnit(curve, line));
}

QString RunCurves::lossUnit(const Curve& curve, const Line& line) const {
    if (options_.perplexity)
        return tr("perplexity");
    const bool old = line.quantity == Quantity::OldValidationLoss; // text, whatever is learnt now
    return window::translate({neural::lossUnit(old ? neural::TrainingTask::Text : curve.task)});
}

void RunCurves::showLossTitle() {
    std::set<QString> units;
    for (const auto& [run, curve] : curves_)
        for (const Line& line : curve.lines)
            if (line.plot == losses_ && line.series >= 0)
                units.insert(lossUnit(curve, line));
    const QString title = options_.perplexity ? tr("Perplexity")
                          : units.size() == 1 ? tr("Loss (%1)").arg(*units.begin())
                                              : tr("Loss (nats)");
    if (title == lossTitle_)
        return;
    lossTitle_ = title;
    stack_->setYTitle(losses_, title);
}

void RunCurves::drawNew(Curve& curve) {
    for (Line& line : curve.lines) {
        auto points = curve.history.points(line.quantity, options_.axis, line.drawn);
        line.drawn = curve.history.size();
        if (points.empty())
            continue;
        if (line.smoothed)
            for (plot::Point& point : points)
                point.y = line.smoother.next(point.y);
        if (options_.perplexity && line.plot == losses_)
            for (plot::Point& point : points)
                point.y = std::exp(point.y);
        if (line.series < 0)
            line.series =
                line.plot->addSeries(nameOf(curve, line), curve.group, line.stroke, curve.name);
        line.plot->append(line.series, points);
    }
    showLossTitle();
}

void RunCurves::setMarker(std::int64_t run, std::uint64_t step) {
    markedRun_ = run;
    markedStep_ = step;
    showMarker();
}

void RunCurves::showMarker() {
    const auto found = curves_.find(markedRun_);
    stack_->setMarker(found == curves_.end() ? std::nullopt
                                             : std::optional(found->second.history.placeOf(
                                                   markedStep_, options_.axis)));
}

std::uint64_t RunCurves::stepAt(std::int64_t run, double x) const {
    const auto found = curves_.find(run);
    return found == curves_.end() ? 0 : found->second.history.stepAt(x, options_.axis);
}

} // namespace training
