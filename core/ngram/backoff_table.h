// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ngram/smoothed.h"

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace ngram {

/// What ARPA files have for log10 0.
inline constexpr float log10OfZero = -99;

/// A back-off model written out: the probability of each n-gram that has one, and the weight of
/// each history, as ARPA files have them. What an imported ARPA file and a pruned model become;
/// there are no counts behind it any more. Mapped from disk, immutable, safe to share between
/// threads.
class BackoffTable final : public Trie {
public:
    /// The order stands in the section "config"; for each level k there are "level-k-probability"
    /// (f32, log10; not a number where an n-gram is there for longer ones' sake alone) and, below
    /// the highest, "level-k-backoff" (f32, log10). Throws base::FormatError where the sections do
    /// not fit together; numbers that make no sense are taken into bounds when they are read.
    explicit BackoffTable(base::SectionFile file);

    /// Where it came from, for people: a file's or a model's name, and what was done to it.
    const std::string& source() const { return source_; }
    bool isSeen(Node ngram) const;
    double probability(Node ngram) const; ///< 0 to 1; 0 from 10^-99 down
    double weight(Node history) const;
    /// N-grams of a length that have a probability.
    std::uint64_t seen(unsigned level) const;

private:
    struct Level {
        std::span<const float> probability;
        std::span<const float> backoff; ///< none at the highest
    };

    std::string source_;
    std::vector<Level> levels_;
};

/// The file kind of back-off tables, for SectionFile.
base::FileKind backoffFileKind();
/// Throws base::FileError or base::FormatError.
std::shared_ptr<const BackoffTable> openBackoffTable(const std::filesystem::path& path);

/// The probabilities of a table as they stand there (SRILM's ngram-format(5)):
///   P(w | h) = table(h, w) where it is there, else weight(h) P(w | h')
/// A history that is not there has the weight 1. A token without a unigram has 0.
class BackedOff final : public Smoothed {
public:
    static constexpr const char* estimatorName = "back-off";

    explicit BackedOff(const BackoffTable& table) : Smoothed(table), table_(&table) {}
    double weight(Node history) const override {
        return history.level == 0 ? 0 : table_->weight(history);
    }
    bool isSeen(Node ngram) const override { return table_->isSeen(ngram); }
    bool isFollowed(Node /*history*/) const override { return true; }
    std::vector<lm::Fact> facts() const override {
        return {{{NG_TEXT("core", "Made from")}, table_->source()}};
    }

protected:
    double own(Node /*history*/, Node ngram) const override { return table_->probability(ngram); }
    bool interpolates() const override { return false; }
    std::string name() const override { return estimatorName; }
    std::string formula(bool seen) const override;
    std::vector<lm::Symbol> symbols(Node history, const std::optional<Node>& ngram) const override;

private:
    const BackoffTable* table_;
};

} // namespace ngram
