// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/training/trainer.h"

#include "core/base/error.h"
#include "core/lm/sampler.h"
#include "core/neural/data/random_key.h"
#include "core/neural/neural_model.h"
#include "core/neural/schedule/learning_rate.h"
#include "core/neural/specification/training_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

namespace neural {

namespace {

using Clock = std::chrono::steady_clock;

/// So many at once.
constexpr std::size_t validationBatch = 256;

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

std::optional<Trainer::Validation> Trainer::validate(const HeldOut& text,
                                                     const std::stop_token& stop) {
    if (text.which.empty())
        return std::nullopt;
    const ExampleShape shape = network_->exampleShape();
    const std::size_t rows = shape.everyPosition
                                 ? std::max<std::size_t>(validationBatch * 4 / shape.length, 1)
                                 : validationBatch;
    replicas_->use(replicas_->usualSetting());
    Validation sum;
    std::size_t losses = 0;
    for (std::size_t first = 0; first < text.which.size(); first += rows) {
        if (group_->isAlone() && stop.stop_requested())
            return std::nullopt;
        if (first / rows % group_->size() != group_->rank())
            continue; // another process's
        const std::size_t size = std::min(rows, text.which.size() - first);
        text.examples->gather(std::span(text.which).subspan(first, size), batch_);
        losses += batch_.losses();
        const Replicas::Measured measured = replicas_->measure(batch_, size);
        sum.loss += measured.loss;
        sum.right += static_cast<double>(measured.right);
    }
    const double count = group_->sum(static_cast<double>(losses));
    return Validation{group_->sum(sum.loss) / count, group_->sum(sum.right) / count};
}

void Trainer::validateInto(StepMetrics& metrics, const std::stop_token& stop) {
    const bool hasRight =
        spec_.task == TrainingTask::Labels || spec_.task == TrainingTask::Preferences;
    if (const auto validation = validate(data_->validation(), stop)) {
        metrics.validationLoss = validation->loss;
        if (hasRight)
            metrics.accuracy = validation->right;
    }
    if (const auto old = validate(data_->old(), stop))
        metrics.oldValidationLoss = old->loss;
}

/// What the network that the run goes on from is worth before it learns on.
void Trainer::measureStart(const std::stop_token& stop) {
    if (request_.start.empty())
        return; // weights that were drawn know nothing
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    StepMetrics metrics;
    metrics.trainingLoss = metrics.learningRate = metrics.gradientNorm = none;
    validateInto(metrics, stop);
    if (spec_.task == TrainingTask::Preferences)
        metrics.accuracy.reset(); // no text has gained on the other yet but by rounding
    if (metrics.validationLoss || metrics.oldValidationLoss)
        observer_.onStep(metrics);
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

bool Trainer::mustStop(const std::stop_token& stop) {
    return group_->sum(stop.stop_requested() ? 1 : 0) > 0;
}

/// The step's loss was measured before its update, which may have gone wrong itself.
bool Trainer::isSound() {
    if (!network_->parameters().values().isfinite().all().item<bool>())
        return false;
    data_->examples().draw(spec_.seed, state_.info.step, spec_.batchSize, batch_);
    return std::isfinite(replicas_->measure(batch_, spec_.batchSize).loss);
}

void Trainer::write(const std::filesystem::path& path) {
    if (!isSound())
        throwDiverged(state_.info.step);
    std::vector<TensorView> tensors;
    network_->parameters().store(tensors);
    optimizer_->store(tensors);
    if (adapters_)
        adapters_->store(tensors);
    const std::vector<float>& reference = data_->reference();
    if (!reference.empty())
        tensors.push_back(
            {referenceTensor, {static_cast<std::int64_t>(reference.size())}, reference});
    writeCheckpoint(path, state_, *request_.tokenizer, tensors);
}

void Trainer::save() {
    if (state_.info.step == 0 || savedStep_ == state_.info.step)
        return;
    if (group_->leads())
        write(request_.checkpoint);
    savedStep_ = state_.info.step;
    observer_.onCheckpoint(state_.info.step);
}

void Trainer::saveBest() {
    if (state_.bestValidationLoss && *state_.bestValidationLoss <= *state_.validationLoss)
        return;
    state_.bestValidationLoss = state_.validationLoss;
    if (group_->leads() && (spec_.keepBest || spec_.patience > 0))
        write(bestCheckpoint(request_.checkpoint));
}

void Trainer::sample(const std::stop_token& stop) {
    const std::vector<text::TokenId> start = data_->sampleStart();
    if (start.empty() || !group_->leads())
        return;
    NeuralSession session(network_->reader(), impossibleTokens(request_.tokenizer->vocabulary()));
    const lm::SamplingSpec spec{.seed = mix(spec_.seed), .length = spec_.sampleLength};
    std::vector<text::TokenId> tokens;
    lm::generate(
        session, start, spec, [&tokens](const lm::Choice& choice) { tokens.push_back(choice.id); },
        stop);
    if (!stop.stop_requested())
        observer_.onSample({state_.info.step, request_.tokenizer->decode(tokens)});
}

void Trainer::report() const {
    progress_.report({{NG_TEXT("core", "Training: loss {0} {1}"),
                       {fmt::format("{:.4f}", state_.trainingLoss.value_or(0))},
                       {{lossUnit(spec_.task)}}},
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
    if (state_.info.step == 0)
        measureStart(stop);
    if (state_.info.step == 0 && spec_.sampleInterval > 0)
        sample(stop); // what it says before it has learnt
    while (state_.info.step < spec_.steps && !stoppedEarly) {
        progress_.pausePoint(stop);
        const auto start = Clock::now();
        std::optional<StepMetrics> metrics;
        if (!mustStop(stop))
            metrics =
                takeStep(state_.info.step + 1, learningRateAt(spec_, state_.info.step + 1), stop);
        stopped = !metrics;
        if (stopped)
            break;
        const double seconds = secondsSince(start);
        hearStep(seconds);
        metrics->tokensPerSecond = speed.add(static_cast<double>(metrics->predictions), seconds);
        if (isDue(metrics->step))
            validateInto(*metrics, stop);
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
