// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/architectures/network.h"

#include <QTest>

#include <cmath>
#include <functional>

/// What the tests of networks share.
namespace neural {

/// Holds each tensor's gradient against differences: along the gradient itself, where the loss
/// changes most and single precision measures best. `loss` is a function of the parameters alone.
inline void checkGradients(Network& network, const std::function<at::Tensor()>& loss,
                           double tolerance = 0.01) {
    Parameters& parameters = network.parameters();
    parameters.requireGradients();
    loss().backward();
    for (const TensorShape& shape : parameters.shapes()) {
        at::Tensor tensor = parameters[shape.name];
        const at::Tensor gradient = tensor.grad().clone();
        const double length = gradient.norm().item<double>();
        QVERIFY2(length > 1e-6, qPrintable(QString::fromStdString(shape.name) + " is not learnt"));
        const c10::NoGradGuard guard;
        const at::Tensor before = tensor.clone();
        const double step = 0.01;
        const auto lossAt = [&](double way) {
            tensor.copy_(before + gradient * (way / length));
            return loss().item<double>();
        };
        const double above = lossAt(step);
        const double below = lossAt(-step);
        tensor.copy_(before);
        const double difference = (above - below) / (2 * step);
        QVERIFY2(std::abs(difference - length) <= tolerance * length + 2e-4,
                 qPrintable(QString("%1: %2 instead of %3")
                                .arg(QString::fromStdString(shape.name))
                                .arg(length)
                                .arg(difference)));
    }
}

/// Mean negative log-likelihood of each row's next tokens, of the last token none.
inline at::Tensor nextTokenLoss(const Network& network, const at::Tensor& tokens) {
    const at::Tensor logits = network.logits(tokens, nullptr);
    at::Tensor targets = at::full_like(tokens, noTarget);
    const std::int64_t places = tokens.size(1);
    targets.narrow(1, 0, places - 1).copy_(tokens.narrow(1, 1, places - 1));
    return at::cross_entropy_loss(logits, targets.flatten(), {}, at::Reduction::Mean, noTarget);
}

inline at::Tensor tokenRows(const std::vector<std::vector<std::int64_t>>& rows) {
    std::vector<at::Tensor> tensors;
    for (const auto& row : rows)
        tensors.push_back(at::tensor(row, integers()));
    return at::stack(tensors);
}

/// What a session that is fed token by token, in pieces and at once says after the last: the rows
/// of the whole.
inline void checkReaderGivesTheWhole(const Network& network, const std::vector<text::TokenId>& text,
                                     const at::Tensor& whole, double tolerance = 1e-5) {
    const c10::NoGradGuard guard;
    for (const std::size_t piece : {std::size_t{1}, std::size_t{3}, text.size()}) {
        const auto reader = network.reader();
        for (std::size_t at = 0; at < text.size(); at += piece) {
            const std::size_t size = std::min(piece, text.size() - at);
            const auto part = std::span(text).subspan(at, size);
            const bool last = piece == 3;
            const at::Tensor rows =
                reader->read(part, last ? Reader::Rows::Last : Reader::Rows::Every);
            const auto first = static_cast<std::int64_t>(last ? at + size - 1 : at);
            const at::Tensor expected = whole.narrow(0, first, rows.size(0));
            const double worst = (rows - expected).abs().max().item<double>();
            QVERIFY2(worst < tolerance,
                     qPrintable(
                         QString("pieces of %1, at %2: off by %3").arg(piece).arg(at).arg(worst)));
        }
    }
}

} // namespace neural
