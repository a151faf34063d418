// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/network_options.h"

#include "core/neural/specification/training_names.h"
#include "core/neural/specification/transformer_spec.h"

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

namespace cli {

namespace {

using neural::Family;
using neural::RunSpec;
using neural::TransformerSpec;

const std::vector<Family> all = {Family::Bengio, Family::Recurrent, Family::Transformer};
const std::vector<Family> embedded = {Family::Bengio, Family::Recurrent};
const std::vector<Family> layered = {Family::Recurrent, Family::Transformer};
const std::vector<Family> transformers = {Family::Transformer};

/// A setting's place in each family's specification.
unsigned& contextOf(RunSpec& spec) {
    switch (neural::familyOf(spec.architecture)) {
    case Family::Bengio:
        return spec.bengio.contextLength;
    case Family::Recurrent:
        return spec.recurrent.contextLength;
    case Family::Transformer:
        break;
    }
    return spec.transformer.contextLength;
}

bool isRecurrent(const RunSpec& spec) {
    return neural::familyOf(spec.architecture) == Family::Recurrent;
}

} // namespace

template <class T, class Apply>
CLI::Option* NetworkOptions::add(CLI::App& app, const std::string& name, const std::string& help,
                                 Families families, Apply apply) {
    auto value = std::make_shared<T>();
    CLI::Option* option = nullptr;
    if constexpr (std::is_same_v<T, bool>)
        option = app.add_flag(name, *value, help);
    else
        option = app.add_option(name, *value, help);
    settings_.push_back(
        {option, std::move(families), [value, apply](RunSpec& spec) { apply(spec, *value); }});
    return option;
}

template <class Names, class Apply>
void NetworkOptions::addChoice(CLI::App& app, const std::string& name, const std::string& help,
                               const Names& names, Apply apply) {
    add<std::string>(app, name, help, transformers,
                     [names, apply](RunSpec& spec, const std::string& value) {
                         apply(spec.transformer, names.value(value));
                     })
        ->check(CLI::IsMember(names.names()));
}

void NetworkOptions::addShape(CLI::App& app) {
    add<unsigned>(app, "--context", "Tokens that the network sees, or is unrolled over", all,
                  [](RunSpec& spec, unsigned value) { contextOf(spec) = value; });
    add<unsigned>(
        app, "--embedding", "Size of an embedding, m", embedded, [](RunSpec& spec, unsigned value) {
            (isRecurrent(spec) ? spec.recurrent.embeddingSize : spec.bengio.embeddingSize) = value;
        });
    add<unsigned>(app, "--hidden", "Width of the hidden layer, h", embedded,
                  [](RunSpec& spec, unsigned value) {
                      (isRecurrent(spec) ? spec.recurrent.hiddenWidth : spec.bengio.hiddenWidth) =
                          value;
                  });
    add<bool>(app, "--direct", "Connections from the embeddings straight to the output",
              {Family::Bengio},
              [](RunSpec& spec, bool value) { spec.bengio.directConnections = value; });
    add<unsigned>(app, "--layers", "Layers", layered, [](RunSpec& spec, unsigned value) {
        (isRecurrent(spec) ? spec.recurrent.layers : spec.transformer.layers) = value;
    });
    add<unsigned>(app, "--decoder-layers", "Layers of the side that writes, of t5 and bart",
                  transformers,
                  [](RunSpec& spec, unsigned value) { spec.transformer.decoderLayers = value; });
    add<double>(app, "--dropout", "Share of the numbers that a step leaves out", layered,
                [](RunSpec& spec, double value) {
                    (isRecurrent(spec) ? spec.recurrent.dropout : spec.transformer.dropout) = value;
                });
    add<unsigned>(app, "--width", "Width of a transformer, d", transformers,
                  [](RunSpec& spec, unsigned value) {
                      TransformerSpec& network = spec.transformer;
                      network.width = value;
                      network.headWidth = std::max(value / network.heads, 1U);
                      network.innerWidth =
                          neural::isGated(network.feedForward) ? value * 8 / 3 : value * 4;
                  });
    add<unsigned>(app, "--heads", "Heads of attention", transformers,
                  [](RunSpec& spec, unsigned value) {
                      spec.transformer.heads = value;
                      if (value > 0)
                          spec.transformer.headWidth = std::max(spec.transformer.width / value, 1U);
                  });
    add<unsigned>(app, "--head-width", "Width of a head (width / heads)", transformers,
                  [](RunSpec& spec, unsigned value) { spec.transformer.headWidth = value; });
    add<unsigned>(app, "--inner-width", "Width inside the feed-forward (4, with a gate 8/3 widths)",
                  transformers,
                  [](RunSpec& spec, unsigned value) { spec.transformer.innerWidth = value; });
}

void NetworkOptions::addTransformerParts(CLI::App& app) {
    addChoice(app, "--objective",
              "What it learns: decoders the next token, blanks or an order that "
              "is drawn; encoder-decoders spans or a damaged text",
              neural::objectiveNames,
              [](TransformerSpec& spec, auto value) { spec.objective = value; });
    addChoice(app, "--attention", "What heads share", neural::attentionNames,
              [](TransformerSpec& spec, auto value) { spec.attention = value; });
    add<unsigned>(app, "--key-value-heads", "grouped-query: keys and values for all heads",
                  transformers,
                  [](RunSpec& spec, unsigned value) { spec.transformer.keyValueHeads = value; });
    add<unsigned>(
        app, "--key-value-rank", "latent: numbers that a token is remembered by", transformers,
        [](RunSpec& spec, unsigned value) { spec.transformer.latent.keyValueRank = value; });
    add<unsigned>(app, "--query-rank", "latent: numbers that queries are made from; 0: the input's",
                  transformers,
                  [](RunSpec& spec, unsigned value) { spec.transformer.latent.queryRank = value; });
    addChoice(app, "--position", "How a token's place is known", neural::positionNames,
              [](TransformerSpec& spec, auto value) { spec.position = value; });
    addChoice(app, "--norm", "How numbers are kept in range", neural::normNames,
              [](TransformerSpec& spec, auto value) { spec.norm = value; });
    addChoice(app, "--norm-place", "Before or after what a block adds", neural::normPlaceNames,
              [](TransformerSpec& spec, auto value) { spec.normPlace = value; });
    addChoice(app, "--feed-forward", "The function inside a block", neural::feedForwardNames,
              [](TransformerSpec& spec, auto value) { spec.feedForward = value; });
    add<bool>(app, "--parallel,!--serial", "Attention and feed-forward read the same input",
              transformers, [](RunSpec& spec, bool value) { spec.transformer.parallel = value; });
    add<bool>(app, "--tied,!--untied", "The output's matrix is the embeddings'", transformers,
              [](RunSpec& spec, bool value) { spec.transformer.tiedOutput = value; });
    add<bool>(app, "--biases,!--no-biases", "Whether products have biases", transformers,
              [](RunSpec& spec, bool value) {
                  spec.transformer.biases = spec.transformer.queryKeyValueBias = value;
              });
}

void NetworkOptions::addExperts(CLI::App& app) {
    add<unsigned>(app, "--experts", "Feed-forwards to choose from; 0: one for every token",
                  transformers,
                  [](RunSpec& spec, unsigned value) { spec.transformer.experts.count = value; });
    add<unsigned>(app, "--chosen-experts", "Of them, for each token", transformers,
                  [](RunSpec& spec, unsigned value) { spec.transformer.experts.chosen = value; });
    add<unsigned>(app, "--shared-experts", "Besides, that every token passes", transformers,
                  [](RunSpec& spec, unsigned value) { spec.transformer.experts.shared = value; });
    add<unsigned>(
        app, "--expert-width", "Width inside an expert", transformers,
        [](RunSpec& spec, unsigned value) { spec.transformer.experts.innerWidth = value; });
    add<double>(app, "--balance-loss", "Weight of the loss that keeps experts evenly used",
                transformers,
                [](RunSpec& spec, double value) { spec.transformer.experts.balanceLoss = value; });
}

void NetworkOptions::addTo(CLI::App& app) {
    app.add_option("--architecture", architecture_, "The network")
        ->check(CLI::IsMember(neural::architectures()))
        ->capture_default_str();
    addShape(app);
    addTransformerParts(app);
    addExperts(app);
}

neural::RunSpec NetworkOptions::spec() const {
    RunSpec spec = neural::usualRun(architecture_);
    const Family family = neural::familyOf(architecture_);
    for (const Setting& setting : settings_) {
        if (setting.option->count() == 0)
            continue;
        const auto& fitting = setting.families;
        if (std::find(fitting.begin(), fitting.end(), family) == fitting.end())
            throw CLI::ValidationError(setting.option->get_name(),
                                       "is no setting of " + architecture_);
        setting.apply(spec);
    }
    return spec;
}

CLI::Option* addTrainingOptions(CLI::App& app, neural::TrainingSpec& spec) {
    static const std::map<std::string, neural::TrainingTask> tasks{
        {"text", neural::TrainingTask::Text},
        {"conversations", neural::TrainingTask::Conversations},
        {"labels", neural::TrainingTask::Labels},
        {"preferences", neural::TrainingTask::Preferences}};
    app.add_option(
           "--task", spec.task,
           "What is learnt: text (text); with --from also the replies in conversations "
           "(JSON Lines with messages), the labels of a table (text, label), or preferences "
           "(JSON Lines with prompt, chosen, rejected)")
        ->transform(CLI::CheckedTransformer(tasks, CLI::ignore_case))
        ->type_name("NAME");
    app.add_option("--adapter-rank", spec.adapters.rank,
                   "With --from: learn low-rank adapters (LoRA) of this rank; 0: all weights")
        ->capture_default_str();
    app.add_option("--adapter-alpha", spec.adapters.alpha,
                   "What adapters add is multiplied by this, divided by the rank")
        ->capture_default_str();
    app.add_option("--preference-beta", spec.preferenceBeta,
                   "preferences: how closely the model stays with what it was, β of DPO")
        ->capture_default_str();
    app.add_option("--batch", spec.batchSize,
                   "Examples that are computed at once (bengio: 64 predictions, others: 12 rows of "
                   "tokens)");
    app.add_option("--accumulation", spec.accumulation, "Batches of a step")->capture_default_str();
    app.add_option("--learning-rate", spec.learningRate, "Learning rate")->capture_default_str();
    static const std::map<std::string, neural::Schedule> schedules{
        {"constant", neural::Schedule::Constant},
        {"linear", neural::Schedule::Linear},
        {"cosine", neural::Schedule::Cosine}};
    app.add_option("--schedule", spec.schedule,
                   "How the rate goes on: constant, linear or cosine (constant)")
        ->transform(CLI::CheckedTransformer(schedules, CLI::ignore_case))
        ->type_name("NAME");
    app.add_option("--warmup", spec.warmupSteps, "Steps in which the rate climbs")
        ->capture_default_str();
    app.add_option("--final-rate", spec.finalRate,
                   "linear, cosine: the last step's share of the learning rate")
        ->capture_default_str();
    static const std::map<std::string, neural::Optimizer> optimizers{
        {"sgd", neural::Optimizer::Sgd}, {"adamw", neural::Optimizer::AdamW}};
    app.add_option("--optimizer", spec.optimizer, "sgd or adamw (adamw)")
        ->transform(CLI::CheckedTransformer(optimizers, CLI::ignore_case))
        ->type_name("NAME");
    static const std::map<std::string, neural::Precision> precisions{
        {"float32", neural::Precision::Float32}, {"bfloat16", neural::Precision::Bfloat16}};
    app.add_option("--precision", spec.precision,
                   "What the products of training are computed in: float32, or bfloat16, which is "
                   "faster on processors with AVX512-BF16 (float32)")
        ->transform(CLI::CheckedTransformer(precisions, CLI::ignore_case))
        ->type_name("NAME");
    app.add_option("--beta1", spec.beta1, "adamw: of the mean of gradients, what a step keeps")
        ->capture_default_str();
    app.add_option("--beta2", spec.beta2, "adamw: of the mean of their squares, what a step keeps")
        ->capture_default_str();
    app.add_option("--weight-decay", spec.weightDecay, "adamw: of matrices")->capture_default_str();
    app.add_option("--clip", spec.gradientClip, "The gradient's norm at most; 0: any")
        ->capture_default_str();
    app.add_option("--seed", spec.seed, "The same seed gives the same run")->capture_default_str();
    app.add_option("--validation-share", spec.validationShare,
                   "Share of the tokens, from the end, to validate on; 0 for none")
        ->capture_default_str();
    app.add_option("--validation-interval", spec.validationInterval, "Steps between validations")
        ->capture_default_str();
    app.add_option("--checkpoint-interval", spec.checkpointInterval, "Steps between checkpoints")
        ->capture_default_str();
    app.add_flag("--keep-best", spec.keepBest,
                 "Keep the checkpoint of the least validation loss beside the last");
    app.add_option("--patience", spec.patience,
                   "Validations without improvement after which the run stops early, its best "
                   "checkpoint being the model; 0: it does not")
        ->capture_default_str();
    app.add_option("--min-improvement", spec.minImprovement,
                   "Nats that a validation loss must fall by to be an improvement")
        ->capture_default_str();
    app.add_option("--sample-interval", spec.sampleInterval,
                   "Steps between samples of what the model says; 0 for none")
        ->capture_default_str();
    app.add_option("--sample-length", spec.sampleLength, "Tokens of a sample at most")
        ->capture_default_str();
    app.add_option("--threads", spec.threads, "Threads to compute on; 0: all cores")
        ->capture_default_str();
    return app.add_option("--steps", spec.steps, "Steps to train for")->capture_default_str();
}

} // namespace cli
