// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>
#include <utility>

namespace neural {

/// What was measured once, in a small JSON file, each under a description of all that it depends
/// on. What is lost of it costs a measurement: a file that is missing, damaged or cannot be written
/// is no failure.
class MeasurementFile {
public:
    /// An empty path remembers nothing.
    explicit MeasurementFile(std::filesystem::path file) : file_(std::move(file)) {}

    /// Null where there is nothing under this key.
    nlohmann::json find(const std::string& key) const;
    /// Makes the folder where there is none.
    void keep(const std::string& key, const nlohmann::json& value) const;

private:
    std::filesystem::path file_;
};

} // namespace neural
