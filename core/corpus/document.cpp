// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/corpus/document.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/file_failure.h"
#include "core/text/encoding.h"

#include <algorithm>
#include <cerrno>
#include <optional>
#include <utility>

namespace corpus {
namespace {

constexpr std::size_t headSize = std::size_t{1} << 16;
constexpr std::uint64_t furtherLooks = 16;

std::string readBlock(const base::InputFile& file, std::uint64_t offset) {
    std::string block(headSize, '\0');
    block.resize(file.readAt(offset, std::as_writable_bytes(std::span(block))));
    return block;
}

std::span<const std::byte> asBytes(std::string_view text) {
    return std::as_bytes(std::span(text));
}

bool isAscii(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// A long file may begin in ASCII and say only later what it is written in.
text::EncodingGuess guessEncoding(const base::InputFile& file, const std::string& head) {
    if (!isAscii(head) || file.size() <= head.size())
        return text::detectEncoding(asBytes(head));
    for (std::uint64_t i = 1; i <= furtherLooks; ++i) {
        const std::string block = readBlock(file, file.size() / (furtherLooks + 1) * i);
        if (isAscii(block))
            continue;
        const std::size_t lineEnd = block.find('\n'); // behind it a character begins
        const std::size_t begin = lineEnd == std::string::npos ? 0 : lineEnd + 1;
        if (!isAscii(std::string_view(block).substr(begin)))
            return text::detectEncoding(asBytes(std::string_view(block).substr(begin)));
    }
    return text::detectEncoding(asBytes(head));
}

// Why a file is not taken; nothing where it was, into `document`.
std::optional<base::Message> examine(const std::filesystem::path& path, const std::string& encoding,
                                     Document& document) {
    const base::InputFile file(path);
    if (file.size() == 0)
        return base::Message{NG_TEXT("core", "The file {0} is empty. Choose a file that contains "
                                             "text."),
                             {path.string()}};
    const std::string head = readBlock(file, 0);
    if (!encoding.starts_with("UTF-16")) // whoever names it knows what the zero bytes are
        if (const auto reason = text::reasonBinary(asBytes(head)))
            return base::Message{NG_TEXT("core", "The file {0} is not a text: {1}. Choose a file "
                                                 "of plain text."),
                                 {path.string()},
                                 {*reason}};
    document.path = path;
    document.size = file.size();
    document.modified = file.modified();
    document.encoding = encoding.empty() ? guessEncoding(file, head).name : encoding;
    document.encodingChosen = !encoding.empty();
    return std::nullopt;
}

bool isHidden(const std::filesystem::path& path) {
    return path.filename().string().starts_with('.');
}

std::vector<std::filesystem::path> filesBelow(const std::filesystem::path& folder,
                                              std::uint64_t& skipped) {
    namespace fs = std::filesystem;
    std::vector<fs::path> files;
    std::error_code error;
    fs::recursive_directory_iterator entry(folder, fs::directory_options::skip_permission_denied,
                                           error);
    for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
        std::error_code ignored;
        if (isHidden(entry->path())) {
            entry.disable_recursion_pending();
            ++skipped;
        } else if (entry->is_regular_file(ignored)) {
            files.push_back(entry->path());
        } else if (!entry->is_directory(ignored)) {
            ++skipped;
        }
    }
    if (error)
        base::failToRead(folder, error.value());
    std::sort(files.begin(), files.end());
    return files;
}

void findInFolder(const std::filesystem::path& folder, const std::string& encoding,
                  std::vector<Document>& documents, std::uint64_t& skipped) {
    const std::size_t before = documents.size();
    for (const auto& path : filesBelow(folder, skipped)) {
        Document document;
        try {
            if (!examine(path, encoding, document)) {
                documents.push_back(std::move(document));
                continue;
            }
        } catch (const base::FileError&) {
            // It may not be read, or went away: no text to be had, as with the others left out.
        }
        ++skipped;
    }
    if (documents.size() == before)
        throw base::FormatError({NG_TEXT("core", "The folder {0} has no text files. Choose a "
                                                 "folder with plain text in it."),
                                 {folder.string()}});
}

} // namespace

std::vector<Document> findDocuments(const std::vector<std::filesystem::path>& paths,
                                    const std::string& encoding, std::uint64_t* skipped) {
    const std::string known = encoding.empty() ? encoding : text::canonicalEncoding(encoding);
    std::vector<Document> documents;
    std::uint64_t leftOut = 0;
    for (const auto& given : paths) {
        const auto path = std::filesystem::absolute(given).lexically_normal();
        std::error_code ignored;
        if (std::filesystem::is_directory(path, ignored)) {
            findInFolder(path, known, documents, leftOut);
            continue;
        }
        Document document;
        if (const auto reason = examine(path, known, document))
            throw base::FormatError(*reason);
        documents.push_back(std::move(document));
    }
    if (skipped != nullptr)
        *skipped = leftOut;
    return documents;
}

void requireUnchanged(const Document& document) {
    const base::InputFile file(document.path);
    if (file.size() != document.size || file.modified() != document.modified)
        throw base::FileError({NG_TEXT("core", "The file {0} has changed since it was imported. "
                                               "Import it again."),
                               {document.path.string()}});
}

} // namespace corpus
