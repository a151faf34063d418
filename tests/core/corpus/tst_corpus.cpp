// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/corpus/concordance.h"
#include "core/corpus/frequencies.h"
#include "core/corpus/line_reader.h"
#include "core/corpus/text_window.h"
#include "core/corpus/token_cache.h"
#include "core/corpus/token_table.h"
#include "core/text/encoding.h"
#include "core/text/tokenizer_file.h"
#include "tests/core/text/word_pieces.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

using corpus::Document;
using text::SentenceUnit;
using text::TokenizerKind;
using text::Vocabulary;

namespace {

std::string joined(const text::Tokenizer& tokenizer, std::span<const text::TokenId> tokens) {
    std::string all;
    for (const auto token : tokens)
        all += (all.empty() ? "" : " ") + std::string(tokenizer.vocabulary().token(token));
    return all;
}

class CancelAfter final : public base::Progress {
public:
    explicit CancelAfter(std::stop_source& source) : source_(source) {}
    void report(const base::ProgressReport& report) override {
        last = report;
        if (++reports == 3)
            source_.request_stop();
    }
    base::ProgressReport last;
    int reports = 0;

private:
    std::stop_source& source_;
};

} // namespace

class TestCorpus : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    base::NoProgress quiet_;
    std::stop_token never_;

    std::filesystem::path place(const std::string& name) const {
        return std::filesystem::path(folder_.path().toStdString()) / name;
    }
    std::filesystem::path write(const std::string& name, std::string_view text) const {
        std::filesystem::create_directories(place(name).parent_path());
        std::ofstream(place(name), std::ios::binary) << text;
        return place(name);
    }
    Document document(const std::string& name, std::string_view text,
                      const std::string& encoding = "UTF-8") const {
        return corpus::findDocuments({write(name, text)}, encoding).front();
    }
    text::Tokenizer tokenizerFor(std::vector<Document> documents, text::TokenizerSpec spec) {
        auto found = corpus::countTokens(documents, spec, quiet_, never_);
        return {spec, text::Vocabulary(std::move(found.counts))};
    }
    std::string cached(const std::string& text, text::TokenizerSpec spec) {
        const std::vector<Document> documents = {document("cached.txt", text)};
        const auto tokenizer = tokenizerFor(documents, spec);
        corpus::writeTokenCache(place("cache"), documents, tokenizer, quiet_, never_);
        return joined(tokenizer, corpus::TokenCache(place("cache")).tokens());
    }

