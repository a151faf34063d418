// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/describe.h"

#include "core/neural/parameter_count.h"

#include <fmt/format.h>

namespace neural {

namespace {

class Facts {
public:
    template <class T>
    void add(const char* label, const T& value) {
        facts_.push_back({label, fmt::format("{}", value)});
    }
    void addLoss(const char* label, const std::optional<double>& loss) {
        if (loss)
            facts_.push_back({label, fmt::format("{:.4f}", *loss)});
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
    }
    facts.add(NG_TEXT("core", "Vocabulary"), vocabularySize);
    facts.add(NG_TEXT("core", "Parameters"), parameterCount(spec, vocabularySize));
    facts.add(NG_TEXT("core", "Steps trained"), state.info.step);
    facts.addLoss(NG_TEXT("core", "Training loss (nats)"), state.trainingLoss);
    facts.addLoss(NG_TEXT("core", "Validation loss (nats)"), state.validationLoss);
    return facts.take();
}

} // namespace neural
