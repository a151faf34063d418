// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/compute/machine_load.h"

#include <algorithm>
#include <fstream>
#include <string>
#include <sys/resource.h>
#include <unistd.h>

namespace neural {

namespace {

double secondsOf(const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

double secondsOf(int whom) {
    rusage usage{};
    ::getrusage(whom, &usage);
    return secondsOf(usage.ru_utime) + secondsOf(usage.ru_stime);
}

} // namespace

CoreSeconds coreSeconds() {
    std::ifstream file("/proc/stat");
    std::string cpu;
    double user = 0;
    double nice = 0;
    double system = 0;
    double idle = 0;
    double waiting = 0;
    double interrupts = 0;
    double softInterrupts = 0;
    double stolen = 0;
    if (!(file >> cpu >> user >> nice >> system >> idle >> waiting >> interrupts >>
          softInterrupts >> stolen))
        return {};
    const auto ticks = static_cast<double>(::sysconf(_SC_CLK_TCK));
    CoreSeconds seconds;
    seconds.busy = (user + nice + system + interrupts + softInterrupts + stolen) / ticks;
    seconds.all = seconds.busy + (idle + waiting) / ticks;
    seconds.own = secondsOf(RUSAGE_SELF) + secondsOf(RUSAGE_CHILDREN);
    return seconds;
}

double othersShare(const CoreSeconds& before, const CoreSeconds& after) {
    const double all = after.all - before.all;
    const double others = (after.busy - before.busy) - (after.own - before.own);
    return all > 0 ? std::clamp(others / all, 0.0, 1.0) : 0;
}

} // namespace neural
