// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/checkpoints/hugging_face/model_type.h"
#include "core/neural/checkpoints/safetensors.h"

#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace neural::hugging_face {

/// The tensors of a folder: model.safetensors, or the files that model.safetensors.index.json
/// names.
class Weights {
public:
    /// Throws base::FileError, base::FormatError.
    Weights(const std::filesystem::path& folder, const ModelType& type);

    bool has(const std::string& name) const { return find(name).entry != nullptr; }
    /// Throws base::FormatError where one of the rules' tensors is missing or has another shape, or
    /// where there is one that none of them asks for and that means something.
    void requireFitting(const std::vector<TensorRule>& rules) const;
    /// Of a rule that fits. Throws base::FormatError where the numbers cannot be read.
    std::vector<std::vector<float>> read(const TensorRule& rule) const;

private:
    struct Place {
        const SafetensorsFile* file = nullptr;
        const SafetensorsFile::Entry* entry = nullptr;
    };
    Place find(const std::string& name) const;
    bool isIdle(const std::string& name) const;

    std::filesystem::path folder_;
    const ModelType& type_;
    std::vector<SafetensorsFile> files_;
};

} // namespace neural::hugging_face
