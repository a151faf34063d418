// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <vector>

namespace window {

class MainWindow;
class Workspace;

/// What a person would do in the first minutes, done without one, for machines without a display:
/// opens the files given as a corpus (the sample corpus where there are none), trains a bigram
/// model and Bengio's network, prints the top of the probability table and the final losses,
/// exchanges one chat turn with each model, and writes a screenshot of every page to `folder`.
/// Uses the same tasks through the same jobs as the pages. Returns the exit status; the reason of
/// a failure goes to standard error.
int runTour(MainWindow& window, Workspace& workspace,
            const std::vector<std::filesystem::path>& files, const std::filesystem::path& folder);

} // namespace window
