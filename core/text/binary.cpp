// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/encoding.h"
#include "core/text/encoding_evidence.h"

#include <algorithm>
#include <array>
#include <utility>

namespace text {
namespace {

using namespace std::string_view_literals;

// First bytes of formats that a person may take for text by their names.
constexpr std::array<std::pair<std::string_view, const char*>, 22> formats = {{
    {"%PDF-"sv, "PDF"},
    {"PK\x03\x04"sv, "ZIP"},
    {"PK\x05\x06"sv, "ZIP"},
    {"\x89PNG\r\n\x1A\n"sv, "PNG"},
    {"\xFF\xD8\xFF"sv, "JPEG"},
    {"GIF87a"sv, "GIF"},
    {"GIF89a"sv, "GIF"},
    {"\x7F"
     "ELF"sv,
     "ELF"},
    {"\x1F\x8B"sv, "gzip"},
    {"BZh"sv, "bzip2"},
    {"\xFD"
     "7zXZ\0"sv,
     "xz"},
    {"7z\xBC\xAF\x27\x1C"sv, "7-Zip"},
    {"\x28\xB5\x2F\xFD"sv, "Zstandard"},
    {"Rar!\x1A\x07"sv, "RAR"},
    {"SQLite format 3\0"sv, "SQLite"},
    {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv, "Microsoft Office"},
    {"{\\rtf"sv, "RTF"},
    {"OggS"sv, "Ogg"},
    {"ID3"sv, "MP3"},
    {"fLaC"sv, "FLAC"},
    {"\0asm"sv, "WebAssembly"},
    {"GGUF"sv, "GGUF"},
}};

bool isControl(char c) {
    const auto byte = static_cast<unsigned char>(c);
    // Tab, line feed, vertical tab, form feed, return, substitute (DOS's end of file) and escape
    // occur in texts.
    return byte < 0x20 && !(byte >= 0x09 && byte <= 0x0D) && byte != 0x1A && byte != 0x1B;
}

bool hasUtf16Mark(std::string_view bytes) {
    return bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF");
}

} // namespace

std::optional<base::Message> reasonBinary(std::span<const std::byte> head) {
    const std::string_view bytes(reinterpret_cast<const char*>(head.data()), head.size());
    for (const auto& [start, name] : formats)
        if (bytes.starts_with(start))
            return base::Message{NG_TEXT("core", "it is a {0} file"), {name}};
    if (hasUtf16Mark(bytes))
        return std::nullopt;
    const bool hasZero = bytes.find('\0') != std::string_view::npos;
    if (hasZero && utf16WithoutMark(bytes))
        return std::nullopt;
    const auto zeros = std::count(bytes.begin(), bytes.end(), '\0');
    const auto controls = std::count_if(bytes.begin(), bytes.end(), isControl);
    // A stray zero or two in a long text is a flaw of the text, not of another kind of file.
    if (zeros * 1000 > static_cast<std::ptrdiff_t>(bytes.size()))
        return base::Message{NG_TEXT("core", "it has {0} zero bytes among its first {1} bytes"),
                             {std::to_string(zeros), std::to_string(bytes.size())}};
    if (controls * 20 > static_cast<std::ptrdiff_t>(bytes.size()))
        return base::Message{
            NG_TEXT("core", "it has {0} control characters among its first {1} bytes"),
            {std::to_string(controls), std::to_string(bytes.size())}};
    return std::nullopt;
}

} // namespace text
