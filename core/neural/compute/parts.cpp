// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/compute/parts.h"

namespace neural {

namespace {

thread_local const InParts* ofThisThread = nullptr;

} // namespace

const InParts* helpers() {
    return ofThisThread;
}

Helped::Helped(const InParts* parts) : before_(ofThisThread) {
    ofThisThread = parts;
}

Helped::~Helped() {
    ofThisThread = before_;
}

} // namespace neural
