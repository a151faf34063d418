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
    const std::size_t width = asSize(k.size(3));
    const std::size_t valueWidth = asSize(v.size(3));
    const at::Tensor query = (q * scale).contiguous();
    at::Tensor scores = at::empty({heads, seen}, floats());
    at::Tensor result = at::zeros({1, 1, heads * v.size(3)}, floats());
    at::Tensor added;
    if (bias.defined())
        added = bias.expand({1, heads, 1, seen}).reshape({heads, seen}).contiguous();
    const auto attend = [&](std::int64_t head) {
        const std::int64_t group = head / together;
        float* row = scores.data_ptr<float>() + head * seen;
        multiplyRows(k.data_ptr<float>() + group * k.stride(1), asSize(k.stride(2)), asSize(seen),
                     width, query.data_ptr<float>() + head * k.size(3), row);
        if (added.defined())
            addNumbers(added.data_ptr<float>() + head * seen, 1, row, asSize(seen));
        softmaxRow(row, asSize(seen));
        addRows(v.data_ptr<float>() + group * v.stride(1), asSize(v.stride(2)), asSize(seen),
                valueWidth, row, result.data_ptr<float>() + head * v.size(3));
    };
    inParts(asSize(heads), asSize(heads * seen) * (width + valueWidth),
            [&](std::size_t first, std::size_t last) {
                for (std::size_t head = first; head < last; ++head)
                    attend(static_cast<std::int64_t>(head));
            });
    return result;
}

} // namespace neural
