// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/text/decoder.h"
#include "core/text/encoding.h"

#include <QTest>

#include <unicode/ucnv.h>

#include <filesystem>
#include <random>

namespace {

std::span<const std::byte> bytesOf(std::string_view text) {
    return std::as_bytes(std::span(text));
}

// By ICU's own way out of Unicode.
std::string encoded(const QString& text, const char* encoding) {
    UErrorCode status = U_ZERO_ERROR;
    UConverter* converter = ucnv_open(encoding, &status);
    std::string bytes(static_cast<std::size_t>(text.size()) * 4 + 8, '\0');
    const auto* units = reinterpret_cast<const UChar*>(text.utf16());
    const int32_t size =
        ucnv_fromUChars(converter, bytes.data(), static_cast<int32_t>(bytes.size()), units,
                        static_cast<int32_t>(text.size()), &status);
    ucnv_close(converter);
    bytes.resize(U_SUCCESS(status) ? static_cast<std::size_t>(size) : 0);
    return bytes;
}

const char* const chinese = "学而时习之，不亦说乎？";
const char* const traditional = "學而時習之，不亦說乎？有朋自遠方來，不亦樂乎？";
const char* const japanese = "これは日本語の文章です。春はあけぼの、夏は夜。";
const char* const korean = "나는 학교에 갑니다. 오늘은 날씨가 좋습니다.";
const char* const russian = "Все счастливые семьи похожи друг на друга, каждая несчастливая семья "
                            "несчастлива по-своему.";
const char* const french = "Longtemps, je me suis couché de bonne heure. Parfois, à peine ma "
                           "bougie éteinte, mes yeux se fermaient si vite “que” je n’avais pas "
                           "le temps de me dire : « Je m’endors. »";

} // namespace

