// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/plot/curve_plot.h"
#include "core/neural/backend.h"

#include <cstdint>
#include <span>
#include <vector>

namespace training {

/// What a run's measurements are drawn over.
enum class TimeAxis { Step, Tokens, Seconds };
/// What is drawn.
enum class Quantity {
    TrainingLoss,
    ValidationLoss,
    OldValidationLoss,
    Accuracy, ///< in percent
    GradientNorm,
    LearningRate
};

/// A run's measurements, by step, as curves are made from them.
class RunHistory {
public:
    /// What is drawn begins where the steps of another run ended.
    void continueFrom(std::uint64_t step, double tokens, double seconds);
    /// Steps must rise.
    void add(const neural::StepMetrics& metrics);
    void append(const RunHistory& later);
    /// What was measured at `step` and later is forgotten: it is measured again.
    void cutFrom(std::uint64_t step);

    std::uint64_t lastStep() const { return entries_.empty() ? 0 : entries_.back().step; }
    /// Whether what was measured at `step` is behind all that is here.
    bool isAfter(std::uint64_t step) const { return entries_.empty() || step > lastStep(); }
    std::size_t size() const { return entries_.size(); }
    /// The points of the entries from number `first` on. Steps that do not have the quantity, or
    /// no place on the axis, are left out.
    std::vector<plot::Point> points(Quantity quantity, TimeAxis axis, std::size_t first = 0) const;
    /// Where a step stands on the axis; between two that were measured, at the earlier.
    double placeOf(std::uint64_t step, TimeAxis axis) const;
    /// The step that stands there.
    std::uint64_t stepAt(double x, TimeAxis axis) const;

private:
    struct Entry {
        std::uint64_t step = 0;
        double tokens = 0; ///< learnt to predict up to here; not a number where nobody counted
        double seconds = 0;
        double trainingLoss = 0;
        double validationLoss = 0; ///< not a number where there is none
        double oldValidationLoss = 0;
        double accuracy = 0; ///< a share of 1; not a number where there is none
        double gradientNorm = 0;
        double learningRate = 0;
    };
    double x(const Entry& entry, TimeAxis axis) const;
    double start(TimeAxis axis) const;
    static double y(const Entry& entry, Quantity quantity);

    std::vector<Entry> entries_;
    Entry start_; ///< of the run before, where there is one
};

/// An exponential moving average that begins without a bias towards 0, as Adam's moments do
/// (Kingma and Ba 2015, section 3): `weight` of what was before, 0 for none.
class Smoother {
public:
    explicit Smoother(double weight = 0) : weight_(weight) {}
    double next(double value);

private:
    double weight_;
    double sum_ = 0;
    double total_ = 0; ///< of the weights so far
};

} // namespace training
