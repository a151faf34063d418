// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/training/training_data.h"

#include "core/neural/data/sequence_examples.h"
#include "core/neural/data/token_numbers.h"
#include "core/neural/training/batch_loss.h"

#include <utility>

namespace neural {

namespace {

/// Validation looks at this many predictions at most, so that it costs a few steps' time: fewer
/// where each needs a pass of its own.
constexpr std::size_t mostSinglePredictions = 4096;
constexpr std::size_t mostRowPredictions = 16384;

HeldOut keptApart(const ExampleSource& examples, const ExampleShape& shape) {
    return {&examples,
            examples.validation(shape.everyPosition ? mostRowPredictions : mostSinglePredictions)};
}

SequenceShape sequenceShape(const ExampleShape& shape, TrainingTask task) {
    SequenceShape rows;
    rows.length = shape.length;
    rows.targets = shape.targets();
    rows.texts = task == TrainingTask::Preferences ? 2 : 1;
    // Nothing looks back from a text's end; what is to tell a label from the whole text is shown
    // where it ends by a sentence that begins.
    rows.padding = numberOf(shape.labels ? text::Vocabulary::begin : text::Vocabulary::unknown);
    return rows;
}

/// Of each text ln P, as the network tells it now.
std::vector<float> probabilitiesNow(const Network& network, std::span<const Sequence> sequences,
                                    base::Progress& progress, const std::stop_token& stop) {
    const c10::NoGradGuard guard;
    const SequenceShape shape = sequenceShape(network.exampleShape(), TrainingTask::Text);
    std::vector<float> values;
    for (const Sequence& sequence : sequences) {
        base::throwIfStopped(stop);
        progress.report({{NG_TEXT("core", "Scoring the preferences as the model is now")},
                         values.size(),
                         sequences.size()});
        Batch batch;
        SequenceExamples(std::span(&sequence, 1), shape, 0).draw(0, 0, 1, batch);
        const auto length = static_cast<std::int64_t>(shape.length);
        values.push_back(
            logProbabilitiesOfTexts(network.logits(asTensor(batch.tokens, {1, length}), nullptr),
                                    asTensor(batch.targets, {1, length}))
                .item<float>());
    }
    return values;
}

} // namespace

TrainingData::TrainingData(const TrainingRequest& request, const Network& network,
                           std::vector<float> reference, base::Progress& progress,
                           const std::stop_token& stop)
    : request_(request), reference_(std::move(reference)) {
    const TrainingSpec& spec = request.spec.training;
    const ExampleShape shape = network.exampleShape();
    const auto stream = [&](std::span<const text::TokenId> tokens, double share) {
        return std::make_unique<Examples>(tokens, shape, share,
                                          endsSentence(request.tokenizer->vocabulary()));
    };
    if (spec.task == TrainingTask::Preferences && reference_.empty())
        reference_ = probabilitiesNow(network, request.sequences, progress, stop);
    if (spec.task == TrainingTask::Text)
        examples_ = stream(request.tokens, spec.validationShare);
    else
        examples_ = std::make_unique<SequenceExamples>(
            request.sequences, sequenceShape(shape, spec.task), spec.validationShare, reference_);
    validation_ = keptApart(*examples_, shape);
    // A network that tells labels now tells no text.
    if (!request.old.tokens.empty() && !shape.labels) {
        oldExamples_ = stream(request.old.tokens, request.old.validationShare);
        old_ = keptApart(*oldExamples_, shape);
    }
}

std::vector<text::TokenId> TrainingData::sampleStart() const {
    switch (request_.spec.training.task) {
    case TrainingTask::Text:
        return {text::Vocabulary::begin};
    case TrainingTask::Labels:
        return {};
    case TrainingTask::Conversations:
    case TrainingTask::Preferences:
        break;
    }
    const Sequence& first = request_.sequences.front();
    std::vector<text::TokenId> start;
    for (std::size_t i = 0; i < first.tokens.size(); ++i) {
        start.push_back(text::tokenId(static_cast<std::size_t>(first.tokens[i])));
        if (first.targets[i] != noTarget)
            break;
    }
    return start;
}

} // namespace neural
