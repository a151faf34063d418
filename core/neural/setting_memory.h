// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/compute_setting.h"

#include <filesystem>
#include <optional>
#include <string>

namespace neural {

/// The settings that were the quickest, in a small JSON file, each under a description of network,
/// batch and machine. What is lost of it costs a measurement: a file that is missing, damaged or
/// cannot be written is no failure.
class SettingMemory {
public:
    /// An empty path remembers nothing.
    explicit SettingMemory(std::filesystem::path file) : file_(std::move(file)) {}

    std::optional<MeasuredSetting> find(const std::string& key) const;
    void keep(const std::string& key, const MeasuredSetting& setting) const;

private:
    std::filesystem::path file_;
};

} // namespace neural
