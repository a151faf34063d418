// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/specification/transformer_spec.h"

#include <cstdint>
#include <string>
#include <vector>

/// Transformers as the systems of history had them.
namespace neural {

/// A system as it was published, and how near to its published number of parameters the
/// specification comes.
struct PublishedSystem {
    std::string name; ///< "GPT-2 small"
    TransformerSpec spec;
    std::uint64_t vocabularySize = 0;
    double parameters = 0; ///< as published
    double tolerance = 0;  ///< the share by which the published number is rounded, or differs
    std::string source;    ///< where the figures stand
};

/// What has a system's architecture at a size that a laptop trains, and the system itself.
struct TransformerPreset {
    std::string architecture; ///< its name on the command line
    TransformerSpec spec;     ///< at a laptop's size
    PublishedSystem published;
};

/// Decoders first, then what sees both ways; each in the order in which history brought them.
const std::vector<TransformerPreset>& transformerPresets();

/// Nothing where there is none of this name.
const TransformerPreset* findPreset(const std::string& architecture);

/// Further published sizes of the same architectures, for comparison.
const std::vector<PublishedSystem>& furtherSystems();

} // namespace neural
