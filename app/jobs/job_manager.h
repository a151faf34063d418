// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/jobs/job.h"

#include <QObject>
#include <QPointer>
#include <QString>

#include <functional>
#include <memory>
#include <stop_token>
#include <type_traits>
#include <utility>
#include <vector>

namespace jobs {

/// The one way a task runs in the background: every worker thread of the program is started here.
/// A GUI-thread object, owned by the window.
class JobManager : public QObject {
    Q_OBJECT
public:
    enum Option { NoOptions = 0, CanPause = 1, Quiet = 2 /* not shown in the jobs panel */ };

    explicit JobManager(QObject* parent = nullptr);
    /// Stops all jobs and waits for their threads; their ends are not announced any more.
    ~JobManager() override;

    /// Runs `work(progress, stopToken)` on a worker thread. When it returns, `done(result)` is
    /// called on the GUI thread just before Job::finished, unless `receiver` has been deleted.
    /// base::Cancelled from the work means cancelled; any other exception means failed. Use the
    /// job's signals for those two. `work` must own all that it touches.
    template <class Work, class Done>
    Job* start(const QString& title, int options, Work work, QObject* receiver, Done done) {
        using Result = std::invoke_result_t<Work, base::Progress&, const std::stop_token&>;
        QPointer<QObject> guard(receiver);
        if constexpr (std::is_void_v<Result>) {
            return startErased(title, options,
                               [work = std::move(work), guard, done = std::move(done)](
                                   base::Progress& progress,
                                   const std::stop_token& stop) mutable -> std::function<void()> {
                                   work(progress, stop);
                                   return [guard, done = std::move(done)]() mutable {
                                       if (guard)
                                           done();
                                   };
                               });
        } else {
            return startErased(title, options,
                               [work = std::move(work), guard, done = std::move(done)](
                                   base::Progress& progress,
                                   const std::stop_token& stop) mutable -> std::function<void()> {
                                   auto result = std::make_shared<Result>(work(progress, stop));
                                   return [guard, done = std::move(done), result]() mutable {
                                       if (guard)
                                           done(std::move(*result));
                                   };
                               });
        }
    }

    /// Jobs that are not over, oldest first.
    std::vector<Job*> running() const;

signals:
    void started(jobs::Job* job);
    void ended(jobs::Job* job);

private:
    /// Returns what is to be done on the GUI thread at the end.
    using ErasedWork =
        std::function<std::function<void()>(base::Progress&, const std::stop_token&)>;
    Job* startErased(const QString& title, int options, ErasedWork work);
    void updateStatus();
    void conclude(Job* job);

    struct State;
    std::unique_ptr<State> state_;
};

} // namespace jobs
