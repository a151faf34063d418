// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/neural_model.h"

#include "core/neural/checkpoints/describe.h"
#include "core/neural/compute/compute_threads.h"
#include "core/neural/data/sequence.h"
#include "core/neural/data/token_numbers.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace neural {

namespace {

/// Log-probabilities that a chunk of scored places may take, so that memory stays small: 32 MB.
constexpr std::size_t mostChunkEntries = std::size_t{4} << 20;

} // namespace

at::Tensor impossibleTokens(const text::Vocabulary& vocabulary) {
    at::Tensor impossible = at::zeros({static_cast<std::int64_t>(vocabulary.size())}, at::kDouble);
    auto* mask = impossible.data_ptr<double>();
    constexpr double never = -std::numeric_limits<double>::infinity();
    mask[text::index(text::Vocabulary::begin)] = never;
    if (!vocabulary.isOpen())
        mask[text::index(text::Vocabulary::unknown)] = never;
    return impossible;
}

at::Tensor logProbabilities(const at::Tensor& logits, const at::Tensor& impossible) {
    return at::log_softmax(logits.to(at::kDouble) + impossible, 1); // [n, V]
}

NeuralSession::NeuralSession(std::unique_ptr<Reader> reader, at::Tensor impossible)
    : reader_(std::move(reader)),
      impossible_(std::move(impossible)),
      pending_({text::Vocabulary::begin}) {}

void NeuralSession::feed(std::span<const text::TokenId> tokens) {
    // What is forgotten anyway need not be read.
    const auto last = std::find(tokens.rbegin(), tokens.rend(), text::Vocabulary::begin);
    if (last != tokens.rend()) {
        tokens = tokens.last(static_cast<std::size_t>(last - tokens.rbegin()) + 1);
        pending_.clear();
    }
    pending_.insert(pending_.end(), tokens.begin(), tokens.end());
}

std::span<const double> NeuralSession::logProbabilities() {
    if (!pending_.empty()) {
        prepareThisThread();
        const c10::InferenceMode guard;
        row_ = neural::logProbabilities(reader_->read(pending_, Reader::Rows::Last), impossible_);
        pending_.clear();
    }
    return {row_.data_ptr<double>(), static_cast<std::size_t>(row_.numel())};
}

NeuralModel::NeuralModel(const std::filesystem::path& checkpoint)
    : NeuralModel(Checkpoint(checkpoint)) {}

NeuralModel::NeuralModel(const Checkpoint& checkpoint)
    : tokenizer_(checkpoint.tokenizer()),
      state_(checkpoint.state()),
      network_(makeNetwork(state_.info.spec, tokenizer_.vocabulary().size())),
      impossible_(impossibleTokens(tokenizer_.vocabulary())) {
    network_->parameters().load(checkpoint);
}

std::unique_ptr<lm::Session> NeuralModel::openSession() const {
    return std::make_unique<NeuralSession>(network_->reader(), impossible_);
}

void NeuralModel::scoreSentence(std::span<const text::TokenId> sentence,
                                std::span<double> out) const {
    prepareThisThread();
    const c10::InferenceMode guard;
    const std::size_t size = tokenizer_.vocabulary().size();
    const std::size_t chunk = std::clamp<std::size_t>(mostChunkEntries / size, 1, 256);
    const auto reader = network_->scorer(sentence);
    for (std::size_t first = 0; first < out.size(); first += chunk) {
        const std::size_t rows = std::min(chunk, out.size() - first);
        const at::Tensor table = logProbabilities(
            reader->read(sentence.subspan(first, rows), Reader::Rows::Every), impossible_);
        const auto* values = table.data_ptr<double>();
        for (std::size_t row = 0; row < rows; ++row)
            out[first + row] = values[row * size + text::index(sentence[first + row + 1])];
    }
}

std::unique_ptr<lm::Session>
NeuralModel::openBlank(std::span<const std::vector<text::TokenId>> pieces) const {
    BlankedText text;
    for (const std::vector<text::TokenId>& piece : pieces) {
        std::vector<std::int64_t>& ids = text.emplace_back();
        if (text.size() == 1)
            ids.push_back(numberOfStart);
        for (const text::TokenId token : piece)
            ids.push_back(numberOf(token));
    }
    text.back().push_back(numberOfEnd);
    prepareThisThread();
    const c10::InferenceMode guard;
    std::unique_ptr<Reader> reader = network_->filler(text);
    return reader ? std::make_unique<NeuralSession>(std::move(reader), impossible_) : nullptr;
}

std::optional<lm::TurnMarks> NeuralModel::turnMarks() const {
    const RunSpec& spec = state_.info.spec;
    if (familyOf(spec.architecture) != Family::Transformer || !spec.transformer.turns)
        return std::nullopt;
    const auto size = static_cast<std::uint32_t>(tokenizer_.vocabulary().size());
    return lm::TurnMarks{text::tokenId(size)};
}

std::vector<double> NeuralModel::labelProbabilities(std::string_view text) const {
    prepareThisThread();
    const c10::InferenceMode guard;
    Sequence row = labelledText(tokenizer_.encode(text), network_->exampleShape().length);
    const auto size = static_cast<std::int64_t>(row.tokens.size());
    const at::Tensor logits = network_->logits(asTensor(row.tokens, {1, size}), nullptr); // [1, L]
    const at::Tensor chances = at::softmax(logits.to(at::kDouble), 1);
    const auto* first = chances.data_ptr<double>();
    return {first, first + chances.numel()};
}

bool NeuralModel::isScoredFromBothSides() const {
    const RunSpec& spec = state_.info.spec;
    return familyOf(spec.architecture) == Family::Transformer &&
           neural::isScoredFromBothSides(spec.transformer);
}

lm::Description NeuralModel::describe() const {
    return {"neural", factsOf(state_, tokenizer_.vocabulary().size())};
}

} // namespace neural
