// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/specification/specification.h"

#include "core/neural/specification/training_names.h"
#include "core/neural/specification/transformer_presets.h"
#include "core/neural/specification/value_range.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace neural {

namespace {

using Json = nlohmann::json;

constexpr std::uint64_t mostSteps = 1'000'000'000;
constexpr double mostBeta = 0.999999; // a mean over a million steps

void requireValid(const BengioSpec& spec) {
    requireBetween(NG_TEXT("core", "context length"), spec.contextLength, 1U, 64U);
    requireBetween(NG_TEXT("core", "embedding size"), spec.embeddingSize, 1U, 4096U);
    requireBetween(NG_TEXT("core", "hidden width"), spec.hiddenWidth, 1U, 16384U);
}

void requireValid(const RecurrentSpec& spec) {
    requireBetween(NG_TEXT("core", "context length"), spec.contextLength, 1U, 4096U);
    requireBetween(NG_TEXT("core", "embedding size"), spec.embeddingSize, 1U, 16384U);
    requireBetween(NG_TEXT("core", "hidden width"), spec.hiddenWidth, 1U, 16384U);
    requireBetween(NG_TEXT("core", "number of layers"), spec.layers, 1U, 64U);
    requireBetween(NG_TEXT("core", "dropout"), spec.dropout, 0.0, 0.95);
}

void requireValid(const TrainingSpec& training) {
    requireBetween(NG_TEXT("core", "rank of the adapters"), training.adapters.rank, 0U, 65536U);
    requireBetween(NG_TEXT("core", "alpha of the adapters"), training.adapters.alpha, 1e-6, 1e6);
    requireBetween(NG_TEXT("core", "beta of the preferences"), training.preferenceBeta, 1e-6, 1e3);
    requireBetween<std::uint64_t>(NG_TEXT("core", "number of steps"), training.steps, 1, mostSteps);
    requireBetween(NG_TEXT("core", "batch size"), training.batchSize, 1U, 65536U);
    requireBetween(NG_TEXT("core", "number of batches in a step"), training.accumulation, 1U,
                   65536U);
    requireBetween(NG_TEXT("core", "learning rate"), training.learningRate, 1e-9, 1e3);
    requireBetween<std::uint64_t>(NG_TEXT("core", "number of warm-up steps"), training.warmupSteps,
                                  0, mostSteps);
    requireBetween(NG_TEXT("core", "last step's share of the learning rate"), training.finalRate,
                   0.0, 1.0);
    requireBetween(NG_TEXT("core", "β₁"), training.beta1, 0.0, mostBeta);
    requireBetween(NG_TEXT("core", "β₂"), training.beta2, 0.0, mostBeta);
    requireBetween(NG_TEXT("core", "weight decay"), training.weightDecay, 0.0, 10.0);
    requireBetween(NG_TEXT("core", "gradient's norm at most"), training.gradientClip, 0.0, 1e9);
    requireBetween(NG_TEXT("core", "validation share"), training.validationShare, 0.0, 0.9);
    requireBetween<std::uint64_t>(NG_TEXT("core", "validation interval"),
                                  training.validationInterval, 1, mostSteps);
    requireBetween<std::uint64_t>(NG_TEXT("core", "checkpoint interval"),
                                  training.checkpointInterval, 1, mostSteps);
    requireBetween<std::uint64_t>(NG_TEXT("core", "patience"), training.patience, 0, mostSteps);
    requireBetween(NG_TEXT("core", "least improvement"), training.minImprovement, 0.0, 100.0);
    if (training.patience > 0 && training.validationShare == 0)
        throw base::InputError({NG_TEXT("core", "Early stopping needs validation: keep a share of "
                                                "the text apart, or set the patience to 0."),
                                {}});
    requireBetween<std::uint64_t>(NG_TEXT("core", "sample interval"), training.sampleInterval, 0,
                                  mostSteps);
    requireBetween(NG_TEXT("core", "length of a sample"), training.sampleLength, 1U, 100'000U);
    requireBetween(NG_TEXT("core", "number of threads"), training.threads, 0U, 1024U);
}

void writeBengio(Json& json, const BengioSpec& spec) {
    json = {{"context_length", spec.contextLength},
            {"embedding_size", spec.embeddingSize},
            {"hidden_width", spec.hiddenWidth},
            {"direct_connections", spec.directConnections}};
}

void readBengio(const Json& json, BengioSpec& spec) {
    json.at("context_length").get_to(spec.contextLength);
    json.at("embedding_size").get_to(spec.embeddingSize);
    json.at("hidden_width").get_to(spec.hiddenWidth);
    json.at("direct_connections").get_to(spec.directConnections);
}

void writeRecurrent(Json& json, const RecurrentSpec& spec) {
    json = {{"context_length", spec.contextLength},
            {"embedding_size", spec.embeddingSize},
            {"hidden_width", spec.hiddenWidth},
            {"layers", spec.layers},
            {"dropout", spec.dropout}};
}

void readRecurrent(const Json& json, RecurrentSpec& spec) {
    json.at("context_length").get_to(spec.contextLength);
    json.at("embedding_size").get_to(spec.embeddingSize);
    json.at("hidden_width").get_to(spec.hiddenWidth);
    json.at("layers").get_to(spec.layers);
    json.at("dropout").get_to(spec.dropout);
}

void writeTraining(Json& json, const TrainingSpec& spec) {
    json = {{"task", taskNames.name(spec.task)},
            {"adapter_rank", spec.adapters.rank},
            {"adapter_alpha", spec.adapters.alpha},
            {"preference_beta", spec.preferenceBeta},
            {"steps", spec.steps},
            {"batch_size", spec.batchSize},
            {"accumulation", spec.accumulation},
            {"learning_rate", spec.learningRate},
            {"schedule", scheduleNames.name(spec.schedule)},
            {"warmup_steps", spec.warmupSteps},
            {"final_rate", spec.finalRate},
            {"optimizer", optimizerNames.name(spec.optimizer)},
            {"beta1", spec.beta1},
            {"beta2", spec.beta2},
            {"weight_decay", spec.weightDecay},
            {"gradient_clip", spec.gradientClip},
            {"seed", spec.seed},
            {"validation_share", spec.validationShare},
            {"validation_interval", spec.validationInterval},
            {"checkpoint_interval", spec.checkpointInterval},
            {"keep_best", spec.keepBest},
            {"patience", spec.patience},
            {"min_improvement", spec.minImprovement},
            {"sample_interval", spec.sampleInterval},
            {"sample_length", spec.sampleLength},
            {"threads", spec.threads},
            {"precision", precisionNames.name(spec.precision)}};
}

/// What the first version did not write yet is as it was then.
void readTraining(const Json& json, TrainingSpec& spec) {
    const TrainingSpec usual;
    spec.task = taskNames.value(json.value("task", taskNames.name(usual.task)));
    spec.adapters.rank = json.value("adapter_rank", usual.adapters.rank);
    spec.adapters.alpha = json.value("adapter_alpha", usual.adapters.alpha);
    spec.preferenceBeta = json.value("preference_beta", usual.preferenceBeta);
    json.at("steps").get_to(spec.steps);
    json.at("batch_size").get_to(spec.batchSize);
    spec.accumulation = json.value("accumulation", usual.accumulation);
    json.at("learning_rate").get_to(spec.learningRate);
    spec.schedule = scheduleNames.value(json.value("schedule", "constant"));
    spec.warmupSteps = json.value("warmup_steps", usual.warmupSteps);
    spec.finalRate = json.value("final_rate", usual.finalRate);
    spec.optimizer = optimizerNames.value(json.at("optimizer").get<std::string>());
    spec.beta1 = json.value("beta1", usual.beta1);
    spec.beta2 = json.value("beta2", usual.beta2);
    spec.weightDecay = json.value("weight_decay", usual.weightDecay);
    spec.gradientClip = json.value("gradient_clip", usual.gradientClip);
    json.at("seed").get_to(spec.seed);
    json.at("validation_share").get_to(spec.validationShare);
    json.at("validation_interval").get_to(spec.validationInterval);
    json.at("checkpoint_interval").get_to(spec.checkpointInterval);
    spec.keepBest = json.value("keep_best", usual.keepBest);
    spec.patience = json.value("patience", usual.patience);
    spec.minImprovement = json.value("min_improvement", usual.minImprovement);
    spec.sampleInterval = json.value("sample_interval", usual.sampleInterval);
    spec.sampleLength = json.value("sample_length", usual.sampleLength);
    json.at("threads").get_to(spec.threads);
    spec.precision =
        precisionNames.value(json.value("precision", precisionNames.name(usual.precision)));
}

void requireTrainable(const TransformerSpec& spec) {
    if (spec.segments > 0)
        throw base::InputError({NG_TEXT("core", "A transformer with segments cannot be trained "
                                                "yet. Choose one without."),
                                {}});
    // Room for what is hidden and what it is guessed from.
    const unsigned least = spec.objective == Objective::NextToken      ? 1
                           : spec.objective == Objective::MaskedTokens ? 2
                                                                       : 8;
    requireBetween(NG_TEXT("core", "context length"), spec.contextLength, least, 1U << 20);
}

/// What a network learns must be something that it can.
void requireFitting(const RunSpec& spec) {
    const bool isTransformer = familyOf(spec.architecture) == Family::Transformer;
    if (spec.training.adapters.rank > 0 && !isTransformer)
        throw base::InputError({NG_TEXT("core", "Adapters are for transformers. Train all weights "
                                                "of {0} instead."),
                                {spec.architecture}});
    const bool isDecoder = isTransformer && spec.transformer.objective == Objective::NextToken;
    const bool isEncoder = isTransformer && spec.transformer.objective == Objective::MaskedTokens;
    switch (spec.training.task) {
    case TrainingTask::Text:
        return;
    case TrainingTask::Conversations:
    case TrainingTask::Preferences:
        if (!isDecoder)
            throw base::InputError({NG_TEXT("core", "{0} does not write one token after another. "
                                                    "Only a transformer that learnt the next token "
                                                    "learns from conversations."),
                                    {spec.architecture}});
        return;
    case TrainingTask::Labels:
        if (!isDecoder && !isEncoder)
            throw base::InputError({NG_TEXT("core", "{0} cannot learn labels. Choose a transformer "
                                                    "that is a decoder of the next token, or an "
                                                    "encoder."),
                                    {spec.architecture}});
        requireBetween(NG_TEXT("core", "number of labels"), spec.transformer.labels, 2U, 65536U);
        if (spec.labels.size() != spec.transformer.labels)
            throw base::InputError(base::Message{NG_TEXT(
                "core", "The network's labels have no names. Train it again from its table.")});
        return;
    }
}

} // namespace

const std::vector<std::string>& architectures() {
    static const std::vector<std::string> names = [] {
        std::vector<std::string> all = {"bengio", "rnn", "lstm", "gru"};
        for (const TransformerPreset& preset : transformerPresets())
            all.push_back(preset.architecture);
        return all;
    }();
    return names;
}

Family familyOf(const std::string& architecture) {
    const auto& known = architectures();
    if (std::find(known.begin(), known.end(), architecture) == known.end())
        throw base::InputError(
            {NG_TEXT("core", "There is no architecture “{0}”. Choose one of: {1}."),
             {architecture, fmt::format("{}", fmt::join(known, ", "))}});
    if (architecture == "bengio")
        return Family::Bengio;
    return findPreset(architecture) ? Family::Transformer : Family::Recurrent;
}

RunSpec usualRun(const std::string& architecture) {
    RunSpec spec;
    spec.architecture = architecture;
    if (familyOf(architecture) == Family::Bengio)
        return spec;
    // A row has as many predictions as tokens.
    spec.training.batchSize = 12;
    if (const TransformerPreset* preset = findPreset(architecture))
        spec.transformer = preset->spec;
    return spec;
}

bool sameNetwork(const RunSpec& one, const RunSpec& other) {
    if (one.architecture != other.architecture)
        return false;
    switch (familyOf(one.architecture)) {
    case Family::Bengio:
        return one.bengio == other.bengio;
    case Family::Recurrent:
        return one.recurrent == other.recurrent;
    case Family::Transformer:
        return one.transformer == other.transformer;
    }
    return false;
}

bool growsFrom(const RunSpec& base, const RunSpec& grown) {
    RunSpec without = grown;
    if (!base.transformer.turns)
        without.transformer.turns = false;
    without.transformer.labels = base.transformer.labels;
    without.transformer.labelForm = base.transformer.labelForm;
    return sameNetwork(base, without);
}

unsigned contextLength(const RunSpec& spec) {
    switch (familyOf(spec.architecture)) {
    case Family::Bengio:
        return spec.bengio.contextLength;
    case Family::Recurrent:
        return spec.recurrent.contextLength;
    case Family::Transformer:
        break;
    }
    return spec.transformer.contextLength;
}

void requireValid(const RunSpec& spec) {
    switch (familyOf(spec.architecture)) {
    case Family::Bengio:
        requireValid(spec.bengio);
        break;
    case Family::Recurrent:
        requireValid(spec.recurrent);
        break;
    case Family::Transformer:
        requireValid(spec.transformer);
        requireTrainable(spec.transformer);
        break;
    }
    requireValid(spec.training);
    requireFitting(spec);
}

void to_json(Json& json, const RunSpec& spec) {
    json = {{"architecture", spec.architecture}};
    switch (familyOf(spec.architecture)) {
    case Family::Bengio:
        writeBengio(json["bengio"], spec.bengio);
        break;
    case Family::Recurrent:
        writeRecurrent(json["recurrent"], spec.recurrent);
        break;
    case Family::Transformer:
        json["transformer"] = spec.transformer;
        break;
    }
    writeTraining(json["training"], spec.training);
    if (!spec.labels.empty())
        json["labels"] = spec.labels;
}

void from_json(const Json& json, RunSpec& spec) {
    json.at("architecture").get_to(spec.architecture);
    switch (familyOf(spec.architecture)) {
    case Family::Bengio:
        readBengio(json.at("bengio"), spec.bengio);
        break;
    case Family::Recurrent:
        readRecurrent(json.at("recurrent"), spec.recurrent);
        break;
    case Family::Transformer:
        json.at("transformer").get_to(spec.transformer);
        break;
    }
    readTraining(json.at("training"), spec.training);
    spec.labels = json.value("labels", std::vector<std::string>());
}

} // namespace neural
