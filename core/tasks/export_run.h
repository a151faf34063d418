// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"

#include <cstdint>
#include <filesystem>
#include <stop_token>

namespace tasks {

/// Writes a run's metrics as CSV (RFC 4180), a step a line: losses in what the last column says,
/// that of the old text in nats per token, numbers with all their digits, nothing where a figure
/// was not measured. A run that goes on from another model begins with step 0, before it has
/// learnt. Throws base::FileError.
void exportRunAsCsv(const std::filesystem::path& library, std::int64_t run,
                    const std::filesystem::path& file, base::Progress& progress,
                    const std::stop_token& stop);

/// Writes a run's metrics and samples into `folder`, which is made, as an event file that
/// TensorBoard opens, with a text "loss_unit" that says what the losses are in: the folder is then
/// a run of its logdir. Exported again, the file is replaced. Returns its path. Throws
/// base::FileError.
std::filesystem::path exportRunForTensorBoard(const std::filesystem::path& library,
                                              std::int64_t run, const std::filesystem::path& folder,
                                              base::Progress& progress,
                                              const std::stop_token& stop);

/// A file whose name ends in .csv is CSV, any other path TensorBoard's folder. Returns the file
/// that was written.
std::filesystem::path exportRun(const std::filesystem::path& library, std::int64_t run,
                                const std::filesystem::path& path, base::Progress& progress,
                                const std::stop_token& stop);

} // namespace tasks
