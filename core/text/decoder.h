// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace text {

/// What could not be decoded: each bad sequence becomes one U+FFFD and is counted here.
struct DecodeReport {
    std::uint64_t replaced = 0;
    std::optional<std::uint64_t> firstOffset; ///< byte offset of the first bad sequence

    /// Takes in what is reported of bytes that lie behind these.
    void add(const DecodeReport& later) {
        replaced += later.replaced;
        if (!firstOffset)
            firstOffset = later.firstOffset;
    }
    bool operator==(const DecodeReport&) const = default;
};

/// Decodes a stream of bytes piece by piece into UTF-8 (ICU). A byte order mark at the start is
/// dropped, where the stream begins at the text's start. Characters cut by the end of a piece are
/// kept for the next one. U+0000 stays.
class StreamDecoder {
public:
    /// Throws base::InputError for an unknown encoding.
    explicit StreamDecoder(const std::string& encoding, bool atTextStart = true);
    ~StreamDecoder();
    StreamDecoder(StreamDecoder&&) noexcept;
    StreamDecoder& operator=(StreamDecoder&&) noexcept;

    /// Appends the decoded text to `out`. `last` ends the stream: what is left over is bad.
    void decode(std::span<const std::byte> bytes, bool last, std::string& out);
    /// Bytes of a character that is not complete yet.
    std::size_t pending() const;
    const DecodeReport& report() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// The whole of `bytes`, decoded.
std::string decodeAll(std::span<const std::byte> bytes, const std::string& encoding,
                      DecodeReport* report = nullptr);

} // namespace text
