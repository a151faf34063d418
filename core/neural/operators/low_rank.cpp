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

const LowRank* lowRankOf(const at::Tensor& weight) {
    if (ofThisThread)
        for (const LowRank& matrix : *ofThisThread)
            if (matrix.weight.is_same(weight))
                return &matrix;
    return nullptr;
}

} // namespace neural
