// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/base64.h"
#include "core/base/error.h"
#include "core/text/charsmap.h"
#include "core/text/segmenter.h"
#include "core/text/tokenizer_file.h"
#include "core/text/tokenizer_json.h"

#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <random>

using text::Tokenizer;
using text::TokenizerKind;
using text::Vocabulary;
using Json = nlohmann::json;

namespace {

Json dataOf(const char* file) {
    std::ifstream stream(std::string(NGRAMOPHONE_TEST_DATA "/tokenizers/") + file);
    return Json::parse(stream);
}

/// Every token as an ordinary one, so that its number here is three more than there.
Tokenizer made(const text::TokenizerJson& read) {
    return {read.spec, Vocabulary::fromTokens(read.tokens)};
}

std::vector<std::string> spelled(const Tokenizer& tokenizer, const std::string& text) {
    std::vector<std::string> tokens;
    for (const auto id : tokenizer.encode(text))
        tokens.emplace_back(tokenizer.vocabulary().token(id));
    return tokens;
}

using Tokens = std::vector<std::string>;

} // namespace

/// WordPiece and Unigram, which other programs make.
class TestSubwords : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    text::TokenizerJson read(const Json& json) const {
        const std::filesystem::path path = folder_.filePath("tokenizer.json").toStdString();
        std::ofstream(path) << json.dump();
        return text::readTokenizerJson(path);
    }
    Tokenizer changed(const char* file, const Json& change = Json::object()) const {
        Json json = dataOf(file);
        json.merge_patch(change);
        return made(read(json));
    }
    static void files() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"wordpiece", "unigram"})
            QTest::newRow(name) << QString(name);
    }

private slots:
    void theLibrarysNumbersComeOut_data();
    void theLibrarysNumbersComeOut();
    void bytesStandForWhatNoPieceSpells();
    void piecesAreJoinedForReading();
    void piecesAreJoinedAsTheyCome_data() { files(); }
    void piecesAreJoinedAsTheyCome();
    void spansAreWhereThePiecesComeFrom();
    void piecesOutliveTheText();
    void longWordsTakeNoTime();
    void rulesStayInAFile_data() { files(); }
    void rulesStayInAFile();
    void whatIsWrittenIsTheSame_data() { files(); }
    void whatIsWrittenIsTheSame();
    void whatIsNotSupportedIsNamed_data();
    void whatIsNotSupportedIsNamed();
    void anyChangeEndsInAnErrorOrInATokenizer_data() { files(); }
    void anyChangeEndsInAnErrorOrInATokenizer();
    void anyCharsmapEndsInAnErrorOrInATokenizer();
    void base64IsRead();
};

void TestSubwords::theLibrarysNumbersComeOut_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("variety");
    for (const char* name : {"wordpiece", "unigram"}) {
        const Json expected = dataOf((std::string(name) + ".expected.json").c_str());
        for (std::size_t i = 0; i < expected.at("varieties").size(); ++i)
            QTest::addRow("%s %d", name, static_cast<int>(i))
                << QString(name) << static_cast<int>(i);
    }
}

void TestSubwords::theLibrarysNumbersComeOut() {
    QFETCH(QString, name);
    QFETCH(int, variety);
    const Json expected = dataOf((name.toStdString() + ".expected.json").c_str());
    const Json& chosen = expected.at("varieties").at(static_cast<std::size_t>(variety));
    Json json = dataOf((name.toStdString() + ".json").c_str());
    json.merge_patch(chosen.at("change"));
    const text::TokenizerJson file = read(json);
    const Tokenizer tokenizer = made(file);
    const std::size_t unknown = file.find(file.unknown).value();
    for (std::size_t i = 0; i < expected.at("texts").size(); ++i) {
        const auto text = expected.at("texts").at(i).get<std::string>();
        std::vector<std::size_t> ids;
        for (const text::TokenId id : tokenizer.encode(text))
            ids.push_back(id == Vocabulary::unknown ? unknown : index(id) - 3);
        const std::string wanted = chosen.at("ids").at(i).dump();
        QVERIFY2(Json(ids).dump() == wanted,
                 (text + "\n" + Json(ids).dump() + " is not " + wanted).c_str());
    }
}

