// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/corpus/labelled_table.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using corpus::LabelledText;
using Rows = std::vector<LabelledText>;

class TestLabelledTable : public QObject {
    Q_OBJECT
private slots:
    void commasAndQuotes();
    void tabsKeepQuotesOfTheText();
    void namedColumnsAreFound();
    void otherEncodingsAreRead();
    void longCellsAreWhole();
    void badRowsAreNamed_data();
    void badRowsAreNamed();

private:
    Rows read(const std::string& name, const std::string& text) {
        const std::filesystem::path path = folder_.path().toStdString() + "/" + name;
        std::ofstream(path, std::ios::binary) << text;
        return corpus::readLabelledTable(corpus::findDocuments({path}).at(0));
    }
    QTemporaryDir folder_;
};

void TestLabelledTable::commasAndQuotes() {
    QCOMPARE(
        read("a.csv", "good film,1\r\n\r\n\"bad, \"\"very\"\" bad\",0\r\n\"two\r\nlines\", 1 \r\n"),
        (Rows{{"good film", "1", 1}, {"bad, \"very\" bad", "0", 3}, {"two\nlines", "1", 4}}));
    QCOMPARE(read("b.csv", ",empty\n"), (Rows{{"", "empty", 1}}));
}

void TestLabelledTable::tabsKeepQuotesOfTheText() {
    QCOMPARE(read("a.tsv", "\"so\" he said, no\tbad\n\"\"\"quoted\"\" cell\"\tgood\n"),
             (Rows{{"\"so\" he said, no", "bad", 1}, {"\"quoted\" cell", "good", 2}}));
}

void TestLabelledTable::namedColumnsAreFound() {
    QCOMPARE(read("c.csv", "id,Label,note,Text\n7,pos,x,nice\n8,neg,,awful\n"),
             (Rows{{"nice", "pos", 2}, {"awful", "neg", 3}}));
    // Neither extension says it: the first line does.
    QCOMPARE(read("c.txt", "text\tlabel\na, b\tc\n"), (Rows{{"a, b", "c", 2}}));
    QCOMPARE(read("d.txt", "a b,c\n"), (Rows{{"a b", "c", 1}}));
}

void TestLabelledTable::otherEncodingsAreRead() {
    QCOMPARE(read("e.csv", "\xEF\xBB\xBFtext,label\nschön,gut\n好,是\n"),
             (Rows{{"schön", "gut", 2}, {"好", "是", 3}}));
}

void TestLabelledTable::longCellsAreWhole() {
    const std::string text(200'000, 'x'); // longer than a piece of a line
    QCOMPARE(read("l.csv", text + ",long\n"), (Rows{{text, "long", 1}}));
}

void TestLabelledTable::badRowsAreNamed_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("three cells") << QByteArray("a,b\na,b,c\n") << QByteArray("line 2");
    QTest::newRow("one cell") << QByteArray("a\n") << QByteArray("line 1");
    QTest::newRow("no label") << QByteArray("a,b\nb,\n") << QByteArray("line 2");
    QTest::newRow("too few") << QByteArray("id,text,label\n1,a\n") << QByteArray("line 2");
    QTest::newRow("open quote") << QByteArray("a,b\n\"a,b\nc,d\n") << QByteArray("line 2");
    QTest::newRow("text after quote") << QByteArray("\"a\"b,c\n") << QByteArray("line 1");
    QTest::newRow("no rows") << QByteArray("text,label\n") << QByteArray("no row");
}

void TestLabelledTable::badRowsAreNamed() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, line);
    try {
        read("bad.csv", text.toStdString());
        QFAIL("was read");
    } catch (const base::FormatError& error) {
        const QByteArray what = error.what();
        QVERIFY2(what.contains("bad.csv") && what.contains(line), what);
    }
}

QTEST_APPLESS_MAIN(TestLabelledTable)
#include "tst_labelled_table.moc"
