// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/text/byte_letter.h"
#include "core/text/tokenizer_file.h"
#include "core/text/tokenizer_json.h"

#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <random>
#include <set>

using text::SentenceUnit;
using text::Tokenizer;
using text::TokenizerKind;
using text::TokenizerSpec;
using text::Vocabulary;
using Json = nlohmann::json;

namespace {

std::filesystem::path data(const QString& type, const char* file) {
    return (QString(NGRAMOPHONE_TEST_DATA "/hugging_face/%1/").arg(type) + file).toStdString();
}

Json jsonOf(const std::filesystem::path& path) {
    std::ifstream file(path);
    return Json::parse(file);
}

/// Every token of the file as an ordinary one, which is enough to cut with.
Tokenizer made(const text::TokenizerJson& read) {
    std::vector<std::string> tokens;
    for (const std::string& token : read.tokens)
        if (!token.empty())
            tokens.push_back(token);
    return {read.spec, Vocabulary::fromTokens(tokens)};
}

std::vector<std::string> spelled(const Tokenizer& tokenizer, const std::string& text) {
    std::vector<std::string> tokens;
    for (const auto id : tokenizer.encode(text))
        tokens.emplace_back(tokenizer.vocabulary().token(id));
    return tokens;
}

text::TokenizerRules rules() {
    return {
        {R"( ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+)"}, {"a b", "Ġ ab", "ab ab", "Ġ a"}, false};
}

} // namespace

class TestTokenizerJson : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    std::filesystem::path file(const Json& json) const {
        const std::filesystem::path path = folder_.filePath("tokenizer.json").toStdString();
        std::ofstream(path) << json.dump();
        return path;
    }

private slots:
    void theLibrarysTokensComeOut_data();
    void theLibrarysTokensComeOut();
    void everyKindComesBack_data();
    void everyKindComesBack();
    void mergesAreMadeByRank();
    void longWordsTakeNoTime();
    void spansAreBytesOfTheText();
    void charactersComeBackWhole();
    void everyByteHasALetter();
    void rulesStayInAFile();
    void whatIsNotSupportedIsNamed_data();
    void whatIsNotSupportedIsNamed();
    void anyChangeEndsInAnErrorOrInATokenizer();
};

void TestTokenizerJson::theLibrarysTokensComeOut_data() {
    QTest::addColumn<QString>("type");
    for (const char* type : {"gpt2", "bloom", "llama", "bert", "t5"})
        QTest::newRow(type) << QString(type);
}

void TestTokenizerJson::theLibrarysTokensComeOut() {
    QFETCH(QString, type);
    const text::TokenizerJson read = text::readTokenizerJson(data(type, "tokenizer.json"));
    const Json expected = jsonOf(data(type, "expected.json"));
    const auto tokens = spelled(made(read), expected.at("text").get<std::string>());
    const auto& wanted = expected.at("tokens");
    QCOMPARE(tokens.size(), wanted.size());
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const bool isUnknown = tokens[i] == "<unk>" && wanted[i] == read.unknown;
        QVERIFY2(isUnknown || tokens[i] == wanted[i], qPrintable(QString::number(i)));
        QCOMPARE(*read.find(wanted[i].get<std::string>()),
                 expected.at("ids")[i].get<std::size_t>());
    }
}

void TestTokenizerJson::everyKindComesBack_data() {
    QTest::addColumn<int>("kind");
    QTest::addColumn<bool>("byLine");
    QTest::addColumn<bool>("foldCase");
    for (const TokenizerKind kind : text::allTokenizerKinds())
        for (const bool byLine : {false, true})
            for (const bool foldCase : {false, true})
                QTest::addRow("%s %d %d", std::string(text::toName(kind)).c_str(), byLine, foldCase)
                    << static_cast<int>(kind) << byLine << foldCase;
    for (const bool byLine : {false, true})
        QTest::addRow("bpe %d", byLine) << static_cast<int>(TokenizerKind::Bpe) << byLine << false;
}

void TestTokenizerJson::everyKindComesBack() {
    QFETCH(int, kind);
    QFETCH(bool, byLine);
    QFETCH(bool, foldCase);
    TokenizerSpec spec{static_cast<TokenizerKind>(kind),
                       byLine ? SentenceUnit::Line : SentenceUnit::Document, foldCase};
    std::vector<std::string> tokens = {"a", "<0x61>", "ab", "<s>", "b", "Ġ", "Ġa", "Ġab", "abab"};
    if (spec.kind == TokenizerKind::Bpe)
        spec.rules = rules();
    const Tokenizer tokenizer(spec, Vocabulary::fromTokens(tokens));
    for (const bool hides : {false, true}) {
        const std::filesystem::path path = folder_.filePath("written.json").toStdString();
        const std::vector<std::string> further(hides ? 1 : 0, std::string(text::hiddenToken));
        text::writeTokenizerJson(path, tokenizer, hides, further);
        const text::TokenizerJson read = text::readTokenizerJson(path);
        QCOMPARE(read.spec, spec);
        QCOMPARE(read.unknown, std::string("<unk>"));
        tokens[3] = "<s>"; // spelled like a special token: its number stays, its name is taken
        QCOMPARE(read.tokens.size(), tokens.size() + 3 + (hides ? 1 : 0));
        QCOMPARE(read.tokens[1], std::string("<s>"));
        for (std::size_t i = 0; i < tokens.size(); ++i)
            QCOMPARE(read.tokens[i + 3], i == 3 ? std::string() : tokens[i]);
    }
}

