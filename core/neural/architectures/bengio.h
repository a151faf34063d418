// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/architectures/network.h"

namespace neural {

/// Bengio, Ducharme, Vincent, Jauvin 2003, "A neural probabilistic language model", JMLR 3,
/// section 2. Letters as in the paper; V is the vocabulary's size.
class Bengio final : public Network {
public:
    Bengio(const BengioSpec& spec, std::int64_t vocabularySize);

    std::int64_t vocabularySize() const override { return vocabularySize_; }
    Parameters& parameters() override { return parameters_; }
    void initialise(std::uint64_t seed) override;
    ExampleShape exampleShape() const override { return {spec_.contextLength, false}; }
    at::Tensor logits(const at::Tensor& histories, TrainingPass* training) const override;
    std::unique_ptr<Reader> reader() const override;

private:
    BengioSpec spec_;
    std::int64_t vocabularySize_;
    Parameters parameters_;
};

} // namespace neural
