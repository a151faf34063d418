// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/decoder.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace corpus {

/// One text file as it was when it was imported. The text stays where the person keeps it.
struct Document {
    std::filesystem::path path;
    std::uint64_t size = 0;      ///< bytes
    std::int64_t modified = 0;   ///< seconds since the epoch
    std::string encoding;        ///< one of text::knownEncodings()
    bool encodingChosen = false; ///< by the person, not by the detector
    text::DecodeReport decoded;  ///< known after import
    std::uint64_t lines = 0;     ///< known after import
};

/// Finds the files to import: a file stands for itself, a folder for all the files below it that
/// are text, by path; hidden and binary ones are left out (counted in `skipped`). Detects each
/// one's encoding unless `encoding` names it. Throws base::FileError for a path that is not there,
/// base::FormatError for a file that was named and is empty or binary, or a folder without text.
std::vector<Document> findDocuments(const std::vector<std::filesystem::path>& paths,
                                    const std::string& encoding = {},
                                    std::uint64_t* skipped = nullptr);

/// Throws base::FileError where the file is gone or its size or time differ from `document`.
void requireUnchanged(const Document& document);

} // namespace corpus
