// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/message.h"
#include "core/base/progress.h"

#include <QObject>
#include <QString>

#include <memory>
#include <stop_token>

namespace jobs {

/// What the eye sees of a job: immutable, handed from the worker at 10 Hz at most.
struct JobStatus {
    base::Message stage;
    double fraction = -1;    ///< 0 to 1; negative where nobody knows
    double secondsLeft = -1; ///< negative where nobody knows
    double secondsSoFar = 0; ///< pauses left out
};

/// One task in the background. Lives on the GUI thread; the work runs on a worker thread. Ends in
/// exactly one of three ways: finished, cancelled, failed. Made by JobManager::start. The manager
/// deletes it some time after its end: whoever keeps a job longer keeps a QPointer.
class Job : public QObject {
    Q_OBJECT
public:
    enum class State { Running, Paused, Finished, Cancelled, Failed };
    Q_ENUM(State)

    const QString& title() const { return title_; }
    State state() const { return state_; }
    bool isOver() const { return state_ != State::Running && state_ != State::Paused; }
    const JobStatus& status() const { return status_; }
    bool canPause() const { return canPause_; }
    /// Not shown in the jobs panel.
    bool isQuiet() const { return quiet_; }
    bool isStopping() const { return stopSource_.stop_requested(); }
    /// Why it failed, translated; empty otherwise.
    const QString& error() const { return error_; }

public slots:
    /// Asks the work to stop; it answers within 200 ms.
    void stop();
    void setPaused(bool paused);

signals:
    void statusChanged();
    void stateChanged();
    /// Exactly one of these three, once, on the GUI thread, after stateChanged.
    void finished();
    void cancelled();
    void failed(const QString& error);

private:
    friend class JobManager;
    class Worker;
    Job(QString title, bool canPause, bool quiet, QObject* parent);
    void setStatus(JobStatus status);
    void end(State state, const QString& error);

    QString title_;
    bool canPause_ = false;
    bool quiet_ = false;
    State state_ = State::Running;
    JobStatus status_;
    QString error_;
    std::stop_source stopSource_;
    std::shared_ptr<base::PauseSwitch> pause_;
};

} // namespace jobs
