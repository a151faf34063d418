// SPDX-License-Identifier: GPL-3.0-or-later
// A table that takes a while to sort: what stands first shows meanwhile, Esc stops, and what was
// sorted once is not sorted again.
#include "app/ngrams/ngrams_page.h"
#include "app/window/table_view.h"
#include "app/window/workspace.h"
#include "core/ngram/table_order.h"
#include "tests/bench/big_counts.h"

#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>

using namespace ngrams;

class TestLargeTable : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::unique_ptr<window::Workspace> workspace_;
    std::unique_ptr<NgramsPage> page_;
    std::int64_t model_ = 0;
    std::filesystem::path orders_;
    window::TableView* table_ = nullptr;

    QString counts() const { return page_->findChild<QLabel*>("counts")->text(); }
    bool isIdle() const { return page_->findChild<QProgressBar*>()->isHidden(); }
    /// Sorts by probability, with no order kept. False where all was over before one could look: on
    /// a machine with very many processors.
    bool sortsWhileOneLooks() {
        std::filesystem::remove_all(orders_);
        const auto looks = [this] { return counts().contains("looked through"); };
        table_->sortByColumn(4, Qt::DescendingOrder);
        return QTest::qWaitFor([&] { return looks() || isIdle(); }, 60'000) && looks();
    }
    double probability(int row) const {
        return QLocale().toDouble(table_->model()->index(row, 4).data().toString());
    }

private slots:
    void initTestCase() {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        workspace_ = std::make_unique<window::Workspace>(folder_.filePath("library").toStdString());
        library::Model entry;
        entry.name = "large";
        entry.kind = "ngram";
        entry.file = workspace_->library().models().newFile("ngm");
        entry.specification = R"({"name":"modified-kneser-ney","order":2})";
        bench::writeBigCounts(workspace_->folder() / entry.file, 2'200'000);
        orders_ = ngram::orderFolder(workspace_->folder() / entry.file);
        model_ = workspace_->library().models().add(entry);
        page_ = std::make_unique<NgramsPage>(*workspace_);
        page_->resize(1280, 800);
        page_->show();
        for (auto* one : page_->findChildren<window::TableView*>())
            if (one->accessibleName() == "Probability table")
                table_ = one;
        QTRY_VERIFY(table_->model()->rowCount() > 0);
        QVERIFY(counts().contains(" of "));
    }

    void partsAreGoneThroughByNumber() {
        QSpinBox* parts = nullptr;
        for (auto* one : page_->findChildren<QSpinBox*>())
            if (one->accessibleName() == "Part of the table")
                parts = one;
        QVERIFY(parts != nullptr && parts->isVisible());
        QCOMPARE(parts->text(), QString("Part 1 of 2"));
        const QString first = table_->model()->index(0, 0).data().toString() +
                              table_->model()->index(0, 1).data().toString();
        parts->setFocus();
        parts->selectAll();
        QTest::keyClicks(parts, "2");
        QTest::keyClick(parts, Qt::Key_Return);
        QVERIFY(first != table_->model()->index(0, 0).data().toString() +
                             table_->model()->index(0, 1).data().toString());
        QTest::keyClick(parts, Qt::Key_Down);
        QCOMPARE(first, table_->model()->index(0, 0).data().toString() +
                            table_->model()->index(0, 1).data().toString());
    }

    void escLeavesWhatStandsFirst() {
        if (!sortsWhileOneLooks())
            QSKIP("sorted too fast to be stopped");
        page_->stopWork();
        QTRY_VERIFY(isIdle());
        if (!counts().startsWith("Stopped"))
            QSKIP("sorted too fast to be stopped");
        QVERIFY2(counts().startsWith("Stopped: the first 1,000 rows of "), qPrintable(counts()));
        QCOMPARE(table_->model()->rowCount(), 1000);
        QVERIFY(!std::filesystem::exists(orders_ / "probability.order"));
    }

    void firstRowsThenAll() {
        table_->sortByColumn(-1, Qt::AscendingOrder);
        QTRY_VERIFY(isIdle() && table_->model()->rowCount() > 1'000'000);
        if (sortsWhileOneLooks()) {
            QVERIFY(counts().startsWith("The first 1,000 rows; "));
            QVERIFY(probability(0) >= probability(500));
        }
        QTRY_VERIFY_WITH_TIMEOUT(isIdle(), 60'000);
        QVERIFY(table_->model()->rowCount() > 1'000'000);
        QVERIFY(probability(0) >= probability(1000) && probability(1000) >= probability(100'000));
        QVERIFY(std::filesystem::exists(orders_ / "probability.order"));
    }

    void aChosenRowStaysChosen() {
        table_->sortByColumn(2, Qt::DescendingOrder);
        QTRY_VERIFY(!counts().startsWith("Stopped") && table_->model()->rowCount() >= 1000);
        table_->setCurrentIndex(table_->model()->index(0, 0));
        const QString next = table_->model()->index(0, 1).data().toString();
        QTRY_VERIFY_WITH_TIMEOUT(isIdle(), 60'000);
        QVERIFY(table_->model()->rowCount() > 1'000'000);
        if (table_->model()->index(0, 1).data().toString() == next)
            QCOMPARE(table_->currentIndex().row(), 0);
        // The greatest numbers fit their columns.
        for (const int column : {2, 3})
            QVERIFY(table_->columnWidth(column) >=
                    table_->widthFor(QStringLiteral("10,000,000").left(column == 3 ? 7 : 5)));
    }

    /// Both ends of an order on disk, at once.
    void sortedOnceIsKept() {
        table_->sortByColumn(4, Qt::AscendingOrder);
        QTRY_VERIFY(isIdle());
        QVERIFY(probability(0) <= probability(1'000'000));
        table_->sortByColumn(5, Qt::AscendingOrder);
        QTRY_VERIFY(isIdle());
        QVERIFY(probability(0) >= probability(1'000'000));
    }

    /// All rows, not only those of the part that is shown.
    void exportsAllParts() {
        auto* filter = page_->findChild<QLineEdit*>();
        for (auto* one : page_->findChildren<QLineEdit*>())
            if (one->accessibleName() == "Filter by next token")
                filter = one;
        filter->setText("word1234");
        QTRY_VERIFY(isIdle() && table_->model()->rowCount() < 100'000);
        const int rows = table_->model()->rowCount();
        QVERIFY(rows > 0);
        const QString path = folder_.filePath("table.csv");
        table_->exportCsv(path);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll().count("\r\n"), rows + 1);
        filter->clear();
        QTRY_VERIFY(isIdle() && table_->model()->rowCount() > 1'000'000);
    }

    void removedWithTheModel() {
        QVERIFY(std::filesystem::exists(orders_));
        page_.reset();
        workspace_->library().models().remove(model_);
        QVERIFY(!std::filesystem::exists(orders_));
    }
};

QTEST_MAIN(TestLargeTable)
#include "tst_large_table.moc"
