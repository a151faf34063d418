// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/packed_counts.h"

#include "core/ngram/trie.h"

namespace ngram {

PackedCounts::PackedCounts(const base::SectionFile& file, const std::string& name,
                           std::uint64_t size)
    : bytes_(file.values<std::uint8_t>(name)),
      blocks_(file.values<std::uint32_t>(name + "-blocks")),
      large_(file.values<std::uint64_t>(name + "-large")) {
    require(bytes_.size() == size, file, name);
    require(blocks_.size() == (size + packed::block - 1) / packed::block, file, name + "-blocks");
}

PackedCountsWriter::PackedCountsWriter(base::SectionFileWriter& file, std::string name)
    : file_(file), name_(std::move(name)) {
    file_.beginSection(name_);
    buffer_.reserve(bufferSize);
}

void PackedCountsWriter::add(std::span<const std::uint8_t> bytes,
                             std::span<const std::uint64_t> large) {
    large_.insert(large_.end(), large.begin(), large.end());
    while (!bytes.empty()) {
        const std::size_t part = std::min(bytes.size(), bufferSize - buffer_.size());
        buffer_.insert(buffer_.end(), bytes.begin(),
                       bytes.begin() + static_cast<std::ptrdiff_t>(part));
        bytes = bytes.subspan(part);
        if (buffer_.size() == bufferSize)
            flush();
    }
}

void PackedCountsWriter::flush() {
    for (std::size_t i = 0; i < buffer_.size(); i += packed::block) {
        blocks_.push_back(largeBefore_);
        largeBefore_ += static_cast<std::uint32_t>(packed::numberOfLarge(
            &buffer_[i], std::min<std::uint64_t>(packed::block, buffer_.size() - i)));
    }
    file_.writeValues(std::span<const std::uint8_t>(buffer_));
    buffer_.clear();
}

void PackedCountsWriter::finish() {
    flush();
    file_.beginSection(name_ + "-blocks");
    file_.writeValues(std::span<const std::uint32_t>(blocks_));
    file_.beginSection(name_ + "-large");
    file_.writeValues(std::span<const std::uint64_t>(large_));
}

} // namespace ngram
