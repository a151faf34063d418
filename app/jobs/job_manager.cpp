// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/jobs/job_manager.h"

#include "app/jobs/crew.h"
#include "app/jobs/text.h"
#include "app/jobs/worker.h"

#include <QMetaObject>
#include <QTimer>

#include <algorithm>
#include <chrono>
#include <deque>
#include <exception>

namespace jobs {

namespace {

constexpr std::chrono::milliseconds statusInterval(100); // the eye's pace
constexpr std::size_t keptAfterEnd = 64;

} // namespace

struct JobManager::State {
    struct Entry {
        Job* job = nullptr;
        std::unique_ptr<Job::Worker> worker;
    };
    std::vector<Entry> entries; // oldest first
    std::deque<Job*> over;
    QTimer timer;
    Crew crew; // goes first: it waits for its threads
};

JobManager::JobManager(QObject* parent) : QObject(parent), state_(std::make_unique<State>()) {
    state_->timer.setInterval(statusInterval);
    connect(&state_->timer, &QTimer::timeout, this, &JobManager::updateStatus);
}

JobManager::~JobManager() {
    for (const auto& entry : state_->entries)
        entry.job->stopSource_.request_stop();
    for (const auto& entry : state_->entries)
        entry.worker->join();
}

std::vector<Job*> JobManager::running() const {
    std::vector<Job*> jobs;
    for (const auto& entry : state_->entries)
        jobs.push_back(entry.job);
    return jobs;
}

Job* JobManager::startErased(const QString& title, int options, ErasedWork work) {
    auto* job = new Job(title, (options & CanPause) != 0, (options & Quiet) != 0, this);
    auto worker =
        std::make_unique<Job::Worker>(std::move(work), job->pause_, job->stopSource_.get_token());
    Job::Worker* running = worker.get();
    state_->entries.push_back({job, std::move(worker)});
    if (!state_->timer.isActive())
        state_->timer.start();
    emit started(job);
    // Queued, so that whoever starts a job can connect to its signals before it ends.
    running->start(state_->crew, [this, job] {
        QMetaObject::invokeMethod(
            this, [this, job] { conclude(job); }, Qt::QueuedConnection);
    });
    return job;
}

void JobManager::updateStatus() {
    // By copy: a listener may start another job.
    for (Job* job : running()) {
        const auto& entries = state_->entries;
        const auto entry = std::find_if(entries.begin(), entries.end(),
                                        [job](const auto& other) { return other.job == job; });
        if (entry != entries.end())
            job->setStatus(entry->worker->status());
    }
}

void JobManager::conclude(Job* job) {
    const auto entry = std::find_if(state_->entries.begin(), state_->entries.end(),
                                    [job](const auto& other) { return other.job == job; });
    const std::unique_ptr<Job::Worker> worker = std::move(entry->worker);
    state_->entries.erase(entry);
    if (state_->entries.empty())
        state_->timer.stop();
    worker->join(); // it has nothing left to do
    job->status_ = worker->status();

    Job::State end = worker->state;
    QString error = worker->error;
    if (end == Job::State::Finished) {
        try {
            worker->completion();
        } catch (const std::exception& exception) {
            // An exception must not travel through Qt's event loop.
            end = Job::State::Failed;
            error = describe(exception);
        }
    }
    job->end(end, error);
    emit ended(job);

    state_->over.push_back(job);
    if (state_->over.size() > keptAfterEnd) {
        state_->over.front()->deleteLater();
        state_->over.pop_front();
    }
}

} // namespace jobs
