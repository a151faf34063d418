// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/text/segmenter.h"
#include "core/text/tokenizer_file.h"

#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <random>

using text::SentenceUnit;
using text::Tokenizer;
using text::TokenizerKind;
using text::TokenizerSpec;
using text::Vocabulary;

namespace {

using Words = std::vector<std::string>;

Words cut(TokenizerSpec spec, std::string_view text) {
    text::Segmenter segmenter(spec);
    const auto& pieces = segmenter.segment(text);
    return {pieces.begin(), pieces.end()};
}

Tokenizer tokenizer(TokenizerKind kind, const Words& tokens, SentenceUnit unit = SentenceUnit::Line,
                    bool fold = false) {
    return {{kind, unit, fold}, Vocabulary::fromTokens(tokens)};
}

Tokenizer bytesTokenizer() {
    std::string all(256, '\0');
    for (std::size_t i = 0; i < all.size(); ++i)
        all[i] = static_cast<char>(i);
    return tokenizer(TokenizerKind::Bytes, cut({TokenizerKind::Bytes}, all),
                     SentenceUnit::Document);
}

std::string spelled(const Tokenizer& tokenizer, std::string_view text) {
    std::string all;
    for (const auto id : tokenizer.encode(text))
        all += std::string(tokenizer.vocabulary().token(id)) + "|";
    return all;
}

// Encodes the pieces of the text itself and decodes them.
std::string roundTrip(TokenizerKind kind, std::string_view text) {
    Words types = cut({kind}, text);
    std::sort(types.begin(), types.end());
    types.erase(std::unique(types.begin(), types.end()), types.end());
    const Tokenizer made = tokenizer(kind, types, SentenceUnit::Document);
    return made.decode(made.encode(text));
}

} // namespace

class TestTokenizer : public QObject {
    Q_OBJECT

private slots:
    void segmentation() {
        QCOMPARE(cut({TokenizerKind::Characters}, "ae\u0301中"), (Words{"a", "e", "\u0301", "中"}));
        QCOMPARE(cut({TokenizerKind::Graphemes}, "ae\u0301中👨‍👩‍👧"),
                 (Words{"a", "e\u0301", "中", "👨‍👩‍👧"}));
        QCOMPARE(cut({TokenizerKind::Words}, "I don't know, 3.14!"),
                 (Words{"I", "don't", "know", ",", "3.14", "!"}));
        QCOMPARE(cut({TokenizerKind::Words}, "我们学习语言"), (Words{"我们", "学习", "语言"}));
        QCOMPARE(cut({TokenizerKind::Whitespace}, " a,b \tc\u00A0d "), (Words{"a,b", "c\u00A0d"}));
        QCOMPARE(cut({TokenizerKind::Bytes}, "Aé"), (Words{"<0x41>", "<0xC3>", "<0xA9>"}));
        QCOMPARE(cut({TokenizerKind::Words, SentenceUnit::Line, true}, "Große STRASSE"),
                 (Words{"grosse", "strasse"}));
        QVERIFY(cut({TokenizerKind::Graphemes}, "").empty());
    }

    void names() {
        for (const auto kind : text::allTokenizerKinds())
            QCOMPARE(text::tokenizerKindFromName(text::toName(kind)), kind);
        QVERIFY_THROWS_EXCEPTION(base::InputError, text::tokenizerKindFromName("letters"));
    }

    /// Many tokens at a time are found as one is, those that are not there too.
    void vocabularyFindsMany() {
        std::vector<text::TokenCount> counts;
        for (unsigned i = 0; i < 3000; ++i)
            counts.push_back({"word" + std::to_string(i * i), 1 + i % 7});
        const text::Vocabulary vocabulary(std::move(counts), {2500, 0});
        for (const std::size_t size : {0U, 1U, 7U, 25U, 4000U}) {
            std::vector<std::string> texts;
            for (std::size_t i = 0; i < size; ++i)
                texts.push_back("word" + std::to_string(i % 3 == 0 ? i : i * i));
            const std::vector<std::string_view> tokens(texts.begin(), texts.end());
            std::vector<std::uint32_t> ids{42};
            vocabulary.find(tokens, ids);
            QCOMPARE(ids.size(), size + 1);
            for (std::size_t i = 0; i < size; ++i)
                QCOMPARE(text::tokenId(ids[i + 1]), vocabulary.find(tokens[i]));
        }
    }

