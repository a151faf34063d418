// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/training/process_group.h"

#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/neural/training/place_to_meet.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <memory>
#include <sstream>
#include <thread>
#include <vector>

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

constexpr auto lookInterval = std::chrono::milliseconds(100);
/// Longer than any connection takes that will come to be, and short enough to be waited for by who
/// wants to stop.
constexpr auto connectTime = std::chrono::milliseconds(700);
/// The same where somebody listens. LibTorch counts whole seconds.
constexpr auto greetingTime = std::chrono::seconds(2);

std::string placeOf(const GroupSpec& spec) {
    return fmt::format("{}:{}", spec.address, spec.port);
}

/// Whatever goes wrong here is that another process is not there.
template <class Work>
auto reach(const GroupSpec& spec, Work work) {
    try {
        return work();
    } catch (const base::Error&) {
        throw;
    } catch (const base::Cancelled&) {
        throw;
    } catch (const std::exception& error) {
        const auto* torch = dynamic_cast<const c10::Error*>(&error);
        throw base::TrainingError(
            {NG_TEXT("core", "The {0} processes of this run cannot go on together by way of {1}: "
                             "{2}. See that all are there, and begin again from the last "
                             "checkpoint."),
             {fmt::format("{}", spec.size), placeOf(spec),
              torch ? torch->what_without_backtrace() : error.what()}});
    }
}

/// Waits with an eye on the clock and on who wants to stop.
class Patience {
public:
    Patience(const GroupSpec& spec, const std::stop_token& stop)
        : end_(std::chrono::steady_clock::now() + spec.patience), stop_(stop) {}
    /// False where it is at its end. Throws base::Cancelled, before it waits: whoever has seen just
    /// now that all are there does not leave them.
    bool wait() const {
        base::throwIfStopped(stop_);
        std::this_thread::sleep_for(lookInterval);
        return std::chrono::steady_clock::now() < end_;
    }

private:
    std::chrono::steady_clock::time_point end_;
    const std::stop_token& stop_;
};

using Store = c10::intrusive_ptr<c10d::Store>;

/// The place to meet, opened by the process of rank 0.
Store openMeeting(const GroupSpec& spec, const JoinListener& onJoined, const Patience& patience) {
    c10d::TCPStoreOptions options;
    options.port = spec.port;
    options.isServer = spec.leads();
    options.numWorkers = spec.size;
    options.waitWorkers = false; // nobody could stop that
    if (options.isServer)
        return c10::make_intrusive<c10d::TCPStore>(spec.address, options);
    for (bool told = false; !somebodyListens(spec.address, spec.port, connectTime); told = true) {
        if (!told)
            onJoined(0);
        if (!patience.wait())
            throw base::TrainingError(
                {NG_TEXT("core", "Nobody answers at {0}, where the {1} processes of this run are "
                                 "to meet, within {2} seconds. Begin the process of rank 0, and "
                                 "see that MASTER_ADDR and MASTER_PORT are the same for all."),
                 {placeOf(spec), fmt::format("{}", spec.size),
                  fmt::format("{}", spec.patience.count())}});
    }
    const auto usualTime = options.timeout;
    options.timeout = greetingTime;
    auto store = c10::make_intrusive<c10d::TCPStore>(spec.address, options);
    store->setTimeout(usualTime);
    return store;
}

/// Who has come to the place to meet, this process among them as long as this lives.
class Attendance {
public:
    Attendance(c10d::Store& store, const GroupSpec& spec)
        : store_(store), own_(fmt::format("rank-{}", spec.rank)) {
        // One that was killed and begun again is still one.
        if (store_.add(own_, 1) == 1)
            store_.add(all, 1);
    }
    ~Attendance() {
        if (!complete_) {
            try {
                if (store_.add(own_, -1) == 0)
                    store_.add(all, -1);
            } catch (const std::exception&) { // the place to meet is gone itself
            }
        }
    }
    Attendance(const Attendance&) = delete;
    Attendance& operator=(const Attendance&) = delete;

