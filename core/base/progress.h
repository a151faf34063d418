// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/message.h"

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <stop_token>

namespace base {

/// How far a task is. `total` 0 means that nobody knows yet.
struct ProgressReport {
    Message stage;
    std::uint64_t done = 0;
    std::uint64_t total = 0;
};

/// What a task reports to. Called from the task's thread, as often as the task likes: whoever
/// listens throttles.
class Progress {
public:
    virtual ~Progress() = default;
    virtual void report(const ProgressReport& report) = 0;

    /// Called between two steps by a task that can be paused. Returns when the pause is over or a
    /// stop is requested.
    virtual void pausePoint(const std::stop_token& /*stop*/) {}
};

/// For callers that do not want to know.
class NoProgress final : public Progress {
public:
    void report(const ProgressReport& /*report*/) override {}
};

/// The switch behind pausePoint. Thread-safe.
class PauseSwitch {
public:
    void setPaused(bool paused) {
        {
            const std::lock_guard lock(mutex_);
            paused_ = paused;
        }
        changed_.notify_all();
    }
    bool isPaused() const {
        const std::lock_guard lock(mutex_);
        return paused_;
    }
    void wait(const std::stop_token& stop) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, stop, [this] { return !paused_; });
    }

private:
    mutable std::mutex mutex_;
    std::condition_variable_any changed_;
    bool paused_ = false;
};

/// Ends a task by the Cancelled exception when a stop was requested.
inline void throwIfStopped(const std::stop_token& stop) {
    if (stop.stop_requested())
        throw Cancelled();
}

} // namespace base
