// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/architectures/network.h"
#include "core/neural/compute/compute_setting.h"
#include "core/neural/compute/parts.h"
#include "core/neural/compute/team.h"
#include "core/neural/data/data.h"
#include "core/neural/training/adapters.h"
#include "core/neural/training/batch_loss.h"

#include <functional>
#include <memory>
#include <vector>

namespace neural {

/// Whether so many rows make so few predictions for so many numbers that a copy of the gradients
/// for each share would cost more than it saves: the threads then share the products themselves.
bool sharesProducts(Network& network, std::size_t rows);

/// How many shares the work of so many rows is worth, `threads` at most.
unsigned worthwhileShares(Network& network, unsigned threads, std::size_t rows);

/// A network and copies of it that share its numbers and have gradients of their own, so that each
/// share of a batch is computed by one thread, with products in that thread alone: cores that share
/// nothing have nothing to wait for. What comes out is a function of the batch and the number of
/// shares, not of which thread computed which and when.
class Replicas {
public:
    /// On at most `threads` threads, in its usual setting. The network must outlive it, and its
    /// parameters must require gradients already; or with adapters theirs alone, which are learnt
    /// instead.
    Replicas(Network& network, const RunSpec& spec, unsigned shares, unsigned threads,
             Adapters* adapters = nullptr);

    unsigned shares() const { return static_cast<unsigned>(others_.size()) + 1; }
    /// Of a step, that can be computed side by side: its shares, or those of its products.
    unsigned parts() const { return parts_; }
    const ComputeSetting& usualSetting() const { return usual_; }
    /// From here on. Workers beyond its threads are left out.
    void use(const ComputeSetting& setting);

    /// Clears every share's gradients. An optimizer's step and end() leave zeros by themselves.
    void begin();
    /// Adds the gradients of the rows' loss: summed, divided by `divisor`, with what the network
    /// wants added weighed by `extraWeight`. Dropout draws from `key`. Returns the loss, divided.
    /// Where that is no finite number no gradient of it counts.
    double addGradients(Batch& batch, std::size_t firstRow, std::size_t rows, double divisor,
                        double extraWeight, std::uint64_t key);
    /// Sums the gradients of all shares, in their order, into the first one's; the others' are 0
    /// then.
    void end();
    /// The same for some of them, in the calling thread.
    void endPart(std::int64_t first, std::int64_t count);

    /// Calls work(first, count) for parts that make up `size` things, spread over the workers.
    void forEachPart(std::int64_t size,
                     const std::function<void(std::int64_t first, std::int64_t count)>& work);

    /// These rows outside of training.
    struct Measured {
        double loss = 0;       ///< summed, in nats
        std::size_t right = 0; ///< see BatchLoss
    };
    Measured measure(Batch& batch, std::size_t rows);

private:
    /// One share's network and adapters, if any.
    struct Share {
        Network* network;
        AdapterFactors* adapters;

        Parameters& learnt() const {
            return adapters ? adapters->parameters() : network->parameters();
        }
    };
    /// Of another share.
    struct Copy {
        std::unique_ptr<Network> network;
        std::unique_ptr<AdapterFactors> adapters;
    };
    Share share(unsigned number) const;
    Copy copyFor(const RunSpec& spec) const;

    /// Calls work(0) … work(count - 1), spread over the workers.
    void forEach(unsigned count, const std::function<void(unsigned)>& work);
    void forEachShare(const std::function<void(unsigned)>& work);

    Network& network_;
    Adapters* adapters_;
    double beta_; ///< of preferences
    Precision precision_;
    std::vector<Copy> others_;
    bool sharesProducts_;
    unsigned parts_;
    InParts inParts_;
    ComputeSetting usual_;
    ComputeSetting setting_;
    Team team_;
};

} // namespace neural
