// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/jobs/job.h"
#include "core/neural/backend.h"
#include "core/tasks/train_neural.h"

#include <QObject>
#include <QPointer>
#include <QString>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <vector>

namespace window {
class Workspace;
}

namespace training {

/// The runs that train in this program, each one a job. Belongs to the workspace, not to the page:
/// a page that is built anew finds its runs where they are.
class LiveRuns final : public QObject {
    Q_OBJECT
public:
    static LiveRuns& of(window::Workspace& workspace);
    ~LiveRuns() override;

    jobs::Job* start(const tasks::NeuralRequest& request);
    /// Goes on with a run from its checkpoint up to `steps` in all.
    jobs::Job* resume(std::int64_t run, const QString& name, std::uint64_t steps);

    /// The run's job, or null where it does not train here.
    jobs::Job* job(std::int64_t run) const;
    /// Jobs that still prepare their text and have no run yet, oldest first.
    std::vector<jobs::Job*> starting() const;
    /// How many steps the run is to have in all.
    std::uint64_t totalSteps(std::int64_t run) const;
    /// The latest metrics of a run that trains here, by step: more than the library may not have
    /// stored yet. Empty where it does not train here.
    const std::vector<neural::StepMetrics>& recent(std::int64_t run) const;
    /// Why a run failed in this session, translated; empty where it did not.
    QString failure(std::int64_t run) const;
    /// Stops everything that trains or is about to; false where nothing did.
    bool stopAll();

signals:
    void started(qint64 run);
    void stepped(qint64 run);
    /// The run's model has said something; it stands in the run's samples.
    void sampled(qint64 run);
    /// `run` is 0 where it ended before there was a run; `failure` is empty unless it failed.
    void ended(qint64 run, const QString& failure);
    /// A job was started, paused, goes on, or reported how far it is.
    void jobChanged();

private:
    struct Live;
    using Work = std::function<tasks::NeuralOutcome(const tasks::NeuralObserver&, base::Progress&,
                                                    const std::stop_token&)>;
    explicit LiveRuns(window::Workspace& workspace);
    jobs::Job* launch(const QString& title, std::uint64_t steps, Work work);
    void onStarted(const std::shared_ptr<Live>& live, const library::Run& run);
    void onSteps(const std::shared_ptr<Live>& live, std::vector<neural::StepMetrics> steps);
    void onEnded(const std::shared_ptr<Live>& live, const QString& failure);
    const Live* find(std::int64_t run) const;

    window::Workspace& workspace_;
    std::vector<std::shared_ptr<Live>> live_;
    std::map<std::int64_t, QString> failures_;
};

} // namespace training
