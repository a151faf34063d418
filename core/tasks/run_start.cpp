// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tasks/run_start.h"

#include "core/base/error.h"
#include "core/library/corpus_store.h"
#include "core/library/model_store.h"
#include "core/neural/checkpoints/checkpoint.h"
#include "core/tasks/token_names.h"

#include <algorithm>
#include <utility>

namespace tasks {

namespace fs = std::filesystem;
using library::OldText;

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

/// What is known without a look at the text.
OldText reasonBefore(const library::Run& run) {
    const library::Origin& origin = run.origin.value();
    if (run.spec.training.task == neural::TrainingTask::Labels)
        return OldText::TellsLabels;
    if (origin.tokenCache.empty())
        return origin.run || !origin.corpora.empty() ? OldText::NoText : OldText::NotKnown;
    if (origin.corpora == run.corpora)
        return OldText::SameCorpora;
    return origin.validationShare > 0 ? OldText::Measured : OldText::NothingKept;
}

/// A corpus that is removed takes itself from the lists of those that have learnt from it.
bool isGone(const fs::path& folder, const library::Origin& origin) {
    library::Library library(folder);
    const auto known = library.corpora().list();
    return origin.corpora.empty() ||
           !std::all_of(origin.corpora.begin(), origin.corpora.end(), [&](std::int64_t id) {
               return std::any_of(known.begin(), known.end(),
                                  [id](const library::Corpus& corpus) { return corpus.id == id; });
           });
}

bool sameTokens(const text::Tokenizer& one, const text::Tokenizer& other) {
    const text::Vocabulary& a = one.vocabulary();
    const text::Vocabulary& b = other.vocabulary();
    if (a.size() != b.size())
        return false;
    for (std::size_t id = 0; id < a.size(); ++id) {
        if (a.token(text::tokenId(id)) != b.token(text::tokenId(id)))
            return false;
    }
    return true;
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

OldTokens oldTokens(const fs::path& library, const library::Run& run, const fs::path& checkpoint,
                    base::Progress& progress, const std::stop_token& stop) {
    OldTokens old{std::nullopt, reasonBefore(run)};
    if (old.state != OldText::Measured)
        return old;
    try {
        const text::Tokenizer tokenizer = neural::Checkpoint(checkpoint).tokenizer();
        PreparedTokens tokens = restoreTokens(
            library, run.origin->tokenCache, run.origin->corpora,
            [&]() -> const text::Tokenizer& { return tokenizer; }, progress, stop);
        if (sameTokens(*tokens.tokenizer, tokenizer))
            old.tokens = std::move(tokens);
        else
            old.state = OldText::OtherTokenizer;
    } catch (const base::InputError&) { // the old text is a comparison, and no condition
        old.state = isGone(library, *run.origin) ? OldText::Gone : OldText::Changed;
    } catch (const base::FileError&) {
        old.state = OldText::Changed;
    }
    return old;
}

} // namespace tasks
