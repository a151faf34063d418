// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tasks/fine_tuning_data.h"
#include "core/tasks/prepare_tokens.h"
#include "core/tasks/train_neural.h"

#include <filesystem>
#include <memory>
#include <stop_token>

namespace tasks {

/// What a run is trained on: text, or examples of another task.
struct Material {
    std::shared_ptr<const text::Tokenizer> tokenizer;
    PreparedTokens text;
    FineTuningData examples;
};

/// For a run that begins with the network of a checkpoint: changes the request's specification to
/// what it is to be, and the start to what there is to say of it.
Material materialFrom(NeuralRequest& request, Start& start, base::Progress& progress,
                      const std::stop_token& stop);

/// For a run that begins with weights of its own.
Material newMaterial(const NeuralRequest& request, base::Progress& progress,
                     const std::stop_token& stop);

/// What a run was trained on until it ended, to go on with. Throws base::InputError where its
/// corpora have changed since.
Material restoredMaterial(const std::filesystem::path& library, const library::Run& run,
                          const std::filesystem::path& checkpoint, base::Progress& progress,
                          const std::stop_token& stop);

} // namespace tasks
