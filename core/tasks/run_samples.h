// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/backend.h"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace tasks {

/// What a run's model said as it learnt: the file samples.jsonl beside its checkpoint, one JSON
/// object a line, so that a run that is killed keeps those that it had.
class RunSamples {
public:
    explicit RunSamples(const std::filesystem::path& checkpoint);

    /// Throws base::FileError where it cannot be written.
    void add(const neural::Sample& sample) const;
    /// A run goes on from a checkpoint that is older than its last samples.
    void forgetAfter(std::uint64_t step) const;
    /// In the order of the steps; a line that was cut off by a kill is left out.
    std::vector<neural::Sample> all() const;

private:
    std::filesystem::path path_;
};

} // namespace tasks
