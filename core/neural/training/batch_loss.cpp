// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/training/batch_loss.h"

#include "core/neural/operators/fused.h"

namespace neural {

namespace {

std::size_t count(const at::Tensor& truths) {
    return static_cast<std::size_t>(truths.sum().item<std::int64_t>());
}

BatchLoss lossOfPairs(const at::Tensor& logits, const at::Tensor& targets,
                      const at::Tensor& reference, double beta, bool counts, double scale) {
    const at::Tensor policy = logProbabilitiesOfTexts(logits, targets).view({-1, 2}); // [rows, 2]
    const at::Tensor margins = preferenceMargins(policy, reference, beta);            // [rows]
    return {at::log_sigmoid(margins).sum() * -scale, counts ? count(margins > 0) : 0};
}

} // namespace

at::Tensor logProbabilitiesOfTexts(const at::Tensor& logits, const at::Tensor& targets) {
    return -at::cross_entropy_loss(logits, targets.flatten(), {}, at::Reduction::None, noTarget)
                .view(targets.sizes())
                .sum(1);
}

at::Tensor preferenceMargins(const at::Tensor& policy, const at::Tensor& reference, double beta) {
    const at::Tensor gains = policy - reference; // [n, 2]
    return (gains.select(1, 0) - gains.select(1, 1)) * beta;
}

BatchLoss lossOf(const Network& network, Batch& batch, std::size_t firstRow, std::size_t rows,
                 double beta, TrainingPass* training, double scale) {
    const ExampleShape shape = network.exampleShape();
    const std::size_t texts = batch.isOfPairs() ? 2 : 1;
    const auto ofText = static_cast<std::int64_t>(shape.targets());
    const auto tokens =
        std::span(batch.tokens)
            .subspan(firstRow * texts * shape.numbers(), rows * texts * shape.numbers());
    const auto targets =
        std::span(batch.targets)
            .subspan(firstRow * texts * shape.targets(), rows * texts * shape.targets());
    const auto count = static_cast<std::int64_t>(rows * texts);
    const at::Tensor logits = network.logits(
        asTensor(tokens, {count, static_cast<std::int64_t>(shape.numbers())}), training);
    if (batch.isOfPairs())
        return lossOfPairs(logits, asTensor(targets, {count, ofText}),
                           at::from_blob(batch.reference.data() + firstRow * 2,
                                         {static_cast<std::int64_t>(rows), 2}, floats()),
                           beta, !training, scale);
    const at::Tensor wanted = asTensor(targets, {static_cast<std::int64_t>(targets.size())});
    BatchLoss loss{fusedCrossEntropy(logits, wanted, scale), 0};
    if (shape.labels && !training)
        loss.right = neural::count(logits.argmax(1).eq(wanted));
    return loss;
}

} // namespace neural
