// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/section_file.h"

#include "core/base/error.h"
#include "core/base/section_format.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace base {
namespace {

using section_format::Entry;
using section_format::Header;

[[noreturn]] void failAsDamaged(const std::filesystem::path& path, std::uint64_t offset) {
    throw FormatError({NG_TEXT("core", "The file {0} is damaged at byte {1}. Make it again, or "
                                       "take it from a backup."),
                       {path.string(), std::to_string(offset)}});
}

Header readHeader(const std::filesystem::path& path, const FileKind& kind,
                  std::span<const std::byte> bytes) {
    const bool hasMagic = kind.magic.size() <= bytes.size() &&
                          std::memcmp(bytes.data(), kind.magic.data(), kind.magic.size()) == 0;
    if (!hasMagic)
        throw FormatError({NG_TEXT("core", "The file {0} is not of this kind: {1}. Choose another "
                                           "file."),
                           {path.string()},
                           {kind.name}});
    Header header;
    if (bytes.size() < sizeof header)
        failAsDamaged(path, bytes.size());
    std::memcpy(&header, bytes.data(), sizeof header);
    if (header.headerChecksum != section_format::headerChecksum(header))
        failAsDamaged(path, 0);
    if (header.version > kind.version)
        throw FormatError({NG_TEXT("core", "The file {0} was made by a newer version of the "
                                           "program. Update the program to use it."),
                           {path.string()}});
    if (header.version < kind.version)
        throw FormatError({NG_TEXT("core", "The file {0} was made by an older version of the "
                                           "program. Make it again."),
                           {path.string()}});
    return header;
}

} // namespace

SectionFile::SectionFile(std::filesystem::path path, FileKind kind, Check check)
    : path_(std::move(path)), kind_(kind), file_(std::make_shared<const MappedFile>(path_)) {
    const auto bytes = file_->bytes();
    const Header header = readHeader(path_, kind_, bytes);
    if (header.fileSize != bytes.size())
        throw FormatError(
            {NG_TEXT("core", "The file {0} is damaged: it has {1} bytes instead of "
                             "{2}. Make it again, or take it from a backup."),
             {path_.string(), std::to_string(bytes.size()), std::to_string(header.fileSize)}});

    // Every difference below is of values already known to be in order, so that none overflows.
    if (header.tableOffset < sizeof(Header) || header.tableOffset > bytes.size() ||
        (bytes.size() - header.tableOffset) / sizeof(Entry) < header.sectionCount)
        failAsDamaged(path_, 0);
    const auto table = bytes.subspan(header.tableOffset, header.sectionCount * sizeof(Entry));
    if (section_format::checksum(table) != header.tableChecksum)
        failAsDamaged(path_, header.tableOffset);
    digest_ = header.tableChecksum;

    sections_.reserve(header.sectionCount);
    for (std::size_t i = 0; i < header.sectionCount; ++i) {
        Entry entry;
        const std::size_t place = i * sizeof entry;
        std::memcpy(&entry, table.data() + place, sizeof entry);
        const char* const nameBegin = entry.name;
        const char* const nameEnd = std::find(nameBegin, nameBegin + sizeof entry.name, '\0');
        const bool sound = nameEnd != nameBegin && nameEnd != nameBegin + sizeof entry.name &&
                           entry.offset % section_format::alignment == 0 &&
                           entry.offset >= sizeof(Header) && entry.offset <= header.tableOffset &&
                           entry.size <= header.tableOffset - entry.offset;
        std::string name(nameBegin, nameEnd);
        if (!sound || contains(name))
            failAsDamaged(path_, header.tableOffset + place);
        sections_.push_back({std::move(name), entry.offset, entry.size, entry.checksum});
    }
    if (check == Check::Everything)
        verify({});
}

void SectionFile::verify(const std::stop_token& stop) const {
    for (const Section& section : sections_)
        if (section_format::checksum(bytes(section.name), stop) != section.checksum)
            throw FormatError({NG_TEXT("core", "The file {0} is damaged in its section “{1}” "
                                               "(bytes {2} to {3}). Make it again, or take it "
                                               "from a backup."),
                               {path_.string(), section.name, std::to_string(section.offset),
                                std::to_string(section.offset + section.size)}});
}

bool SectionFile::contains(std::string_view name) const {
    return std::any_of(sections_.begin(), sections_.end(),
                       [&](const Section& section) { return section.name == name; });
}

std::span<const std::byte> SectionFile::bytes(std::string_view name) const {
    for (const Section& section : sections_)
        if (section.name == name)
            return file_->bytes().subspan(section.offset, section.size);
    throw FormatError({NG_TEXT("core", "The file {0} lacks its section “{1}”. Make it again, or "
                                       "take it from a backup."),
                       {path_.string(), std::string(name)}});
}

std::string_view SectionFile::text(std::string_view name) const {
    const auto raw = bytes(name);
    return {reinterpret_cast<const char*>(raw.data()), raw.size()};
}

void SectionFile::requireMultiple(std::string_view name, std::size_t size, std::size_t unit) const {
    if (size % unit != 0)
        throw FormatError(
            {NG_TEXT("core", "The section “{1}” of the file {0} has {2} bytes, which "
                             "is no multiple of {3}. Make the file again, or take "
                             "it from a backup."),
             {path_.string(), std::string(name), std::to_string(size), std::to_string(unit)}});
}

} // namespace base
