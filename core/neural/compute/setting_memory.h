// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/compute/compute_setting.h"
#include "core/neural/compute/measurement_file.h"

#include <filesystem>
#include <optional>
#include <string>
#include <utility>

namespace neural {

/// The settings that were the quickest, each under a description of network, batch and machine.
class SettingMemory {
public:
    /// An empty path remembers nothing.
    explicit SettingMemory(std::filesystem::path file) : file_(std::move(file)) {}

    std::optional<MeasuredSetting> find(const std::string& key) const;
    void keep(const std::string& key, const MeasuredSetting& setting) const;

private:
    MeasurementFile file_;
};

} // namespace neural
