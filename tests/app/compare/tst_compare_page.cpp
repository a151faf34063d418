// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/compare/compare_page.h"
#include "app/plot/bar_plot.h"
#include "app/window/text.h"
#include "app/window/workspace.h"
#include "core/tasks/import_corpus.h"
#include "core/tasks/train_ngram.h"
#include "tests/app/support/accessibility.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace compare;

class TestComparePage : public QObject {
    Q_OBJECT
private slots:
    void comparesTwoModels() {
        const QTemporaryDir folder;
        window::Workspace workspace(window::toPath(folder.filePath("library")));
        QFile file(folder.filePath("text.txt"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("the cat\nthe cat\nthe dog\n");
        file.close();
        base::NoProgress progress;
        const auto corpus = tasks::importCorpus(
            {workspace.folder(), {window::toPath(file.fileName())}, {}, {}}, {}, progress, {});
        for (const unsigned order : {1U, 2U}) {
            tasks::NgramRequest request;
            request.library = workspace.folder();
            request.corpora = {corpus.id};
            request.order = order;
            request.name = "order " + std::to_string(order);
            tasks::trainNgram(request, progress, {});
        }
        ComparePage page(workspace);
        page.resize(1100, 700);
        page.show();
        auto* table = page.findChild<QTableView*>(QStringLiteral("results"));
        const QAbstractItemModelTester tester(table->model());

        QTest::keyClicks(page.findChild<QPlainTextEdit*>(QStringLiteral("text")),
                         QStringLiteral("the dog"));
        auto* button = page.findChild<QPushButton*>(QStringLiteral("compare"));
        QTest::mouseClick(button, Qt::LeftButton);
        QTRY_COMPARE(table->model()->rowCount(), 2);

        // Unigrams: P(the) = P(</s>) = 3/9, P(dog) = 1/9; bigrams: P(dog | the) = 1/3, else 1.
        table->sortByColumn(ComparisonModel::BitsPerByte, Qt::AscendingOrder);
        const auto& results = page.results().results();
        QCOMPARE(results[0].name, QStringLiteral("order 2"));
        const double bytes = double(results[0].summary.bytes);
        QVERIFY(std::abs(results[0].summary.bitsPerByte() - std::log2(3.0) / bytes) < 1e-9);
        QVERIFY(std::abs(results[1].summary.bitsPerByte() - 4 * std::log2(3.0) / bytes) < 1e-9);
        QCOMPARE(page.findChild<plot::BarPlot*>()->bars().size(), std::size_t(2));
        table->sortByColumn(ComparisonModel::BitsPerByte, Qt::DescendingOrder);
        QCOMPARE(page.results().results()[0].name, QStringLiteral("order 1"));

        // An infinite perplexity says which n-gram makes it so, and for which model.
        QTest::keyClicks(page.findChild<QPlainTextEdit*>(QStringLiteral("text")),
                         QStringLiteral(" cat"));
        QTest::mouseClick(button, Qt::LeftButton);
        QTRY_COMPARE(table->model()->rowCount(), 2);
        QCOMPARE(page.findChild<QLabel*>(QStringLiteral("state"))->text(),
                 QStringLiteral("order 2: ∞ because “cat” never followed “dog” in the text: "
                                "P(cat | dog) = 0."));

        // A document of the corpus: 3 sentences of 3 tokens.
        page.findChild<QComboBox*>(QStringLiteral("source"))->setCurrentIndex(1);
        QTest::mouseClick(button, Qt::LeftButton);
        QTRY_COMPARE(table->model()->rowCount(), 2);
        QCOMPARE(page.results().results()[0].summary.tokens, std::uint64_t(9));
        QCOMPARE(support::unnamedWidgets(page), QStringList());
        if (const QString shot = qEnvironmentVariable("NGRAMOPHONE_SHOT"); !shot.isEmpty())
            page.grab().save(shot);

        // A document that has gone is a failure of each row, with its reason.
        QFile::remove(file.fileName());
        QTest::mouseClick(button, Qt::LeftButton);
        QTRY_COMPARE(table->model()->rowCount(), 2);
        QVERIFY(page.results().results()[0].error.contains(QStringLiteral("text.txt")));
    }
};

QTEST_MAIN(TestComparePage)
#include "tst_compare_page.moc"
