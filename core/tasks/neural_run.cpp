// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tasks/neural_run.h"

#include "core/base/error.h"

#include <utility>

namespace tasks {

namespace {

constexpr auto interval = std::chrono::milliseconds(250);

} // namespace

RunRecorder::RunRecorder(library::Library& library, std::int64_t run, library::Model model,
                         const NeuralObserver& observer)
    : library_(&library),
      run_(run),
      wanted_(std::move(model)),
      samples_(library.runs().checkpoint(run)),
      observer_(&observer),
      stored_(std::chrono::steady_clock::now()) {
    wanted_.run = run;
    for (const library::Model& known : library.models().list()) {
        if (known.run == run)
            model_ = known.id;
    }
}

void RunRecorder::onStep(const neural::StepMetrics& metrics) {
    pending_.push_back(metrics);
    if (observer_->onStep)
        observer_->onStep(metrics);
    if (std::chrono::steady_clock::now() - stored_ >= interval)
        tryToStore();
}

void RunRecorder::onCheckpoint(std::uint64_t /*step*/) {
    modelDue_ = !model_;
    tryToStore();
}

void RunRecorder::onSample(const neural::Sample& sample) {
    try {
        samples_.add(sample);
    } catch (const base::FileError&) { // a full disk: the checkpoint will tell
    }
    if (observer_->onSample)
        observer_->onSample(sample);
}

void RunRecorder::onJoined(unsigned joined) {
    if (observer_->onJoined)
        observer_->onJoined(joined);
}

void RunRecorder::tryToStore() noexcept {
    try {
        store();
    } catch (const std::exception&) { // finish() tells, if it does not pass
    }
    stored_ = std::chrono::steady_clock::now(); // not at every step while the library refuses
}

void RunRecorder::store() {
    library_->runs().addMetrics(run_, pending_);
    pending_.clear();
    if (modelDue_) {
        model_ = library_->models().add(wanted_);
        modelDue_ = false;
    }
}

void RunRecorder::finish() {
    store();
}

void RunRecorder::setCheckpoint(const std::filesystem::path& checkpoint) {
    wanted_.file = checkpoint.lexically_relative(library_->folder());
    if (model_)
        library_->models().setFile(*model_, wanted_.file);
}

std::optional<library::Model> RunRecorder::model() const {
    return model_ ? std::optional(library_->models().get(*model_)) : std::nullopt;
}

} // namespace tasks
