// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/frequency_file.h"

#include "core/base/error.h"
#include "core/base/section_file.h"

#include <array>
#include <cstdint>
#include <vector>

namespace library {

namespace {

constexpr base::FileKind kind{"NGRMFREQ", 1, NG_TEXT("core", "token frequencies")};

[[noreturn]] void throwDamaged(const std::filesystem::path& path) {
    throw base::FormatError({NG_TEXT("core", "The token frequencies in {0} do not fit together. "
                                             "Import the corpus again."),
                             {path.string()}});
}

} // namespace

void writeFrequencies(const std::filesystem::path& path, const corpus::Frequencies& frequencies) {
    std::vector<std::uint64_t> counts;
    std::vector<std::uint64_t> offsets{0};
    counts.reserve(frequencies.counts.size());
    offsets.reserve(frequencies.counts.size() + 1);
    for (const text::TokenCount& entry : frequencies.counts) {
        counts.push_back(entry.count);
        offsets.push_back(offsets.back() + entry.token.size());
    }
    base::SectionFileWriter file(path, kind);
    const std::array<std::uint64_t, 2> summary{frequencies.tokens, frequencies.sentences};
    file.beginSection("summary");
    file.writeValues(std::span<const std::uint64_t>(summary));
    file.beginSection("counts");
    file.writeValues(std::span<const std::uint64_t>(counts));
    file.beginSection("offsets");
    file.writeValues(std::span<const std::uint64_t>(offsets));
    file.beginSection("text");
    for (const text::TokenCount& entry : frequencies.counts)
        file.write(std::as_bytes(std::span(entry.token)));
    file.commit();
}

corpus::Frequencies readFrequencies(const std::filesystem::path& path) {
    const base::SectionFile file(path, kind);
    const auto summary = file.values<std::uint64_t>("summary");
    const auto counts = file.values<std::uint64_t>("counts");
    const auto offsets = file.values<std::uint64_t>("offsets");
    const std::string_view text = file.text("text");
    if (summary.size() != 2 || offsets.size() != counts.size() + 1)
        throwDamaged(path);
    corpus::Frequencies frequencies{{}, summary[0], summary[1]};
    frequencies.counts.reserve(counts.size());
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (offsets[i] > offsets[i + 1] || offsets[i + 1] > text.size())
            throwDamaged(path);
        frequencies.counts.push_back(
            {std::string(text.substr(offsets[i], offsets[i + 1] - offsets[i])), counts[i]});
    }
    return frequencies;
}

} // namespace library
