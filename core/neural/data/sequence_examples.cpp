// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/data/sequence_examples.h"

#include "core/base/error.h"
#include "core/neural/data/random_key.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace neural {

namespace {

/// `values`, cut or filled to `size`.
void appendFilled(std::span<const std::int64_t> values, std::size_t size, std::int64_t filling,
                  std::vector<std::int64_t>& to) {
    const auto kept = values.first(std::min(values.size(), size));
    to.insert(to.end(), kept.begin(), kept.end());
    to.insert(to.end(), size - kept.size(), filling);
}

} // namespace

SequenceExamples::SequenceExamples(std::span<const Sequence> sequences, SequenceShape shape,
                                   double validationShare, std::vector<float> reference)
    : sequences_(sequences),
      shape_(shape),
      reference_(std::move(reference)),
      order_(sequences.size() / shape.texts) {
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    std::sort(order_.begin(), order_.end(), [](std::size_t one, std::size_t other) {
        return std::pair(mix(one), one) < std::pair(mix(other), other);
    });
    const auto kept =
        static_cast<std::size_t>(std::ceil(static_cast<double>(order_.size()) * validationShare));
    cut_ = order_.size() - std::min(kept, order_.size());
    if (cut_ == 0)
        throw base::TrainingError(
            {NG_TEXT("core", "There are too few examples to learn from: {0}, of which {1} are kept "
                             "for validation. Choose a longer table or a smaller share."),
             {fmt::format("{}", order_.size()), fmt::format("{}", order_.size() - cut_)}});
}

void SequenceExamples::append(std::size_t row, Batch& batch) const {
    for (std::size_t i = row * shape_.texts; i < (row + 1) * shape_.texts; ++i) {
        appendFilled(sequences_[i].tokens, shape_.length, shape_.padding, batch.tokens);
        appendFilled(sequences_[i].targets, shape_.targets, noTarget, batch.targets);
        if (!reference_.empty())
            batch.reference.push_back(reference_[i]);
    }
}

void SequenceExamples::draw(std::uint64_t seed, std::uint64_t step, std::size_t size,
                            Batch& batch) const {
    batch.clear();
    const std::uint64_t key = mix(mix(seed) ^ step);
    for (std::size_t drawn = 0; drawn < size; ++drawn)
        append(order_[mix(key + drawn) % cut_], batch);
}

std::vector<std::size_t> SequenceExamples::validation(std::size_t most) const {
    const std::size_t count = order_.size() - cut_;
    const std::size_t kept =
        std::min(count, std::max<std::size_t>(most / (shape_.targets * shape_.texts), 1));
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < kept; ++i)
        rows.push_back(order_[cut_ + i * count / kept]);
    return rows;
}

void SequenceExamples::gather(std::span<const std::size_t> which, Batch& batch) const {
    batch.clear();
    for (const std::size_t row : which)
        append(row, batch);
}

} // namespace neural
