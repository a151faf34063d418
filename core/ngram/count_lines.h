// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/text_source.h"
#include "core/corpus/token_table.h"
#include "core/ngram/ngram_list.h"

#include <cstdint>
#include <deque>
#include <filesystem>
#include <string_view>

namespace ngram {

/// Takes in lines "w1 … wn<tab>count". A token's number is its id where it is special, else its
/// place in tokens() and specialCount more. Lines that are blank or have a count of 0 say nothing.
class CountLines {
public:
    /// Lists are made beside `beside`.
    explicit CountLines(std::filesystem::path beside) : beside_(std::move(beside)) {}

    /// Throws base::FormatError, naming file and line, where a line is none of counts.
    void read(base::TextSource& source, base::Progress& progress, const std::stop_token& stop);

    /// The ordinary tokens, each with the count of its lines of length 1.
    const corpus::TokenTable& tokens() const { return tokens_; }
    /// [k]: the lines of length k + 1, as they came; as many as the longest has words.
    std::deque<NgramList>& lengths() { return lengths_; }

private:
    void take(std::string_view line, const base::TextSource& source);
    std::uint32_t number(std::string_view token, std::uint64_t count);

    std::filesystem::path beside_;
    corpus::TokenTable tokens_;
    std::deque<NgramList> lengths_;
    std::uint64_t total_ = 0;
};

} // namespace ngram
