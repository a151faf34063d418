// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/trainer.h"

#include "core/base/error.h"
#include "core/lm/sampler.h"
#include "core/neural/compute_threads.h"
#include "core/neural/learning_rate.h"
#include "core/neural/neural_model.h"
#include "core/neural/random_key.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace neural {

namespace {

using Clock = std::chrono::steady_clock;

/// Validation looks at this many predictions at most, so that it costs a few steps' time: fewer
/// where each needs a pass of its own.
constexpr std::size_t mostSinglePredictions = 4096;
constexpr std::size_t mostRowPredictions = 16384;
/// So many at once.
constexpr std::size_t validationBatch = 256;

std::size_t mostPredictions(ExampleShape shape) {
    return shape.everyPosition ? mostRowPredictions : mostSinglePredictions;
}

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Predictions per second over the last few dozen steps.
class Speed {
public:
    double add(double predictions, double seconds) {
        predictions_ = decay * predictions_ + predictions;
        seconds_ = decay * seconds_ + seconds;
        return seconds_ > 0 ? predictions_ / seconds_ : 0;
    }

private:
    static constexpr double decay = 0.95;
    double predictions_ = 0;
    double seconds_ = 0;
};

} // namespace

Trainer::Trainer(const TrainingRequest& request, TrainingObserver& observer,
                 base::Progress& progress)
    : request_(request),
      spec_(request.spec.training),
      observer_(observer),
      progress_(progress),
      network_(makeNetwork(request.spec, request.tokenizer->vocabulary().size())),
      examples_(request.tokens, network_->exampleShape(), spec_.validationShare,
                endsSentence(request.tokenizer->vocabulary())),
      validation_{&examples_, examples_.validation(mostPredictions(network_->exampleShape()))},
      memory_(request.settings) {
    Parameters& parameters = network_->parameters();
    optimizer_ = makeOptimizer(spec_, parameters);
    if (!request.old.tokens.empty()) {
        oldExamples_.emplace(request.old.tokens, network_->exampleShape(),
                             request.old.validationShare,
                             endsSentence(request.tokenizer->vocabulary()));
        old_ = {&*oldExamples_,
                oldExamples_->validation(mostPredictions(network_->exampleShape()))};
    }
    state_.info.spec = request.spec;
    if (request.resume)
        resume();
    else if (!request.start.empty())
        start();
    else
        network_->initialise(spec_.seed);
    parameters.requireGradients();
    const unsigned threads = computeThreads(spec_.threads);
    if (state_.info.shares == 0) // of a new run, or of one that an older version began
        state_.info.shares = worthwhileShares(*network_, threads, spec_.batchSize);
    replicas_ = std::make_unique<Replicas>(*network_, request.spec, state_.info.shares, threads);
}

void Trainer::resume() {
    const Checkpoint checkpoint(request_.checkpoint);
    const RunSpec& before = checkpoint.state().info.spec;
    if (!sameNetwork(before, request_.spec) || before.training.optimizer != spec_.optimizer)
        throw base::TrainingError(
            {NG_TEXT("core", "The checkpoint {0} belongs to another network or optimiser. Start a "
                             "new run, or go on with the settings that this one had."),
             {request_.checkpoint.string()}});
    network_->parameters().load(checkpoint);
    optimizer_->load(checkpoint);
    state_ = checkpoint.state();
    state_.info.spec = request_.spec;
    savedStep_ = state_.info.step;
    // Who goes on with a run that has stopped early gives it a new chance.
    if (hasLostPatience())
        state_.patience.waited = 0;
}

void Trainer::start() {
    const Checkpoint checkpoint(request_.start);
    if (!sameNetwork(checkpoint.state().info.spec, request_.spec))
        throw base::TrainingError(
            {NG_TEXT("core", "The model {0} is another network than the one to train. Train it "
                             "with the network that it has."),
             {request_.start.string()}});
    network_->parameters().load(checkpoint);
}

double Trainer::addGradients(std::uint64_t step, unsigned part, double predictions) {
    // A function of seed, step and batch alone, like the batch itself.
    const std::uint64_t key = mix(mix(mix(spec_.seed) + 1) ^ step) + part;
    const double value =
        replicas_->addGradients(batch_, std::size_t{part} * spec_.batchSize, spec_.batchSize,
                                predictions, 1.0 / static_cast<double>(spec_.accumulation), key);
    if (!std::isfinite(value))
        throwDiverged(step);
    return value;
}

std::optional<StepMetrics> Trainer::takeStep(std::uint64_t step, double learningRate,
                                             const std::stop_token& stop) {
    Parameters& parameters = network_->parameters();
    examples_.draw(spec_.seed, step, std::size_t{spec_.batchSize} * spec_.accumulation, batch_);
    const auto predictions = static_cast<double>(batch_.predictions());
    StepMetrics metrics;
    metrics.step = step;
    metrics.predictions = batch_.predictions();
    replicas_->use(chooser_ ? chooser_->setting() : replicas_->usualSetting());
    replicas_->begin();
    for (unsigned part = 0; part < spec_.accumulation; ++part) {
        if (part > 0 && stop.stop_requested())
            return std::nullopt;
        metrics.trainingLoss += addGradients(step, part, predictions);
    }
    replicas_->end();
    const c10::NoGradGuard guard;
    metrics.gradientNorm = clipGradients(parameters, spec_.gradientClip);
    metrics.learningRate = learningRate;
    optimizer_->update(parameters, step, metrics.learningRate);
    return metrics;
}