    void vocabularyOrderAndCut() {
        const std::vector<text::TokenCount> counts = {{"b", 2}, {"c", 5}, {"a", 2}, {"d", 1}};
        const Vocabulary all(counts);
        QCOMPARE(all.size(), 7U);
        QCOMPARE(std::string(all.token(text::tokenId(3))), "c");
        QCOMPARE(std::string(all.token(text::tokenId(4))), "a");
        QCOMPARE(std::string(all.token(text::tokenId(5))), "b");
        QVERIFY(!all.isOpen());
        const Vocabulary two(counts, {2, 0});
        QCOMPARE(two.unknownCount(), 3U);
        QCOMPARE(two.find("b"), Vocabulary::unknown);
        const Vocabulary frequent(counts, {0, 2});
        QCOMPARE(frequent.size(), 6U);
        QVERIFY(frequent.isOpen());
        QCOMPARE(all.find("<s>"), Vocabulary::unknown);
        QCOMPARE(Vocabulary({{"<s>", 1}}).find("<s>"), text::tokenId(3));
        QVERIFY_THROWS_EXCEPTION(base::FormatError, Vocabulary::fromTokens({"a", "a"}));
    }

    void encodesLines() {
        const auto words = tokenizer(TokenizerKind::Words, {"a", "b"});
        QCOMPARE(spelled(words, "a x\n\nb\n"), "a|<unk>|</s>|<s>|b|</s>|<s>|");
        const auto spaces = tokenizer(TokenizerKind::Whitespace, {"a", "b"});
        QCOMPARE(spelled(spaces, "a\n\nb"), "a|</s>|<s>|</s>|<s>|b|");
        const auto letters =
            tokenizer(TokenizerKind::Characters, {"a", "\n"}, SentenceUnit::Document);
        QCOMPARE(spelled(letters, "a\r\na\n"), "a|\n|a|\n|");
    }

    void spans() {
        const std::string text = "Die Straße ß\nab";
        const auto folded = tokenizer(TokenizerKind::Words, {"strasse"}, SentenceUnit::Line, true);
        const auto words = folded.encodeWithSpans(text);
        QCOMPARE(words.size(), 4U);
        QCOMPARE(text.substr(words[1].begin, words[1].end - words[1].begin), "Straße");
        QCOMPARE(words[1].id, folded.vocabulary().find("strasse"));
        QCOMPARE(text.substr(words[3].begin), "ab");
        // Half an ß stands nowhere.
        const auto letters = tokenizer(TokenizerKind::Characters, {}, SentenceUnit::Line, true)
                                 .encodeWithSpans("ßa");
        QCOMPARE(letters.size(), 3U);
        QCOMPARE(letters[1].begin, letters[1].end);
        QCOMPARE(letters[2].begin, 2U);
        const auto bytes = bytesTokenizer().encodeWithSpans("é\n");
        QCOMPARE(bytes[1].begin, 1U);
        QCOMPARE(bytes[2].end, 3U);
    }

    void losslessKindsGiveTheTextBack() {
        const std::string text = "Zwei Wörter, e\u0301t\n中文。\n\n👨‍👩‍👧 end\n";
        for (const auto kind : text::allTokenizerKinds())
            if (text::isLossless({kind, SentenceUnit::Document}) && kind != TokenizerKind::Bytes)
                QCOMPARE(roundTrip(kind, text), text);
        const auto bytes = bytesTokenizer();
        QCOMPARE(bytes.decode(bytes.encode(text)), text);
        QVERIFY(!text::isLossless({TokenizerKind::Words}));
    }

