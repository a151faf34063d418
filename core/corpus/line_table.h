// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/section_file.h"
#include "core/base/spill_file.h"
#include "core/corpus/line_start.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

namespace corpus {

/// Where a group of lines begins: its first line, and where the others are told.
struct LineGroup {
    LineStart first;
    std::uint64_t place = 0; ///< in the section "lines"
};

/// The lines of a token cache in about three bytes each: groups of lines of one document, in
/// "line-groups" (LineGroup) whole, in "lines" what each further line has more than the one before
/// it: tokens, bytes, line numbers, as LEB128.
class LineTable {
public:
    static constexpr std::size_t groupSize = 64;

    LineTable() = default;
    explicit LineTable(const base::SectionFile& file);

    /// Whether groups are in order and inside a cache of so many tokens and documents. What the
    /// groups hold is not looked at: reading stays in bounds whatever it is.
    bool isSound(std::uint64_t tokens, std::size_t documents) const;
    /// The last line that begins at or before a token's position. The table must not be empty.
    LineStart lineOf(std::uint64_t position) const;
    /// All lines, in order.
    std::vector<LineStart> all() const;

private:
    class Reader;

    std::span<const LineGroup> groups_;
    std::span<const std::uint8_t> deltas_;
};

/// Takes lines in their order and writes such sections.
class LineTableWriter {
public:
    /// Keeps them on the disk beside this file meanwhile.
    explicit LineTableWriter(const std::filesystem::path& beside) : deltas_(beside) {}

    void add(const LineStart& line);
    void write(base::SectionFileWriter& file, const std::stop_token& stop);

private:
    std::vector<LineGroup> groups_;
    base::SpillFile deltas_;
    LineStart last_;
    std::size_t inGroup_ = 0;
};

} // namespace corpus