void TestSubwords::bytesStandForWhatNoPieceSpells() {
    const Json change = {{"model", {{"byte_fallback", true}}}};
    const Tokenizer tokenizer = changed("unigram.json", change);
    const Tokens bytes = {"▁", "<0xF0>", "<0x9F>", "<0x98>", "<0x80>"};
    QCOMPARE(spelled(tokenizer, "\U0001f600"), bytes);
    QCOMPARE(tokenizer.decode(tokenizer.encode("cat \U0001f600 sat")), "cat \U0001f600 sat");
    // One byte without a piece makes the whole unknown.
    QCOMPARE(spelled(tokenizer, "\U0001f601"), (Tokens{"▁", "<unk>"}));
    QCOMPARE(spelled(changed("unigram.json"), "\U0001f600"), (Tokens{"▁", "<unk>"}));
}

void TestSubwords::piecesAreJoinedForReading() {
    const auto there = [](const Tokenizer& tokenizer, const std::string& text) {
        return tokenizer.decode(tokenizer.encode(text));
    };
    const Tokenizer wordPiece = changed("wordpiece.json");
    QCOMPARE(there(wordPiece, "Unaffable cats, (the) sat."), "unaffable cats, (the) sat.");
    QCOMPARE(there(wordPiece, "zzz"), "<unk>");
    const Tokenizer unigram = changed("unigram.json");
    QCOMPARE(there(unigram, "the  cats, sat \u2460"), "the cats, sat 1");
    QCOMPARE(there(unigram, "the zzq sat"), "the zz<unk> sat");
    // Where nothing is put before a text, its first space is its own.
    const Json never = {{"pre_tokenizer",
                         {{"type", "Metaspace"},
                          {"replacement", "▁"},
                          {"prepend_scheme", "never"},
                          {"pretokenizers", nullptr}}}};
    QCOMPARE(there(changed("unigram.json", never), " cat"), " cat");
}

void TestSubwords::piecesAreJoinedAsTheyCome() {
    QFETCH(QString, name);
    const Tokenizer tokenizer = changed((name.toStdString() + ".json").c_str());
    const auto tokens = tokenizer.encode("unaffable cats sat");
    std::vector<text::TokenId> lines = tokens;
    lines.push_back(Vocabulary::end);
    lines.push_back(Vocabulary::begin);
    lines.insert(lines.end(), tokens.begin(), tokens.end());
    text::StreamingDecoder decoder(tokenizer);
    std::string streamed;
    for (const auto token : lines)
        streamed += decoder.push(token);
    QCOMPARE(streamed + decoder.finish(), "unaffable cats sat\nunaffable cats sat");
    QCOMPARE(tokenizer.decode(lines), streamed);
    // A reply goes on with what stands before it.
    decoder.setContext(tokens);
    QCOMPARE(decoder.push(tokenizer.encode("sat").front()), " sat");
}

void TestSubwords::spansAreWhereThePiecesComeFrom() {
    const auto places = [](const Tokenizer& tokenizer, const std::string& text) {
        Tokens parts;
        const auto spans = tokenizer.encodeWithSpans(text);
        if (spans.size() != tokenizer.encode(text).size())
            return parts;
        for (const auto& span : spans)
            parts.push_back(text.substr(span.begin, span.end - span.begin));
        return parts;
    };
    const Tokenizer wordPiece = changed("wordpiece.json");
    QCOMPARE(places(wordPiece, "The CATS\n naïve 猫猫 zzz!"),
             (Tokens{"The", "CAT", "S", "naïve", "猫", "猫", "zzz", "!"}));
    QCOMPARE(places(wordPiece, "caf\u00e9"), (Tokens{"caf\u00e9"}));
    const Tokenizer unigram = changed("unigram.json");
    // A sign that stands for no space of the text is empty, at its word.
    const auto spans = unigram.encodeWithSpans("cat te");
    QCOMPARE(spans[0].end, std::size_t{0});
    QCOMPARE(spans[2].begin, std::size_t{4});
    QCOMPARE(spans[2].end, std::size_t{4});
    QCOMPARE(places(unigram, "cat\nun\u00adaffable te\u0301 \u2122q"),
             (Tokens{"", "cat", "un", "aff", "able", "", "te\u0301", "", "\u2122", "q"}));
}

