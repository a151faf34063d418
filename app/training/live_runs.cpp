// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/live_runs.h"

#include "app/jobs/job_manager.h"
#include "app/jobs/relay.h"
#include "app/window/text.h"
#include "app/window/workspace.h"
#include "core/library/model_store.h"

#include <algorithm>
#include <variant>

namespace training {

namespace {

/// Many times what a run can do between two of its writes to the library.
constexpr std::size_t recentSteps = 1 << 16;

} // namespace

struct LiveRuns::Live {
    QPointer<jobs::Job> job;
    std::int64_t run = 0; ///< 0 until it has one
    std::uint64_t steps = 0;
    std::vector<neural::StepMetrics> recent;
    bool modelKnown = false;
};

LiveRuns& LiveRuns::of(window::Workspace& workspace) {
    auto* live = workspace.findChild<LiveRuns*>(QString(), Qt::FindDirectChildrenOnly);
    return live ? *live : *new LiveRuns(workspace);
}

LiveRuns::LiveRuns(window::Workspace& workspace) : QObject(&workspace), workspace_(workspace) {}

LiveRuns::~LiveRuns() = default;

jobs::Job* LiveRuns::start(const tasks::NeuralRequest& request) {
    const QString title = request.name.empty()
                              ? tr("Training a network")
                              : tr("Training %1").arg(window::toQString(request.name));
    return launch(title, request.spec.training.steps,
                  [request](const tasks::NeuralObserver& observer, base::Progress& progress,
                            const std::stop_token& stop) {
                      return tasks::trainNeural(request, observer, progress, stop);
                  });
}

jobs::Job* LiveRuns::resume(std::int64_t run, const QString& name, std::uint64_t steps) {
    failures_.erase(run);
    return launch(tr("Training %1").arg(name), steps,
                  [folder = workspace_.folder(), run, steps](const tasks::NeuralObserver& observer,
                                                             base::Progress& progress,
                                                             const std::stop_token& stop) {
                      return tasks::resumeNeural(folder, run, steps, observer, progress, stop);
                  });
}

jobs::Job* LiveRuns::launch(const QString& title, std::uint64_t steps, Work work) {
    auto live = std::make_shared<Live>();
    live->steps = steps;

    // One channel for all kinds of news keeps their order.
    using News = std::variant<library::Run, neural::StepMetrics, neural::Sample>;
    const jobs::Relay<News> relay(this, [this, live](std::vector<News> news) {
        std::vector<neural::StepMetrics> metrics;
        bool anySample = false;
        for (auto& item : news) {
            if (const auto* run = std::get_if<library::Run>(&item))
                onStarted(live, *run);
            else if (auto* step = std::get_if<neural::StepMetrics>(&item))
                metrics.push_back(*step);
            else
                anySample = true;
        }
        if (!metrics.empty())
            onSteps(live, std::move(metrics));
        if (anySample)
            emit sampled(live->run);
    });

    auto* job = workspace_.jobManager().start(
        title, jobs::JobManager::CanPause,
        [work = std::move(work), relay](base::Progress& progress, const std::stop_token& stop) {
            tasks::NeuralObserver observer;
            observer.onStarted = [relay](const library::Run& run) { relay.push(run); };
            observer.onStep = [relay](const neural::StepMetrics& step) { relay.push(step); };
            observer.onSample = [relay](const neural::Sample& sample) { relay.push(sample); };
            work(observer, progress, stop);
        },
        this, [] {});
    live->job = job;
    live_.push_back(live);
    const auto end = [this, live, relay](const QString& failure) {
        relay.flush();
        onEnded(live, failure);
    };
    connect(job, &jobs::Job::finished, this, [end] { end({}); });
    connect(job, &jobs::Job::cancelled, this, [end] { end({}); });
    connect(job, &jobs::Job::failed, this, end);
    connect(job, &jobs::Job::stateChanged, this, &LiveRuns::jobChanged);
    connect(job, &jobs::Job::statusChanged, this, &LiveRuns::jobChanged);
    emit jobChanged();
    return job;
}

void LiveRuns::onStarted(const std::shared_ptr<Live>& live, const library::Run& run) {
    live->run = run.id;
    if (live->steps == 0)
        live->steps = run.spec.training.steps;
    emit workspace_.runsChanged();
    emit started(run.id);
}

void LiveRuns::onSteps(const std::shared_ptr<Live>& live, std::vector<neural::StepMetrics> steps) {
    auto& recent = live->recent;
    if (recent.size() > 2 * recentSteps)
        recent.erase(recent.begin(), recent.end() - recentSteps);
    recent.insert(recent.end(), steps.begin(), steps.end());
    emit stepped(live->run);

    // The model is there from the first checkpoint on, long before the run ends.
    if (!live->modelKnown) {
        const auto models = workspace_.library().models().list();
        live->modelKnown = std::any_of(models.begin(), models.end(),
                                       [&](const auto& model) { return model.run == live->run; });
        if (live->modelKnown)
            emit workspace_.modelsChanged();
    }
}

void LiveRuns::onEnded(const std::shared_ptr<Live>& live, const QString& failure) {
    std::erase(live_, live);
    if (!failure.isEmpty() && live->run != 0)
        failures_[live->run] = failure;
    emit workspace_.runsChanged();
    emit workspace_.modelsChanged();
    emit ended(live->run, failure);
    emit jobChanged();
}

const LiveRuns::Live* LiveRuns::find(std::int64_t run) const {
    const auto found = std::find_if(live_.begin(), live_.end(),
                                    [run](const auto& live) { return live->run == run; });
    return found == live_.end() || run == 0 ? nullptr : found->get();
}

jobs::Job* LiveRuns::job(std::int64_t run) const {
    const Live* live = find(run);
    return live ? live->job.data() : nullptr;
}

std::vector<jobs::Job*> LiveRuns::starting() const {
    std::vector<jobs::Job*> jobs;
    for (const auto& live : live_)
        if (live->run == 0 && live->job)
            jobs.push_back(live->job);
    return jobs;
}

std::uint64_t LiveRuns::totalSteps(std::int64_t run) const {
    const Live* live = find(run);
    return live ? live->steps : 0;
}

const std::vector<neural::StepMetrics>& LiveRuns::recent(std::int64_t run) const {
    static const std::vector<neural::StepMetrics> none;
    const Live* live = find(run);
    return live ? live->recent : none;
}

QString LiveRuns::failure(std::int64_t run) const {
    const auto found = failures_.find(run);
    return found == failures_.end() ? QString() : found->second;
}

bool LiveRuns::stopAll() {
    bool any = false;
    for (const auto& live : std::vector(live_)) {
        if (live->job && !live->job->isOver()) {
            live->job->stop();
            any = true;
        }
    }
    return any;
}

} // namespace training
