// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QMetaObject>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace jobs {

/// Hands values from a worker thread to a GUI-thread receiver in batches, at most ten (or
/// `perSecond`) times a second: a training step a millisecond must not become an event a
/// millisecond. Copyable; any thread may push; the receiver gets what is left when it is over by
/// calling flush() from its job's end.
template <class Value>
class Relay {
public:
    using Receive = std::function<void(std::vector<Value>)>;

    /// On the GUI thread.
    Relay(QObject* receiver, Receive receive, int perSecond = 10)
        : shared_(std::make_shared<Shared>()) {
        shared_->receiver = receiver;
        shared_->receive = std::move(receive);
        shared_->interval = 1000 / perSecond;
    }

    /// From any thread.
    void push(Value value) const {
        const std::lock_guard lock(shared_->mutex);
        shared_->values.push_back(std::move(value));
        if (std::exchange(shared_->scheduled, true))
            return;
        QMetaObject::invokeMethod(
            qApp,
            [shared = shared_] {
                QTimer::singleShot(shared->interval, qApp, [shared] { deliver(shared); });
            },
            Qt::QueuedConnection);
    }

    /// On the GUI thread: delivers at once what has come.
    void flush() const { deliver(shared_); }

private:
    struct Shared {
        QPointer<QObject> receiver; // read on the GUI thread only
        Receive receive;
        int interval = 100;
        std::mutex mutex;
        std::vector<Value> values;
        bool scheduled = false;
    };

    static void deliver(const std::shared_ptr<Shared>& shared) {
        std::vector<Value> values;
        {
            const std::lock_guard lock(shared->mutex);
            values.swap(shared->values);
            shared->scheduled = false;
        }
        if (!values.empty() && shared->receiver)
            shared->receive(std::move(values));
    }

    std::shared_ptr<Shared> shared_;
};

} // namespace jobs