void TestSubwords::piecesOutliveTheText() {
    for (const char* file : {"wordpiece.json", "unigram.json"}) {
        const Tokenizer tokenizer = changed(file);
        text::Segmenter segmenter(tokenizer.spec());
        std::vector<std::string_view> first = segmenter.segment("the cats \U0001f600");
        const Tokens copied(first.begin(), first.end());
        segmenter.segment("it sat on a mat and the end of the line");
        QCOMPARE(Tokens(first.begin(), first.end()), copied);
    }
}

void TestSubwords::longWordsTakeNoTime() {
    // Quadratic work would take hours.
    std::string word;
    for (int i = 0; i < 200'000; ++i)
        word += "cat";
    QCOMPARE(changed("unigram.json").encode(word).size(), std::size_t{200'001}); // and ▁
    const Json change = {{"model", {{"max_input_chars_per_word", 10'000'000}}}};
    QCOMPARE(changed("wordpiece.json", change).encode(word).size(), std::size_t{200'000});
}

void TestSubwords::rulesStayInAFile() {
    QFETCH(QString, name);
    const Tokenizer tokenizer = changed((name.toStdString() + ".json").c_str());
    const std::filesystem::path path = folder_.filePath("tokenizer.bin").toStdString();
    const base::FileKind kind{"NGTEST01", 1, "test file"};
    {
        base::SectionFileWriter file(path, kind);
        text::writeTokenizer(file, tokenizer);
        file.commit();
    }
    const Tokenizer again = text::readTokenizer(base::SectionFile(path, kind));
    QCOMPARE(again.spec(), tokenizer.spec());
    QCOMPARE(again.spec().kind, text::tokenizerKindFromName(name.toStdString()));
    QCOMPARE(spelled(again, "unaffable cats"), spelled(tokenizer, "unaffable cats"));
}

void TestSubwords::whatIsWrittenIsTheSame() {
    QFETCH(QString, name);
    const text::TokenizerJson before = text::readTokenizerJson(
        std::string(NGRAMOPHONE_TEST_DATA "/tokenizers/") + name.toStdString() + ".json");
    Tokens ordinary = before.tokens;
    std::erase(ordinary, before.unknown);
    std::erase(ordinary, "</s>");
    const Tokenizer tokenizer(before.spec, Vocabulary::fromTokens(ordinary));
    const std::filesystem::path path = folder_.filePath("written.json").toStdString();
    text::writeTokenizerJson(path, tokenizer, true, {"<mask>"});
    const text::TokenizerJson after = text::readTokenizerJson(path);
    QCOMPARE(after.spec, before.spec);
    QCOMPARE(after.unknown, std::string("<unk>"));
    QCOMPARE(after.find("<mask>").value(), ordinary.size() + 3);
    for (std::size_t i = 0; i < ordinary.size(); ++i)
        QCOMPARE(after.tokens[i + 3], ordinary[i]);
}

void TestSubwords::whatIsNotSupportedIsNamed_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("change");
    QTest::addColumn<QString>("said");
    const auto add = [](const char* name, const char* file, const Json& change, const char* said) {
        QTest::newRow(name) << QString(file) << QByteArray::fromStdString(change.dump())
                            << QString(said);
    };
    const char* wordPiece = "wordpiece.json";
    const char* unigram = "unigram.json";
    add("a normaliser", wordPiece, {{"normalizer", {{"type", "Foo"}}}}, "“normalizer” is Foo");
    add("a cut", wordPiece, {{"pre_tokenizer", {{"type", "Digits"}}}}, "“pre_tokenizer” is Digits");
    add("sequences in sequences", wordPiece,
        {{"pre_tokenizer", {{"type", "Sequence"}, {"pretokenizers", {{{"type", "Sequence"}}}}}}},
        "“pre_tokenizer” is Sequence");
    add("an added token", wordPiece,
        {{"added_tokens", {{{"id", 200}, {"content", "zz"}, {"special", false}}}}}, "token “zz”");
    add("no vocabulary", wordPiece, {{"model", {{"vocab", nullptr}}}}, "cannot be read");
    add("a number twice", wordPiece, {{"model", {{"vocab", {{"x x", 9}}}}}}, "the number 9");
    add("unknown out of range", unigram, {{"model", {{"unk_id", 4000}}}}, "the number 4000");
    add("no pairs", unigram, {{"model", {{"vocab", {"a", "b"}}}}}, "cannot be read");
    add("no scores", unigram, {{"model", {{"vocab", {{"a", "b"}}}}}}, "cannot be read");
    add("no Base64", unigram, {{"normalizer", {{"precompiled_charsmap", "%"}}}},
        "“precompiled_charsmap” is damaged");
    add("a short map", unigram, {{"normalizer", {{"precompiled_charsmap", "AAEAAA=="}}}},
        "“precompiled_charsmap” is damaged");
    add("no pattern", unigram,
        {{"normalizer", {{"type", "Replace"}, {"pattern", {{"Regex", "(["}}}, {"content", "a"}}}},
        "regular expression");
}

void TestSubwords::whatIsNotSupportedIsNamed() {
    QFETCH(QString, file);
    QFETCH(QByteArray, change);
    QFETCH(QString, said);
    try {
        changed(file.toStdString().c_str(), Json::parse(change.toStdString()));
        QFAIL("taken for supported");
    } catch (const base::FormatError& error) {
        QVERIFY2(QString(error.what()).contains(said), error.what());
        QVERIFY2(QString(error.what()).contains("tokenizer.json"), error.what());
    }
}

void TestSubwords::anyChangeEndsInAnErrorOrInATokenizer() {
    QFETCH(QString, name);
    const std::string sound = dataOf((name.toStdString() + ".json").c_str()).dump();
    const std::filesystem::path path = folder_.filePath("changed.json").toStdString();
    std::mt19937 random(1);
    for (int variation = 0; variation < 1000; ++variation) {
        std::string bytes = sound;
        const unsigned changes = 1 + random() % 3;
        for (unsigned i = 0; i < changes; ++i) {
            const std::string wanted = "0123456789-,[]{}\":ntaS(+*";
            bytes[random() % bytes.size()] = wanted[random() % wanted.size()];
        }
        std::ofstream(path) << bytes;
        try {
            made(text::readTokenizerJson(path)).encode("unaffable naïve cats \u2460");
        } catch (const base::FormatError&) { // any other would end the test
        }
    }
}

void TestSubwords::anyCharsmapEndsInAnErrorOrInATokenizer() {
    const Json json = dataOf("unigram.json");
    const std::string sound =
        base::decodeBase64(json.at("normalizer").at("precompiled_charsmap").get<std::string>())
            .value();
    std::mt19937 random(1);
    for (int variation = 0; variation < 20'000; ++variation) {
        std::string bytes = sound;
        for (unsigned i = 0; i <= static_cast<unsigned>(variation % 4); ++i)
            bytes[random() % bytes.size()] = static_cast<char>(random());
        if (variation % 10 == 0)
            bytes.resize(random() % bytes.size());
        try {
            text::Charsmap(bytes).apply(
                text::AlignedText("e\u0301 \u2460\u0301 \u3000\uff21\r\n…"));
        } catch (const base::FormatError&) { // any other would end the test
        }
    }
}

void TestSubwords::base64IsRead() {
    QCOMPARE(base::decodeBase64("").value(), std::string());
    QCOMPARE(base::decodeBase64("TWE=").value(), std::string("Ma"));
    QCOMPARE(base::decodeBase64("TQ==").value(), std::string("M"));
    QCOMPARE(base::decodeBase64("TWFu/+8A").value(), std::string("Man\xff\xef\0", 6));
    for (const char* wrong : {"TWE", "T===", "TW=u", "TWF%"})
        QVERIFY(!base::decodeBase64(wrong));
}

QTEST_APPLESS_MAIN(TestSubwords)
#include "tst_subwords.moc"
