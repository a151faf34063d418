// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/text_source.h"
#include "tests/core/base/gzip.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <string>
#include <vector>

class TestTextSource : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    std::filesystem::path write(const std::string& name, const std::string& bytes) const {
        const auto path = std::filesystem::path(folder_.path().toStdString()) / name;
        std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
        return path;
    }
    static std::vector<std::string> linesOf(const std::filesystem::path& path) {
        base::TextSource source(path);
        std::vector<std::string> lines;
        while (const auto line = source.line()) {
            lines.emplace_back(*line);
            if (source.lineNumber() != lines.size())
                throw std::logic_error("line number");
        }
        if (source.line() || source.bytesRead() != source.size())
            throw std::logic_error("not at the end");
        return lines;
    }
    static std::string errorOf(const std::filesystem::path& path) {
        try {
            linesOf(path);
            return {};
        } catch (const base::FormatError& error) {
            return error.what();
        }
    }

private slots:
    void plainAndCompressed_data() {
        QTest::addColumn<std::string>("text");
        QTest::addColumn<std::vector<std::string>>("lines");
        using Lines = std::vector<std::string>;
        QTest::newRow("nothing") << std::string() << Lines{};
        QTest::newRow("ends") << std::string("a b\nc\n") << Lines{"a b", "c"};
        QTest::newRow("open end") << std::string("a b\nc") << Lines{"a b", "c"};
        QTest::newRow("CR LF") << std::string("a\r\n\r\nb\r\n") << Lines{"a", "", "b"};
        QTest::newRow("open CR") << std::string("a\r\nb\r") << Lines{"a", "b"};
        QTest::newRow("blank lines") << std::string("\n\na\n\n") << Lines{"", "", "a", ""};
        QTest::newRow("byte order mark") << std::string("\xef\xbb\xbfx\ny") << Lines{"x", "y"};
        QTest::newRow("mark alone") << std::string("\xef\xbb\xbf") << Lines{};
        QTest::newRow("one byte") << std::string("a") << Lines{"a"};
        const std::string longer(700000, 'x');
        QTest::newRow("longer than a block")
            << longer + "\n" + longer + "y\nz" << Lines{longer, longer + "y", "z"};
    }
    void plainAndCompressed() {
        QFETCH(std::string, text);
        QFETCH(std::vector<std::string>, lines);
        QCOMPARE(linesOf(write("plain.txt", text)), lines);
        const std::string packed = gzip(text);
        // The name does not matter.
        QCOMPARE(linesOf(write("packed.txt", packed)), lines);
        const std::string halves =
            gzip(text.substr(0, text.size() / 2)) + gzip("") + gzip(text.substr(text.size() / 2));
        QCOMPARE(linesOf(write("halves.gz", halves)), lines);
        QCOMPARE(linesOf(write("padded.gz", packed + std::string(1000, '\0'))), lines);
    }

    void manyLines() {
        std::string text;
        for (int i = 0; i < 100000; ++i)
            text += std::to_string(i) + (i % 3 == 0 ? "\r\n" : "\n");
        for (const auto& path : {write("many", text), write("many.gz", gzip(text))}) {
            const auto lines = linesOf(path);
            QCOMPARE(lines.size(), std::size_t{100000});
            for (std::size_t i = 0; i < lines.size(); ++i)
                QCOMPARE(lines[i], std::to_string(i));
        }
    }

    void damaged() {
        std::string text;
        for (int i = 0; i < 200000; ++i)
            text += std::to_string(i * 7919 % 100003) + "\n";
        const std::string packed = gzip(text);
        QVERIFY(packed.size() > 300000);
        for (const std::size_t size : {std::size_t{2}, std::size_t{9}, std::size_t{18},
                                       packed.size() / 2, packed.size() - 9, packed.size() - 1}) {
            const std::string error = errorOf(write("cut.gz", packed.substr(0, size)));
            QVERIFY2(error.find("cut.gz breaks off behind line ") != std::string::npos,
                     error.c_str());
        }
        for (const std::size_t place :
             {std::size_t{2}, packed.size() / 2, packed.size() - 8, packed.size() - 1}) {
            std::string broken = packed;
            broken[place] = static_cast<char>(broken[place] ^ 0x40);
            const std::string error = errorOf(write("broken.gz", broken));
            QVERIFY2(error.find("broken.gz is damaged behind line ") != std::string::npos,
                     error.c_str());
        }
        // What was read before the damage is told by its line.
        QVERIFY(
            errorOf(write("half.gz", packed.substr(0, packed.size() / 2))).find("behind line 0.") ==
            std::string::npos);
        QVERIFY(errorOf(write("tail.gz", packed + "no gzip")).find("is damaged") !=
                std::string::npos);
        QVERIFY_EXCEPTION_THROWN(base::TextSource(write("x", "") / "none"), base::FileError);
    }

    void endlessLine() {
        const std::string text = "a\n" + std::string(base::TextSource::longestLine + 600000, 'b');
        for (const auto& path : {write("endless", text), write("endless.gz", gzip(text))})
            QVERIFY(errorOf(path).find("no end of line for long behind line 1") !=
                    std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestTextSource)
#include "tst_text_source.moc"
