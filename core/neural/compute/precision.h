// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/specification/specification.h"

namespace neural {

/// Whether this processor multiplies numbers in bfloat16, and so gains from them. Others round the
/// same factors and multiply them in single precision: no faster, and no different in what is
/// learnt.
bool hasBfloat16Products();

/// What linear layers and causal attention multiply in the calling thread while gradients are
/// recorded: single precision unless a ProductPrecision says otherwise.
Precision productPrecision();

/// While it lives, the calling thread's products are in this precision.
class ProductPrecision {
public:
    explicit ProductPrecision(Precision precision);
    ~ProductPrecision();
    ProductPrecision(const ProductPrecision&) = delete;
    ProductPrecision& operator=(const ProductPrecision&) = delete;

private:
    Precision before_;
};

} // namespace neural
