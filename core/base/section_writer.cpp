// SPDX-License-Identifier: GPL-3.0-or-later
#define XXH_INLINE_ALL
#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/base/progress.h"
#include "core/base/section_file.h"
#include "core/base/section_format.h"

#include <algorithm>
#include <cstring>
#include <utility>
#include <xxhash.h>

namespace base {

using section_format::Entry;
using section_format::Header;

std::uint64_t section_format::checksum(std::span<const std::byte> bytes,
                                       const std::stop_token& stop) {
    constexpr std::size_t part = std::size_t{1} << 24;
    XXH3_state_t hash;
    XXH3_64bits_reset(&hash);
    for (; !bytes.empty(); bytes = bytes.subspan(std::min(part, bytes.size()))) {
        throwIfStopped(stop);
        XXH3_64bits_update(&hash, bytes.data(), std::min(part, bytes.size()));
    }
    return XXH3_64bits_digest(&hash);
}

struct SectionFileWriter::State {
    State(std::filesystem::path path, FileKind fileKind) : file(std::move(path)), kind(fileKind) {
        XXH3_64bits_reset(&hash);
        file.write(std::as_bytes(std::span(&header, 1))); // filled in by commit()
    }

    void endSection() {
        if (!open)
            return;
        open = false;
        XXH3_64bits_update(&hash, mapped.data(), mapped.size());
        mapped = {};
        table.back().size = file.position() - table.back().offset;
        table.back().checksum = XXH3_64bits_digest(&hash);
    }

    void align() {
        static constexpr std::byte zeros[section_format::alignment] = {};
        const auto over = file.position() % section_format::alignment;
        if (over != 0)
            file.write(std::span(zeros).first(section_format::alignment - over));
    }

    XXH3_state_t hash; // first, because it is aligned to 64 bytes
    AtomicFile file;
    FileKind kind;
    Header header;
    std::vector<Entry> table;
    std::span<const std::byte> mapped; ///< what the open section has in memory
    bool open = false;
};

SectionFileWriter::SectionFileWriter(std::filesystem::path path, FileKind kind)
    : state_(std::make_unique<State>(std::move(path), kind)) {}

SectionFileWriter::~SectionFileWriter() = default;

void SectionFileWriter::beginSection(std::string_view name) {
    state_->endSection();
    Entry entry;
    const bool taken = std::any_of(state_->table.begin(), state_->table.end(),
                                   [&](const Entry& other) { return name == other.name; });
    if (taken || name.empty() || name.size() >= sizeof entry.name)
        throw InputError({NG_TEXT("core", "“{0}” cannot name a section of a file: a name is used "
                                          "once and has 1 to {1} bytes."),
                          {std::string(name), std::to_string(sizeof entry.name - 1)}});
    std::copy(name.begin(), name.end(), entry.name);
    state_->align();
    entry.offset = state_->file.position();
    state_->table.push_back(entry);
    XXH3_64bits_reset(&state_->hash);
    state_->open = true;
}

void SectionFileWriter::write(std::span<const std::byte> bytes) {
    XXH3_64bits_update(&state_->hash, bytes.data(), bytes.size());
    state_->file.write(bytes);
}

std::span<std::byte> SectionFileWriter::mapSection(std::string_view name, std::uint64_t size) {
    beginSection(name);
    const auto mapped = state_->file.map(size);
    state_->mapped = mapped;
    return mapped;
}

void SectionFileWriter::rewrite(
    std::size_t blockSize, const std::function<void(std::uint64_t, std::span<std::byte>)>& change) {
    State& state = *state_;
    state.file.flush();
    const std::uint64_t begin = state.table.back().offset;
    const std::uint64_t size = state.file.position() - begin;
    const unsigned threads = computeThreads();
    std::vector<std::vector<std::byte>> blocks(threads);
    XXH3_64bits_reset(&state.hash);
    for (std::uint64_t first = 0; first < size; first += threads * blockSize) {
        runInParallel(threads, [&](unsigned thread) {
            const std::uint64_t offset = std::min(first + thread * blockSize, size);
            auto& block = blocks[thread];
            block.resize(std::min<std::uint64_t>(blockSize, size - offset));
            if (block.empty())
                return;
            state.file.readFlushed(begin + offset, block);
            change(offset, block);
            state.file.overwriteFlushed(begin + offset, block);
        });
        for (const auto& block : blocks)
            XXH3_64bits_update(&state.hash, block.data(), block.size());
    }
}

std::uint64_t SectionFileWriter::position() const {
    return state_->file.position();
}

void SectionFileWriter::commit(Keep keep) {
    State& state = *state_;
    state.endSection();
    state.align();
    Header& header = state.header;
    const auto table = std::as_bytes(std::span(std::as_const(state.table)));
    std::copy_n(state.kind.magic.begin(), std::min(state.kind.magic.size(), sizeof header.magic),
                header.magic);
    header.version = state.kind.version;
    header.sectionCount = static_cast<std::uint32_t>(state.table.size());
    header.tableOffset = state.file.position();
    header.fileSize = header.tableOffset + table.size();
    header.tableChecksum = section_format::checksum(table);
    header.headerChecksum = section_format::headerChecksum(header);
    state.file.write(table);
    state.file.writeAt(0, std::as_bytes(std::span(&header, 1)));
    state.file.commit(keep);
}

} // namespace base
