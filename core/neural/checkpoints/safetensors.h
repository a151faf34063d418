// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/file.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace neural {

/// The safetensors format (as its README says, "Format"): the header's
/// length (8 bytes, little-endian), the header (JSON: each tensor's dtype, shape and place), then
/// the tensors, row by row, without gaps.
class SafetensorsFile {
public:
    struct Entry {
        std::string name;
        std::string type; ///< as the file says it: "F32"
        std::vector<std::int64_t> shape;
        std::uint64_t begin = 0; ///< bytes of the file
        std::uint64_t size = 0;  ///< bytes
    };

    /// Reads the header and checks it against the file; not mapped, because the file is somebody
    /// else's. Throws base::FormatError, naming file and place, where it is not what it should be.
    explicit SafetensorsFile(const std::filesystem::path& path);

    const std::filesystem::path& path() const { return file_.path(); }
    /// In the order of the file.
    const std::vector<Entry>& entries() const { return entries_; }
    /// Null where there is none of this name.
    const Entry* find(const std::string& name) const;
    /// F64, F32, F16 and BF16 as float32. Throws base::FormatError for another type and for numbers
    /// that are not finite.
    std::vector<float> read(const Entry& entry) const;

private:
    base::InputFile file_;
    std::vector<Entry> entries_;
};

struct NamedShape {
    std::string name;
    std::vector<std::int64_t> shape;
};

/// Writes float32 tensors aside and renames the file into place; `values` is asked for each once,
/// in order. Throws base::FileError.
void writeSafetensors(const std::filesystem::path& path, const std::vector<NamedShape>& tensors,
                      const std::function<std::vector<float>(std::size_t)>& values);

} // namespace neural
