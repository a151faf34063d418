// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/base/section_file.h"
#include "core/corpus/token_cache.h"
#include "core/ngram/suffix_sort.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <span>
#include <stop_token>

namespace ngram {

/// All places of a token cache, ordered by the text that begins at each: every place where an
/// n-gram of any length stands is in one range of it (Manber and Myers 1993, "Suffix arrays: a new
/// method for on-line string searches"). Mapped from disk; opens at once, because the places are
/// not looked at: each one that is read is brought into bounds instead. Immutable.
class SuffixArray {
public:
    /// Throws base::FileError, and base::FormatError where the file is not of this kind or was made
    /// from other tokens than the cache's.
    SuffixArray(const std::filesystem::path& path, const corpus::TokenCache& cache);

    std::uint64_t size() const { return places_.size(); }
    /// The place of that rank, always one of the text's.
    std::uint64_t place(std::uint64_t rank) const {
        return std::min<std::uint64_t>(places_[rank], places_.size() - 1);
    }

private:
    base::SectionFile file_;
    std::span<const Place> places_;
};

/// Sorts the places of a token cache into a file of 4 bytes a token. The work is done inside the
/// mapped file, so that its pages can go to disk where memory is short; see sortSuffixes for what
/// it takes besides. Obeys `stop` and leaves nothing behind then. Throws base::InputError for more
/// tokens than mostPlaces.
void writeSuffixArray(const std::filesystem::path& path, const corpus::TokenCache& cache,
                      base::Progress& progress, const std::stop_token& stop);

} // namespace ngram
