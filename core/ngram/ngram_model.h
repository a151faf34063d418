// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lm/language_model.h"
#include "core/ngram/backoff_table.h"
#include "core/ngram/counts.h"
#include "core/ngram/estimator.h"

#include <filesystem>
#include <memory>
#include <span>

namespace ngram {

/// An n-gram model: counts and an estimator, or a back-off table, which has no counts. Looks at the
/// last order - 1 tokens, never across <s>.
class NgramModel final : public lm::LanguageModel, public lm::Explainer {
public:
    NgramModel(std::shared_ptr<const Counts> counts, const EstimatorSpec& spec);
    explicit NgramModel(const std::shared_ptr<const BackoffTable>& table);

    const Trie& trie() const { return *trie_; }
    bool hasCounts() const { return counts_ != nullptr; }
    /// Throws base::InputError for a back-off table.
    const Counts& counts() const;
    /// C(n-gram), and how often something followed it; 0 for a back-off table.
    std::uint64_t count(Node ngram) const { return counts_ ? counts_->count(ngram) : 0; }
    std::uint64_t historyCount(Node history) const {
        return counts_ ? counts_->historyCount(history) : 0;
    }
    const Estimator& estimator() const { return *estimator_; }
    const EstimatorSpec& estimatorSpec() const { return spec_; }
    unsigned order() const { return trie_->order(); }

    const text::Tokenizer& tokenizer() const override { return trie_->tokenizer(); }
    std::unique_ptr<lm::Session> openSession() const override;
    void scoreSentence(std::span<const text::TokenId> sentence,
                       std::span<double> out) const override;
    /// On all of the machine's threads where there is enough to score.
    void scoreSentences(std::span<const text::TokenId> tokens,
                        std::span<double> out) const override;
    std::size_t tokensAtOnce() const override { return std::size_t{1} << 20; }
    std::unique_ptr<lm::BulkScorer> openBulkScorer() const override;
    std::span<const text::TokenId> relevant(std::span<const text::TokenId> tokens) const override;
    lm::Description describe() const override;
    lm::Explanation explain(std::span<const text::TokenId> history,
                            text::TokenId next) const override;

private:
    std::shared_ptr<const Trie> trie_;
    std::shared_ptr<const Counts> counts_; ///< none for a back-off table
    EstimatorSpec spec_;
    std::unique_ptr<Estimator> estimator_;
};

/// The file kind of counts, for SectionFile.
base::FileKind countsFileKind();
/// Opens a counts file. Throws base::FileError or base::FormatError.
std::shared_ptr<const Counts> openCounts(const std::filesystem::path& path);

} // namespace ngram
