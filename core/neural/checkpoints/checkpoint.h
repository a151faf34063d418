// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/section_file.h"
#include "core/neural/backend.h"
#include "core/neural/schedule/early_stopping.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace neural {

/// A named tensor of float32, row by row. In a file: the section "tensor/NAME".
struct TensorView {
    std::string name;
    std::vector<std::int64_t> shape;
    std::span<const float> values;
};

/// All that a run needs to go on as if it had never ended. There is no random state: batches are
/// drawn from seed and step alone.
struct CheckpointState {
    CheckpointInfo info;
    std::optional<double> trainingLoss;
    std::optional<double> validationLoss;
    std::optional<double> bestValidationLoss = {}; ///< the least so far
    Patience patience = {};
};

/// Writes aside and renames into place. `moments` are the optimizer's, by its own names.
void writeCheckpoint(const std::filesystem::path& path, const CheckpointState& state,
                     const text::Tokenizer& tokenizer, const std::vector<TensorView>& tensors);

/// A checkpoint, mapped; tensors are valid while it lives.
class Checkpoint {
public:
    /// Throws base::FormatError where the file is damaged in any way.
    explicit Checkpoint(const std::filesystem::path& path);

    const CheckpointState& state() const { return state_; }
    text::Tokenizer tokenizer() const;
    std::vector<std::string> names() const; ///< of its tensors
    bool contains(const std::string& name) const;
    /// Of a tensor that it contains; never empty.
    std::vector<std::int64_t> shape(const std::string& name) const;
    /// All of a tensor that it contains.
    std::vector<float> numbers(const std::string& name) const;
    /// Throws base::FormatError where there is none of this name and shape.
    std::span<const float> tensor(const std::string& name,
                                  const std::vector<std::int64_t>& shape) const;

private:
    base::SectionFile file_;
    CheckpointState state_;
    std::vector<TensorView> tensors_;
};

} // namespace neural
