// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/file.h"

#include <filesystem>
#include <memory>
#include <string_view>

namespace base {

/// Writes text aside and renames it into place on commit(), as AtomicFile does; packed by gzip
/// where the name ends in ".gz". Throws FileError.
class TextSink {
public:
    explicit TextSink(const std::filesystem::path& path);
    ~TextSink();

    void write(std::string_view text);
    void commit();

private:
    class Packer;

    AtomicFile file_;
    std::unique_ptr<Packer> packer_; ///< none for plain text
};

} // namespace base
