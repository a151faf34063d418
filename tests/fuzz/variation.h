// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace fuzz {

using Random = std::mt19937_64;

/// A number below `end`.
inline std::size_t below(Random& random, std::size_t end) {
    return end == 0 ? 0 : static_cast<std::size_t>(random() % end);
}

/// A section file taken to pieces, so that it can be put together with other contents and right
/// checksums.
struct Contents {
    std::string magic;
    std::uint32_t version = 0;
    std::vector<std::pair<std::string, std::string>> sections; ///< name and bytes
};

/// Of a file that is sound.
Contents readContents(const std::filesystem::path& path);
/// The file as it should be.
std::string assemble(const Contents& contents);

/// The file with something wrong in it: in its sections, most often with the checksums put right so
/// that the reader comes to see them, in its table, its header, or anywhere.
std::string vary(const Contents& contents, Random& random);

} // namespace fuzz
