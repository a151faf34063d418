// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text_sink.h"

#include <zlib.h>

#include <array>
#include <new>
#include <span>

namespace base {

class TextSink::Packer {
public:
    Packer() {
        constexpr int gzip = 15 + 16; // the largest window, with gzip's header and trailer
        constexpr int memoryLevel = 8;
        if (deflateInit2(&stream_, Z_DEFAULT_COMPRESSION, Z_DEFLATED, gzip, memoryLevel,
                         Z_DEFAULT_STRATEGY) != Z_OK)
            throw std::bad_alloc();
    }
    ~Packer() { deflateEnd(&stream_); }
    Packer(const Packer&) = delete;
    Packer& operator=(const Packer&) = delete;

    void pack(std::string_view text, int flush, AtomicFile& file) {
        // zlib reads through a pointer that is not const, and changes nothing.
        stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
        stream_.avail_in = static_cast<uInt>(text.size());
        do {
            stream_.next_out = reinterpret_cast<Bytef*>(out_.data());
            stream_.avail_out = static_cast<uInt>(out_.size());
            deflate(&stream_, flush);
            file.write(std::string_view(out_.data(), out_.size() - stream_.avail_out));
        } while (stream_.avail_out == 0);
    }

private:
    z_stream stream_{};
    std::array<char, std::size_t{1} << 16> out_{};
};

TextSink::TextSink(const std::filesystem::path& path) : file_(path) {
    if (path.extension() == ".gz")
        packer_ = std::make_unique<Packer>();
}

TextSink::~TextSink() = default;

void TextSink::write(std::string_view text) {
    if (packer_)
        packer_->pack(text, Z_NO_FLUSH, file_);
    else
        file_.write(text);
}

void TextSink::commit() {
    if (packer_)
        packer_->pack({}, Z_FINISH, file_);
    file_.commit();
}

} // namespace base
