// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/compute/precision.h"

namespace neural {

namespace {

thread_local Precision ofThisThread = Precision::Float32;

} // namespace

bool hasBfloat16Products() {
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
    return __builtin_cpu_supports("avx512bf16");
#else
    return false;
#endif
}

Precision productPrecision() {
    return ofThisThread;
}

ProductPrecision::ProductPrecision(Precision precision) : before_(ofThisThread) {
    ofThisThread = precision;
}

ProductPrecision::~ProductPrecision() {
    ofThisThread = before_;
}

} // namespace neural
