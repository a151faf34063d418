// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/scratch_memory.h"
#include "core/ngram/count_ngrams.h"

#include <filesystem>
#include <vector>

namespace ngram {

/// For each n-gram below the highest order the number of different tokens seen before it, which is
/// how many n-grams one longer end in it: each of these is followed to the n-gram that it is
/// without its first token, by way of where its own history leads. [k]: u32 for length k + 1.
/// With limits on memory the numbers lie in files beside `beside`.
std::vector<base::ScratchMemory> countContinuations(CountedNgrams& counted,
                                                    const std::filesystem::path& beside,
                                                    const CountingLimits& limits,
                                                    base::Progress& progress,
                                                    const std::stop_token& stop);

} // namespace ngram
