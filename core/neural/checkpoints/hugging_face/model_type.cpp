// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/checkpoints/hugging_face/model_type.h"

#include "core/base/error.h"

#include <algorithm>

namespace neural::hugging_face {

namespace {

/// Without what means nothing in this network, and one name for the same thing.
TransformerSpec essence(TransformerSpec spec) {
    const TransformerSpec usual;
    const unsigned groups = keyValueHeads(spec);
    if (spec.attention != Attention::Latent) {
        spec.attention = groups == spec.heads ? Attention::MultiHead : Attention::GroupedQuery;
        spec.keyValueHeads = groups;
        spec.latent = usual.latent;
    }
    if (spec.experts.count == 0)
        spec.experts = usual.experts;
    if (spec.norm == Norm::RmsNorm)
        spec.normBias = usual.normBias;
    if (spec.position != Position::Rotary)
        spec.rotaryBase = usual.rotaryBase;
    return spec;
}

} // namespace

const std::vector<const ModelType*>& modelTypes() {
    static const std::vector<const ModelType*> all = {&gpt2(), &llama(), &bloom(), &bert(), &t5()};
    return all;
}

std::string modelTypeNames() {
    std::string names;
    for (const ModelType* type : modelTypes())
        names += (names.empty() ? "" : ", ") + std::string(type->name);
    return names;
}

const ModelType* findModelType(const std::string& name) {
    const auto found = std::find_if(modelTypes().begin(), modelTypes().end(),
                                    [&](const ModelType* type) { return type->name == name; });
    return found == modelTypes().end() ? nullptr : *found;
}

const ModelType* modelTypeOf(const TransformerSpec& spec) {
    // What is read from what would be written is the same network, or the family lacks a part.
    for (const ModelType* type : modelTypes()) {
        try {
            const Config config({}, type->write(spec, 1));
            if (essence(type->read(config)) == essence(spec))
                return type;
        } catch (const base::FormatError&) { // a part that the family's reader refuses
        }
    }
    return nullptr;
}

} // namespace neural::hugging_face
