// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ngram/ngram_model.h"

#include <filesystem>
#include <map>
#include <sstream>
#include <string>
#include <vector>

/// A model of sentences whose tokens stand between spaces, written below `folder` and opened again.
/// Tokens rarer than `minimumCount` become <unk>.
class SmallCorpus {
public:
    explicit SmallCorpus(const std::vector<std::string>& sentences, std::uint64_t minimumCount = 0)
        : tokenizer_(makeTokenizer(sentences, minimumCount)) {
        for (const auto& sentence : sentences) {
            tokens_.push_back(text::Vocabulary::begin);
            std::istringstream words(sentence);
            for (std::string word; words >> word;)
                tokens_.push_back(tokenizer_.vocabulary().find(word));
            tokens_.push_back(text::Vocabulary::end);
        }
    }

    const text::Tokenizer& tokenizer() const { return tokenizer_; }
    const std::vector<text::TokenId>& tokens() const { return tokens_; }
    text::TokenId id(const std::string& token) const {
        if (token == "<s>")
            return text::Vocabulary::begin;
        if (token == "</s>")
            return text::Vocabulary::end;
        return tokenizer_.vocabulary().find(token);
    }
    std::vector<text::TokenId> ids(const std::string& spaced) const {
        std::vector<text::TokenId> found;
        std::istringstream words(spaced);
        for (std::string word; words >> word;)
            found.push_back(id(word));
        return found;
    }

    std::shared_ptr<const ngram::Counts> count(const std::filesystem::path& file,
                                               unsigned order) const {
        base::NoProgress progress;
        ngram::writeCounts(file, tokens_, tokenizer_, order, progress, {});
        return ngram::openCounts(file);
    }
    ngram::NgramModel train(const std::filesystem::path& file, unsigned order,
                            const ngram::EstimatorSpec& spec) const {
        return {count(file, order), spec};
    }

private:
    static text::Tokenizer makeTokenizer(const std::vector<std::string>& sentences,
                                         std::uint64_t minimumCount) {
        std::map<std::string, std::uint64_t> counted;
        for (const auto& sentence : sentences) {
            std::istringstream words(sentence);
            for (std::string word; words >> word;)
                ++counted[word];
        }
        std::vector<text::TokenCount> counts;
        for (const auto& [token, count] : counted)
            counts.push_back({token, count});
        return {
            text::TokenizerSpec{text::TokenizerKind::Whitespace, text::SentenceUnit::Line, false},
            text::Vocabulary(std::move(counts), {0, minimumCount})};
    }

    text::Tokenizer tokenizer_;
    std::vector<text::TokenId> tokens_;
};
