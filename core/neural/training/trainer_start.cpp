// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/neural/compute/compute_threads.h"
#include "core/neural/training/trainer.h"

// What a run begins with: new weights, another network's, or its own checkpoint.

namespace neural {

Trainer::Trainer(const TrainingRequest& request, TrainingObserver& observer,
                 base::Progress& progress, const std::stop_token& stop)
    : request_(request),
      spec_(request.spec.training),
      observer_(observer),
      progress_(progress),
      network_(makeNetwork(request.spec, request.tokenizer->vocabulary().size())),
      group_(joinGroup(
          request.group, [this](unsigned joined) { tellJoined(joined); }, stop)),
      memory_(request.settings) {
    state_.info.spec = request.spec;
    std::optional<Checkpoint> resumed;
    if (request.resume)
        network_->parameters().load(resumed.emplace(openResumed()));
    else
        start();
    data_.emplace(request, *network_,
                  resumed && resumed->contains(referenceTensor) ? resumed->numbers(referenceTensor)
                                                                : std::vector<float>(),
                  progress, stop);
    if (spec_.adapters.rank > 0) {
        adapters_.emplace(*network_, spec_.adapters);
        adapters_->initialise(spec_.seed);
    }
    optimizer_ = makeOptimizer(spec_, learnt());
    if (resumed)
        resume(*resumed);
    if (!adapters_)
        network_->parameters().requireGradients();
    const unsigned threads = computeThreads(spec_.threads);
    if (state_.info.shares == 0) // of a new run, or of one that an older version began
        state_.info.shares = worthwhileShares(*network_, threads, spec_.batchSize);
    replicas_ = std::make_unique<Replicas>(*network_, request.spec, state_.info.shares, threads,
                                           adapters_ ? &*adapters_ : nullptr);
}

void Trainer::tellJoined(unsigned joined) const {
    observer_.onJoined(joined);
    progress_.report({{NG_TEXT("core", "Waiting for the processes of this run: {0} of {1} are "
                                       "there"),
                       {std::to_string(joined), std::to_string(request_.group.size)}},
                      joined,
                      request_.group.size});
}

Checkpoint Trainer::openResumed() const {
    Checkpoint checkpoint(request_.checkpoint);
    const RunSpec& before = checkpoint.state().info.spec;
    const TrainingSpec& training = before.training;
    if (!sameNetwork(before, request_.spec) || training.optimizer != spec_.optimizer ||
        training.task != spec_.task || training.adapters != spec_.adapters)
        throw base::TrainingError(
            {NG_TEXT("core", "The checkpoint {0} belongs to another network, task or optimiser. "
                             "Start a new run, or go on with the settings that this one had."),
             {request_.checkpoint.string()}});
    return checkpoint;
}

void Trainer::resume(const Checkpoint& checkpoint) {
    if (adapters_)
        adapters_->load(checkpoint);
    optimizer_->load(checkpoint);
    state_ = checkpoint.state();
    state_.info.spec = request_.spec;
    savedStep_ = state_.info.step;
    // Who goes on with a run that has stopped early gives it a new chance.
    if (hasLostPatience())
        state_.patience.waited = 0;
}

void Trainer::start() {
    network_->initialise(spec_.seed);
    if (request_.start.empty())
        return;
    const Checkpoint checkpoint(request_.start);
    if (!growsFrom(checkpoint.state().info.spec, request_.spec))
        throw base::TrainingError(
            {NG_TEXT("core", "The model {0} is another network than the one to train. Train it "
                             "with the network that it has."),
             {request_.start.string()}});
    network_->parameters().loadWhatIsThere(checkpoint);
}

} // namespace neural
