// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/compute/team.h"

#include "core/neural/compute/compute_threads.h"

namespace neural {

Team::Team(unsigned size) : failures_(size) {
    for (unsigned number = 1; number < size; ++number)
        others_.emplace_back([this, number] { serve(number); });
}

Team::~Team() {
    {
        const std::lock_guard lock(mutex_);
        over_ = true;
    }
    begun_.notify_all();
}

void Team::call(unsigned number) {
    try {
        (*work_)(number);
    } catch (...) {
        failures_[number] = std::current_exception();
    }
}

void Team::serve(unsigned number) {
    prepareThisThread();
    std::uint64_t served = 0;
    std::unique_lock lock(mutex_);
    for (;;) {
        begun_.wait(lock, [&] { return over_ || round_ != served; });
        if (over_)
            return;
        served = round_;
        lock.unlock();
        call(number);
        lock.lock();
        if (--working_ == 0)
            ended_.notify_one();
    }
}

void Team::run(const std::function<void(unsigned)>& work) {
    {
        const std::lock_guard lock(mutex_);
        failures_.assign(failures_.size(), nullptr);
        work_ = &work;
        working_ = size() - 1;
        ++round_;
    }
    if (size() > 1)
        begun_.notify_all();
    call(0);
    {
        std::unique_lock lock(mutex_);
        ended_.wait(lock, [this] { return working_ == 0; });
    }
    for (const std::exception_ptr& failure : failures_)
        if (failure)
            std::rethrow_exception(failure);
}

} // namespace neural
