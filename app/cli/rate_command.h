// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/session.h"
#include "core/neural/schedule/rate_range.h"
#include "core/tasks/train_neural.h"

#include <memory>

namespace cli {

/// What "train neural --range-test" asks for.
struct RangeTestOptions {
    neural::RateRange range;
    CLI::Option* asked = nullptr;

    void addTo(CLI::App& app);
};

/// Tries rates with the network and text of `request` and prints losses and a suggestion.
int testRates(Session& session, const tasks::NeuralRequest& request,
              const neural::RateRange& range);

} // namespace cli