std::optional<double> Trainer::validate(const HeldOut& text, const std::stop_token& stop) {
    if (text.positions.empty())
        return std::nullopt;
    const ExampleShape shape = network_->exampleShape();
    const std::size_t rows = shape.everyPosition
                                 ? std::max<std::size_t>(validationBatch * 4 / shape.length, 1)
                                 : validationBatch;
    replicas_->use(replicas_->usualSetting());
    double sum = 0;
    std::size_t predictions = 0;
    for (std::size_t first = 0; first < text.positions.size(); first += rows) {
        if (stop.stop_requested())
            return std::nullopt;
        const std::size_t size = std::min(rows, text.positions.size() - first);
        text.examples->gather(std::span(text.positions).subspan(first, size), batch_);
        predictions += batch_.predictions();
        sum += replicas_->loss(batch_, size);
    }
    return sum / static_cast<double>(predictions);
}

bool Trainer::isDue(std::uint64_t step) const {
    return step == 1 || step == spec_.steps || step % spec_.validationInterval == 0;
}

bool Trainer::hasLostPatience() const {
    return spec_.patience > 0 && state_.patience.waited >= spec_.patience &&
           state_.info.step < spec_.steps;
}

void Trainer::throwDiverged(std::uint64_t step) const {
    const std::string number = fmt::format("{}", step);
    if (!savedStep_)
        throw base::TrainingError(
            {NG_TEXT("core", "The loss is no finite number at step {0}, before the first "
                             "checkpoint. Try a smaller learning rate."),
             {number}});
    throw base::TrainingError(
        {NG_TEXT("core", "The loss is no finite number at step {0}. The last good checkpoint, of "
                         "step {1}, was kept. Try a smaller learning rate."),
         {number, fmt::format("{}", *savedStep_)}});
}

void Trainer::write(const std::filesystem::path& path) {
    // The loss was measured before the step's update, which may have gone wrong itself.
    if (!network_->parameters().values().isfinite().all().item<bool>())
        throwDiverged(state_.info.step);
    std::vector<TensorView> tensors;
    network_->parameters().store(tensors);
    optimizer_->store(tensors);
    writeCheckpoint(path, state_, *request_.tokenizer, tensors);
}

void Trainer::save() {
    if (state_.info.step == 0 || savedStep_ == state_.info.step)
        return;
    write(request_.checkpoint);
    savedStep_ = state_.info.step;
    observer_.onCheckpoint(state_.info.step);
}

void Trainer::saveBest() {
    if (state_.bestValidationLoss && *state_.bestValidationLoss <= *state_.validationLoss)
        return;
    state_.bestValidationLoss = state_.validationLoss;
    if (spec_.keepBest || spec_.patience > 0)
        write(bestCheckpoint(request_.checkpoint));
}

void Trainer::sample(const std::stop_token& stop) {
    NeuralSession session(network_->reader(), impossibleTokens(request_.tokenizer->vocabulary()));
    const lm::SamplingSpec spec{.seed = mix(spec_.seed), .length = spec_.sampleLength};
    const std::vector<text::TokenId> start = {text::Vocabulary::begin};
    std::vector<text::TokenId> tokens;
    lm::generate(
        session, start, spec, [&tokens](const lm::Choice& choice) { tokens.push_back(choice.id); },
        stop);
    if (!stop.stop_requested())
        observer_.onSample({state_.info.step, request_.tokenizer->decode(tokens)});
}

void Trainer::report() const {
    progress_.report({{NG_TEXT("core", "Training: loss {0} nats per token"),
                       {fmt::format("{:.4f}", state_.trainingLoss.value_or(0))}},
                      state_.info.step,
                      spec_.steps});
}

/// Makes a step that was taken part of the run, and tells of it.
void Trainer::endStep(StepMetrics& metrics, double seconds) {
    if (metrics.validationLoss && !std::isfinite(*metrics.validationLoss))
        throwDiverged(metrics.step);
    state_.info.step = metrics.step;
    state_.info.seconds += seconds;
    state_.trainingLoss = metrics.trainingLoss;
    metrics.seconds = state_.info.seconds;
    if (metrics.validationLoss) {
        state_.validationLoss = metrics.validationLoss;
        saveBest();
        state_.patience.hear(*metrics.validationLoss, spec_.minImprovement);
    }
    observer_.onStep(metrics);
}

TrainingResult Trainer::run(const std::stop_token& stop) {
    Speed speed;
    bool stopped = false;
    bool stoppedEarly = false;
    if (state_.info.step < spec_.steps && !stop.stop_requested())
        findSettings();
    if (state_.info.step == 0 && spec_.sampleInterval > 0)
        sample(stop); // what it says before it has learnt
    while (state_.info.step < spec_.steps && !stoppedEarly) {
        progress_.pausePoint(stop);
        const auto start = Clock::now();
        std::optional<StepMetrics> metrics;
        if (!stop.stop_requested())
            metrics =
                takeStep(state_.info.step + 1, learningRateAt(spec_, state_.info.step + 1), stop);
        stopped = !metrics;
        if (stopped)
            break;
        const double seconds = secondsSince(start);
        hearStep(seconds);
        metrics->tokensPerSecond = speed.add(static_cast<double>(metrics->predictions), seconds);
        if (isDue(metrics->step)) {
            metrics->validationLoss = validate(validation_, stop);
            metrics->oldValidationLoss = validate(old_, stop);
        }
        endStep(*metrics, secondsSince(start));
        if (spec_.sampleInterval > 0 && metrics->step % spec_.sampleInterval == 0)
            sample(stop);
        if (metrics->step % spec_.checkpointInterval == 0)
            save();
        report();
        stoppedEarly = metrics->validationLoss && hasLostPatience();
    }
    save();
    return {state_.info.step,      stopped,
            stoppedEarly,          state_.trainingLoss.value_or(0),
            state_.validationLoss, state_.info.seconds};
}

} // namespace neural
