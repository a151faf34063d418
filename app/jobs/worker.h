// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/jobs/job.h"
#include "app/jobs/time_left.h"

#include <QElapsedTimer>

#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>

namespace jobs {

class Crew;

/// A job's other half: its work, and the latest report, which the GUI thread fetches when it
/// likes. No report ever becomes an event.
class Job::Worker final : public base::Progress {
public:
    using Completion = std::function<void()>;
    using Work = std::function<Completion(base::Progress&, const std::stop_token&)>;

    Worker(Work work, std::shared_ptr<base::PauseSwitch> pause, std::stop_token stop);

    /// Begins; `ended` is called in the worker thread as the last thing it does.
    void start(Crew& crew, std::function<void()> ended);
    void join();

    void report(const base::ProgressReport& report) override;
    void pausePoint(const std::stop_token& stop) override;

    /// GUI thread: what is to be shown now.
    JobStatus status();

    /// How it ended; to be read after `ended`.
    Job::State state = Job::State::Running;
    QString error;
    Completion completion;

private:
    void run();
    double secondsSoFar() const;

    // Destroyed with the worker, on the GUI thread: closures may hold what belongs to it.
    Work work_;
    std::shared_ptr<base::PauseSwitch> pause_;
    std::stop_token stop_;

    mutable std::mutex mutex_;
    base::ProgressReport latest_;
    QElapsedTimer clock_;
    std::optional<qint64> pausedSince_; // milliseconds on the clock
    qint64 pausedTotal_ = 0;

    TimeLeft timeLeft_;
    std::future<void> over_;
};

} // namespace jobs
