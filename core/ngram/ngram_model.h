// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lm/language_model.h"
#include "core/ngram/counts.h"
#include "core/ngram/estimator.h"

#include <filesystem>
#include <memory>
#include <span>

namespace ngram {

/// An n-gram model: counts and an estimator. Looks at the last order - 1 tokens, never across <s>.
class NgramModel final : public lm::LanguageModel, public lm::Explainer {
public:
    NgramModel(std::shared_ptr<const Counts> counts, const EstimatorSpec& spec);

    const Counts& counts() const { return *counts_; }
    const Estimator& estimator() const { return *estimator_; }
    const EstimatorSpec& estimatorSpec() const { return spec_; }
    unsigned order() const { return counts_->order(); }

    const text::Tokenizer& tokenizer() const override { return counts_->tokenizer(); }
    std::unique_ptr<lm::Session> openSession() const override;
    void scoreSentence(std::span<const text::TokenId> sentence,
                       std::span<double> out) const override;
    /// On all of the machine's threads where there is enough to score.
    void scoreSentences(std::span<const text::TokenId> tokens,
                        std::span<double> out) const override;
    lm::Description describe() const override;
    lm::Explanation explain(std::span<const text::TokenId> history,
                            text::TokenId next) const override;

    /// The part of `tokens` that the model looks at to predict what follows them.
    std::span<const text::TokenId> relevant(std::span<const text::TokenId> tokens) const;

private:
    std::shared_ptr<const Counts> counts_;
    EstimatorSpec spec_;
    std::unique_ptr<Estimator> estimator_;
};

/// The file kind of counts, for SectionFile.
base::FileKind countsFileKind();
/// Opens a counts file. Throws base::FileError or base::FormatError.
std::shared_ptr<const Counts> openCounts(const std::filesystem::path& path);

} // namespace ngram
