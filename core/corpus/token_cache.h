// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/base/section_file.h"
#include "core/corpus/document.h"
#include "core/corpus/line_table.h"
#include "core/text/token.h"
#include "core/text/tokenizer.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <stop_token>
#include <vector>

namespace corpus {

/// A corpus as token ids on disk, mapped: <s> w … w </s> <s> w … w </s> …, each sentence with
/// exactly one <s> and one </s>. What n-gram counting, neural training and the concordance read.
/// Immutable, safe to share between threads.
class TokenCache {
public:
    /// Throws base::FormatError where the file is damaged.
    explicit TokenCache(const std::filesystem::path& path);

    std::span<const text::TokenId> tokens() const { return tokens_; }
    /// The source lines that have tokens, in order: all of them, which takes memory.
    std::vector<LineStart> lines() const { return lines_.all(); }
    const std::vector<Document>& documents() const { return documents_; }
    /// Sentences, that is the number of <s>.
    std::uint64_t sentences() const { return sentences_; }
    /// The line that holds the token at `position`.
    LineStart lineOf(std::uint64_t position) const { return lines_.lineOf(position); }
    /// The file, which carries its tokenizer too: text::readTokenizer(cache.file()).
    const base::SectionFile& file() const { return file_; }

private:
    base::SectionFile file_;
    std::span<const text::TokenId> tokens_;
    LineTable lines_;
    std::vector<Document> documents_;
    std::uint64_t sentences_ = 0;
};

/// Encodes the documents into a token cache at `path`, by a tokenizer whose vocabulary they have or
/// by one made of theirs, which is returned. The text is read and cut once, memory grows with its
/// types alone. Throws base::InputError where the documents hold no token. Obeys `stop` by throwing
/// base::Cancelled and leaves nothing behind then.
void writeTokenCache(const std::filesystem::path& path, const std::vector<Document>& documents,
                     const text::Tokenizer& tokenizer, base::Progress& progress,
                     const std::stop_token& stop);
text::Tokenizer writeTokenCache(const std::filesystem::path& path,
                                const std::vector<Document>& documents,
                                const text::TokenizerSpec& spec, const text::VocabularyCut& cut,
                                base::Progress& progress, const std::stop_token& stop);

} // namespace corpus
