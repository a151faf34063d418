// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/jobs/crew.h"

#include <atomic>
#include <list>
#include <memory>
#include <utility>

namespace jobs {

Crew::Crew() : leader_([this] { lead(); }) {}

Crew::~Crew() {
    {
        const std::lock_guard lock(mutex_);
        closing_ = true;
    }
    news_.notify_one();
    leader_.join();
}

void Crew::run(std::function<void()> work) {
    {
        const std::lock_guard lock(mutex_);
        waiting_.push_back(std::move(work));
    }
    news_.notify_one();
}

void Crew::lead() {
    struct Member {
        std::atomic<bool> over = false;
        std::jthread thread; // joined when it goes, before `over` does
    };
    std::list<Member> members;
    while (true) {
        std::function<void()> work;
        {
            std::unique_lock lock(mutex_);
            news_.wait(lock, [this] { return closing_ || !waiting_.empty(); });
            if (waiting_.empty())
                return;
            work = std::move(waiting_.front());
            waiting_.pop_front();
        }
        members.remove_if([](const Member& member) { return member.over.load(); });
        Member& member = members.emplace_back();
        member.thread = std::jthread([work = std::move(work), &member] {
            work();
            member.over = true;
        });
    }
}

} // namespace jobs