private slots:
    /// Many blocks of a file: a line that a block's border cuts stays one, and ends where it ends.
    void linesAcrossBlocks() {
        std::string all;
        std::size_t written = 0;
        for (; all.size() < 1'500'000; ++written)
            all += std::string(1 + written * 7 % 90, static_cast<char>('a' + written % 26)) + "\n";
        std::ofstream(place("blocks.txt"), std::ios::binary) << all;
        corpus::LineReader reader(corpus::findDocuments({place("blocks.txt")}).front());
        corpus::Line line;
        std::string read;
        std::size_t lines = 0;
        for (; reader.next(line); ++lines) {
            QCOMPARE(line.number, lines + 1);
            QVERIFY(line.text.find('\n') == std::string_view::npos);
            read += std::string(line.text) + "\n";
        }
        QCOMPARE(lines, written);
        QVERIFY(read == all);
    }

    void linesOfEveryEnding() {
        const Document lines = document("lines.txt", "one\r\ntwo\rthree\n\nfünf");
        corpus::LineReader reader(lines);
        std::vector<std::string> texts;
        std::vector<std::uint64_t> offsets;
        corpus::Line line;
        while (reader.next(line)) {
            texts.emplace_back(line.text);
            offsets.push_back(line.byteOffset);
            QCOMPARE(line.number, texts.size());
            QCOMPARE(line.ended, texts.size() < 5);
        }
        QCOMPARE(texts, (std::vector<std::string>{"one", "two", "three", "", "fünf"}));
        QCOMPARE(offsets, (std::vector<std::uint64_t>{0, 5, 9, 15, 16}));
        QCOMPARE(reader.bytesRead(), lines.size);
    }

    void longLinesComeInPieces() {
        std::string text;
        while (text.size() < 300000)
            text += "wörter ";
        const Document lines = document("long.txt", text + "\nnext\n");
        corpus::LineReader reader(lines);
        corpus::Line line;
        std::string back;
        int pieces = 0;
        while (reader.next(line) && line.number == 1) {
            QVERIFY(line.text.size() <= corpus::LineReader::longestLine);
            QVERIFY(line.text.ends_with(' '));
            QCOMPARE(line.byteOffset, back.size());
            back += line.text;
            ++pieces;
        }
        QVERIFY(pieces > 4);
        QVERIFY(back == text);
        QCOMPARE(std::string(line.text), "next");
        QCOMPARE(line.number, 2U);
    }

    // Whatever the bytes and however large the blocks, lines are what decoding the whole gives.
    void linesAgreeWithTheWhole_data() {
        QTest::addColumn<std::size_t>("blockSize");
        for (const std::size_t size : {16U, 23U, 150U, 1U << 17})
            QTest::addRow("%zu", size) << size;
    }
    void linesAgreeWithTheWhole() {
        QFETCH(std::size_t, blockSize);
        std::mt19937 random(2);
        for (const std::string& encoding : text::knownEncodings()) {
            for (int round = 0; round < 30; ++round) {
                std::string bytes;
                for (int i = 0; i < 3000; ++i)
                    bytes += static_cast<char>(random() % 4 == 0 ? random() % 64 : random());
                Document lines;
                lines.path = write("random", bytes);
                lines.encoding = encoding;
                corpus::LineReader reader(lines, blockSize);
                std::string back;
                corpus::Line line;
                while (reader.next(line)) {
                    back += line.text;
                    back += line.ended ? "\n" : "";
                }
                text::DecodeReport report;
                std::string whole =
                    text::decodeAll(std::as_bytes(std::span(bytes)), encoding, &report);
                std::string unified;
                for (std::size_t i = 0; i < whole.size(); ++i)
                    if (whole[i] != '\r')
                        unified += whole[i];
                    else if (i + 1 == whole.size() || whole[i + 1] != '\n')
                        unified += '\n';
                QVERIFY2(back == unified, encoding.c_str());
                QVERIFY2(reader.report() == report, encoding.c_str());
            }
        }
    }

    // A file that is cut into many blocks, at line ends and inside lines, gives the same tokens,
    // sentences and lines as a short one.
    void tokensAcrossBlocks() {
        std::string text;
        std::string expected;
        std::vector<std::uint32_t> lines;
        std::mt19937 random(5);
        for (std::uint32_t line = 1; text.size() < 1'000'000; ++line) {
            const bool isLong = line % 500 == 7;
            const std::size_t words = isLong ? 60'000 : random() % 9;
            if (words > 0) {
                expected += expected.empty() ? "<s>" : " <s>";
                lines.push_back(line);
            }
            for (std::size_t i = 0; i < words; ++i) {
                const std::string word = "w" + std::to_string(random() % 40);
                text += word + " ";
                expected += " " + word;
            }
            text += line % 3 == 0 ? "\r\n" : "\n";
            expected += words > 0 ? " </s>" : "";
        }
        const std::vector<Document> documents = {document("blocks.txt", text)};
        const auto tokenizer = tokenizerFor(documents, {TokenizerKind::Words, SentenceUnit::Line});
        corpus::writeTokenCache(place("blocks"), documents, tokenizer, quiet_, never_);
        const corpus::TokenCache cache(place("blocks"));
        QVERIFY(joined(tokenizer, cache.tokens()) == expected);
        std::vector<std::uint32_t> found;
        for (const auto& start : cache.lines())
            if (found.empty() || start.line != found.back())
                found.push_back(start.line);
        QCOMPARE(found, lines);
        QVERIFY(cache.lines().size() > lines.size()); // long lines in pieces
        QCOMPARE(cache.documents()[0].lines,
                 static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n')));
        const auto whole = cached(text, {TokenizerKind::Characters, SentenceUnit::Document});
        QCOMPARE(std::count(whole.begin(), whole.end(), '<'), 2);
    }

    /// Lines of several documents, with gaps and lines without tokens, come back; each place finds
    /// the last line that begins at or before it.
    void lineTable() {
        std::mt19937 random(11);
        std::vector<corpus::LineStart> lines;
        corpus::LineStart line;
        for (int i = 0; i < 3000; ++i) {
            lines.push_back(line);
            line.firstToken += random() % 400;
            line.byteOffset += random() % 100'000;
            line.line += 1 + random() % 3;
            if (random() % 100 == 0) {
                ++line.document;
                line.byteOffset = 0;
                line.line = 1;
            }
        }
        base::SectionFileWriter writer(place("lines"), {"NGTEST", 1, ""});
        corpus::LineTableWriter table(place("lines"));
        for (const auto& one : lines)
            table.add(one);
        table.write(writer, {});
        writer.commit();
        const base::SectionFile file(place("lines"), {"NGTEST", 1, ""});
        const corpus::LineTable read(file);
        const auto all = read.all();
        QCOMPARE(all.size(), lines.size());
        const auto same = [](const corpus::LineStart& a, const corpus::LineStart& b) {
            return a.firstToken == b.firstToken && a.byteOffset == b.byteOffset &&
                   a.document == b.document && a.line == b.line;
        };
        QVERIFY(std::equal(all.begin(), all.end(), lines.begin(), same));
        for (std::uint64_t place = 0; place < lines.back().firstToken + 5; place += 7) {
            const auto next = std::find_if(lines.begin(), lines.end(),
                                           [&](const auto& one) { return one.firstToken > place; });
            QVERIFY(same(read.lineOf(place), *std::prev(next)));
        }
        QVERIFY(read.isSound(line.firstToken + 1, line.document + 1));
        QVERIFY(!read.isSound(5, line.document + 1));
        QVERIFY(!read.isSound(line.firstToken + 1, 1));
    }

    /// Tokens that differ in a byte, in their length alone, and longer ones than a table's slots
    /// hold, are told apart.
    void tokensAreToldApart() {
        std::vector<std::string> tokens;
        for (std::size_t size = 1; size <= 40; ++size)
            for (std::size_t place = 0; place < size; ++place) {
                std::string token(size, 'a');
                token[place] = 'b';
                tokens.push_back(token);
                token[place] = '\0';
                tokens.push_back(token);
            }
        corpus::TokenTable table;
        std::string text;
        for (const auto& token : tokens)
            text += token;
        text.append(corpus::TokenNumberer::readable, 'a');
        std::vector<std::string_view> pieces;
        std::size_t begin = 0;
        for (const auto& token : tokens) {
            pieces.push_back(std::string_view(text).substr(begin, token.size()));
            begin += token.size();
        }
        std::vector<std::uint32_t> numbers;
        table.number(pieces, numbers);
        table.number(pieces, numbers);
        QCOMPARE(numbers.size(), 2 * tokens.size());
        QCOMPARE(table.size(), tokens.size());
        const auto counts = table.counts();
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            QCOMPARE(numbers[i], i + text::Vocabulary::specialCount);
            QCOMPARE(numbers[tokens.size() + i], numbers[i]);
            QVERIFY(table.token(i) == tokens[i]);
            QCOMPARE(counts[i], 2U);
            QCOMPARE(table.add(tokens[i], 5), i);
        }
    }

    void foldersAreSearched() {
        write("tree/b.txt", "text b\n");
        write("tree/a/z.txt", "text z\n");
        write("tree/.hidden", "hidden\n");
        write("tree/empty", "");
        write("tree/picture.png", "\x89PNG\r\n\x1A\nabc");
        std::uint64_t skipped = 0;
        const auto found = corpus::findDocuments({place("tree")}, {}, &skipped);
        QCOMPARE(found.size(), 2U);
        QCOMPARE(found[0].path.filename().string(), "z.txt");
        QCOMPARE(skipped, 3U);
        std::filesystem::create_directories(place("bare"));
        QVERIFY_THROWS_EXCEPTION(base::FormatError, corpus::findDocuments({place("bare")}));
        QVERIFY_THROWS_EXCEPTION(base::FormatError, corpus::findDocuments({place("tree/empty")}));
        QVERIFY_THROWS_EXCEPTION(base::FormatError,
                                 corpus::findDocuments({place("tree/picture.png")}));
        QVERIFY_THROWS_EXCEPTION(base::FileError, corpus::findDocuments({place("nowhere")}));
    }

    void lateEncodingIsSeen() {
        std::string bytes(80000, 'a');
        for (int i = 0; i < 20000; ++i)
            bytes += "\xD6\xD0\xCE\xC4\xCE\xC4\xD5\xC2\n"; // 中文文章
        QCOMPARE(corpus::findDocuments({write("late", bytes)}).front().encoding, "GB18030");
    }

    void changedFilesAreRefused() {
        std::vector<Document> documents = {document("change.txt", "one\n")};
        write("change.txt", "one two\n");
        QVERIFY_THROWS_EXCEPTION(base::FileError, corpus::requireUnchanged(documents.front()));
        QVERIFY_THROWS_EXCEPTION(base::FileError,
                                 corpus::countTokens(documents, {}, quiet_, never_));
        std::filesystem::remove(place("change.txt"));
        QVERIFY_THROWS_EXCEPTION(base::FileError, corpus::requireUnchanged(documents.front()));
    }

    void sentences() {
        const std::string text = "a b\n\nb\n";
        QCOMPARE(cached(text, {TokenizerKind::Words, SentenceUnit::Line}),
                 "<s> a b </s> <s> b </s>");
        QCOMPARE(cached(text, {TokenizerKind::Whitespace, SentenceUnit::Line}),
                 "<s> a b </s> <s> </s> <s> b </s>");
        QCOMPARE(cached(text, {TokenizerKind::Words, SentenceUnit::Document}), "<s> a b b </s>");
        QCOMPARE(cached("a\r\n\r\nb", {TokenizerKind::Characters, SentenceUnit::Document}),
                 "<s> a \n \n b </s>");
        QCOMPARE(cached("a\n", {TokenizerKind::Bytes, SentenceUnit::Document}),
                 "<s> <0x61> <0x0A> </s>");
        QCOMPARE(cached("a\n", {TokenizerKind::Graphemes, SentenceUnit::Line}), "<s> a </s>");
    }

    void piecesOfWords() {
        const text::Tokenizer tokenizer = wordPieceTokenizer({"a", "cat", "##s", "."});
        const std::string text = "a cats.\n\ndog cat\r\na";
        corpus::writeTokenCache(place("p"), {document("pieces.txt", text)}, tokenizer, quiet_,
                                never_);
        const corpus::TokenCache cache(place("p"));
        std::vector<text::TokenId> expected = tokenizer.encode(text);
        QCOMPARE(expected.size(), std::size_t{7});
        expected.insert(expected.begin(), Vocabulary::begin);
        expected.push_back(Vocabulary::end);
        const auto tokens = cache.tokens();
        QCOMPARE(std::vector<text::TokenId>(tokens.begin(), tokens.end()), expected);
        QCOMPARE(text::readTokenizer(cache.file()).spec(), tokenizer.spec());
    }

    void countsAndReport() {
        std::vector<Document> documents = {document("c1", "b a\nb\xFF\n"), document("c2", "c\n")};
        const auto found = corpus::countTokens(
            documents, {TokenizerKind::Whitespace, SentenceUnit::Line}, quiet_, never_);
        QCOMPARE(found.tokens, 4U);
        QCOMPARE(found.sentences, 3U);
        QCOMPARE(found.counts.front().token, "a");
        QCOMPARE(documents[0].lines, 2U);
        QCOMPARE(documents[0].decoded.replaced, 1U);
        QCOMPARE(*documents[0].decoded.firstOffset, 5U);
    }

    void cacheCarriesAll() {
        const std::vector<Document> documents = {document("k1", "a b\n\nc\n"),
                                                 document("k2", "a\n")};
        const auto tokenizer = tokenizerFor(documents, {TokenizerKind::Words, SentenceUnit::Line});
        corpus::writeTokenCache(place("k"), documents, tokenizer, quiet_, never_);
        const corpus::TokenCache cache(place("k"));
        QCOMPARE(cache.sentences(), 3U);
        QCOMPARE(cache.documents().size(), 2U);
        QCOMPARE(cache.documents()[0].lines, 3U);
        QCOMPARE(cache.documents()[1].path, documents[1].path);
        QCOMPARE(cache.lines().size(), 3U);
        QCOMPARE(cache.lineOf(0).line, 1U);
        QCOMPARE(cache.lineOf(5).line, 3U); // <s> a b </s> <s> c
        QCOMPARE(cache.lineOf(5).byteOffset, 5U);
        QCOMPARE(cache.lineOf(8).document, 1U);
        const auto read = text::readTokenizer(cache.file());
        QVERIFY(read.spec() == tokenizer.spec());
        QCOMPARE(read.vocabulary().size(), 6U);
    }

    void stopLeavesNothing() {
        std::string large;
        for (int i = 0; i < 100000; ++i)
            large += "some words\n";
        std::vector<Document> documents = {document("large", large)};
        const auto tokenizer = tokenizerFor(documents, {TokenizerKind::Words, SentenceUnit::Line});
        std::stop_source stop;
        CancelAfter progress(stop);
        QVERIFY_THROWS_EXCEPTION(base::Cancelled,
                                 corpus::writeTokenCache(place("stopped"), documents, tokenizer,
                                                         progress, stop.get_token()));
        QCOMPARE(progress.reports, 3);
        QVERIFY(progress.last.done < 400000);
        QCOMPARE(progress.last.total, large.size());
        QCOMPARE(QDir(folder_.path()).entryList({"stopped*"}).size(), 0);
    }

    void hostileCachesNeverCrash() {
        const std::vector<Document> documents = {document("h", "a b\nc a\n")};
        const auto tokenizer = tokenizerFor(documents, {TokenizerKind::Words, SentenceUnit::Line});
        corpus::writeTokenCache(place("hostile"), documents, tokenizer, quiet_, never_);
        const std::string whole = base::readFile(place("hostile"));
        std::mt19937 random(3);
        for (int i = 0; i < 2000; ++i) {
            std::string damaged = whole;
            if (i % 3 == 0)
                damaged.resize(random() % whole.size());
            else
                damaged[random() % damaged.size()] ^= static_cast<char>(1 + random() % 255);
            write("damaged", damaged);
            try {
                QCOMPARE(corpus::TokenCache(place("damaged")).sentences(), 2U);
            } catch (const base::FormatError&) {
            }
        }
        // Sound checksums around unsound contents.
        base::SectionFileWriter writer(place("forged"), {"NGTOKENS", 2, ""});
        text::writeTokenizer(writer, tokenizer);
        const std::uint32_t tokens[] = {1, 99, 2};
        writer.beginSection("tokens");
        writer.writeValues(std::span<const std::uint32_t>(tokens));
        writer.addSection("line-groups", std::string_view());
        writer.addSection("lines", std::string_view());
        writer.addSection("documents", std::string_view("[]"));
        writer.commit();
        QVERIFY_THROWS_EXCEPTION(base::FormatError, corpus::TokenCache(place("forged")));
    }

    void occurrences() {
        const std::string text = "The cat sat.\nA dog, a cat sat here.\n\nNo.\n";
        const std::vector<Document> documents = {document("o", text)};
        const auto tokenizer =
            tokenizerFor(documents, {TokenizerKind::Words, SentenceUnit::Line, true});
        corpus::writeTokenCache(place("o.cache"), documents, tokenizer, quiet_, never_);
        const corpus::TokenCache cache(place("o.cache"));
        const auto ngram = tokenizer.encode("cat sat");
        auto found = corpus::findOccurrences(cache, tokenizer, ngram, 10, never_);
        QCOMPARE(found.total, 2U);
        QCOMPARE(found.lines[1].line, 2U);
        QCOMPARE(found.lines[1].byteOffset, 13U);
        QCOMPARE(found.lines[1].text.substr(found.lines[1].begin, 7), "cat sat");
        QCOMPARE(found.lines[1].end - found.lines[1].begin, 7U);
        const std::vector<text::TokenId> first = {text::Vocabulary::begin,
                                                  tokenizer.vocabulary().find("a")};
        found = corpus::findOccurrences(cache, tokenizer, first, 10, never_);
        QCOMPARE(found.total, 1U);
        QCOMPARE(found.lines[0].begin, 0U);
        QCOMPARE(found.lines[0].end, 1U);
        QCOMPARE(corpus::findOccurrences(cache, tokenizer, ngram, 1, never_).lines.size(), 1U);
        write("o", "changed");
        found = corpus::findOccurrences(cache, tokenizer, ngram, 10, never_);
        QCOMPARE(found.total, 2U);
        QVERIFY(!found.lines[0].available && found.lines[0].text.empty());
    }

    void windowWalksBothWays_data() {
        QTest::addColumn<QString>("encoding");
        for (const char* name : {"UTF-8", "UTF-16LE", "UTF-16BE", "GB18030", "Big5", "Shift_JIS"})
            QTest::newRow(name) << name;
    }
    void windowWalksBothWays() {
        QFETCH(QString, encoding);
        const std::string name = encoding.toStdString();
        QString text = "first\n\n一二三\r\nx\r";
        for (int i = 0; i < 9000; ++i)
            text += i % 7 == 0 ? "a" : "中文";
        text += "\nlast";
        Document shown;
        const bool wide = name.starts_with("UTF-16");
        std::string bytes;
        if (name == "UTF-8")
            bytes = text.toStdString();
        else if (wide)
            for (const QChar c : text) {
                const char low = static_cast<char>(c.unicode() & 0xFF);
                const char high = static_cast<char>(c.unicode() >> 8);
                bytes += name.ends_with("LE") ? std::string{low, high} : std::string{high, low};
            }
        else
            for (const QChar c : text) { // 一二三中文 by the three tables
                const QString table = "一二三中文";
                const qsizetype column = table.indexOf(c);
                static const std::map<std::string, std::vector<std::string>> codes = {
                    {"GB18030", {"\xD2\xBB", "\xB6\xFE", "\xC8\xFD", "\xD6\xD0", "\xCE\xC4"}},
                    {"Big5", {"\xA4\x40", "\xA4\x47", "\xA4\x54", "\xA4\xA4", "\xA4\xE5"}},
                    {"Shift_JIS", {"\x88\xEA", "\x93\xF1", "\x8E\x4F", "\x92\x86", "\x95\xB6"}}};
                bytes += column < 0 ? std::string(1, c.toLatin1())
                                    : codes.at(name)[static_cast<std::size_t>(column)];
            }
        shown.path = write("window", bytes);
        shown.encoding = name;
        const corpus::TextWindow window(shown);
        const auto lines = window.lines(0, 1000);
        QString back;
        for (std::size_t i = 0; i < lines.size(); ++i) {
            QVERIFY(lines[i].byteEnd - lines[i].byteOffset <= 4104);
            QCOMPARE(lines[i].byteEnd,
                     i + 1 < lines.size() ? lines[i + 1].byteOffset : bytes.size());
            QCOMPARE(window.linesBefore(bytes.size(), lines.size() - i), lines[i].byteOffset);
            for (const auto inside : {lines[i].byteOffset, lines[i].byteEnd - 1,
                                      (lines[i].byteOffset + lines[i].byteEnd) / 2})
                QCOMPARE(window.lineStart(inside), lines[i].byteOffset);
            back += QString::fromStdString(lines[i].text);
        }
        QCOMPARE(back, QString(text).remove('\n').remove('\r'));
        QVERIFY(lines.size() > 7);
        QCOMPARE(window.lines(lines[2].byteOffset, 1).front().text, "一二三");
    }

    void knownFigures() {
        const std::filesystem::path data(NGRAMOPHONE_DATA);
        if (!std::filesystem::exists(data / "names.txt"))
            QSKIP("no real text here");
        auto names = corpus::findDocuments({data / "names.txt"});
        const text::TokenizerSpec lines{TokenizerKind::Characters, SentenceUnit::Line};
        const auto found = corpus::countTokens(names, lines, quiet_, never_);
        QCOMPARE(found.sentences, 32033U);
        QCOMPARE(found.tokens + found.sentences, 228146U);
        const text::Tokenizer tokenizer(lines, text::Vocabulary(found.counts));
        corpus::writeTokenCache(place("names"), names, tokenizer, quiet_, never_);
        QCOMPARE(corpus::TokenCache(place("names")).tokens().size(), 228146U + 32033U);

        auto plays = corpus::findDocuments({data / "shakespeare.txt"});
        const auto all = corpus::countTokens(
            plays, {TokenizerKind::Characters, SentenceUnit::Document}, quiet_, never_);
        QCOMPARE(all.counts.size(), 65U);
        QCOMPARE(all.tokens, 1115394U);
        QCOMPARE(all.sentences, 1U);
    }
};

QTEST_APPLESS_MAIN(TestCorpus)
#include "tst_corpus.moc"
