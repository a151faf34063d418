// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/architectures/network.h"

#include "core/neural/architectures/bengio.h"
#include "core/neural/architectures/blank_filler.h"
#include "core/neural/architectures/encoder.h"
#include "core/neural/architectures/encoder_decoder.h"
#include "core/neural/architectures/labeller.h"
#include "core/neural/architectures/recurrent.h"
#include "core/neural/architectures/transformer.h"
#include "core/neural/architectures/two_streams.h"

#include <stdexcept>
#include <utility>

namespace neural {

namespace {

std::unique_ptr<Network> makeBody(const TransformerSpec& spec, std::int64_t size) {
    switch (spec.objective) {
    case Objective::NextToken:
        return std::make_unique<Transformer>(spec, size);
    case Objective::MaskedTokens:
        return std::make_unique<Encoder>(spec, size);
    case Objective::SpanCorruption:
    case Objective::Denoising:
        return std::make_unique<EncoderDecoder>(spec, size);
    case Objective::BlankInfilling:
        return std::make_unique<BlankFiller>(spec, size);
    case Objective::Permutation:
        return std::make_unique<TwoStreams>(spec, size);
    }
    throw std::logic_error("no network of this objective");
}

std::unique_ptr<Network> makeTransformer(const TransformerSpec& spec, std::int64_t size) {
    auto body = makeBody(spec, size);
    if (spec.labels > 0)
        return std::make_unique<Labeller>(std::move(body), spec);
    return body;
}

} // namespace

std::unique_ptr<Network> makeNetwork(const RunSpec& spec, std::size_t vocabularySize) {
    requireValid(spec);
    const auto size = static_cast<std::int64_t>(vocabularySize);
    switch (familyOf(spec.architecture)) {
    case Family::Bengio:
        return std::make_unique<Bengio>(spec.bengio, size);
    case Family::Recurrent:
        return std::make_unique<RecurrentNetwork>(spec.architecture, spec.recurrent, size);
    case Family::Transformer:
        return makeTransformer(spec.transformer, size);
    }
    throw std::logic_error("no network for " + spec.architecture);
}

at::Tensor asTensor(std::span<std::int64_t> values, std::vector<std::int64_t> shape) {
    return at::from_blob(values.data(), shape, integers());
}

} // namespace neural
