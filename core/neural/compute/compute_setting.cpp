// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/compute/compute_setting.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace neural {

namespace {

constexpr unsigned rounds = 5;        ///< that count; one before them warms up
constexpr double hopelessly = 1.5;    ///< slower than the best: tried no further
constexpr double clearly = 0.97;      ///< of the usual setting's time, to take its place
constexpr double busy = 2;            ///< times what a step takes otherwise
constexpr double longEnough = 2;      ///< seconds
constexpr std::size_t manySteps = 16; ///< that are looked back on
constexpr std::size_t someSteps = 8;
constexpr std::size_t fewSteps = 4;
constexpr double pause = 30; ///< seconds until it is tried whether the machine is free again

} // namespace

std::vector<ComputeSetting> computeSettings(unsigned shares, unsigned threads) {
    std::vector<ComputeSetting> settings;
    const auto add = [&](ComputeSetting setting) {
        if (std::find(settings.begin(), settings.end(), setting) == settings.end())
            settings.push_back(setting);
    };
    const unsigned workers = std::min(shares, threads);
    if (shares > 1)
        add({workers, 1});
    add({1, threads});
    add({std::max(workers / 2, 1U), 1});
    add({1, 1});
    return settings;
}

SettingChooser::SettingChooser(std::vector<ComputeSetting> settings,
                               const std::optional<MeasuredSetting>& known)
    : settings_(std::move(settings)) {
    constexpr double unknown = std::numeric_limits<double>::infinity();
    chosen_ = {settings_.front(), unknown};
    const bool isKnown =
        known && std::find(settings_.begin(), settings_.end(), known->setting) != settings_.end();
    if (isKnown)
        chosen_ = *known;
    if (isKnown || settings_.size() == 1) {
        enter(Phase::Chosen);
        return;
    }
    for (const ComputeSetting& setting : settings_)
        trials_.push_back({setting, unknown});
    phase_ = Phase::Measuring;
}

void SettingChooser::enter(Phase phase) {
    phase_ = phase;
    last_.clear();
    phaseSeconds_ = 0;
    helps_ = false;
    fewer_.reset();
    for (const ComputeSetting& setting : settings_)
        if (setting.threads() < chosen_.setting.threads() &&
            (!fewer_ || setting.threads() > fewer_->threads()))
            fewer_ = setting;
}

const ComputeSetting& SettingChooser::setting() const {
    if (phase_ == Phase::Measuring)
        return trials_[trial_].setting;
    return phase_ == Phase::GivenWay ? *fewer_ : chosen_.setting;
}

std::optional<MeasuredSetting> SettingChooser::hear(double seconds) {
    if (phase_ == Phase::Measuring)
        return hearTrial(seconds);
    last_.push_back(seconds);
    if (last_.size() > manySteps)
        last_.erase(last_.begin());
    phaseSeconds_ += seconds;
    if (phase_ == Phase::Chosen)
        hearChosen(seconds);
    else
        hearGivenWay();
    return std::nullopt;
}

std::optional<MeasuredSetting> SettingChooser::hearTrial(double seconds) {
    if (round_ > 0)
        trials_[trial_].least = std::min(trials_[trial_].least, seconds);
    if (++trial_ < trials_.size())
        return std::nullopt;
    trial_ = 0;
    if (round_++ == 0)
        return std::nullopt;
    const auto best =
        std::min_element(trials_.begin(), trials_.end(),
                         [](const Trial& a, const Trial& b) { return a.least < b.least; });
    const double most = hopelessly * best->least;
    std::erase_if(trials_, [most](const Trial& trial) { return trial.least > most; });
    return round_ > rounds || trials_.size() == 1 ? endMeasuring() : std::nullopt;
}

std::optional<MeasuredSetting> SettingChooser::endMeasuring() {
    const Trial* best = &trials_.front(); // the usual one, unless it is hopeless
    for (const Trial& trial : trials_)
        if (trial.least < clearly * best->least)
            best = &trial;
    chosen_ = {best->setting, best->least};
    enter(Phase::Chosen);
    return chosen_;
}

std::optional<double> SettingChooser::recent(std::size_t enough) const {
    if (last_.size() < enough)
        return std::nullopt;
    std::vector<double> sorted = last_;
    const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
    std::nth_element(sorted.begin(), middle, sorted.end());
    return *middle;
}

void SettingChooser::hearChosen(double seconds) {
    chosen_.seconds = std::min(chosen_.seconds, seconds);
    const auto now = recent(someSteps);
    if (!fewer_ || !now || *now <= busy * chosen_.seconds || phaseSeconds_ < longEnough)
        return;
    busySeconds_ = *now;
    enter(Phase::GivenWay);
}

void SettingChooser::hearGivenWay() {
    if (!helps_) {
        const auto now = recent(fewSteps);
        if (!now)
            return;
        helps_ = *now < busySeconds_;
        if (!helps_) { // the machine has become slower, not busy: this is what a step takes now
            chosen_.seconds = busySeconds_;
            enter(Phase::Chosen);
            return;
        }
    }
    if (phaseSeconds_ >= pause)
        enter(Phase::Chosen);
}

} // namespace neural
