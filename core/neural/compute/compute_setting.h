// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

namespace neural {

/// How the work of a step is laid out over the processor's cores. Not a bit of what a step computes
/// depends on it.
struct ComputeSetting {
    unsigned workers = 1;        ///< threads that compute shares of a batch beside one another
    unsigned productThreads = 1; ///< that the BLAS takes for one product

    unsigned threads() const { return workers * productThreads; }
    bool operator==(const ComputeSetting&) const = default;
};

/// The settings worth trying for a batch in `shares` shares on so many threads, the usual one
/// first.
std::vector<ComputeSetting> computeSettings(unsigned shares, unsigned threads);

/// A setting, and what a step takes in it where nobody else is busy.
struct MeasuredSetting {
    ComputeSetting setting;
    double seconds = 0;

    bool operator==(const MeasuredSetting&) const = default;
};

/// Finds the setting of the quickest steps by taking a run's own first steps in each in turn, and
/// gives way to one of fewer threads while the machine is busy: where steps take twice as long for
/// seconds, and fewer threads are quicker then. Knows no clock: it hears what each step took.
class SettingChooser {
public:
    /// `settings` is not empty. `known`, where it is among them, is taken without measuring.
    SettingChooser(std::vector<ComputeSetting> settings,
                   const std::optional<MeasuredSetting>& known);

    /// For the next step.
    const ComputeSetting& setting() const;
    /// The one to be in where the machine is free, as far as it is known.
    const ComputeSetting& chosen() const { return chosen_.setting; }
    /// What the step in setting() took. Returns the choice where measuring ended with it.
    std::optional<MeasuredSetting> hear(double seconds);

private:
    struct Trial {
        ComputeSetting setting;
        double least;
    };
    enum class Phase { Measuring, Chosen, GivenWay };

    std::optional<MeasuredSetting> hearTrial(double seconds);
    void hearChosen(double seconds);
    void hearGivenWay();
    std::optional<MeasuredSetting> endMeasuring();
    void enter(Phase phase);
    /// The median of the last steps' times; nothing before there are `enough` of them.
    std::optional<double> recent(std::size_t enough) const;

    std::vector<ComputeSetting> settings_;
    Phase phase_ = Phase::Chosen;
    MeasuredSetting chosen_;
    std::optional<ComputeSetting> fewer_; ///< to give way to

    std::vector<Trial> trials_;
    std::size_t trial_ = 0;
    unsigned round_ = 0;

    std::vector<double> last_; ///< steps of this phase, the latest last
    double busySeconds_ = 0;   ///< of a step, when it gave way
    double phaseSeconds_ = 0;  ///< how long this phase has lasted
    bool helps_ = false;       ///< giving way is known to
};

} // namespace neural
