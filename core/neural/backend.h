// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/lm/language_model.h"
#include "core/neural/compute/compute_setting.h"
#include "core/neural/data/sequence.h"
#include "core/neural/schedule/rate_range.h"
#include "core/neural/specification/group_spec.h"
#include "core/neural/specification/specification.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

/// What the neural module offers, in types that know nothing of LibTorch. The module is a shared
/// object of its own: see loader.h.
namespace neural {

/// What one step measured. Losses in nats, per token or what lossUnit() says of the task; that of
/// the old text per token always.
struct StepMetrics {
    /// From 1. A run that goes on from another network's weights begins with 0, before it has
    /// learnt: what it is validated on is measured then, and its training loss, learning rate and
    /// gradient norm are not a number.
    std::uint64_t step = 0;
    double trainingLoss = 0;
    std::optional<double> validationLoss;
    std::optional<double> oldValidationLoss = {}; ///< on TrainingRequest::old: what is forgotten
    /// With each validation: the share of labels told right, or of pairs whose better text has
    /// gained more than the worse one since the start.
    std::optional<double> accuracy = {};
    double tokensPerSecond = 0;
    double seconds = 0;            ///< spent training since the run's first step, pauses left out
    std::uint64_t predictions = 0; ///< tokens that the step learnt to predict
    double learningRate = 0;
    double gradientNorm = 0; ///< before clipping
};

/// What the model said after a step, begun as a sentence; the same luck each time.
struct Sample {
    std::uint64_t step = 0;
    std::string text;
};

/// Hears of a run while it goes on, in the training thread.
class TrainingObserver {
public:
    virtual ~TrainingObserver() = default;
    virtual void onStep(const StepMetrics& metrics) = 0;
    virtual void onCheckpoint(std::uint64_t step) = 0;
    virtual void onSample(const Sample& /*sample*/) {}
    /// How many processes of the request's group have come so far; 0 where the place to meet does
    /// not answer yet.
    virtual void onJoined(unsigned /*joined*/) {}
};

/// The text that the weights of TrainingRequest::start were trained on.
struct OldText {
    std::span<const text::TokenId> tokens; ///< empty: there is none to look back on
    double validationShare = 0.1;          ///< from the end, as it was kept apart then
};

struct TrainingRequest {
    RunSpec spec;
    const text::Tokenizer* tokenizer = nullptr;
    std::span<const text::TokenId> tokens; ///< a token cache's tokens; validation is their end
    std::filesystem::path checkpoint;      ///< where the checkpoint stands, or will
    bool resume = false;                   ///< go on from the checkpoint
    std::filesystem::path start = {};      ///< whose weights are the first; empty: they are drawn
    OldText old = {};                      ///< measured with each validation
    std::filesystem::path settings = {};   ///< where the quickest are remembered; empty: nowhere
    /// For other tasks than TrainingTask::Text, instead of `tokens`; of preferences the better text
    /// of each pair and the worse one in turn.
    std::span<const Sequence> sequences = {};
    /// Where it is not this process alone, each takes a batch of its own in each step, as if one
    /// had taken a batch as large as all of them; that of rank 0 alone writes and hears.
    GroupSpec group = {};
};

struct TrainingResult {
    std::uint64_t step = 0;    ///< the last one taken
    bool stopped = false;      ///< by request, before spec.training.steps
    bool stoppedEarly = false; ///< by spec.training.patience, before spec.training.steps
    double trainingLoss = 0;
    std::optional<double> validationLoss;
    double seconds = 0;
};

/// Hears of each step of a range test, in the training thread.
using RateListener = std::function<void(const RatePoint&)>;

/// What a checkpoint says without its tensors.
struct CheckpointInfo {
    RunSpec spec;
    std::uint64_t step = 0;
    double seconds = 0;
    unsigned shares = 0; ///< that a batch is summed in: a loss's last bits; 0 of an older version's
    ComputeSetting setting = {};
};

class Backend {
public:
    virtual ~Backend() = default;
    /// Trains in the calling thread until the steps are done or `stop` is requested; a stop writes
    /// a checkpoint and returns. Throws base::TrainingError where the loss is not finite (naming
    /// the step; the last good checkpoint stays) or the text is too short.
    virtual TrainingResult train(const TrainingRequest& request, TrainingObserver& observer,
                                 base::Progress& progress, const std::stop_token& stop) = 0;
    /// Takes the steps of a range test with a new network, which is then forgotten; nothing is
    /// written. Ends early where the loss has grown beyond all use. The same request gives the
    /// same points. Throws base::Cancelled where a stop is requested.
    virtual std::vector<RatePoint> testRates(const TrainingRequest& request, const RateRange& range,
                                             const RateListener& onPoint, base::Progress& progress,
                                             const std::stop_token& stop) = 0;
    /// Opens a checkpoint as a model. Throws base::FormatError where it is damaged.
    virtual std::shared_ptr<const lm::LanguageModel>
    openModel(const std::filesystem::path& checkpoint) = 0;
    /// "LibTorch 1.13.1, OpenBLAS 0.3.21 (pthreads), 2 threads"
    virtual std::string description() const = 0;
};

/// Counts up with every change of the classes above, so that a module of another build is refused.
inline constexpr int backendAbi = 6;

/// Where a run that keeps its best checkpoint writes it: beside the last one.
std::filesystem::path bestCheckpoint(const std::filesystem::path& checkpoint);

/// Reads what a checkpoint says of itself; needs no LibTorch. Throws base::FormatError.
CheckpointInfo readCheckpointInfo(const std::filesystem::path& checkpoint);

} // namespace neural
