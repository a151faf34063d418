// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace base {

/// How many threads a task may use for its computing.
inline unsigned computeThreads() {
    const unsigned found = std::thread::hardware_concurrency();
    return found > 0 ? found : 1;
}

/// Calls work(0) … work(threads - 1), each on a thread of its own (the first on this one), and
/// returns when all have ended. What the first of them to fail threw is thrown here.
template <class Work>
void runInParallel(unsigned threads, Work work) {
    std::exception_ptr failure;
    std::mutex mutex;
    const auto run = [&](unsigned number) {
        try {
            work(number);
        } catch (...) {
            const std::lock_guard lock(mutex);
            if (!failure)
                failure = std::current_exception();
        }
    };
    {
        std::vector<std::jthread> others;
        for (unsigned number = 1; number < threads; ++number)
            others.emplace_back(run, number);
        run(0);
    }
    if (failure)
        std::rethrow_exception(failure);
}

} // namespace base
