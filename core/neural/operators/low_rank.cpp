// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/operators/low_rank.h"

namespace neural {

namespace {

thread_local const std::vector<LowRank>* ofThisThread = nullptr;

} // namespace

LowRankScope::LowRankScope(const std::vector<LowRank>* matrices) : before_(ofThisThread) {
    ofThisThread = matrices;
}

LowRankScope::~LowRankScope() {
    ofThisThread = before_;
}

LowRankRows lowRankOf(const at::Tensor& weight) {
    if (!ofThisThread || !weight.is_contiguous())
        return {};
    const auto* numbers = weight.data_ptr<float>();
    for (const LowRank& matrix : *ofThisThread) {
        const auto* first = matrix.weight.data_ptr<float>();
        if (numbers >= first && numbers < first + matrix.weight.numel())
            return {&matrix, (numbers - first) / matrix.weight.size(1)};
    }
    return {};
}

} // namespace neural