    unsigned count() const { return static_cast<unsigned>(store_.add(all, 0)); }
    void setComplete() { complete_ = true; }

private:
    static constexpr const char* all = "joined";
    c10d::Store& store_;
    std::string own_;
    bool complete_ = false;
};

void waitForAll(c10d::Store& store, const GroupSpec& spec, const JoinListener& onJoined,
                const Patience& patience) {
    Attendance attendance(store, spec);
    unsigned before = 0;
    for (unsigned joined = attendance.count(); joined < spec.size; joined = attendance.count()) {
        if (joined != before)
            onJoined(joined);
        before = joined;
        if (!patience.wait())
            throw base::TrainingError(
                {NG_TEXT("core", "Only {0} of the {1} processes of this run have come to {2} "
                                 "within {3} seconds. Begin all of them, with the same "
                                 "WORLD_SIZE and each with a RANK of its own."),
                 {fmt::format("{}", joined), fmt::format("{}", spec.size), placeOf(spec),
                  fmt::format("{}", spec.patience.count())}});
    }
    attendance.setComplete();
    onJoined(spec.size);
}

/// By which this process reaches the others: PyTorch's own variable names interfaces, a comma
/// between each two; else the way to the place to meet shows one. What a machine calls itself is
/// often its loopback alone.
std::vector<std::shared_ptr<gloo::transport::Device>> devicesFor(const GroupSpec& spec) {
    using Gloo = c10d::ProcessGroupGloo;
    std::vector<std::shared_ptr<gloo::transport::Device>> devices;
    const char* named = std::getenv("GLOO_SOCKET_IFNAME");
    std::istringstream interfaces(named ? named : "");
    for (std::string interface; std::getline(interfaces, interface, ',');)
        devices.push_back(Gloo::createDeviceForInterface(interface));
    if (!devices.empty())
        return devices;
    const std::string own = addressTowards(spec.address, spec.port);
    return {own.empty() ? Gloo::createDefaultDevice() : Gloo::createDeviceForHostname(own)};
}

class GlooGroup final : public ProcessGroup {
public:
    GlooGroup(const GroupSpec& spec, const JoinListener& onJoined, const std::stop_token& stop)
        : spec_(spec) {
        reach(spec_, [&] {
            const Patience patience(spec_, stop);
            const auto store =
                c10::make_intrusive<c10d::PrefixStore>(fmt::format("ngramophone-{}", spec_.attempt),
                                                       openMeeting(spec_, onJoined, patience));
            waitForAll(*store, spec_, onJoined, patience);
            const auto settings = c10d::ProcessGroupGloo::Options::create();
            settings->devices = devicesFor(spec_);
            group_ = c10::make_intrusive<c10d::ProcessGroupGloo>(
                store, static_cast<int>(spec_.rank), static_cast<int>(spec_.size), settings);
        });
    }

    unsigned rank() const override { return spec_.rank; }
    unsigned size() const override { return spec_.size; }

    void sum(at::Tensor& numbers) override {
        reach(spec_, [&] {
            std::vector<at::Tensor> tensors = {numbers};
            group_->allreduce(tensors)->wait();
        });
    }

private:
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

std::unique_ptr<ProcessGroup> joinGroup(const GroupSpec& spec,
                                        [[maybe_unused]] const JoinListener& onJoined,
                                        [[maybe_unused]] const std::stop_token& stop) {
    if (spec.isAlone())
        return std::make_unique<Alone>();
#ifdef NGRAMOPHONE_C10D
    return std::make_unique<GlooGroup>(spec, onJoined, stop);
#else
    throw base::TrainingError(base::Message{
        NG_TEXT("core", "This build of the program trains in one process only, because LibTorch's "
                        "c10d with Gloo was not found when it was built. Install Gloo's headers "
                        "and build it again.")});
#endif
}

} // namespace neural
