// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/library/old_text.h"
#include "core/neural/backend.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace library {

class Database;

enum class RunState { Running, Finished, Stopped, StoppedEarly, Failed, Interrupted };

/// What a run went on from that did not begin with weights of its own.
struct Origin {
    std::string model;                 ///< its name as it was then
    std::optional<std::int64_t> run;   ///< that made it, where there is still one
    std::uint64_t step = 0;            ///< that its weights had
    std::vector<std::int64_t> corpora; ///< that it had been trained on; empty: it is not known
    std::filesystem::path tokenCache;  ///< of these, relative to the library
    double validationShare = 0;        ///< of these, kept apart then
    std::uint64_t unknownTokens = 0;   ///< of the new corpora that the old vocabulary lacks
    std::string documentsHash = {};    ///< of the new corpora, where they are no text but examples
    OldText oldText = OldText::NotSaid;

    bool operator==(const Origin&) const = default;
};

/// One training. Its folder runs/ID holds checkpoint.ngc.
struct Run {
    std::int64_t id = 0;
    std::string name;
    RunState state = RunState::Running;
    neural::RunSpec spec;
    std::vector<std::int64_t> corpora;
    std::filesystem::path tokenCache; ///< relative to the library; empty for other tasks than text
    std::uint64_t parameters = 0;
    std::uint64_t step = 0;               ///< the last one whose metrics are stored
    std::optional<double> trainingLoss;   ///< of that step, nats
    std::optional<double> validationLoss; ///< the last one measured
    std::string error;                    ///< why it failed, in English
    std::int64_t created = 0;             ///< milliseconds since the epoch
    std::optional<Origin> origin = {};
    std::optional<double> oldValidationLoss = {}; ///< the last one measured, on the origin's text
    std::optional<double> oldLossAtStart = {};    ///< the same before the first step
    std::optional<double> accuracy = {};          ///< the last one measured
};

class RunStore {
public:
    explicit RunStore(Database& database) : database_(&database) {}

    std::vector<Run> list() const; ///< newest first
    Run get(std::int64_t id) const;
    /// A name that is taken gets a number. `beforeStored` hears the id before anybody else can see
    /// the entry, to take its WorkLock.
    std::int64_t add(Run run, const std::function<void(std::int64_t)>& beforeStored = {});
    void setState(std::int64_t id, RunState state, const std::string& error = {});
    /// Stores changed settings: a run that goes on may be meant to take more steps.
    void setSpecification(std::int64_t id, const neural::RunSpec& spec);
    /// Stores anew whether the run, which has an origin, looks back on its text.
    void setOldText(std::int64_t id, OldText text);
    /// Stores a batch of metrics in one transaction.
    void addMetrics(std::int64_t id, std::span<const neural::StepMetrics> metrics);
    /// Metrics after `step` are forgotten: a run goes on from a checkpoint that is older.
    void forgetMetricsAfter(std::int64_t id, std::uint64_t step);
    /// All metrics, or those with step > `after`, by step. Of steps that an older version stored,
    /// learning rate and gradient norm are not a number, and predictions 0.
    std::vector<neural::StepMetrics> metrics(std::int64_t id,
                                             std::optional<std::uint64_t> after = {}) const;
    void rename(std::int64_t id, const std::string& name);
    /// Removes the run and its metrics; its checkpoint stays while a model needs it. Throws
    /// base::LibraryError while the run is going on in some program.
    void remove(std::int64_t id);
    /// Absolute path of the run's checkpoint; its folder is made.
    std::filesystem::path checkpoint(std::int64_t id) const;

private:
    Database* database_;
};

/// "running", "finished", "stopped", "stopped early", "failed", "interrupted"
std::string toName(RunState state);

} // namespace library
