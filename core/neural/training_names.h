// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/named_values.h"
#include "core/neural/specification.h"

namespace neural {

inline constexpr NamedValues<TrainingTask, 4> taskNames{
    NG_TEXT("core", "task"),
    {{{TrainingTask::Text, "text"},
      {TrainingTask::Conversations, "conversations"},
      {TrainingTask::Labels, "labels"},
      {TrainingTask::Preferences, "preferences"}}}};

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
