// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tasks/run_start.h"

#include "core/base/error.h"
#include "core/library/model_store.h"
#include "core/neural/checkpoint.h"
#include "core/tasks/token_names.h"

namespace tasks {

namespace fs = std::filesystem;

namespace {

Start startOfRun(library::Library& library, const StartFrom& from) {
    const library::Run run = library.runs().get(from.run);
    Start start;
    start.name = run.name;
    start.checkpoint = library.runs().checkpoint(run.id);
    if (from.best)
        start.checkpoint = neural::bestCheckpoint(start.checkpoint);
    if (!fs::exists(start.checkpoint))
        throw base::InputError(
            {from.best ? NG_TEXT("core", "The run {0} kept no best checkpoint. Begin with its "
                                         "last one.")
                       : NG_TEXT("core", "The run {0} has no checkpoint to begin with. Choose "
                                         "another."),
             {run.name}});
    start.origin.run = run.id;
    start.origin.corpora = run.corpora;
    start.origin.tokenCache = run.tokenCache;
    return start;
}

Start startOfModel(library::Library& library, const StartFrom& from) {
    const library::Model model = library.models().get(from.model);
    if (model.kind != "neural")
        throw base::InputError({NG_TEXT("core", "The model {0} is no neural network. Choose one "
                                                "that is."),
                                {model.name}});
    Start start;
    start.name = model.name;
    start.checkpoint = library.folder() / model.file;
    start.origin.run = model.run;
    start.origin.corpora = model.corpora;
    start.origin.tokenCache = model.tokenCache;
    return start;
}

} // namespace

Start findStart(library::Library& library, const StartFrom& from) {
    Start start = from.model != 0 ? startOfModel(library, from) : startOfRun(library, from);
    start.origin.model = start.name;
    const neural::CheckpointInfo info = neural::readCheckpointInfo(start.checkpoint);
    start.origin.step = info.step;
    start.origin.validationShare = info.spec.training.validationShare;
    return start;
}

std::optional<PreparedTokens> oldTokens(const fs::path& library, const library::Run& run,
                                        const fs::path& checkpoint, base::Progress& progress,
                                        const std::stop_token& stop) {
    if (!run.origin || run.origin->tokenCache.empty() || run.origin->corpora == run.corpora)
        return std::nullopt;
    std::optional<text::Tokenizer> tokenizer;
    try {
        return restoreTokens(
            library, run.origin->tokenCache, run.origin->corpora,
            [&]() -> const text::Tokenizer& {
                return tokenizer.emplace(neural::Checkpoint(checkpoint).tokenizer());
            },
            progress, stop);
    } catch (const base::InputError&) { // the old text is a comparison, and no condition
        return std::nullopt;
    } catch (const base::FileError&) {
        return std::nullopt;
    }
}

} // namespace tasks
