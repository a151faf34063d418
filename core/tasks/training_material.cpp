// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tasks/training_material.h"

#include "core/base/error.h"
#include "core/neural/checkpoints/checkpoint.h"
#include "core/tasks/token_names.h"

#include <algorithm>
#include <span>

namespace tasks {

namespace fs = std::filesystem;

namespace {

std::uint64_t unknownIn(std::span<const text::TokenId> tokens) {
    return static_cast<std::uint64_t>(
        std::count(tokens.begin(), tokens.end(), text::Vocabulary::unknown));
}

bool isOfText(const neural::RunSpec& spec) {
    return spec.training.task == neural::TrainingTask::Text;
}

/// What the task puts on a network.
void growFor(neural::TrainingTask task, neural::RunSpec& spec) {
    if (task == neural::TrainingTask::Conversations)
        spec.transformer.turns = true;
    if (task == neural::TrainingTask::Labels)
        return; // those of the table
    spec.transformer.labels = 0;
    spec.transformer.labelForm = {};
    spec.labels.clear();
}

} // namespace

Material materialFrom(NeuralRequest& request, Start& start, base::Progress& progress,
                      const std::stop_token& stop) {
    const neural::Checkpoint checkpoint(start.checkpoint);
    const neural::TrainingSpec training = request.spec.training;
    request.spec = checkpoint.state().info.spec;
    request.spec.training = training;
    growFor(training.task, request.spec);
    Material material;
    material.tokenizer = std::make_shared<const text::Tokenizer>(checkpoint.tokenizer());
    if (isOfText(request.spec)) {
        material.text =
            prepareTokens(request.library, request.corpora, *material.tokenizer, progress, stop);
        start.origin.unknownTokens = unknownIn(material.text.cache->tokens());
    } else {
        material.examples = readFineTuningData(request.library, request.corpora, request.spec,
                                               *material.tokenizer, progress, stop);
        start.origin.unknownTokens = material.examples.unknownTokens;
        start.origin.documentsHash = material.examples.documentsHash;
    }
    if (training.task == neural::TrainingTask::Labels) {
        // A new layer has the form that others give it: BERT's has a bias, those of decoders none.
        if (request.spec.transformer.labels == 0)
            request.spec.transformer.labelForm =
                request.spec.transformer.kind == neural::TransformerKind::Decoder
                    ? neural::LabelForm::Plain
                    : neural::LabelForm::Biased;
        request.spec.labels = material.examples.labels;
        request.spec.transformer.labels = static_cast<unsigned>(request.spec.labels.size());
    }
    neural::requireValid(request.spec);
    return material;
}

Material newMaterial(const NeuralRequest& request, base::Progress& progress,
                     const std::stop_token& stop) {
    if (!isOfText(request.spec))
        throw base::InputError(base::Message{
            NG_TEXT("core", "Fine-tuning begins with a network that has learnt from text. Choose "
                            "the model or run to begin with.")});
    if (request.spec.training.adapters.rank > 0)
        throw base::InputError(base::Message{
            NG_TEXT("core", "Adapters are added to weights that have been learnt. Choose the model "
                            "or run to begin with, or a rank of 0.")});
    neural::requireValid(request.spec);
    Material material;
    material.text = prepareTokens(request.library, request.corpora, request.tokenizer, request.cut,
                                  progress, stop);
    material.tokenizer = material.text.tokenizer;
    return material;
}

Material restoredMaterial(const fs::path& folder, const library::Run& run,
                          const fs::path& checkpoint, base::Progress& progress,
                          const std::stop_token& stop) {
    Material material;
    material.tokenizer =
        std::make_shared<const text::Tokenizer>(neural::Checkpoint(checkpoint).tokenizer());
    if (isOfText(run.spec)) {
        material.text = restoreTokens(
            folder, run.tokenCache, run.corpora,
            [&]() -> const text::Tokenizer& { return *material.tokenizer; }, progress, stop);
        material.tokenizer = material.text.tokenizer;
        return material;
    }
    material.examples =
        readFineTuningData(folder, run.corpora, run.spec, *material.tokenizer, progress, stop);
    if (run.origin && run.origin->documentsHash != material.examples.documentsHash)
        throw base::InputError(base::Message{
            NG_TEXT("core", "The corpora of this run have been changed since, so that it cannot go "
                            "on. Start a new run.")});
    return material;
}

} // namespace tasks
