// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/architectures/labeller.h"

#include "core/neural/data/token_numbers.h"

#include <utility>

namespace neural {

namespace {

/// [B, T] → [B]: where each text's last token stands, before the <s> that it is padded with.
at::Tensor lastPlaces(const at::Tensor& tokens) {
    const at::Tensor inside = tokens.narrow(1, 1, tokens.size(1) - 1).ne(numberOfStart); // [B, T-1]
    return inside.to(at::kLong).cumprod(1).sum(1);
}

} // namespace

Labeller::Labeller(std::unique_ptr<Network> body, const TransformerSpec& spec)
    : body_(std::move(body)),
      bothWays_(spec.kind == TransformerKind::Encoder),
      head_(body_->parameters(), labelHead, spec.labelForm != LabelForm::Plain) {
    if (spec.labelForm == LabelForm::Pooled)
        pooler_.emplace(body_->parameters(), labelPooler, true);
}

void Labeller::addShapes(std::vector<TensorShape>& shapes, const TransformerSpec& spec) {
    Linear::addShapes(shapes, labelHead, spec.labels, spec.width,
                      spec.labelForm != LabelForm::Plain);
    if (spec.labelForm == LabelForm::Pooled)
        Linear::addShapes(shapes, labelPooler, spec.width, spec.width, true);
}

ExampleShape Labeller::exampleShape() const {
    ExampleShape shape{body_->exampleShape().length, false};
    shape.labels = true;
    return shape;
}

at::Tensor Labeller::logits(const at::Tensor& tokens, TrainingPass* training) const {
    const at::Tensor hidden = body_->hidden(tokens, training); // [B, T, d]
    const at::Tensor places =
        bothWays_ ? at::zeros({tokens.size(0)}, integers()) : lastPlaces(tokens);
    const at::Tensor rows = at::arange(tokens.size(0), integers());
    const at::Tensor told = hidden.index({rows, places});   // [B, d]
    return head_(pooler_ ? (*pooler_)(told).tanh() : told); // [B, L]
}

} // namespace neural
