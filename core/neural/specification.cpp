// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/specification.h"

#include "core/base/error.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <string>

namespace neural {

namespace {

template <class T>
void requireBetween(const char* name, T value, T least, T most) {
    if (value >= least && value <= most) // false for what is no number
        return;
    throw base::InputError(
        {NG_TEXT("core", "The {3} is {0}. Choose a value from {1} to {2}."),
         {fmt::format("{}", value), fmt::format("{}", least), fmt::format("{}", most)},
         {name}});
}

std::string toName(Optimizer optimizer) {
    return optimizer == Optimizer::Sgd ? "sgd" : "adamw";
}

Optimizer optimizerFromName(const std::string& name) {
    if (name == "sgd")
        return Optimizer::Sgd;
    if (name == "adamw")
        return Optimizer::AdamW;
    throw base::InputError(
        {NG_TEXT("core", "There is no optimiser “{0}”. Choose sgd or adamw."), {name}});
}

} // namespace

std::uint64_t parameterCount(const BengioSpec& spec, std::uint64_t vocabularySize) {
    const std::uint64_t input = std::uint64_t{spec.contextLength} * spec.embeddingSize;
    const std::uint64_t hidden = spec.hiddenWidth;
    std::uint64_t count = vocabularySize * spec.embeddingSize; // C
    count += hidden * input + hidden;                          // H, d
    count += vocabularySize * hidden + vocabularySize;         // U, b
    if (spec.directConnections)
        count += vocabularySize * input; // W
    return count;
}

void requireValid(const RunSpec& spec) {
    if (spec.architecture != "bengio")
        throw base::InputError(
            {NG_TEXT("core", "There is no architecture “{0}” yet. Choose bengio."),
             {spec.architecture}});
    requireBetween(NG_TEXT("core", "context length"), spec.bengio.contextLength, 1U, 64U);
    requireBetween(NG_TEXT("core", "embedding size"), spec.bengio.embeddingSize, 1U, 4096U);
    requireBetween(NG_TEXT("core", "hidden width"), spec.bengio.hiddenWidth, 1U, 16384U);
    const TrainingSpec& training = spec.training;
    requireBetween<std::uint64_t>(NG_TEXT("core", "number of steps"), training.steps, 1,
                                  1'000'000'000);
    requireBetween(NG_TEXT("core", "batch size"), training.batchSize, 1U, 65536U);
    requireBetween(NG_TEXT("core", "learning rate"), training.learningRate, 1e-9, 1e3);
    requireBetween(NG_TEXT("core", "validation share"), training.validationShare, 0.0, 0.9);
    requireBetween<std::uint64_t>(NG_TEXT("core", "validation interval"),
                                  training.validationInterval, 1, 1'000'000'000);
    requireBetween<std::uint64_t>(NG_TEXT("core", "checkpoint interval"),
                                  training.checkpointInterval, 1, 1'000'000'000);
    requireBetween(NG_TEXT("core", "number of threads"), training.threads, 0U, 1024U);
}

void to_json(nlohmann::json& json, const RunSpec& spec) {
    const TrainingSpec& training = spec.training;
    json = {{"architecture", spec.architecture},
            {"bengio",
             {{"context_length", spec.bengio.contextLength},
              {"embedding_size", spec.bengio.embeddingSize},
              {"hidden_width", spec.bengio.hiddenWidth},
              {"direct_connections", spec.bengio.directConnections}}},
            {"training",
             {{"steps", training.steps},
              {"batch_size", training.batchSize},
              {"learning_rate", training.learningRate},
              {"optimizer", toName(training.optimizer)},
              {"seed", training.seed},
              {"validation_share", training.validationShare},
              {"validation_interval", training.validationInterval},
              {"checkpoint_interval", training.checkpointInterval},
              {"threads", training.threads}}}};
}

void from_json(const nlohmann::json& json, RunSpec& spec) {
    json.at("architecture").get_to(spec.architecture);
    const auto& bengio = json.at("bengio");
    bengio.at("context_length").get_to(spec.bengio.contextLength);
    bengio.at("embedding_size").get_to(spec.bengio.embeddingSize);
    bengio.at("hidden_width").get_to(spec.bengio.hiddenWidth);
    bengio.at("direct_connections").get_to(spec.bengio.directConnections);
    const auto& training = json.at("training");
    training.at("steps").get_to(spec.training.steps);
    training.at("batch_size").get_to(spec.training.batchSize);
    training.at("learning_rate").get_to(spec.training.learningRate);
    spec.training.optimizer = optimizerFromName(training.at("optimizer").get<std::string>());
    training.at("seed").get_to(spec.training.seed);
    training.at("validation_share").get_to(spec.training.validationShare);
    training.at("validation_interval").get_to(spec.training.validationInterval);
    training.at("checkpoint_interval").get_to(spec.training.checkpointInterval);
    training.at("threads").get_to(spec.training.threads);
}

} // namespace neural
