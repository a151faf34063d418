// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/lm/labeller.h"
#include "core/lm/language_model.h"

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace tasks {

/// How well a model tells the texts of tables apart.
struct LabelReport {
    std::vector<std::string> labels;
    /// [true label][told label], how many rows.
    std::vector<std::vector<std::uint64_t>> confusion;

    std::uint64_t rows() const;
    std::uint64_t right() const;
    double accuracy() const; ///< the share of rows told right
    /// Of the texts told to have this label, the share that has it; not a number where there is no
    /// such text. And of those that have it the share that was told.
    double precision(std::size_t label) const;
    double recall(std::size_t label) const;
};

/// Throws base::InputError where the model has learnt no labels.
const lm::Labeller& requireLabeller(const lm::LanguageModel& model, const std::string& name);

/// Reads the corpora as tables and asks the model for the label of every row. Throws as
/// readLabelledTable(), and base::InputError where a row has a label that the model does not know.
LabelReport reportLabels(const std::filesystem::path& library, const lm::Labeller& model,
                         const std::vector<std::int64_t>& corpora, base::Progress& progress,
                         const std::stop_token& stop);

} // namespace tasks
