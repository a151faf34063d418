// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/trainer.h"

#include "core/base/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace neural {

namespace {

using Clock = std::chrono::steady_clock;

/// Validation looks at this many examples at most, so that it costs a few steps' time.
constexpr std::size_t mostValidationExamples = 4096;
constexpr std::size_t validationBatch = 256;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Examples per second over the last few dozen steps.
class Speed {
public:
    double add(double examples, double seconds) {
        examples_ = decay * examples_ + examples;
        seconds_ = decay * seconds_ + seconds;
        return seconds_ > 0 ? examples_ / seconds_ : 0;
    }

private:
    static constexpr double decay = 0.95;
    double examples_ = 0;
    double seconds_ = 0;
};

} // namespace

Trainer::Trainer(const TrainingRequest& request, TrainingObserver& observer,
                 base::Progress& progress)
    : request_(request),
      spec_(request.spec.training),
      observer_(observer),
      progress_(progress),
      examples_(request.tokens, request.spec.bengio.contextLength, spec_.validationShare),
      validation_(examples_.validation(mostValidationExamples)),
      network_(makeNetwork(request.spec, request.tokenizer->vocabulary().size())) {
    Parameters& parameters = network_->parameters();
    optimizer_ = makeOptimizer(spec_, parameters.values().numel());
    state_.info.spec = request.spec;
    if (request.resume)
        resume();
    else
        network_->initialise(spec_.seed);
    parameters.requireGradients();
}

void Trainer::resume() {
    const Checkpoint checkpoint(request_.checkpoint);
    const RunSpec& before = checkpoint.state().info.spec;
    if (before.architecture != request_.spec.architecture ||
        before.bengio != request_.spec.bengio || before.training.optimizer != spec_.optimizer)
        throw base::TrainingError(
            {NG_TEXT("core", "The checkpoint {0} belongs to another network or optimiser. Start a "
                             "new run, or go on with the settings that this one had."),
             {request_.checkpoint.string()}});
    network_->parameters().load(checkpoint);
    optimizer_->load(checkpoint);
    state_ = checkpoint.state();
    state_.info.spec = request_.spec;
    savedStep_ = state_.info.step;
}

at::Tensor Trainer::lossOf(Batch& batch, std::int64_t reduction) const {
    const auto size = static_cast<std::int64_t>(batch.targets.size());
    const at::Tensor histories = asTensor(batch.histories, {size, network_->contextLength()});
    const at::Tensor targets = asTensor(batch.targets, {size});
    return at::cross_entropy_loss(network_->logits(histories), targets, {}, reduction); // nats
}

double Trainer::takeStep(std::uint64_t step) {
    Parameters& parameters = network_->parameters();
    examples_.draw(spec_.seed, step, spec_.batchSize, batch_);
    const at::Tensor loss = lossOf(batch_, at::Reduction::Mean);
    const double value = loss.item<double>();
    if (!std::isfinite(value))
        throwDiverged(step);
    parameters.gradients().zero_();
    loss.backward();
    const c10::NoGradGuard guard;
    optimizer_->update(parameters, step);
    return value;
}

std::optional<double> Trainer::validate(const std::stop_token& stop) {
    if (validation_.empty())
        return std::nullopt;
    const c10::NoGradGuard guard;
    double sum = 0;
    for (std::size_t first = 0; first < validation_.size(); first += validationBatch) {
        if (stop.stop_requested())
            return std::nullopt;
        const std::size_t size = std::min(validationBatch, validation_.size() - first);
        examples_.gather(std::span(validation_).subspan(first, size), batch_);
        sum += lossOf(batch_, at::Reduction::Sum).item<double>();
    }
    return sum / static_cast<double>(validation_.size());
}

bool Trainer::isDue(std::uint64_t step) const {
    return step == 1 || step == spec_.steps || step % spec_.validationInterval == 0;
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

void Trainer::save() {
    if (state_.info.step == 0 || savedStep_ == state_.info.step)
        return;
    // The loss was measured before the step's update, which may have gone wrong itself.
    if (!network_->parameters().values().isfinite().all().item<bool>())
        throwDiverged(state_.info.step);
    std::vector<TensorView> tensors;
    network_->parameters().store(tensors);
    optimizer_->store(tensors);
    writeCheckpoint(request_.checkpoint, state_, *request_.tokenizer, tensors);
    savedStep_ = state_.info.step;
    observer_.onCheckpoint(state_.info.step);
}

void Trainer::report() const {
    progress_.report({{NG_TEXT("core", "Training: loss {0} nats per token"),
                       {fmt::format("{:.4f}", state_.trainingLoss.value_or(0))}},
                      state_.info.step,
                      spec_.steps});
}

TrainingResult Trainer::run(const std::stop_token& stop) {
    Speed speed;
    bool stopped = false;
    while (state_.info.step < spec_.steps) {
        progress_.pausePoint(stop);
        stopped = stop.stop_requested();
        if (stopped)
            break;
        const auto start = Clock::now();
        StepMetrics metrics;
        metrics.step = state_.info.step + 1;
        metrics.trainingLoss = takeStep(metrics.step);
        metrics.tokensPerSecond = speed.add(spec_.batchSize, secondsSince(start));
        if (isDue(metrics.step))
            metrics.validationLoss = validate(stop);
        if (metrics.validationLoss && !std::isfinite(*metrics.validationLoss))
            throwDiverged(metrics.step);

        state_.info.step = metrics.step;
        state_.info.seconds += secondsSince(start);
        state_.trainingLoss = metrics.trainingLoss;
        if (metrics.validationLoss)
            state_.validationLoss = metrics.validationLoss;
        metrics.seconds = state_.info.seconds;
        observer_.onStep(metrics);
        if (metrics.step % spec_.checkpointInterval == 0)
            save();
        report();
    }
    save();
    return {state_.info.step, stopped, state_.trainingLoss.value_or(0), state_.validationLoss,
            state_.info.seconds};
}

} // namespace neural
