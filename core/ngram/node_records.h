// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/prefetch.h"
#include "core/base/section_file.h"

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

namespace ngram {

/// What the estimators ask of an n-gram below the highest order: its own adjusted count, and of
/// what followed it, by adjusted counts.
struct NodeNumbers {
    std::uint64_t adjusted = 0;
    std::uint64_t total = 0; ///< sum of the children's adjusted counts
    std::uint64_t once = 0;  ///< children whose adjusted count is 1
    std::uint64_t twice = 0; ///< … is 2

    bool operator==(const NodeNumbers&) const = default;
};

/// All of that and where its children begin in eight bytes, so that a look-up waits for memory
/// once. Nearly all of the numbers are small (Zipf) and share a word; one whose highest bit is set
/// says where they stand in a list of their own.
struct NodeRecord {
    std::uint32_t firstChild = 0;
    std::uint32_t packed = 0;
};

/// Mapped from the sections NAME (NodeRecord, one more than there are nodes, so that each node's
/// children end where the next one's begin) and NAME-large (NodeNumbers). Reading stays in bounds
/// whatever stands there.
class NodeRecords {
public:
    NodeRecords() = default;
    /// Throws base::FormatError where a section is missing or there are not `size` nodes.
    NodeRecords(const base::SectionFile& file, const std::string& name, std::uint64_t size);

    NodeNumbers operator[](std::uint64_t place) const {
        const std::uint32_t packed = records_[place].packed;
        if ((packed & isLarge) == 0)
            return {packed >> 24, packed & mostTotal, packed >> 10 & mostOther,
                    packed >> 17 & mostOther};
        const std::uint32_t index = packed & ~isLarge;
        return index < large_.size() ? large_[index] : NodeNumbers{};
    }
    void prefetch(std::uint64_t place) const { base::prefetch(&records_[place]); }
    /// Once the record is there: asks for what it says stands elsewhere.
    void prefetchLarge(std::uint64_t place) const {
        const std::uint32_t packed = records_[place].packed;
        if ((packed & isLarge) != 0)
            base::prefetch(large_.data() + (packed & ~isLarge));
    }

private:
    friend class NodeRecordWriter;
    // From the highest bit: 1 for large, 7 adjusted, 7 twice, 7 once, 10 total.
    static constexpr std::uint32_t isLarge = std::uint32_t{1} << 31;
    static constexpr std::uint32_t mostTotal = (1U << 10) - 1;
    static constexpr std::uint32_t mostOther = (1U << 7) - 1;

    std::span<const NodeRecord> records_;
    std::span<const NodeNumbers> large_;
};

/// Writes such sections, one node after the other.
class NodeRecordWriter {
public:
    NodeRecordWriter(base::SectionFileWriter& file, std::string name);
    void add(std::uint32_t firstChild, const NodeNumbers& numbers);
    /// `end` is where the last node's children end.
    void finish(std::uint32_t end);

private:
    void flush();

    base::SectionFileWriter& file_;
    std::string name_;
    std::vector<NodeRecord> buffer_;
    std::vector<NodeNumbers> large_;
};

} // namespace ngram
