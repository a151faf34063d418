// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace jobs {

/// Makes a thread for each piece of work, from a thread of its own. While a large library such as
/// LibTorch is being loaded, the system makes every new thread wait (measured: 0.3 to 1 s), and
/// this waiting must not be the GUI thread's.
class Crew {
public:
    Crew();
    /// Waits for all that was begun.
    ~Crew();

    /// Returns at once.
    void run(std::function<void()> work);

private:
    void lead();

    std::mutex mutex_;
    std::condition_variable news_;
    std::deque<std::function<void()>> waiting_;
    bool closing_ = false;
    std::thread leader_; // last: it uses all the others
};

} // namespace jobs