void TestTokenizerJson::mergesAreMadeByRank() {
    const TokenizerSpec spec{TokenizerKind::Bpe, SentenceUnit::Document, false, rules()};
    const Tokenizer tokenizer(spec, Vocabulary::fromTokens({"a", "b", "ab", "Ġ", "Ġab", "abab"}));
    using Tokens = std::vector<std::string>;
    // "a b" is the first merge, so that "Ġ a" never comes to a b.
    QCOMPARE(spelled(tokenizer, "abab ababb"), (Tokens{"abab", "Ġab", "ab", "b"}));
    QCOMPARE(spelled(tokenizer, "ba"), (Tokens{"b", "a"}));
    QCOMPARE(spelled(tokenizer, ""), Tokens{});
    QCOMPARE(spelled(tokenizer, "c"), (Tokens{"<unk>"}));
    TokenizerSpec spaced = spec;
    spaced.rules = {spec.rules.patterns(), spec.rules.merges(), true};
    const Tokenizer other(spaced, tokenizer.vocabulary());
    QCOMPARE(spelled(other, "ab"), (Tokens{"Ġab"}));
    QCOMPARE(spelled(other, " ab"), (Tokens{"Ġab"}));
}

void TestTokenizerJson::longWordsTakeNoTime() {
    // Quadratic work would take hours.
    const TokenizerSpec spec{TokenizerKind::Bpe, SentenceUnit::Document, false, rules()};
    const Tokenizer tokenizer(spec, Vocabulary::fromTokens({"ab", "abab"}));
    std::string word;
    for (int i = 0; i < 300'000; ++i)
        word += "ab";
    QCOMPARE(tokenizer.encode(word).size(), std::size_t{150'000});
}

void TestTokenizerJson::spansAreBytesOfTheText() {
    const std::string text = "naïve cat\n\n  sat";
    const Tokenizer tokenizer = made(text::readTokenizerJson(data("gpt2", "tokenizer.json")));
    std::size_t end = 0;
    const auto spans = tokenizer.encodeWithSpans(text);
    QCOMPARE(spans.size(), tokenizer.encode(text).size());
    for (const auto& span : spans) {
        QCOMPARE(span.begin, end); // nothing is left out
        end = span.end;
        QCOMPARE(*text::bytesOfLetters(tokenizer.vocabulary().token(span.id)),
                 text.substr(span.begin, span.end - span.begin));
    }
    QCOMPARE(end, text.size());
}

void TestTokenizerJson::charactersComeBackWhole() {
    const std::string text = "naïve 猫 sat\n on\u00a0it";
    const Tokenizer tokenizer = made(text::readTokenizerJson(data("gpt2", "tokenizer.json")));
    const auto tokens = tokenizer.encode(text);
    QCOMPARE(tokenizer.decode(tokens), text);
    text::StreamingDecoder decoder(tokenizer);
    std::string streamed;
    for (const auto token : tokens) {
        const std::string piece = decoder.push(token);
        QCOMPARE(QString::fromStdString(piece).toStdString(), piece); // no half of a character
        streamed += piece;
    }
    QCOMPARE(streamed, text);
}

void TestTokenizerJson::everyByteHasALetter() {
    QCOMPARE(std::string(text::byteLetter(' ')), std::string("Ġ"));
    QCOMPARE(std::string(text::byteLetter('\n')), std::string("Ċ"));
    QCOMPARE(std::string(text::byteLetter('a')), std::string("a"));
    QCOMPARE(std::string(text::byteLetter(0xAD)), std::string("Ń")); // the last without one
    std::set<std::string> letters;
    for (unsigned byte = 0; byte < 256; ++byte) {
        const std::string letter(text::byteLetter(static_cast<unsigned char>(byte)));
        letters.insert(letter);
        QCOMPARE(*text::bytesOfLetters(letter), std::string(1, static_cast<char>(byte)));
    }
    QCOMPARE(letters.size(), std::size_t{256});
    QVERIFY(!text::bytesOfLetters("a b"));
    QVERIFY(!text::bytesOfLetters("猫"));
}

void TestTokenizerJson::rulesStayInAFile() {
    const std::filesystem::path path = folder_.filePath("tokenizer.bin").toStdString();
    const base::FileKind kind{"NGTEST01", 1, "test file"};
    const Tokenizer tokenizer({TokenizerKind::Bpe, SentenceUnit::Document, false, rules()},
                              Vocabulary::fromTokens({"ab"}));
    {
        base::SectionFileWriter file(path, kind);
        text::writeTokenizer(file, tokenizer);
        file.commit();
    }
    const Tokenizer read = text::readTokenizer(base::SectionFile(path, kind));
    QCOMPARE(read.spec(), tokenizer.spec());
    QCOMPARE(spelled(read, "ab"), spelled(tokenizer, "ab"));
}

void TestTokenizerJson::whatIsNotSupportedIsNamed_data() {
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("said");
    const Json bpe = jsonOf(data("gpt2", "tokenizer.json"));
    const Json words = jsonOf(data("llama", "tokenizer.json"));
    const auto add = [](const char* name, Json json, const Json& change, const char* said) {
        json.merge_patch(change);
        QTest::newRow(name) << QByteArray::fromStdString(json.dump()) << QString(said);
    };
    const char* supported = "not supported";
    add("another model", words, {{"model", {{"type", "Morphemes"}}}}, supported);
    add("Metaspace", words, {{"pre_tokenizer", {{"type", "Metaspace"}}}}, "Metaspace");
    add("no cut", words, {{"pre_tokenizer", nullptr}}, "pre_tokenizer");
    add("a normaliser", words, {{"normalizer", {{"type", "NFKC"}}}}, "NFKC");
    add("a normaliser of bytes", bpe, {{"normalizer", {{"type", "NFC"}}}}, "NFC");
    add("bytes as characters", bpe, {{"model", {{"byte_fallback", true}}}}, "byte_fallback");
    add("whole words first", bpe, {{"model", {{"ignore_merges", true}}}}, "ignore_merges");
    add("ends of words", bpe, {{"model", {{"end_of_word_suffix", "</w>"}}}}, "end_of_word_suffix");
    add("no bytes", bpe, {{"pre_tokenizer", {{"type", "Whitespace"}}}}, supported);
    add("no vocabulary", bpe, {{"model", {{"vocab", nullptr}}}}, "cannot be read");
    add("no model", bpe, {{"model", nullptr}}, "cannot be read");
    add("a number twice", bpe, {{"model", {{"vocab", {{"x x", 5}}}}}}, "the number 5");
    add("a number out of range", bpe, {{"model", {{"vocab", {{"x x", 4294967295}}}}}},
        "out of range");
    add("a negative number", bpe, {{"model", {{"vocab", {{"x x", -1}}}}}}, "out of range");
    add("a merge of nothing", bpe, {{"model", {{"merges", {"ab"}}}}}, "merge");
    add("a merge of what is not there", bpe, {{"model", {{"merges", {"aa bb"}}}}}, "merge");
    const Json split = {{"type", "Split"},
                        {"pattern", {{"Regex", "(["}}},
                        {"behavior", "Isolated"},
                        {"invert", false}};
    const Json level = {{"type", "ByteLevel"}, {"add_prefix_space", false}, {"use_regex", false}};
    add("no pattern", bpe,
        {{"pre_tokenizer", {{"type", "Sequence"}, {"pretokenizers", {split, level}}}}},
        "regular expression");
    QTest::newRow("no JSON") << QByteArray("{\"model\":") << QString("cannot be read");
}

void TestTokenizerJson::whatIsNotSupportedIsNamed() {
    QFETCH(QByteArray, json);
    QFETCH(QString, said);
    const std::filesystem::path path = folder_.filePath("tokenizer.json").toStdString();
    std::ofstream(path) << json.toStdString();
    try {
        text::readTokenizerJson(path);
        QFAIL("taken for supported");
    } catch (const base::FormatError& error) {
        QVERIFY2(QString(error.what()).contains(said), error.what());
    }
}

void TestTokenizerJson::anyChangeEndsInAnErrorOrInATokenizer() {
    // Of a small file, so that the changes meet what steers the reader.
    const TokenizerSpec spec{TokenizerKind::Bpe, SentenceUnit::Document, false, rules()};
    const std::filesystem::path path = folder_.filePath("changed.json").toStdString();
    text::writeTokenizerJson(path, {spec, Vocabulary::fromTokens({"a", "b", "ab"})}, false);
    const std::string sound = jsonOf(path).dump();
    std::mt19937 random(1);
    for (int variation = 0; variation < 1500; ++variation) {
        std::string bytes = sound;
        const unsigned changes = 1 + random() % 3;
        for (unsigned i = 0; i < changes; ++i) {
            const std::size_t place = random() % bytes.size();
            const std::string wanted = "0123456789-,[]{}\":ntaS(+*";
            bytes[place] = wanted[random() % wanted.size()];
        }
        std::ofstream(path) << bytes;
        try {
            made(text::readTokenizerJson(path)).encode("abab naïve");
        } catch (const base::FormatError&) { // any other would end the test
        }
    }
}

QTEST_APPLESS_MAIN(TestTokenizerJson)
#include "tst_tokenizer_json.moc"
