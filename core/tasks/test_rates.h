// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/schedule/rate_range.h"
#include "core/tasks/train_neural.h"

#include <optional>
#include <vector>

namespace tasks {

struct RateTest {
    std::vector<neural::RatePoint> points;
    std::optional<double> suggestion; ///< nothing where the loss did not fall
};

/// A range test of the learning rate with the network and text of a run that is to be; leaves
/// nothing in the library but the tokens. Throws base::Cancelled where a stop is requested.
RateTest testRates(const NeuralRequest& request, const neural::RateRange& range,
                   const neural::RateListener& onPoint, base::Progress& progress,
                   const std::stop_token& stop);

} // namespace tasks
