// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/tokenizer_spec.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace text {

/// Cuts text into tokens; knows no vocabulary. Not thread-safe (ICU's iterators keep state): each
/// thread has its own.
class Segmenter {
public:
    explicit Segmenter(const TokenizerSpec& spec);
    ~Segmenter();
    Segmenter(Segmenter&&) noexcept;
    Segmenter& operator=(Segmenter&&) noexcept;

    /// The tokens of `text` (valid UTF-8, one line without its end, or a whole document), in
    /// order. The views are valid until the next call.
    const std::vector<std::string_view>& segment(std::string_view text);
    /// Where those that the last call gave come from, for kinds with SubwordRules; else none.
    const std::vector<TextRange>& places() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace text
