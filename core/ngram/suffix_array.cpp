// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/suffix_array.h"

#include "core/base/error.h"

#include <string>

namespace ngram {

namespace {

constexpr base::FileKind kind{"NGSUFFIX", 1, NG_TEXT("core", "corpus index")};
constexpr const char* sourceName = "source"; ///< number and checksum of the tokens (u64 each)
constexpr const char* placesName = "places"; ///< u32

struct Source {
    std::uint64_t tokens = 0;
    std::uint64_t checksum = 0;

    bool operator==(const Source&) const = default;
};

Source sourceOf(const corpus::TokenCache& cache) {
    Source source{cache.tokens().size(), 0};
    for (const base::Section& section : cache.file().sections())
        if (section.name == "tokens")
            source.checksum = section.checksum;
    return source;
}

} // namespace

SuffixArray::SuffixArray(const std::filesystem::path& path, const corpus::TokenCache& cache)
    : file_(path, kind, base::SectionFile::Check::TableOnly),
      places_(file_.values<Place>(placesName)) {
    const auto source = file_.values<Source>(sourceName);
    if (source.size() != 1 || source.front() != sourceOf(cache) ||
        places_.size() != cache.tokens().size())
        throw base::FormatError({NG_TEXT("core", "The corpus index {0} was made from other tokens. "
                                                 "Index the corpus again."),
                                 {path.string()}});
}

void writeSuffixArray(const std::filesystem::path& path, const corpus::TokenCache& cache,
                      base::Progress& progress, const std::stop_token& stop) {
    const auto tokens = cache.tokens();
    if (tokens.size() > mostPlaces)
        throw base::InputError(
            {NG_TEXT("core", "The corpus has {0} tokens; at most {1} can be indexed. Choose a "
                             "smaller corpus, or longer tokens."),
             {std::to_string(tokens.size()), std::to_string(mostPlaces)}});
    std::size_t alphabet = 0;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (i % 65536 == 0)
            base::throwIfStopped(stop);
        alphabet = std::max(alphabet, text::index(tokens[i]) + 1);
    }

    base::SectionFileWriter file(path, kind);
    const Source source = sourceOf(cache);
    file.addSection(sourceName, std::as_bytes(std::span(&source, 1)));
    const auto memory = file.mapSection(placesName, tokens.size() * sizeof(Place));
    const std::span places(reinterpret_cast<Place*>(memory.data()), tokens.size());
    sortSuffixes(tokens, alphabet, places, progress, stop);
    base::throwIfStopped(stop);
    file.commit();
}

} // namespace ngram
