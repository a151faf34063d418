// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"

#include <algorithm>
#include <cstdint>

namespace tasks {

/// One of several phases of a task on the task's one scale: what the phase reports fills the
/// thousandths [first, last) of it. Never goes back, even where the phase has a second stage that
/// begins at zero.
class PartialProgress final : public base::Progress {
public:
    PartialProgress(base::Progress& whole, std::uint64_t first, std::uint64_t last)
        : whole_(&whole), first_(first), last_(last) {}

    void report(const base::ProgressReport& report) override {
        const double share = report.total == 0 ? 0.0
                                               : static_cast<double>(report.done) /
                                                     static_cast<double>(report.total);
        reached_ = std::max(reached_, first_ + static_cast<std::uint64_t>(
                                                   share * static_cast<double>(last_ - first_)));
        whole_->report({report.stage, reached_, 1000});
    }
    void pausePoint(const std::stop_token& stop) override { whole_->pausePoint(stop); }

private:
    base::Progress* whole_;
    std::uint64_t first_;
    std::uint64_t last_;
    std::uint64_t reached_ = 0;
};

} // namespace tasks
