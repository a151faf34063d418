// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>

namespace jobs {

/// Estimates how long a task will still take from how its fraction has grown: a moving average of
/// the speed that forgets within some ten seconds, so that neither a burst nor a slow start rules.
class TimeLeft {
public:
    /// `seconds` of work so far (pauses left out), `fraction` done (negative where unknown).
    /// Returns seconds left, negative where it is too early to say.
    double update(double seconds, double fraction) {
        if (fraction < fraction_ || fraction < 0) // another stage begins
            *this = TimeLeft();
        if (fraction < 0)
            return -1;
        if (fraction_ < 0) {
            begin_ = last_ = seconds;
            beginFraction_ = fraction_ = fraction;
            return -1;
        }
        const double elapsed = seconds - last_;
        if (elapsed > 0) {
            const double age = seconds - begin_;
            const double mean = (fraction - beginFraction_) / age;
            const double now = (fraction - fraction_) / elapsed;
            const double weight = 1 - std::exp(-elapsed / memory);
            speed_ = age < memory ? mean : speed_ + weight * (now - speed_);
            last_ = seconds;
            fraction_ = fraction;
        }
        if (seconds - begin_ < patience || speed_ <= 0)
            return -1;
        return (1 - fraction_) / speed_;
    }

private:
    static constexpr double memory = 10;  // seconds
    static constexpr double patience = 1; // seconds

    double begin_ = 0;
    double last_ = 0;
    double beginFraction_ = -1;
    double fraction_ = -1;
    double speed_ = 0; // fraction per second
};

} // namespace jobs
