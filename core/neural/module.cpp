// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/neural/compute/compute_threads.h"
#include "core/neural/neural_model.h"
#include "core/neural/specification/memory.h"
#include "core/neural/training/trainer.h"

namespace neural {

namespace {

/// LibTorch's own errors carry a backtrace of many lines, which is of no use to a person.
template <class Work>
auto withReadableErrors(Work work) {
    try {
        return work();
    } catch (const c10::Error& error) {
        throw base::TrainingError(
            {NG_TEXT("core", "LibTorch cannot go on: {0}. Where it says that memory is lacking, "
                             "choose a smaller network, batch or vocabulary."),
             {error.what_without_backtrace()}});
    }
}

class SilentObserver final : public TrainingObserver {
    void onStep(const StepMetrics& /*metrics*/) override {}
    void onCheckpoint(std::uint64_t /*step*/) override {}
};

class TorchBackend final : public Backend {
public:
    TorchBackend() {
        setProductThreads(0);
        prepareThisThread(); // whatever the BLAS's threads are
    }

    TrainingResult train(const TrainingRequest& request, TrainingObserver& observer,
                         base::Progress& progress, const std::stop_token& stop) override {
        return withReadableErrors([&] {
            requireValid(request.spec);
            requireMemory(request.spec, request.tokenizer->vocabulary().size());
            prepareThisThread();
            return Trainer(request, observer, progress, stop).run(stop);
        });
    }

    std::vector<RatePoint> testRates(const TrainingRequest& request, const RateRange& range,
                                     const RateListener& onPoint, base::Progress& progress,
                                     const std::stop_token& stop) override {
        return withReadableErrors([&] {
            requireValid(request.spec);
            requireValid(range);
            requireMemory(request.spec, request.tokenizer->vocabulary().size());
            prepareThisThread();
            SilentObserver nobody;
            return Trainer(request, nobody, progress, stop).testRates(range, onPoint, stop);
        });
    }

    std::shared_ptr<const lm::LanguageModel>
    openModel(const std::filesystem::path& checkpoint) override {
        return withReadableErrors([&] {
            prepareThisThread();
            return std::make_shared<const NeuralModel>(checkpoint);
        });
    }

    std::string description() const override { return describeCompute(); }
};

} // namespace

} // namespace neural

/// The one function that the program sees; nothing for a program of another build.
extern "C" __attribute__((visibility("default"))) neural::Backend*
ngramophone_neural_backend(int abi) {
    static neural::TorchBackend backend;
    return abi == neural::backendAbi ? &backend : nullptr;
}
