// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/corpus/line_table.h"

#include "core/base/progress.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace corpus {
namespace {

constexpr const char* groupsName = "line-groups";
constexpr const char* deltasName = "lines";

void append(std::uint64_t value, std::array<std::uint8_t, 30>& bytes, std::size_t& size) {
    for (; value >= 0x80; value >>= 7)
        bytes[size++] = static_cast<std::uint8_t>(value | 0x80);
    bytes[size++] = static_cast<std::uint8_t>(value);
}

} // namespace

/// Goes through the lines of one group.
class LineTable::Reader {
public:
    Reader(const LineTable& table, std::size_t group) : line_(table.groups_[group].first) {
        const std::uint64_t size = table.deltas_.size();
        const std::uint64_t end =
            group + 1 < table.groups_.size() ? table.groups_[group + 1].place : size;
        rest_ = table.deltas_.first(std::min(end, size));
        rest_ = rest_.subspan(std::min<std::uint64_t>(table.groups_[group].place, rest_.size()));
    }
    const LineStart& line() const { return line_; }
    /// The next line; false where there is none, or none that is whole.
    bool next() {
        const auto tokens = number();
        const auto bytes = number();
        const auto lines = number();
        if (!tokens || !bytes || !lines)
            return false;
        line_.firstToken += *tokens;
        line_.byteOffset += *bytes;
        line_.line += static_cast<std::uint32_t>(*lines);
        return true;
    }

private:
    std::optional<std::uint64_t> number() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
            const std::uint8_t byte = rest_.front();
            rest_ = rest_.subspan(1);
            value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
            if (byte < 0x80)
                return value;
        }
        return std::nullopt;
    }

    LineStart line_;
    std::span<const std::uint8_t> rest_;
};

LineTable::LineTable(const base::SectionFile& file)
    : groups_(file.values<LineGroup>(groupsName)), deltas_(file.values<std::uint8_t>(deltasName)) {}

bool LineTable::isSound(std::uint64_t tokens, std::size_t documents) const {
    bool sound = tokens == 0 || (!groups_.empty() && groups_.front().first.firstToken == 0);
    std::uint64_t previous = 0;
    for (const LineGroup& group : groups_) {
        sound = sound && group.first.firstToken >= previous && group.first.firstToken < tokens &&
                group.first.document < documents;
        previous = group.first.firstToken;
    }
    return sound;
}

LineStart LineTable::lineOf(std::uint64_t position) const {
    const auto next = std::upper_bound(groups_.begin(), groups_.end(), position,
                                       [](std::uint64_t wanted, const LineGroup& group) {
                                           return wanted < group.first.firstToken;
                                       });
    Reader reader(*this, static_cast<std::size_t>(next - groups_.begin()) - 1);
    LineStart found = reader.line();
    while (reader.next() && reader.line().firstToken <= position)
        found = reader.line();
    return found;
}

std::vector<LineStart> LineTable::all() const {
    std::vector<LineStart> lines;
    for (std::size_t group = 0; group < groups_.size(); ++group) {
        Reader reader(*this, group);
        do
            lines.push_back(reader.line());
        while (reader.next());
    }
    return lines;
}

void LineTableWriter::add(const LineStart& line) {
    const bool goesOn = inGroup_ > 0 && inGroup_ < LineTable::groupSize &&
                        line.document == last_.document && line.byteOffset >= last_.byteOffset;
    if (goesOn) {
        std::array<std::uint8_t, 30> bytes{};
        std::size_t size = 0;
        append(line.firstToken - last_.firstToken, bytes, size);
        append(line.byteOffset - last_.byteOffset, bytes, size);
        append(line.line - last_.line, bytes, size);
        deltas_.write(std::as_bytes(std::span(bytes).first(size)));
        ++inGroup_;
    } else {
        groups_.push_back({line, deltas_.size()});
        inGroup_ = 1;
    }
    last_ = line;
}

void LineTableWriter::write(base::SectionFileWriter& file, const std::stop_token& stop) {
    file.beginSection(groupsName);
    file.writeValues(std::span<const LineGroup>(groups_));
    file.beginSection(deltasName);
    deltas_.flush();
    std::vector<std::byte> block(std::size_t{1} << 18);
    for (std::uint64_t offset = 0; offset < deltas_.size();) {
        base::throwIfStopped(stop);
        const std::size_t got = deltas_.readAt(offset, block);
        file.write(std::span(block).first(got));
        offset += got;
    }
}

} // namespace corpus
