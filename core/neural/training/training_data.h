// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/architectures/network.h"
#include "core/neural/backend.h"
#include "core/neural/data/data.h"

#include <memory>
#include <vector>

namespace neural {

/// The tensor of a checkpoint that holds what preferences are measured from.
inline constexpr const char* referenceTensor = "preference-reference";

/// What a run learns from and is measured on.
class TrainingData {
public:
    /// For preferences the network, as it is now, is what they are measured from, unless
    /// `reference` has already what it said: of each text ln P. The request must outlive it. Throws
    /// base::Cancelled where a stop is requested meanwhile.
    TrainingData(const TrainingRequest& request, const Network& network,
                 std::vector<float> reference, base::Progress& progress,
                 const std::stop_token& stop);

    const ExampleSource& examples() const { return *examples_; }
    const HeldOut& validation() const { return validation_; }
    const HeldOut& old() const { return old_; } ///< nothing where there is no old text
    /// What a sample goes on from: a sentence's start, or what the first conversation has before
    /// the model speaks. Empty where the network does not write.
    std::vector<text::TokenId> sampleStart() const;
    const std::vector<float>& reference() const { return reference_; }

private:
    const TrainingRequest& request_;
    std::vector<float> reference_;
    std::unique_ptr<ExampleSource> examples_;
    std::unique_ptr<ExampleSource> oldExamples_;
    HeldOut validation_;
    HeldOut old_;
};

} // namespace neural
