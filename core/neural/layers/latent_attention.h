// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/layers/attention.h"
#include "core/neural/layers/norm.h"

namespace neural {

/// Multi-head latent attention: DeepSeek-AI 2024, "DeepSeek-V2", section 2.1, equations 37 to 47 of
/// its appendix C. A token is remembered by a short vector c from which the keys and values of all
/// heads are made anew, and by one key that is turned by its place.
class LatentAttention final : public AttentionLayer {
public:
    LatentAttention(const Parameters& parameters, const std::string& name,
                    const TransformerSpec& spec);
    static void addShapes(std::vector<TensorShape>& shapes, const std::string& name,
                          const TransformerSpec& spec);
    at::Tensor attend(const at::Tensor& x, Memory& memory, const View& view) const override;
    Memory remember(const at::Tensor& other) const override;
    at::Tensor look(const at::Tensor& x, const Memory& memory, const View& view) const override;

private:
    at::Tensor queries(const at::Tensor& x) const;

    std::int64_t heads_;
    std::int64_t width_;
    std::int64_t rotaryWidth_;
    std::int64_t rank_;
    bool compressesQueries_;
    Linear queryDown_;
    NormLayer queryNorm_;
    Linear query_;
    Linear keyValueDown_;
    NormLayer keyValueNorm_;
    Linear keyValueUp_;
    Linear output_;
};

} // namespace neural
