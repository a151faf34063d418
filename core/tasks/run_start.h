// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/library/library.h"
#include "core/library/run_store.h"
#include "core/tasks/prepare_tokens.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>

namespace tasks {

/// What a run begins with instead of weights that are drawn: a model, or a checkpoint of a run.
struct StartFrom {
    std::int64_t model = 0; ///< 0: it is a run
    std::int64_t run = 0;
    bool best = false; ///< the run's best checkpoint, not its last
};

/// A checkpoint that a run can begin with.
struct Start {
    std::string name;
    std::filesystem::path checkpoint; ///< absolute
    library::Origin origin;
};

/// Throws base::InputError where the model is no neural one, or the run has no such checkpoint.
Start findStart(library::Library& library, const StartFrom& from);

/// The text that a run's origin was trained on, or why it is not looked back on.
struct OldTokens {
    std::optional<PreparedTokens> tokens; ///< where it is OldText::Measured
    library::OldText state = library::OldText::NotSaid;
};

/// By the tokenizer of one of their checkpoints, to see what is forgotten; of a run with an origin.
OldTokens oldTokens(const std::filesystem::path& library, const library::Run& run,
                    const std::filesystem::path& checkpoint, base::Progress& progress,
                    const std::stop_token& stop);

} // namespace tasks
