// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/checkpoints/hugging_face/config.h"
#include "core/neural/checkpoints/hugging_face/tensor_table.h"
#include "core/neural/specification/transformer_spec.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Networks in the names and layout of the Hugging Face transformers library.
namespace neural::hugging_face {

/// One of the library's architectures, which it calls model types.
struct ModelType {
    const char* name;         ///< config.json's "model_type"
    const char* modelClass;   ///< config.json's "architectures"
    const char* labelClass;   ///< the same of a network that tells labels; null where there is none
    const char* architecture; ///< our name
    /// Of the names of all tensors but the head's; some files lack it. Empty where there is none.
    const char* prefix;
    /// Ends of the names of tensors that may be there besides and say nothing.
    std::vector<const char*> idle;

    /// The fields of the network's own; `tokens` have rows.
    nlohmann::json (*write)(const TransformerSpec& spec, std::int64_t tokens);
    /// Throws base::FormatError where the network is none of ours.
    TransformerSpec (*read)(const Config& config);
    /// `config` is what `spec` was read from, or what is written of it.
    std::vector<TensorRule> (*tensors)(const TransformerSpec& spec, std::int64_t tokens,
                                       const Config& config);
    /// A tensor that, where it is there, is the output's own matrix, whatever config.json says;
    /// null where config.json is right.
    const char* ownOutput = nullptr;
};

const ModelType& gpt2();
const ModelType& llama();
const ModelType& bloom();
const ModelType& bert();
const ModelType& t5();
const std::vector<const ModelType*>& modelTypes();

/// "gpt2, llama, …"
std::string modelTypeNames();
/// Null where there is none.
const ModelType* findModelType(const std::string& name);
/// The one whose networks have just these parts; null where there is none.
const ModelType* modelTypeOf(const TransformerSpec& spec);

inline std::string numbered(const std::string& name, unsigned layer) {
    return name + "." + std::to_string(layer);
}

} // namespace neural::hugging_face
