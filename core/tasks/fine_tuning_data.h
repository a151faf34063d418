// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/neural/data/sequence.h"
#include "core/neural/specification/specification.h"
#include "core/text/tokenizer.h"

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace tasks {

/// What a network is fine-tuned on, ready for neural::TrainingRequest.
struct FineTuningData {
    std::vector<neural::Sequence> sequences;
    std::vector<std::string> labels; ///< of a table, in byte order
    std::uint64_t unknownTokens = 0; ///< that the vocabulary lacks
    std::string documentsHash;       ///< of the files that it was read from
};

/// Reads the corpora's files as the task of `spec` wants them: conversations, tables, preferences;
/// see chat/conversation_lines.h and corpus/labelled_table.h. `spec` tells the network that is to
/// learn; where it has labels already, no others may come. Held in memory whole: such data is
/// small. Throws base::FormatError where a file is not like that, base::InputError where there is
/// no corpus, base::FileError where a file has changed since its import.
FineTuningData readFineTuningData(const std::filesystem::path& library,
                                  const std::vector<std::int64_t>& corpora,
                                  const neural::RunSpec& spec, const text::Tokenizer& tokenizer,
                                  base::Progress& progress, const std::stop_token& stop);

} // namespace tasks