class TestEncoding : public QObject {
    Q_OBJECT

private slots:
    void detection_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("encoding");
        const auto add = [](const char* text, const char* encoding) {
            const QString once = QString::fromUtf8(text);
            QTest::addRow("short %s", encoding) << once << encoding;
            QTest::addRow("long %s", encoding) << (once + '\n').repeated(60) << encoding;
        };
        add(chinese, "GB18030");
        add(traditional, "Big5");
        add(japanese, "Shift_JIS");
        add(japanese, "EUC-JP");
        add(korean, "EUC-KR");
        add(russian, "windows-1251");
        add(french, "windows-1252");
        add(french, "UTF-8");
        add(chinese, "UTF-8");
        add(french, "UTF-16LE");
        add(french, "UTF-16BE");
        add(russian, "UTF-16LE");
        add(russian, "UTF-16BE");
    }
    void detection() {
        QFETCH(QString, text);
        QFETCH(QString, encoding);
        const std::string bytes = encoded(text, qPrintable(encoding));
        QVERIFY(!bytes.empty());
        QCOMPARE(text::detectEncoding(bytesOf(bytes)).name, encoding.toStdString());
        QVERIFY(!text::reasonBinary(bytesOf(bytes)));
        text::DecodeReport report;
        QCOMPARE(text::decodeAll(bytesOf(bytes), encoding.toStdString(), &report),
                 text.toStdString());
        QCOMPARE(report.replaced, 0U);
    }

    void marksDecide() {
        const QString text = QChar(0xFEFF) + QString::fromUtf8(chinese);
        for (const char* name : {"UTF-8", "UTF-16LE", "UTF-16BE", "GB18030"}) {
            const std::string bytes = encoded(text, name);
            const auto guess = text::detectEncoding(bytesOf(bytes));
            QCOMPARE(guess.name, name);
            QVERIFY(guess.byteOrderMark);
            QCOMPARE(text::decodeAll(bytesOf(bytes), name), chinese);
        }
    }

    void asciiAndCutUtf8() {
        QCOMPARE(text::detectEncoding({}).name, "UTF-8");
        QCOMPARE(text::detectEncoding(bytesOf("plain")).name, "UTF-8");
        const std::string_view text = chinese;
        for (std::size_t cut = 3; cut < text.size(); ++cut)
            QCOMPARE(text::detectEncoding(bytesOf(text.substr(0, cut))).name, "UTF-8");
    }

    void names() {
        for (const auto& [alias, name] :
             std::vector<std::pair<const char*, const char*>>{{"utf8", "UTF-8"},
                                                              {"GBK", "GB18030"},
                                                              {"gb2312", "GB18030"},
                                                              {"sjis", "Shift_JIS"},
                                                              {"cp932", "Shift_JIS"},
                                                              {"cp1252", "windows-1252"},
                                                              {"CP1251", "windows-1251"},
                                                              {"latin1", "ISO-8859-1"},
                                                              {"big5", "Big5"},
                                                              {"euckr", "EUC-KR"},
                                                              {"utf-16le", "UTF-16LE"},
                                                              {"ascii", "UTF-8"}})
            QCOMPARE(text::canonicalEncoding(alias), name);
        for (const auto& name : text::knownEncodings())
            QCOMPARE(text::canonicalEncoding(name), name);
        QVERIFY_THROWS_EXCEPTION(base::InputError, text::canonicalEncoding("klingon"));
        QVERIFY_THROWS_EXCEPTION(base::InputError, text::canonicalEncoding(""));
        QVERIFY_THROWS_EXCEPTION(base::InputError, text::StreamDecoder("klingon"));
    }

    void firstBadByteIsExact_data() {
        QTest::addColumn<QString>("encoding");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("offset");
        QTest::addColumn<int>("replaced");
        const auto row = [](const char* name, const char* encoding, QByteArray bytes, int offset,
                            int replaced) {
            QTest::newRow(name) << QString(encoding) << bytes << offset << replaced;
        };
        row("utf8 stray", "UTF-8", "ab\xE4\xB8\xAD\xFFz", 5, 1);
        // The Unicode Standard's own example of maximal subparts (table 3-8).
        row("utf8 parts", "UTF-8", "a\xF1\x80\x80\xE1\x80\xC2z", 1, 3);
        row("utf8 end", "UTF-8", "ab\xE4\xB8", 2, 1);
        row("utf8 surrogate", "UTF-8", "a\xED\xA0\x80", 1, 3);
        row("gb lead at end", "GB18030", "a\xD6\xD0\xD6", 3, 1);
        row("gb bad trail", "GB18030", "a\xD6\xD0\xD6\nz", 3, 1);
        // 81 is bad before 30; what follows, 81 7A, is a character again.
        row("gb then a trail", "GB18030", "ab\x81\x30\x81z", 2, 1);
        row("gb four bytes", "GB18030", "ab\x81\x30\x81\n", 2, 2);
        row("sjis", "Shift_JIS", "a\x82\xA0\xFF", 3, 1);
        row("utf16 lone trail", "UTF-16LE", QByteArray("a\0\0\xDCz\0", 6), 2, 1);
        row("utf16 lone lead", "UTF-16LE", QByteArray("a\0\0\xD8z\0", 6), 2, 1);
        row("utf16 odd", "UTF-16BE", QByteArray("\0a\0b\0", 5), 4, 1);
    }
    void firstBadByteIsExact() {
        QFETCH(QString, encoding);
        QFETCH(QByteArray, bytes);
        QFETCH(int, offset);
        QFETCH(int, replaced);
        const std::string name = encoding.toStdString();
        const std::string all = bytes.toStdString();
        text::DecodeReport report;
        const std::string whole = text::decodeAll(bytesOf(all), name, &report);
        QCOMPARE(report.firstOffset.value_or(999), static_cast<std::uint64_t>(offset));
        QCOMPARE(report.replaced, static_cast<std::uint64_t>(replaced));
        for (std::size_t step = 1; step <= 3; ++step) {
            text::StreamDecoder decoder(name);
            std::string out;
            for (std::size_t i = 0; i < all.size(); i += step)
                decoder.decode(bytesOf(std::string_view(all).substr(i, step)),
                               i + step >= all.size(), out);
            QCOMPARE(out, whole);
            QVERIFY(decoder.report() == report);
        }
    }

    // However a stream is cut into pieces, the text and the report are the same.
    void piecesMakeNoDifference() {
        std::mt19937 random(5);
        for (const std::string& name : text::knownEncodings())
            for (int round = 0; round < 40; ++round) {
                std::string bytes;
                for (int i = 0; i < 200; ++i)
                    bytes += static_cast<char>(random() % 3 == 0 ? random() % 128 : random());
                text::DecodeReport report;
                const std::string whole = text::decodeAll(bytesOf(bytes), name, &report);
                text::StreamDecoder decoder(name);
                std::string out;
                for (std::size_t i = 0; i < bytes.size();) {
                    const std::size_t size = 1 + random() % 5;
                    decoder.decode(bytesOf(std::string_view(bytes).substr(i, size)), false, out);
                    i += size;
                }
                decoder.decode({}, true, out);
                QVERIFY2(out == whole, name.c_str());
                QVERIFY2(decoder.report() == report, name.c_str());
            }
    }

    void farAwayBadByte() {
        std::string bytes;
        while (bytes.size() < 300001)
            bytes += "\xD6\xD0 ";
        const std::size_t place = bytes.size();
        bytes += "\xFF\n\xFF";
        text::DecodeReport report;
        text::decodeAll(bytesOf(bytes), "GB18030", &report);
        QCOMPARE(*report.firstOffset, place);
        QCOMPARE(report.replaced, 2U);
    }

    void binaries() {
        const auto reason = [](std::string_view head) {
            const auto found = text::reasonBinary(bytesOf(head));
            return found ? found->english() : std::string();
        };
        QVERIFY(reason("%PDF-1.7\n").find("PDF") != std::string::npos);
        QVERIFY(reason("PK\x03\x04zzz").find("ZIP") != std::string::npos);
        QVERIFY(reason("\x7F"
                       "ELF\x02\x01")
                    .find("ELF") != std::string::npos);
        QVERIFY(reason("\x1F\x8B\x08").find("gzip") != std::string::npos);
        std::mt19937 random(6);
        std::string noise;
        for (int i = 0; i < 5000; ++i)
            noise += static_cast<char>(random());
        QVERIFY(!reason(noise).empty());
        std::string zeros = "abc";
        zeros.resize(2000, '\0');
        QVERIFY(!reason(zeros).empty());
        QVERIFY(reason("a tab\tand a \x1B[1mbold\x1B[0m word\r\n").empty());
        QVERIFY(reason("").empty());
    }

    void realChinese() {
        const std::filesystem::path data(NGRAMOPHONE_DATA);
        if (!std::filesystem::exists(data / "analects.gb18030.txt"))
            QSKIP("no real text here");
        const std::string bytes = base::readFile(data / "analects.gb18030.txt");
        QCOMPARE(text::detectEncoding(bytesOf(bytes)).name, "GB18030");
        QVERIFY(text::decodeAll(bytesOf(bytes), "GB18030") ==
                base::readFile(data / "analects.txt"));
    }
};

QTEST_APPLESS_MAIN(TestEncoding)
#include "tst_encoding.moc"