    void wordsAreSpaced() {
        QCOMPARE(roundTrip(TokenizerKind::Words, "Well ,  he said ( twice ): “ no ” !"),
                 "Well, he said (twice): “no”!");
        QCOMPARE(roundTrip(TokenizerKind::Words, "我们 学习 。 你好"), "我们学习。你好");
        QCOMPARE(roundTrip(TokenizerKind::Whitespace, "a ,  b"), "a , b");
        const auto words = tokenizer(TokenizerKind::Words, {"a", "b"});
        const std::vector<text::TokenId> ids = {Vocabulary::begin, text::tokenId(3),
                                                Vocabulary::end,   Vocabulary::begin,
                                                text::tokenId(4),  Vocabulary::unknown};
        QCOMPARE(words.decode(ids), "a\nb <unk>");
    }

    void streamingAgreesWithDecode() {
        const auto bytes = bytesTokenizer();
        std::mt19937 random(4);
        for (int round = 0; round < 500; ++round) {
            std::vector<text::TokenId> ids;
            for (int i = 0; i < 40; ++i)
                ids.push_back(text::tokenId(random() % bytes.vocabulary().size()));
            text::StreamingDecoder decoder(bytes);
            std::string streamed;
            for (const auto id : ids)
                streamed += decoder.push(id);
            QCOMPARE(streamed + decoder.finish(), bytes.decode(ids));
        }
        text::StreamingDecoder decoder(bytes);
        const auto ids = bytes.encode("中");
        QCOMPARE(decoder.push(ids[0]), "");
        QCOMPARE(decoder.push(ids[1]), "");
        QCOMPARE(decoder.push(ids[2]), "中");
        decoder.push(ids[0]);
        QCOMPARE(decoder.finish(), "\uFFFD");

        const auto words = tokenizer(TokenizerKind::Words, {"a", "b"});
        text::StreamingDecoder spaced(words);
        spaced.setContext(words.encode("b a"));
        QCOMPARE(spaced.push(text::tokenId(4)), " b");
    }

    void fileKeepsTheTokenizer() {
        QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString()) / "t";
        const base::FileKind kind{"NGTESTTK", 1, "test"};
        const TokenizerSpec spec{TokenizerKind::Graphemes, SentenceUnit::Document, true};
        {
            base::SectionFileWriter writer(path, kind);
            text::writeTokenizer(
                writer, {spec, Vocabulary::fromTokens({"a", "", "中文", "\n", "\xFF"}, 7)});
            writer.commit();
        }
        const auto read = text::readTokenizer(base::SectionFile(path, kind));
        QVERIFY(read.spec() == spec);
        QCOMPARE(read.vocabulary().size(), 8U);
        QCOMPARE(std::string(read.vocabulary().token(text::tokenId(5))), "中文");
        QCOMPARE(read.vocabulary().unknownCount(), 7U);

        const auto forge = [&](std::string_view json, std::vector<std::uint64_t> offsets) {
            base::SectionFileWriter writer(path, kind);
            writer.addSection("tokenizer", json);
            writer.beginSection("vocabulary-offsets");
            writer.writeValues(std::span<const std::uint64_t>(offsets));
            writer.addSection("vocabulary-text", std::string_view("abc"));
            writer.commit();
            text::readTokenizer(base::SectionFile(path, kind));
        };
        const std::string good = R"({"spec":{"kind":"words","unit":"line","fold_case":false},)"
                                 R"("unknown_count":0})";
        forge(good, {0, 1, 3});
        QVERIFY_THROWS_EXCEPTION(base::FormatError, forge(good, {0, 9, 3}));
        QVERIFY_THROWS_EXCEPTION(base::FormatError, forge(good, {0, 2, 1, 3}));
        QVERIFY_THROWS_EXCEPTION(base::FormatError, forge(good, {}));
        QVERIFY_THROWS_EXCEPTION(base::FormatError, forge("{}", {0, 3}));
        QVERIFY_THROWS_EXCEPTION(base::FormatError, forge("[", {0, 3}));
    }
};

QTEST_APPLESS_MAIN(TestTokenizer)
#include "tst_tokenizer.moc"
