// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace neural {

/// Threads that stay, for work that comes again and again: the calling one, and others that wait.
class Team {
public:
    explicit Team(unsigned size);
    ~Team();
    Team(const Team&) = delete;
    Team& operator=(const Team&) = delete;

    unsigned size() const { return static_cast<unsigned>(others_.size()) + 1; }

    /// Calls work(0) … work(size - 1), each in its own thread, the first in this one, and returns
    /// when all have ended. What the first of them by number threw is thrown here.
    void run(const std::function<void(unsigned)>& work);

private:
    void serve(unsigned number);
    void call(unsigned number);

    std::mutex mutex_;
    std::condition_variable begun_;
    std::condition_variable ended_;
    std::uint64_t round_ = 0; ///< counts up with each run()
    unsigned working_ = 0;    ///< of the others
    bool over_ = false;
    const std::function<void(unsigned)>* work_ = nullptr;
    std::vector<std::exception_ptr> failures_;
    std::vector<std::jthread> others_;
};

} // namespace neural
