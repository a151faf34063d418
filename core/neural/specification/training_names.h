// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/specification/named_values.h"
#include "core/neural/specification/specification.h"

namespace neural {

inline constexpr NamedValues<TrainingTask, 4> taskNames{
    NG_TEXT("core", "task"),
    {{{TrainingTask::Text, "text"},
      {TrainingTask::Conversations, "conversations"},
      {TrainingTask::Labels, "labels"},
      {TrainingTask::Preferences, "preferences"}}}};

/// What the task's loss is measured in: its mean over all that is told.
inline const char* lossUnit(TrainingTask task) {
    switch (task) {
    case TrainingTask::Labels:
        return NG_TEXT("core", "nats per text");
    case TrainingTask::Preferences:
        return NG_TEXT("core", "nats per pair");
    case TrainingTask::Text:
    case TrainingTask::Conversations:
        break;
    }
    return NG_TEXT("core", "nats per token");
}

inline constexpr NamedValues<Optimizer, 2> optimizerNames{
    NG_TEXT("core", "optimiser"), {{{Optimizer::Sgd, "sgd"}, {Optimizer::AdamW, "adamw"}}}};

inline constexpr NamedValues<Precision, 2> precisionNames{
    NG_TEXT("core", "precision"),
    {{{Precision::Float32, "float32"}, {Precision::Bfloat16, "bfloat16"}}}};

inline constexpr NamedValues<Schedule, 3> scheduleNames{NG_TEXT("core", "schedule"),
                                                        {{{Schedule::Constant, "constant"},
                                                          {Schedule::Linear, "linear"},
                                                          {Schedule::Cosine, "cosine"}}}};

} // namespace neural
