// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ngrams/open_table.h"
#include "app/plot/bar_plot.h"

#include <span>
#include <vector>

namespace ngrams {

/// What can follow a history, the most probable first.
struct Distribution {
    std::vector<plot::Bar> bars;
    std::vector<text::TokenId> tokens; ///< of the bars
    double sum = 0;                    ///< over the whole vocabulary
};

/// Takes as long as the vocabulary is large: for a worker thread.
Distribution distributionAfter(const OpenTable& open, std::span<const text::TokenId> history);

} // namespace ngrams
