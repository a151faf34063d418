// SPDX-License-Identifier: GPL-3.0-or-later
// What the page shows, without the page: rows, divisions, distributions.
#include "app/ngrams/distribution.h"
#include "app/ngrams/division.h"
#include "app/ngrams/table_model.h"
#include "core/corpus/frequencies.h"
#include "core/corpus/token_cache.h"

#include <QAbstractItemModelTester>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace ngrams;

class TestNgramsTable : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void rows();
    void selectedRowsInOrder();
    void pages();
    void sortIsAskedFor();
    void divisionByMaximumLikelihood();
    void divisionByAddK();
    void divisionInNumbers();
    void divisionOfAnUnseenPair();
    void distributionSums();

private:
    OpenTablePointer open(unsigned order, const ngram::EstimatorSpec& estimator);
    text::TokenId id(const OpenTablePointer& open, const char* token) const {
        return open->model->tokenizer().vocabulary().find(token);
    }
    QTemporaryDir folder_;
};

void TestNgramsTable::initTestCase() {
    QLocale::setDefault(QLocale::c());
    QFile file(folder_.filePath("text.txt"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("the cat sat\nthe cat ran\nthe dog sat\n");
}

OpenTablePointer TestNgramsTable::open(unsigned order, const ngram::EstimatorSpec& estimator) {
    const std::filesystem::path folder = folder_.path().toStdString();
    base::NoProgress progress;
    auto documents = corpus::findDocuments({folder / "text.txt"});
    const auto found = corpus::countTokens(documents, {}, progress, {});
    const text::Tokenizer tokenizer({}, text::Vocabulary(found.counts));
    corpus::writeTokenCache(folder / "tokens", documents, tokenizer, progress, {});
    const corpus::TokenCache cache(folder / "tokens");
    ngram::writeCounts(folder / "counts", cache, tokenizer, order, progress, {});
    return std::make_shared<const OpenTable>(
        library::Model{},
        std::make_shared<const ngram::NgramModel>(ngram::openCounts(folder / "counts"), estimator));
}

void TestNgramsTable::rows() {
    TableModel model;
    const QAbstractItemModelTester tester(&model);
    QCOMPARE(model.rowCount(), 0);
    model.setTable(open(2, {}));
    // <s> the, the cat, the dog, cat sat, cat ran, dog sat, sat </s>, ran </s>
    QCOMPARE(model.rowCount(), 8);
    QCOMPARE(model.totalRows(), 8U);
    QStringList all;
    for (int row = 0; row < model.rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < model.columnCount(); ++column)
            cells << model.index(row, column).data().toString();
        all << cells.join(' ');
    }
    QVERIFY2(all.contains("the cat 2 3 0.6667 0.585"), qPrintable(all.join('\n')));
    QVERIFY(all.contains("cat ran 1 2 0.5000 1.000"));
    QVERIFY(all.contains("<s> the 3 3 1.0000 0.000"));
    QCOMPARE(model.index(0, 3).data(Qt::TextAlignmentRole).toInt(),
             int(Qt::AlignRight | Qt::AlignVCenter));
}

void TestNgramsTable::selectedRowsInOrder() {
    TableModel model;
    const QAbstractItemModelTester tester(&model);
    const auto table = open(2, {});
    model.setTable(table);
    ngram::TableQuery query;
    query.next = "sat";
    query.sort = ngram::TableColumn::Probability;
    query.descending = true;
    model.setRows(table->table.select(query, {}));
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.index(0, 0).data().toString(), "dog"); // 1
    QCOMPARE(model.index(1, 0).data().toString(), "cat"); // 1/2
    model.setRows(std::nullopt);
    QCOMPARE(model.rowCount(), 8);
}

void TestNgramsTable::pages() {
    TableModel model(nullptr, 3);
    const QAbstractItemModelTester tester(&model);
    model.setTable(open(2, {}));
    QCOMPARE(model.pageCount(), 3);
    QCOMPARE(model.rowCount(), 3);
    const QString first = model.index(0, 0).data().toString() + model.index(0, 1).data().toString();
    model.setPage(2);
    QCOMPARE(model.rowCount(), 2);
    QVERIFY(first != model.index(0, 0).data().toString() + model.index(0, 1).data().toString());
    model.setPage(9);
    QCOMPARE(model.page(), 2);
    // An export has the rows of all parts.
    QCOMPARE(model.whole()->rowCount(), 8);
    QCOMPARE(model.whole()->index(0, 0).data().toString() +
                 model.whole()->index(0, 1).data().toString(),
             first);
}

void TestNgramsTable::sortIsAskedFor() {
    TableModel model;
    QSignalSpy asked(&model, &TableModel::sortRequested);
    model.sort(4, Qt::DescendingOrder);
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked[0][0].toInt(), 4);
}

void TestNgramsTable::divisionByMaximumLikelihood() {
    const auto table = open(2, {});
    const std::vector history{id(table, "the")};
    const auto row = rowOf(*table->model, history, id(table, "cat"));
    QCOMPARE(row.count, 2U);
    QCOMPARE(divisionText(*table, row),
             QString("“cat” followed “the” 2 times; “the” was followed 3 times by something.\n"
                     "2 / 3 = 0.6667"));
    const auto once = rowOf(*table->model, history, id(table, "dog"));
    QVERIFY(divisionText(*table, once).startsWith("“dog” followed “the” once;"));
}

void TestNgramsTable::divisionByAddK() {
    const auto table = open(2, {"add-k", 0.5});
    const std::vector history{id(table, "the")};
    // V: the, cat, sat, ran, dog and </s>. (2 + 0.5) / (3 + 0.5 × 6) = 0.4167
    const auto row = rowOf(*table->model, history, id(table, "cat"));
    QVERIFY2(divisionText(*table, row).contains("(2 + 0.5) / (3 + 0.5 × 6) = 0.4167"),
             qPrintable(divisionText(*table, row)));
}

/// A formula stands there with its numbers, so that nothing has to be opened to check it.
void TestNgramsTable::divisionInNumbers() {
    const auto table = open(2, {"witten-bell"});
    const auto row = rowOf(*table->model, std::vector{id(table, "the")}, id(table, "cat"));
    const QString text = divisionText(*table, row);
    QVERIFY2(text.contains(" = (2 + 2 × 0.") && text.contains(") / (3 + 2) = 0."),
             qPrintable(text));
}

void TestNgramsTable::divisionOfAnUnseenPair() {
    const auto table = open(2, {});
    const auto row = rowOf(*table->model, std::vector{id(table, "the")}, id(table, "ran"));
    QVERIFY(divisionText(*table, row).endsWith("0 / 3 = 0"));
}

void TestNgramsTable::distributionSums() {
    for (const char* estimator : {"mle", "add-k"}) {
        const auto table = open(2, {estimator, 1.0});
        const auto found = distributionAfter(*table, std::vector{id(table, "the")});
        QVERIFY(std::abs(found.sum - 1) < 1e-12);
        QCOMPARE(found.bars.front().label, "cat");
        QCOMPARE(found.bars.size(), estimator == std::string("mle") ? 2U : 6U);
        QCOMPARE(found.tokens.size(), found.bars.size());
    }
}

QTEST_GUILESS_MAIN(TestNgramsTable)
#include "tst_ngrams_table.moc"
