// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/checkpoints/describe.h"

#include "core/neural/specification/parameter_count.h"
#include "core/neural/specification/training_names.h"

#include <fmt/format.h>

namespace neural {

namespace {

class Facts {
public:
    template <class T>
    void add(const char* label, const T& value) {
        facts_.push_back({label, fmt::format("{}", value)});
    }
    /// `label` has a place for the unit.
    void addLoss(const char* label, TrainingTask task, const std::optional<double>& loss) {
        if (loss)
            facts_.push_back({{label, {}, {{lossUnit(task)}}}, fmt::format("{:.4f}", *loss)});
    }
    std::vector<lm::Fact> take() { return std::move(facts_); }

private:
    std::vector<lm::Fact> facts_;
};

void add(Facts& facts, const BengioSpec& spec) {
    facts.add(NG_TEXT("core", "Context length"), spec.contextLength);
    facts.add(NG_TEXT("core", "Embedding size"), spec.embeddingSize);
    facts.add(NG_TEXT("core", "Hidden width"), spec.hiddenWidth);
    facts.add(NG_TEXT("core", "Direct connections"),
              spec.directConnections ? NG_TEXT("core", "yes") : NG_TEXT("core", "no"));
}

void add(Facts& facts, const RecurrentSpec& spec) {
    facts.add(NG_TEXT("core", "Context length"), spec.contextLength);
    facts.add(NG_TEXT("core", "Embedding size"), spec.embeddingSize);
    facts.add(NG_TEXT("core", "Hidden width"), spec.hiddenWidth);
    facts.add(NG_TEXT("core", "Layers"), spec.layers);
    facts.add(NG_TEXT("core", "Dropout"), spec.dropout);
}

void add(Facts& facts, const TransformerSpec& spec) {
    const char* yes = NG_TEXT("core", "yes");
    const char* no = NG_TEXT("core", "no");
    facts.add(NG_TEXT("core", "Objective"), objectiveNames.name(spec.objective));
    facts.add(NG_TEXT("core", "Context length"), spec.contextLength);
    facts.add(NG_TEXT("core", "Layers"), spec.layers);
    if (spec.kind == TransformerKind::EncoderDecoder)
        facts.add(NG_TEXT("core", "Decoder layers"), spec.decoderLayers);
    facts.add(NG_TEXT("core", "Width"), spec.width);
    facts.add(NG_TEXT("core", "Heads"), spec.heads);
    facts.add(NG_TEXT("core", "Attention"), attentionNames.name(spec.attention));
    if (spec.attention == Attention::GroupedQuery)
        facts.add(NG_TEXT("core", "Key-value heads"), spec.keyValueHeads);
    facts.add(NG_TEXT("core", "Position"), positionNames.name(spec.position));
    facts.add(NG_TEXT("core", "Norm"), normNames.name(spec.norm));
    facts.add(NG_TEXT("core", "Place of the norm"), normPlaceNames.name(spec.normPlace));
    facts.add(NG_TEXT("core", "Feed-forward"), feedForwardNames.name(spec.feedForward));
    facts.add(NG_TEXT("core", "Inner width"), spec.innerWidth);
    if (spec.experts.count > 0)
        facts.add(NG_TEXT("core", "Experts"), fmt::format("{} / {} + {}", spec.experts.chosen,
                                                          spec.experts.count, spec.experts.shared));
    facts.add(NG_TEXT("core", "Parallel blocks"), spec.parallel ? yes : no);
    facts.add(NG_TEXT("core", "Tied output"), spec.tiedOutput ? yes : no);
    facts.add(NG_TEXT("core", "Dropout"), spec.dropout);
    if (isScoredFromBothSides(spec))
        facts.add(NG_TEXT("core", "Scored by"), NG_TEXT("core", "pseudo-perplexity"));
}

} // namespace

std::vector<lm::Fact> factsOf(const CheckpointState& state, std::uint64_t vocabularySize) {
    const RunSpec& spec = state.info.spec;
    Facts facts;
    facts.add(NG_TEXT("core", "Architecture"), spec.architecture);
    switch (familyOf(spec.architecture)) {
    case Family::Bengio:
        add(facts, spec.bengio);
        break;
    case Family::Recurrent:
        add(facts, spec.recurrent);
        break;
    case Family::Transformer:
        add(facts, spec.transformer);
        break;
    }
    if (spec.training.task != TrainingTask::Text)
        facts.add(NG_TEXT("core", "Fine-tuned on"), taskNames.name(spec.training.task));
    if (!spec.labels.empty())
        facts.add(NG_TEXT("core", "Labels"), fmt::format("{}", fmt::join(spec.labels, ", ")));
    if (spec.training.adapters.rank > 0)
        facts.add(NG_TEXT("core", "Rank of its adapters"), spec.training.adapters.rank);
    facts.add(NG_TEXT("core", "Vocabulary"), vocabularySize);
    facts.add(NG_TEXT("core", "Parameters"), parameterCount(spec, vocabularySize));
    facts.add(NG_TEXT("core", "Steps trained"), state.info.step);
    if (state.info.shares > 0) {
        facts.add(NG_TEXT("core", "Shares of a batch"), state.info.shares);
        facts.add(NG_TEXT("core", "Threads for shares"), state.info.setting.workers);
        facts.add(NG_TEXT("core", "Threads for a product"), state.info.setting.productThreads);
    }
    const TrainingTask task = spec.training.task;
    facts.addLoss(NG_TEXT("core", "Training loss ({0})"), task, state.trainingLoss);
    facts.addLoss(NG_TEXT("core", "Validation loss ({0})"), task, state.validationLoss);
    return facts.take();
}

} // namespace neural
