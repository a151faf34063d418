// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/library/corpus_store.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace tasks {

struct ImportRequest {
    std::filesystem::path library;
    std::vector<std::filesystem::path> paths;
    std::string name;     ///< empty: the first path's
    std::string encoding; ///< empty: detected for each file
};

/// Imports files and folders as one corpus: finds the documents, stores the corpus as not ready
/// (`onRegistered` gets its id, so that its text can be read at once), counts its words, makes it
/// ready. On cancel or failure the corpus is gone again.
library::Corpus importCorpus(const ImportRequest& request,
                             const std::function<void(std::int64_t)>& onRegistered,
                             base::Progress& progress, const std::stop_token& stop);

/// Counts a corpus again under another encoding, chosen by the person. On cancel or failure the
/// corpus stays as it was.
library::Corpus reimportCorpus(const std::filesystem::path& library, std::int64_t corpus,
                               const std::string& encoding, base::Progress& progress,
                               const std::stop_token& stop);

/// What the sample corpus is called.
inline constexpr const char* sampleName = "Sample";

/// The sample corpus's text as a file in the library (written at the first call) and its corpus,
/// imported where it is not there yet. `sample` is the text that the program embeds.
library::Corpus importSample(const std::filesystem::path& library, std::string_view sample,
                             base::Progress& progress, const std::stop_token& stop);

} // namespace tasks
