// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/file.h"
#include "core/corpus/document.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace corpus {

/// A line as a viewer shows it.
struct VisibleLine {
    std::string text;             ///< UTF-8, at most a few thousand characters
    std::uint64_t byteOffset = 0; ///< where it begins in the file
    std::uint64_t byteEnd = 0;    ///< where the next one begins
};

/// Looks at any place of a text of any size and decodes only what is asked for. Opening costs
/// nothing; places are byte offsets. A line longer than 4,096 bytes is shown in pieces. Works for
/// every known encoding. Reads, never maps (see InputFile). One thread at a time.
class TextWindow {
public:
    explicit TextWindow(const Document& document);

    std::uint64_t size() const { return file_.size(); }
    /// Where the line begins that holds the byte at `offset`.
    std::uint64_t lineStart(std::uint64_t offset) const;
    /// Where the line begins that stands `lines` lines before the one at `offset`.
    std::uint64_t linesBefore(std::uint64_t offset, std::size_t lines) const;
    /// Up to `count` lines from the line start `offset`.
    std::vector<VisibleLine> lines(std::uint64_t offset, std::size_t count) const;

private:
    base::InputFile file_;
    std::string encoding_;
};

} // namespace corpus
