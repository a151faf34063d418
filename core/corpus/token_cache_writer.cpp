// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/spill_file.h"
#include "core/corpus/document_json.h"
#include "core/corpus/token_cache.h"
#include "core/corpus/token_cache_format.h"
#include "core/corpus/token_stream.h"
#include "core/text/tokenizer_file.h"

#include <nlohmann/json.hpp>

namespace corpus {
namespace {

namespace format = token_cache_format;

// Tokens go to the file as they come; the lines, whose section follows, are kept aside on disk.
class Encoder final : public TokenSink {
public:
    Encoder(base::SectionFileWriter& file, base::SpillFile& lines,
            const text::Vocabulary& vocabulary)
        : file_(file), lines_(lines), vocabulary_(vocabulary) {}

    void beginDocument(std::uint32_t number) { document_ = number; }
    void beginLine(const Line& line) override {
        const LineStart start{count_, line.byteOffset, document_,
                              static_cast<std::uint32_t>(line.number)};
        lines_.write(std::as_bytes(std::span(&start, 1)));
    }
    void beginSentence() override { add(text::Vocabulary::begin); }
    void token(std::string_view token) override { add(vocabulary_.find(token)); }
    void endSentence() override { add(text::Vocabulary::end); }

private:
    void add(text::TokenId id) {
        file_.writeValues(std::span<const text::TokenId>(&id, 1));
        ++count_;
    }

    base::SectionFileWriter& file_;
    base::SpillFile& lines_;
    const text::Vocabulary& vocabulary_;
    std::uint64_t count_ = 0;
    std::uint32_t document_ = 0;
};

void copySection(base::SpillFile& from, base::SectionFileWriter& to, const std::stop_token& stop) {
    std::vector<std::byte> block(std::size_t{1} << 18);
    for (std::uint64_t offset = 0; offset < from.size();) {
        base::throwIfStopped(stop);
        const std::size_t got = from.readAt(offset, block);
        to.write(std::span(block).first(got));
        offset += got;
    }
}

} // namespace

void writeTokenCache(const std::filesystem::path& path, const std::vector<Document>& documents,
                     const text::Tokenizer& tokenizer, base::Progress& progress,
                     const std::stop_token& stop) {
    TokenStream stream(documents, tokenizer.spec(), NG_TEXT("core", "Encoding {0}"), progress,
                       stop);
    base::SectionFileWriter file(path, format::kind);
    base::SpillFile lines(path);
    text::writeTokenizer(file, tokenizer);

    std::vector<Document> read = documents;
    file.beginSection(format::tokens);
    Encoder encoder(file, lines, tokenizer.vocabulary());
    for (std::size_t i = 0; i < read.size(); ++i) {
        encoder.beginDocument(static_cast<std::uint32_t>(i));
        stream.read(read[i], encoder);
    }
    file.beginSection(format::lines);
    copySection(lines, file, stop);
    file.addSection(format::documents, nlohmann::json(read).dump());
    base::throwIfStopped(stop);
    file.commit();
}

} // namespace corpus
