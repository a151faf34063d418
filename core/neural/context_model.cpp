// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/context_model.h"

#include "core/base/error.h"
#include "core/neural/compute_threads.h"
#include "core/neural/data.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace neural {

namespace {

/// Log-probabilities that a chunk of scored places may take, so that memory stays small: 32 MB.
constexpr std::size_t mostChunkEntries = std::size_t{4} << 20;

/// Keeps the last few tokens.
class ContextSession final : public lm::Session {
public:
    explicit ContextSession(const ContextModel& model)
        : model_(model), history_(model.contextLength(), sentenceStart()) {}

    void feed(std::span<const text::TokenId> tokens) override {
        for (const text::TokenId token : tokens) {
            if (token == text::Vocabulary::begin) {
                std::fill(history_.begin(), history_.end(), sentenceStart());
            } else {
                std::rotate(history_.begin(), history_.begin() + 1, history_.end());
                history_.back() = static_cast<std::int64_t>(text::index(token));
            }
            fresh_ = false;
        }
    }

    std::span<const double> logProbabilities() override {
        if (!fresh_) {
            row_ = model_.logProbabilities(history_);
            fresh_ = true;
        }
        return {row_.data_ptr<double>(), static_cast<std::size_t>(row_.numel())};
    }

private:
    static std::int64_t sentenceStart() {
        return static_cast<std::int64_t>(text::index(text::Vocabulary::begin));
    }

    const ContextModel& model_;
    std::vector<std::int64_t> history_; ///< the oldest first
    at::Tensor row_;                    ///< [1, V]
    bool fresh_ = false;
};

} // namespace

ContextModel::ContextModel(const std::filesystem::path& checkpoint)
    : ContextModel(Checkpoint(checkpoint)) {}

ContextModel::ContextModel(const Checkpoint& checkpoint)
    : tokenizer_(checkpoint.tokenizer()),
      state_(checkpoint.state()),
      network_(makeNetwork(state_.info.spec, tokenizer_.vocabulary().size())) {
    network_->parameters().load(checkpoint);
    const text::Vocabulary& vocabulary = tokenizer_.vocabulary();
    impossible_ = at::zeros({static_cast<std::int64_t>(vocabulary.size())}, at::kDouble);
    auto* mask = impossible_.data_ptr<double>();
    constexpr double never = -std::numeric_limits<double>::infinity();
    mask[text::index(text::Vocabulary::begin)] = never;
    if (!vocabulary.isOpen())
        mask[text::index(text::Vocabulary::unknown)] = never;
}

std::unique_ptr<lm::Session> ContextModel::openSession() const {
    return std::make_unique<ContextSession>(*this);
}

at::Tensor ContextModel::logProbabilities(std::vector<std::int64_t>& histories) const {
    prepareThisThread();
    const c10::InferenceMode guard;
    const std::int64_t context = network_->contextLength();
    const auto rows = static_cast<std::int64_t>(histories.size()) / context;
    const at::Tensor logits = network_->logits(asTensor(histories, {rows, context}));
    return at::log_softmax(logits.to(at::kDouble) + impossible_, 1); // [rows, V]
}

void ContextModel::scoreSentence(std::span<const text::TokenId> sentence,
                                 std::span<double> out) const {
    const std::size_t context = network_->contextLength();
    const std::size_t size = tokenizer_.vocabulary().size();
    const std::size_t chunk = std::clamp<std::size_t>(mostChunkEntries / size, 1, 256);
    std::vector<std::int64_t> histories;
    for (std::size_t first = 0; first < out.size(); first += chunk) {
        const std::size_t rows = std::min(chunk, out.size() - first);
        histories.resize(rows * context);
        for (std::size_t row = 0; row < rows; ++row)
            fillHistory(sentence, first + row + 1,
                        std::span(histories).subspan(row * context, context));
        const at::Tensor table = logProbabilities(histories);
        const auto* values = table.data_ptr<double>();
        for (std::size_t row = 0; row < rows; ++row)
            out[first + row] = values[row * size + text::index(sentence[first + row + 1])];
    }
}

lm::Description ContextModel::describe() const {
    const RunSpec& spec = state_.info.spec;
    const std::size_t size = tokenizer_.vocabulary().size();
    const auto number = [](auto value) { return fmt::format("{}", value); };
    lm::Description description{"neural", {}};
    auto& facts = description.facts;
    facts.push_back({NG_TEXT("core", "Architecture"), spec.architecture});
    facts.push_back({NG_TEXT("core", "Context length"), number(spec.bengio.contextLength)});
    facts.push_back({NG_TEXT("core", "Embedding size"), number(spec.bengio.embeddingSize)});
    facts.push_back({NG_TEXT("core", "Hidden width"), number(spec.bengio.hiddenWidth)});
    facts.push_back({NG_TEXT("core", "Direct connections"), spec.bengio.directConnections
                                                                ? NG_TEXT("core", "yes")
                                                                : NG_TEXT("core", "no")});
    facts.push_back({NG_TEXT("core", "Vocabulary"), number(size)});
    facts.push_back({NG_TEXT("core", "Parameters"), number(parameterCount(spec.bengio, size))});
    facts.push_back({NG_TEXT("core", "Steps trained"), number(state_.info.step)});
    if (state_.trainingLoss)
        facts.push_back(
            {NG_TEXT("core", "Training loss (nats)"), fmt::format("{:.4f}", *state_.trainingLoss)});
    if (state_.validationLoss)
        facts.push_back({NG_TEXT("core", "Validation loss (nats)"),
                         fmt::format("{:.4f}", *state_.validationLoss)});
    return description;
}

} // namespace neural
