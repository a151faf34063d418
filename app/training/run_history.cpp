// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/run_history.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace training {

namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

} // namespace

void RunHistory::continueFrom(std::uint64_t step, double tokens, double seconds) {
    start_.step = step;
    start_.tokens = tokens;
    start_.seconds = seconds;
}

void RunHistory::add(const neural::StepMetrics& metrics) {
    const double before = entries_.empty() ? 0 : entries_.back().tokens;
    const bool isCounted = metrics.predictions > 0 || metrics.step == 0;
    entries_.push_back(
        {metrics.step, isCounted ? before + static_cast<double>(metrics.predictions) : unknown,
         metrics.seconds, metrics.trainingLoss, metrics.validationLoss.value_or(unknown),
         metrics.oldValidationLoss.value_or(unknown), metrics.accuracy.value_or(unknown),
         metrics.gradientNorm, metrics.learningRate});
}

void RunHistory::append(const RunHistory& later) {
    const double before = entries_.empty() ? 0 : entries_.back().tokens;
    for (Entry entry : later.entries_) {
        entry.tokens += before;
        entries_.push_back(entry);
    }
}

void RunHistory::cutFrom(std::uint64_t step) {
    const auto first =
        std::lower_bound(entries_.begin(), entries_.end(), step,
                         [](const Entry& entry, std::uint64_t at) { return entry.step < at; });
    entries_.erase(first, entries_.end());
}

double RunHistory::start(TimeAxis axis) const {
    switch (axis) {
    case TimeAxis::Step:
        break;
    case TimeAxis::Tokens:
        return start_.tokens;
    case TimeAxis::Seconds:
        return start_.seconds;
    }
    return static_cast<double>(start_.step);
}

double RunHistory::x(const Entry& entry, TimeAxis axis) const {
    switch (axis) {
    case TimeAxis::Step:
        break;
    case TimeAxis::Tokens:
        return start_.tokens + entry.tokens;
    case TimeAxis::Seconds:
        return start_.seconds + entry.seconds;
    }
    return static_cast<double>(start_.step + entry.step);
}

double RunHistory::y(const Entry& entry, Quantity quantity) {
    switch (quantity) {
    case Quantity::TrainingLoss:
        break;
    case Quantity::ValidationLoss:
        return entry.validationLoss;
    case Quantity::OldValidationLoss:
        return entry.oldValidationLoss;
    case Quantity::Accuracy:
        return 100 * entry.accuracy;
    case Quantity::GradientNorm:
        return entry.gradientNorm;
    case Quantity::LearningRate:
        return entry.learningRate;
    }
    return entry.trainingLoss;
}

std::vector<plot::Point> RunHistory::points(Quantity quantity, TimeAxis axis,
                                            std::size_t first) const {
    std::vector<plot::Point> points;
    for (std::size_t i = first; i < entries_.size(); ++i) {
        const plot::Point point{x(entries_[i], axis), y(entries_[i], quantity)};
        // A loss that is no number is a hole in the curve that is worth keeping.
        const bool keepsHoles = quantity == Quantity::TrainingLoss && entries_[i].step > 0;
        if (!std::isnan(point.x) && (keepsHoles || !std::isnan(point.y)))
            points.push_back(point);
    }
    return points;
}

double RunHistory::placeOf(std::uint64_t step, TimeAxis axis) const {
    if (axis == TimeAxis::Step)
        return static_cast<double>(start_.step + step);
    const auto after =
        std::upper_bound(entries_.begin(), entries_.end(), step,
                         [](std::uint64_t at, const Entry& entry) { return at < entry.step; });
    return after == entries_.begin() ? start(axis) : x(*(after - 1), axis);
}

std::uint64_t RunHistory::stepAt(double place, TimeAxis axis) const {
    const auto after =
        std::lower_bound(entries_.begin(), entries_.end(), place,
                         [&](const Entry& entry, double at) { return x(entry, axis) < at; });
    if (after == entries_.end())
        return lastStep();
    if (after == entries_.begin())
        return place < (start(axis) + x(*after, axis)) / 2 ? 0 : after->step;
    const auto before = after - 1;
    return place - x(*before, axis) < x(*after, axis) - place ? before->step : after->step;
}

double Smoother::next(double value) {
    if (!std::isfinite(value))
        return value;
    sum_ = weight_ * sum_ + (1 - weight_) * value;
    total_ = weight_ * total_ + (1 - weight_);
    return sum_ / total_;
}

} // namespace training
