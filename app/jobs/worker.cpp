// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/jobs/worker.h"

#include "app/jobs/crew.h"
#include "app/jobs/text.h"

#include <QCoreApplication>

#include <algorithm>
#include <exception>
#include <utility>

namespace jobs {

Job::Worker::Worker(Work work, std::shared_ptr<base::PauseSwitch> pause, std::stop_token stop)
    : work_(std::move(work)), pause_(std::move(pause)), stop_(std::move(stop)) {
    clock_.start();
}

void Job::Worker::start(Crew& crew, std::function<void()> ended) {
    const auto over = std::make_shared<std::promise<void>>();
    over_ = over->get_future();
    crew.run([this, over, ended = std::move(ended)] {
        run();
        ended();
        over->set_value();
    });
}

void Job::Worker::join() {
    if (over_.valid())
        over_.wait();
}

void Job::Worker::run() {
    try {
        completion = work_(*this, stop_);
        state = Job::State::Finished;
    } catch (const base::Cancelled&) {
        state = Job::State::Cancelled;
    } catch (const std::exception& exception) {
        state = Job::State::Failed;
        error = describe(exception);
    } catch (...) {
        state = Job::State::Failed;
        error = QCoreApplication::translate("jobs::Text", "The task failed for an unknown reason.");
    }
}

void Job::Worker::report(const base::ProgressReport& report) {
    const std::lock_guard lock(mutex_);
    latest_ = report;
}

void Job::Worker::pausePoint(const std::stop_token& stop) {
    if (!pause_->isPaused())
        return;
    {
        const std::lock_guard lock(mutex_);
        pausedSince_ = clock_.elapsed();
    }
    pause_->wait(stop);
    const std::lock_guard lock(mutex_);
    pausedTotal_ += clock_.elapsed() - *pausedSince_;
    pausedSince_.reset();
}

double Job::Worker::secondsSoFar() const {
    const qint64 now = pausedSince_.value_or(clock_.elapsed());
    return static_cast<double>(now - pausedTotal_) / 1000;
}

JobStatus Job::Worker::status() {
    JobStatus status;
    std::uint64_t done = 0;
    std::uint64_t total = 0;
    {
        const std::lock_guard lock(mutex_);
        status.stage = latest_.stage;
        done = latest_.done;
        total = latest_.total;
        status.secondsSoFar = secondsSoFar();
    }
    if (total > 0)
        status.fraction = std::min(1.0, static_cast<double>(done) / static_cast<double>(total));
    status.secondsLeft = timeLeft_.update(status.secondsSoFar, status.fraction);
    return status;
}

} // namespace jobs
