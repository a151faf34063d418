// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/training/replicas.h"

#include "core/neural/compute/compute_threads.h"
#include "core/neural/compute/precision.h"
#include "core/neural/data/random_key.h"
#include "core/neural/operators/vector_loops.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

namespace neural {

namespace {

/// A share has to be worth waking a thread for: about a millisecond.
constexpr double leastWork = 5e7; // floating-point operations

constexpr std::size_t fewPredictions = 256;
constexpr std::int64_t manyNumbers = 1 << 18;

/// Where share `number` of `shares` begins among `size` things.
std::size_t begin(std::size_t size, unsigned number, unsigned shares) {
    return size * number / shares;
}

} // namespace

bool sharesProducts(Network& network, std::size_t rows) {
    return rows * network.exampleShape().targets() < fewPredictions &&
           network.parameters().values().numel() >= manyNumbers;
}

unsigned worthwhileShares(Network& network, unsigned threads, std::size_t rows) {
    if (sharesProducts(network, rows))
        return 1;
    const auto numbers = static_cast<double>(network.parameters().values().numel());
    // Two operations forwards and four backwards for each number and place.
    const double work = 6 * numbers * static_cast<double>(rows) *
                        static_cast<double>(network.exampleShape().targets());
    const double most = std::min(static_cast<double>(threads), static_cast<double>(rows));
    return static_cast<unsigned>(std::clamp(work / leastWork, 1.0, std::max(most, 1.0)));
}

Replicas::Replicas(Network& network, const RunSpec& spec, unsigned shares, unsigned threads,
                   Adapters* adapters)
    : network_(network),
      adapters_(adapters),
      beta_(spec.training.preferenceBeta),
      precision_(spec.training.precision),
      sharesProducts_(shares == 1 && sharesProducts(network, spec.training.batchSize)),
      parts_(sharesProducts_ ? threads : shares),
      inParts_([this](std::int64_t size, const auto& work) { forEachPart(size, work); }),
      usual_(computeSettings(parts_, threads).front()),
      team_(std::min(parts_, threads)) {
    for (unsigned number = 1; number < shares; ++number)
        others_.push_back(copyFor(spec));
    use(usual_);
}

Replicas::Copy Replicas::copyFor(const RunSpec& spec) const {
    Copy copy{makeNetwork(spec, static_cast<std::size_t>(network_.vocabularySize())), nullptr};
    copy.network->parameters().shareValues(network_.parameters());
    if (!adapters_) {
        copy.network->parameters().requireGradients();
        return copy;
    }
    copy.adapters = std::make_unique<AdapterFactors>(*copy.network, adapters_->spec());
    copy.adapters->parameters().shareValues(adapters_->parameters());
    copy.adapters->parameters().requireGradients();
    return copy;
}

Replicas::Share Replicas::share(unsigned number) const {
    if (number == 0)
        return {&network_, adapters_ ? &adapters_->factors() : nullptr};
    const Copy& copy = others_[number - 1];
    return {copy.network.get(), copy.adapters.get()};
}

void Replicas::use(const ComputeSetting& setting) {
    setting_ = setting;
    setting_.workers = std::min(setting.workers, team_.size());
    setProductThreads(setting.productThreads);
}

void Replicas::forEach(unsigned count, const std::function<void(unsigned)>& work) {
    team_.run([&](unsigned worker) {
        for (unsigned number = worker; worker < setting_.workers && number < count;
             number += setting_.workers)
            work(number);
    });
}

void Replicas::forEachShare(const std::function<void(unsigned)>& work) {
    if (!sharesProducts_) {
        forEach(shares(), work);
        return;
    }
    const Helped helped(&inParts_);
    work(0);
}

void Replicas::forEachPart(std::int64_t size,
                           const std::function<void(std::int64_t, std::int64_t)>& work) {
    forEach(parts_, [&](unsigned number) {
        const auto whole = static_cast<std::size_t>(size);
        const auto first = static_cast<std::int64_t>(neural::begin(whole, number, parts_));
        const auto end = static_cast<std::int64_t>(neural::begin(whole, number + 1, parts_));
        if (first < end)
            work(first, end - first);
    });
}

void Replicas::begin() {
    if (sharesProducts_) {
        at::Tensor& gradients = share(0).learnt().gradients();
        forEachPart(gradients.numel(), [&](std::int64_t first, std::int64_t count) {
            gradients.narrow(0, first, count).zero_();
        });
        return;
    }
    forEachShare([this](unsigned number) { share(number).learnt().gradients().zero_(); });
}

double Replicas::addGradients(Batch& batch, std::size_t firstRow, std::size_t rows, double divisor,
                              double extraWeight, std::uint64_t key) {
    std::vector<double> losses(shares());
    forEachShare([&](unsigned number) {
        const std::size_t first = neural::begin(rows, number, shares());
        const std::size_t count = neural::begin(rows, number + 1, shares()) - first;
        if (count == 0)
            return;
        const Share own = share(number);
        const ProductPrecision inPrecision(precision_);
        const LowRankScope narrow(own.adapters ? &own.adapters->matrices() : nullptr);
        TrainingPass pass{at::detail::createCPUGenerator(mix(mix(key) + number)), {}};
        const at::Tensor loss =
            lossOf(*own.network, batch, firstRow + first, count, beta_, &pass, 1 / divisor).sum;
        losses[number] = loss.item<double>();
        if (!std::isfinite(losses[number]))
            return;
        const double weight = extraWeight * static_cast<double>(count) / static_cast<double>(rows);
        (pass.extraLoss.defined() ? loss + pass.extraLoss * weight : loss).backward();
    });
    return std::accumulate(losses.begin(), losses.end(), 0.0);
}

void Replicas::endPart(std::int64_t first, std::int64_t count) {
    float* sum = share(0).learnt().gradients().data_ptr<float>() + first;
    for (unsigned number = 1; number < shares(); ++number) {
        float* addend = share(number).learnt().gradients().data_ptr<float>() + first;
        addNumbers(addend, 1, sum, static_cast<std::size_t>(count));
        std::fill_n(addend, count, 0.0F);
    }
}

void Replicas::end() {
    if (!others_.empty())
        forEachPart(share(0).learnt().gradients().numel(),
                    [this](std::int64_t first, std::int64_t count) { endPart(first, count); });
}

Replicas::Measured Replicas::measure(Batch& batch, std::size_t rows) {
    std::vector<Measured> parts(shares());
    forEachShare([&](unsigned number) {
        const c10::NoGradGuard guard;
        const std::size_t first = neural::begin(rows, number, shares());
        const std::size_t count = neural::begin(rows, number + 1, shares()) - first;
        if (count == 0)
            return;
        const BatchLoss loss = lossOf(*share(number).network, batch, first, count, beta_, nullptr);
        parts[number] = {loss.sum.item<double>(), loss.right};
    });
    Measured whole;
    for (const Measured& part : parts) {
        whole.loss += part.loss;
        whole.right += part.right;
    }
    return whole;
}

} // namespace neural
