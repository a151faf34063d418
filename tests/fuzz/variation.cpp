// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/variation.h"

#include "core/base/section_format.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>
#include <iterator>
#include <limits>
#include <stdexcept>

namespace fuzz {

namespace {

using base::section_format::Entry;
using base::section_format::Header;

template <class T>
T load(const std::string& bytes, std::size_t place) {
    T value;
    std::memcpy(&value, bytes.data() + place, sizeof value);
    return value;
}

template <class T>
void store(std::string& bytes, std::size_t place, const T& value) {
    std::memcpy(bytes.data() + place, &value, sizeof value);
}

std::uint64_t checksumOf(const char* data, std::size_t size) {
    return base::section_format::checksum(std::as_bytes(std::span(data, size)));
}

/// Numbers at the borders of what a reader may believe, and small ones, which lead to other places.
std::uint64_t number(Random& random, std::size_t size) {
    switch (below(random, 8)) {
    case 0:
        return below(random, 4);
    case 1:
        return size - 2 + below(random, 4);
    case 2:
        return std::uint64_t{1} << below(random, 64);
    case 3:
        return (std::uint64_t{1} << below(random, 64)) - 1;
    case 4:
        return std::numeric_limits<std::uint64_t>::max() - below(random, 3);
    case 5:
        return 254 + below(random, 3);
    case 6:
        return below(random, 40);
    default:
        return random();
    }
}

void overwrite(std::string& bytes, Random& random) {
    constexpr std::array<std::size_t, 4> widths{1, 4, 4, 8};
    const std::size_t width = widths[below(random, widths.size())];
    if (bytes.size() < width)
        return;
    const std::uint64_t value = number(random, bytes.size() / width);
    const std::size_t place = below(random, bytes.size() / width) * width;
    std::memcpy(bytes.data() + place, &value, width);
}

void copyWithin(std::string& bytes, const std::string& from, Random& random) {
    if (bytes.empty() || from.empty())
        return;
    const std::size_t place = below(random, bytes.size());
    const std::size_t source = below(random, from.size());
    const std::size_t size =
        std::min({1 + below(random, 32), bytes.size() - place, from.size() - source});
    const std::string piece = from.substr(source, size); // may overlap
    std::copy(piece.begin(), piece.end(), bytes.begin() + static_cast<std::ptrdiff_t>(place));
}

/// JSON: another number in place of one, or a character that changes what it is.
void varyText(std::string& text, Random& random) {
    const std::size_t digit = text.find_first_of("0123456789", below(random, text.size()));
    if (digit != std::string::npos && random() % 4 != 0) {
        static const std::vector<std::string> values = {"0",
                                                        "1",
                                                        "2",
                                                        "3",
                                                        "4",
                                                        "5",
                                                        "10",
                                                        "11",
                                                        "255",
                                                        "18446744073709551615",
                                                        "-1",
                                                        "0.5",
                                                        "1e300",
                                                        "[]",
                                                        "null",
                                                        "\"\"",
                                                        "true",
                                                        "{}",
                                                        "99999999999999999999"};
        const std::size_t end = text.find_first_not_of("0123456789", digit);
        text.replace(digit, std::min(end, text.size()) - digit,
                     values[below(random, values.size())]);
        return;
    }
    static const std::string characters = "{}[]\",:0-9.eE \\\xff\x01";
    text[below(random, text.size())] = characters[below(random, characters.size())];
}

void resize(std::string& bytes, Random& random) {
    const std::size_t unit = std::size_t{1} << below(random, 4);
    if (random() % 2 == 0)
        bytes.resize(bytes.size() - std::min(bytes.size(), unit * (1 + below(random, 4))));
    else
        bytes.append(unit * (1 + below(random, 4)), static_cast<char>(random()));
}

void varySections(Contents& contents, Random& random) {
    auto& sections = contents.sections;
    const auto any = [&]() -> auto& {
        return sections[below(random, sections.size())];
    };
    auto& bytes = any().second;
    switch (below(random, 12)) {
    case 0:
    case 1:
    case 2:
    case 3:
    case 4:
        if (!bytes.empty() && (bytes.front() == '{' || bytes.front() == '['))
            varyText(bytes, random);
        else
            overwrite(bytes, random);
        break;
    case 5:
        if (!bytes.empty())
            bytes[below(random, bytes.size())] ^= static_cast<char>(1 << below(random, 8));
        break;
    case 6:
        resize(bytes, random);
        break;
    case 7:
        copyWithin(bytes, any().second, random);
        break;
    case 8:
        std::swap(any().second, bytes);
        break;
    case 9: // what a sorted or rising array must not be
        if (bytes.size() % 4 == 0 && bytes.size() >= 8) {
            const std::size_t a = below(random, bytes.size() / 4) * 4;
            const std::size_t b = below(random, bytes.size() / 4) * 4;
            const auto first = load<std::uint32_t>(bytes, a);
            store(bytes, a, load<std::uint32_t>(bytes, b));
            store(bytes, b, first);
        }
        break;
    case 10:
        bytes.assign(bytes.size(), random() % 2 == 0 ? '\xff' : static_cast<char>(random()));
        break;
    default:
        if (random() % 2 == 0)
            std::swap(any().first, any().first);
        else if (sections.size() > 1)
            sections.erase(sections.begin() +
                           static_cast<std::ptrdiff_t>(below(random, sections.size())));
    }
}

void sealHeader(std::string& file) {
    auto header = load<Header>(file, 0);
    header.headerChecksum = base::section_format::headerChecksum(header);
    store(file, 0, header);
}

void sealTable(std::string& file, std::size_t tableOffset) {
    auto header = load<Header>(file, 0);
    header.tableChecksum = checksumOf(file.data() + tableOffset, file.size() - tableOffset);
    store(file, 0, header);
    sealHeader(file);
}

void varyTable(std::string& file, Random& random) {
    const auto header = load<Header>(file, 0);
    if (header.sectionCount == 0)
        return;
    const std::size_t place =
        header.tableOffset + below(random, header.sectionCount) * sizeof(Entry);
    auto entry = load<Entry>(file, place);
    const std::uint64_t value =
        random() % 2 == 0 ? below(random, file.size() / 64 + 2) * 64 : number(random, file.size());
    switch (below(random, 4)) {
    case 0:
        entry.offset = value;
        break;
    case 1:
        entry.size = value;
        break;
    case 2:
        entry.name[below(random, sizeof entry.name)] = static_cast<char>(random());
        break;
    default: {
        // Another section's place, with its checksum.
        const auto other = load<Entry>(
            file, header.tableOffset + below(random, header.sectionCount) * sizeof(Entry));
        entry.offset = other.offset;
        entry.size = other.size;
        entry.checksum = other.checksum;
    }
    }
    if (random() % 2 == 0 && entry.offset <= file.size() &&
        entry.size <= file.size() - entry.offset)
        entry.checksum = checksumOf(file.data() + entry.offset, entry.size);
    store(file, place, entry);
    sealTable(file, header.tableOffset);
}

void varyHeader(std::string& file, Random& random) {
    auto header = load<Header>(file, 0);
    const std::uint64_t value = number(random, file.size());
    switch (below(random, 5)) {
    case 0:
        header.version = static_cast<std::uint32_t>(value);
        break;
    case 1:
        header.sectionCount = static_cast<std::uint32_t>(value);
        break;
    case 2:
        header.tableOffset = value;
        break;
    case 3:
        header.fileSize = value;
        break;
    default:
        header.magic[below(random, sizeof header.magic)] = static_cast<char>(random());
    }
    store(file, 0, header);
    sealHeader(file);
}

void varyAnywhere(std::string& file, Random& random) {
    switch (below(random, 3)) {
    case 0:
        file.resize(below(random, file.size()));
        break;
    case 1:
        file.append(1 + below(random, 200), static_cast<char>(random()));
        break;
    default:
        for (std::size_t times = 1 + below(random, 8); times > 0; --times)
            overwrite(file, random);
    }
}

} // namespace

Contents readContents(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    const std::string file{std::istreambuf_iterator<char>(stream), {}};
    if (file.size() < sizeof(Header))
        throw std::runtime_error("no section file: " + path.string());
    const auto header = load<Header>(file, 0);
    Contents contents;
    contents.magic.assign(header.magic, sizeof header.magic);
    contents.version = header.version;
    for (std::size_t i = 0; i < header.sectionCount; ++i) {
        const auto entry = load<Entry>(file, header.tableOffset + i * sizeof(Entry));
        contents.sections.emplace_back(entry.name, file.substr(entry.offset, entry.size));
    }
    return contents;
}

std::string assemble(const Contents& contents) {
    std::string file(sizeof(Header), '\0');
    std::string table;
    for (const auto& [name, bytes] : contents.sections) {
        Entry entry;
        std::copy_n(name.begin(), std::min(name.size(), sizeof entry.name), entry.name);
        entry.offset = file.size();
        entry.size = bytes.size();
        entry.checksum = checksumOf(bytes.data(), bytes.size());
        file += bytes;
        file.resize((file.size() + base::section_format::alignment - 1) /
                    base::section_format::alignment * base::section_format::alignment);
        table.append(reinterpret_cast<const char*>(&entry), sizeof entry);
    }
    Header header;
    contents.magic.copy(header.magic, sizeof header.magic);
    header.version = contents.version;
    header.sectionCount = static_cast<std::uint32_t>(contents.sections.size());
    header.tableOffset = file.size();
    header.fileSize = file.size() + table.size();
    store(file, 0, header);
    file += table;
    sealTable(file, header.tableOffset);
    return file;
}

std::string vary(const Contents& contents, Random& random) {
    const std::size_t where = below(random, 16);
    if (where < 12) {
        Contents changed = contents;
        std::size_t times = 1;
        while (times < 24 && random() % 2 == 0)
            times *= 2;
        for (; times > 0; --times)
            varySections(changed, random);
        std::string file = assemble(changed);
        if (random() % 32 == 0) // a checksum that does not fit
            overwrite(file, random);
        return file;
    }
    std::string file = assemble(contents);
    if (where < 14)
        varyTable(file, random);
    else if (where == 14)
        varyHeader(file, random);
    else
        varyAnywhere(file, random);
    return file;
}

} // namespace fuzz
