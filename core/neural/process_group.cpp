// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/process_group.h"

#include "core/base/error.h"

#include <fmt/format.h>

#ifdef NGRAMOPHONE_C10D
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#endif

namespace neural {

namespace {

class Alone final : public ProcessGroup {
public:
    unsigned rank() const override { return 0; }
    unsigned size() const override { return 1; }
    void sum(at::Tensor& /*numbers*/) override {}
};

#ifdef NGRAMOPHONE_C10D

class GlooGroup final : public ProcessGroup {
public:
    explicit GlooGroup(const GroupSpec& spec) : spec_(spec) {
        reach([this] {
            c10d::TCPStoreOptions options;
            options.port = spec_.port;
            options.isServer = spec_.leads() && !spec_.launcherServes;
            options.numWorkers = spec_.size;
            options.waitWorkers = !spec_.launcherServes;
            const auto meeting = c10::make_intrusive<c10d::TCPStore>(spec_.address, options);
            const auto store = c10::make_intrusive<c10d::PrefixStore>("ngramophone", meeting);
            const auto settings = c10d::ProcessGroupGloo::Options::create();
            settings->devices.push_back(c10d::ProcessGroupGloo::createDefaultDevice());
            group_ = c10::make_intrusive<c10d::ProcessGroupGloo>(
                store, static_cast<int>(spec_.rank), static_cast<int>(spec_.size), settings);
        });
    }

    unsigned rank() const override { return spec_.rank; }
    unsigned size() const override { return spec_.size; }

    void sum(at::Tensor& numbers) override {
        reach([&] {
            std::vector<at::Tensor> tensors = {numbers};
            group_->allreduce(tensors)->wait();
        });
    }

private:
    /// Whatever goes wrong here is that another process is not there.
    template <class Work>
    void reach(Work work) {
        try {
            work();
        } catch (const std::exception& error) {
            const auto* torch = dynamic_cast<const c10::Error*>(&error);
            throw base::TrainingError(
                {NG_TEXT("core", "The {0} processes of this run cannot go on together by way of "
                                 "{1}: {2}. See that all are there, and begin again from the last "
                                 "checkpoint."),
                 {fmt::format("{}", spec_.size), fmt::format("{}:{}", spec_.address, spec_.port),
                  torch ? torch->what_without_backtrace() : error.what()}});
        }
    }

    GroupSpec spec_;
    c10::intrusive_ptr<c10d::ProcessGroupGloo> group_;
};

#endif

} // namespace

double ProcessGroup::sum(double number) {
    if (isAlone())
        return number;
    at::Tensor numbers = at::full({1}, number, at::kDouble);
    sum(numbers);
    return numbers.item<double>();
}

std::unique_ptr<ProcessGroup> joinGroup(const GroupSpec& spec) {
    if (spec.isAlone())
        return std::make_unique<Alone>();
#ifdef NGRAMOPHONE_C10D
    return std::make_unique<GlooGroup>(spec);
#else
    throw base::TrainingError(base::Message{
        NG_TEXT("core", "This build of the program trains in one process only, because LibTorch's "
                        "c10d with Gloo was not found when it was built. Install Gloo's headers "
                        "and build it again.")});
#endif
}

} // namespace neural
