// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/node_records.h"

#include "core/ngram/trie.h"

#include <utility>

namespace ngram {

NodeRecords::NodeRecords(const base::SectionFile& file, const std::string& name, std::uint64_t size)
    : records_(file.values<NodeRecord>(name)), large_(file.values<NodeNumbers>(name + "-large")) {
    require(records_.size() == size + 1, file, name);
}

NodeRecordWriter::NodeRecordWriter(base::SectionFileWriter& file, std::string name)
    : file_(file), name_(std::move(name)) {
    file_.beginSection(name_);
}

void NodeRecordWriter::add(std::uint32_t firstChild, const NodeNumbers& numbers) {
    constexpr std::size_t bufferSize = 8192;
    const bool fits =
        numbers.adjusted <= NodeRecords::mostOther && numbers.once <= NodeRecords::mostOther &&
        numbers.twice <= NodeRecords::mostOther && numbers.total <= NodeRecords::mostTotal;
    std::uint32_t packed = 0;
    if (fits) {
        packed = static_cast<std::uint32_t>(numbers.adjusted << 24 | numbers.twice << 17 |
                                            numbers.once << 10 | numbers.total);
    } else {
        packed = NodeRecords::isLarge | static_cast<std::uint32_t>(large_.size());
        large_.push_back(numbers);
    }
    buffer_.push_back({firstChild, packed});
    if (buffer_.size() == bufferSize)
        flush();
}

void NodeRecordWriter::flush() {
    file_.writeValues(std::span<const NodeRecord>(buffer_));
    buffer_.clear();
}

void NodeRecordWriter::finish(std::uint32_t end) {
    buffer_.push_back({end, 0});
    flush();
    file_.beginSection(name_ + "-large");
    file_.writeValues(std::span<const NodeNumbers>(large_));
}

} // namespace ngram
