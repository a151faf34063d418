// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/operators/one_token.h"

#include "core/neural/compute/compute_threads.h"
#include "core/neural/compute/team.h"
#include "core/neural/operators/vector_loops.h"

#include <algorithm>
#include <functional>
#include <mutex>
#include <vector>

namespace neural {

namespace {

/// Numbers that are worth waking a thread for: some 30 microseconds of reading.
constexpr std::size_t leastNumbers = std::size_t{1} << 17;

/// Calls work(first, last) for parts of `count` things that lie in `numbers` numbers, on all cores
/// where that pays; on this thread alone while another has the cores.
void inParts(std::size_t count, std::size_t numbers,
             const std::function<void(std::size_t, std::size_t)>& work) {
    static std::mutex mutex;
    const std::unique_lock lock(mutex, std::try_to_lock);
    if (numbers < 2 * leastNumbers || !lock)
        return work(0, count);
    static Team team(computeThreads(0));
    const std::size_t parts = std::min<std::size_t>(team.size(), numbers / leastNumbers);
    team.run([&](unsigned number) {
        if (number < parts)
            work(count * number / parts, count * (number + 1) / parts);
    });
}

std::size_t asSize(std::int64_t value) {
    return static_cast<std::size_t>(value);
}

/// What is added to the scores of each head, [H, S] in rows; undefined for nothing.
at::Tensor biasOfHeads(const at::Tensor& bias, std::int64_t heads, std::int64_t seen) {
    if (!bias.defined())
        return {};
    return bias.expand({1, heads, 1, seen}).reshape({heads, seen}).contiguous();
}

/// The rows of a tensor [1, G, S, w], those of one group.
struct Rows {
    Rows(const at::Tensor& places, std::int64_t group)
        : numbers(places.data_ptr<float>() + group * places.stride(1)),
          stride(asSize(places.stride(2))),
          count(asSize(places.size(2))),
          width(asSize(places.size(3))) {}

    void times(const float* x, float* products) const {
        multiplyRows(numbers, stride, count, width, x, products);
    }
    void addWeighed(const float* weights, float* sum) const {
        addRows(numbers, stride, count, width, weights, sum);
    }

    const float* numbers;
    std::size_t stride;
    std::size_t count;
    std::size_t width;
};

/// Calls attend(head) for each of them.
void forEachHead(std::int64_t heads, std::size_t numbers,
                 const std::function<void(std::int64_t)>& attend) {
    inParts(asSize(heads), numbers, [&](std::size_t first, std::size_t last) {
        for (std::size_t head = first; head < last; ++head)
            attend(static_cast<std::int64_t>(head));
    });
}

} // namespace

at::Tensor productOfOne(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias) {
    const std::size_t width = asSize(weight.size(1));
    std::vector<std::int64_t> shape = x.sizes().vec();
    shape.back() = weight.size(0);
    const at::Tensor row = x.contiguous();
    at::Tensor product = at::empty(shape, floats());
    const auto* matrix = weight.data_ptr<float>();
    const auto* values = row.data_ptr<float>();
    auto* sums = product.data_ptr<float>();
    inParts(
        asSize(weight.size(0)), asSize(weight.numel()), [&](std::size_t first, std::size_t last) {
            multiplyRows(matrix + first * width, width, last - first, width, values, sums + first);
        });
    if (bias.defined())
        product.add_(bias);
    return product;
}

at::Tensor attentionOfOne(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                          double scale, const at::Tensor& bias) {
    const std::int64_t heads = q.size(1);
    const std::int64_t together = heads / k.size(1);
    const std::int64_t seen = k.size(2);
    const at::Tensor query = (q * scale).contiguous();
    const at::Tensor scores = at::empty({heads, seen}, floats());
    at::Tensor result = at::zeros({1, 1, heads * v.size(3)}, floats());
    const at::Tensor added = biasOfHeads(bias, heads, seen);
    forEachHead(heads, asSize(heads * seen * (k.size(3) + v.size(3))), [&](std::int64_t head) {
        float* row = scores.data_ptr<float>() + head * seen;
        Rows(k, head / together).times(query.data_ptr<float>() + head * k.size(3), row);
        if (added.defined())
            addNumbers(added.data_ptr<float>() + head * seen, 1, row, asSize(seen));
        softmaxRow(row, asSize(seen));
        Rows(v, head / together).addWeighed(row, result.data_ptr<float>() + head * v.size(3));
    });
    return result;
}

at::Tensor latentAttentionOfOne(const at::Tensor& q, const at::Tensor& latents,
                                const at::Tensor& turnedKeys, const at::Tensor& up, double scale,
                                const at::Tensor& bias) {
    const std::int64_t heads = q.size(1);
    const std::int64_t seen = latents.size(2);
    const std::int64_t rank = latents.size(3);
    const std::int64_t width = q.size(3) - turnedKeys.size(3);
    const at::Tensor query = (q * scale).contiguous();
    const at::Tensor scores = at::empty({2, heads, seen}, floats());
    const at::Tensor ofLatents = at::zeros({2, heads, rank}, floats()); // q U and Σ p c
    at::Tensor result = at::empty({1, 1, heads * width}, floats());
    const at::Tensor added = biasOfHeads(bias, heads, seen);
    const at::Tensor ups = up.view({1, 2 * heads, width, rank}); // keys of 0, values of 0, …
    const Rows places(latents, 0);
    const Rows turned(turnedKeys, 0);
    const std::int64_t numbers = 2 * heads * (width + seen) * rank;
    forEachHead(heads, asSize(numbers), [&](std::int64_t head) {
        const float* ofHead = query.data_ptr<float>() + head * q.size(3);
        float* asked = ofLatents.data_ptr<float>() + head * rank;
        float* told = asked + heads * rank;
        float* row = scores.data_ptr<float>() + head * seen;
        float* ofPlaces = row + heads * seen;
        Rows(ups, 2 * head).addWeighed(ofHead, asked);
        places.times(asked, row);
        turned.times(ofHead + width, ofPlaces);
        addNumbers(ofPlaces, 1, row, asSize(seen));
        if (added.defined())
            addNumbers(added.data_ptr<float>() + head * seen, 1, row, asSize(seen));
        softmaxRow(row, asSize(seen));
        places.addWeighed(row, told);
        Rows(ups, 2 * head + 1).times(told, result.data_ptr<float>() + head * width);
    });
    return result;
}

} // namespace neural
