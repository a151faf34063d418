// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/jobs/job.h"

#include <utility>

namespace jobs {

Job::Job(QString title, bool canPause, bool quiet, QObject* parent)
    : QObject(parent),
      title_(std::move(title)),
      canPause_(canPause),
      quiet_(quiet),
      pause_(std::make_shared<base::PauseSwitch>()) {}

void Job::stop() {
    if (isOver() || !stopSource_.request_stop())
        return;
    emit stateChanged();
}

void Job::setPaused(bool paused) {
    const State next = paused ? State::Paused : State::Running;
    if (!canPause_ || isOver() || isStopping() || state_ == next)
        return;
    pause_->setPaused(paused);
    state_ = next;
    emit stateChanged();
}

void Job::setStatus(JobStatus status) {
    status_ = std::move(status);
    emit statusChanged();
}

void Job::end(State state, const QString& error) {
    state_ = state;
    error_ = error;
    emit stateChanged();
    if (state == State::Finished)
        emit finished();
    else if (state == State::Cancelled)
        emit cancelled();
    else
        emit failed(error_);
}

} // namespace jobs
