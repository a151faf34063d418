// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/corpora/corpora_page.h"
#include "app/corpora/corpus_model.h"
#include "app/corpora/find_bar.h"
#include "app/corpora/frequency_model.h"
#include "app/corpora/text_panel.h"
#include "app/corpora/text_view.h"
#include "app/window/text.h"
#include "app/window/workspace.h"
#include "core/corpus/document.h"
#include "core/library/corpus_store.h"
#include "tests/app/support/accessibility.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QScrollBar>
#include <QStorageInfo>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace corpora;

namespace {

void write(const QString& path, const QByteArray& bytes) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

corpus::Document documentAt(const QString& path) {
    return corpus::findDocuments({window::toPath(path)}).front();
}

QByteArray utf16(const QString& text) {
    QByteArray bytes("\xFF\xFE", 2);
    for (const QChar c : text)
        bytes.append(char(c.unicode() & 0xFF)).append(char(c.unicode() >> 8));
    return bytes;
}

} // namespace

class TestCorporaPage : public QObject {
    Q_OBJECT
private slots:
    void init() { QVERIFY(folder_.emplace().isValid()); }
    void cleanup() { folder_.reset(); }

    void viewScrollsSelectsAndCopies() {
        QByteArray text;
        for (int i = 0; i < 1000; ++i)
            text += "line " + QByteArray::number(i) + "\r\n";
        TextView view;
        show(view, text);
        QCOMPARE(view.lineAt(0), QStringLiteral("line 0"));
        QVERIFY(view.loadedLines() < 100);
        QTest::keyClick(&view, Qt::Key_End, Qt::ControlModifier);
        QCOMPARE(view.topOffset() > 0, true);
        QTest::keyClick(&view, Qt::Key_Home, Qt::ControlModifier);
        QCOMPARE(view.topOffset(), 0U);
        QTest::keyClick(&view, Qt::Key_Down, Qt::ShiftModifier);
        QTest::keyClick(&view, Qt::Key_End, Qt::ShiftModifier);
        QTest::keyClick(&view, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("line 0\nline 1"));
        QTest::keyClick(&view, Qt::Key_PageDown);
        const auto paged = view.topOffset();
        QVERIFY(paged > 0);
        QTest::keyClick(&view, Qt::Key_PageUp);
        QCOMPARE(view.topOffset(), 0U);
        view.verticalScrollBar()->setValue(view.verticalScrollBar()->maximum());
        QCOMPARE(view.bottomOffset(), std::uint64_t(text.size()));
        view.goTo(8); // the first byte of "line 1"
        QCOMPARE(*view.highlightedLine(), 8U);
        // The second line's selection is painted there and nowhere else.
        view.select(8, 0, 4);
        const QImage shot = view.viewport()->grab().toImage();
        const auto group = view.hasFocus() ? QPalette::Active : QPalette::Inactive;
        const QRgb highlight = view.palette().color(group, QPalette::Highlight).rgb();
        const int height = view.fontMetrics().lineSpacing() + 2;
        const auto paints = [&](int row) {
            for (int x = 0; x < shot.width(); ++x) {
                if (shot.pixel(x, 3 + row * height + height / 2) == highlight)
                    return true;
            }
            return false;
        };
        QVERIFY(!paints(0));
        QVERIFY(paints(1));
        QVERIFY(!paints(2));
        QTest::mouseDClick(view.viewport(), Qt::LeftButton, {}, QPoint(10, 10));
        QCOMPARE(view.selectedText(), QStringLiteral("line"));
    }

    void viewReadsEncodings_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("GB18030") << QByteArray("\xC4\xE3\xBA\xC3\xCA\xC0\xBD\xE7\n\xB5\xDA\xB6\xFE"
                                               "\xD0\xD0\n");
        QTest::newRow("UTF-16") << utf16(QStringLiteral("你好世界\n第二行\n"));
        QTest::newRow("UTF-8") << QStringLiteral("你好世界\n第二行\n").toUtf8();
    }
    void viewReadsEncodings() {
        QFETCH(QByteArray, bytes);
        const QString path = folder_->filePath("text.txt");
        write(path, bytes);
        auto documents = corpus::findDocuments(
            {window::toPath(path)},
            QLatin1String(QTest::currentDataTag()) == QLatin1String("GB18030") ? "GB18030" : "");
        TextView view;
        view.resize(400, 300);
        view.showDocument(documents.front());
        QCOMPARE(view.message(), QString());
        QCOMPARE(view.lineAt(0), QStringLiteral("你好世界"));
        QCOMPARE(view.lineAt(1), QStringLiteral("第二行"));
        view.select(0, 2, 2);
        QCOMPARE(view.selectedText(), QStringLiteral("世界"));
    }

    void aGigabyteOpensWithoutBeingRead() {
        if (QStorageInfo(folder_->path()).bytesAvailable() < (qint64(64) << 20))
            QSKIP("too little room on the disk");
        const QString path = folder_->filePath("large.txt");
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadWrite));
        file.write("the beginning\n");
        QVERIFY(file.resize(qint64(1) << 30));
        file.seek(file.size());
        file.write("\nthe end\n");
        file.close();
        corpus::Document document;
        document.path = window::toPath(path);
        document.size = std::uint64_t(QFileInfo(path).size());
        document.modified = QFileInfo(path).lastModified().toSecsSinceEpoch();
        document.encoding = "UTF-8";
        TextView view;
        view.resize(400, 300);
        view.showDocument(document);
        QCOMPARE(view.message(), QString());
        QCOMPARE(view.lineAt(0), QStringLiteral("the beginning"));
        QVERIFY(view.loadedLines() < 100);
        view.goTo(view.size() - 2);
        QCOMPARE(view.lineAt(int(view.loadedLines()) - 1), QStringLiteral("the end"));
    }

    void aVanishedFileGivesAMessage() {
        TextView view;
        show(view, "one\ntwo\n");
        QFile::remove(folder_->filePath("text.txt"));
        QTest::keyClick(&view, Qt::Key_PageDown);
        QVERIFY(!view.hasDocument());
        QVERIFY(view.message().contains(QStringLiteral("text.txt")));
        view.grab();
    }

    void frequenciesAreSelected() {
        const FrequencyTable table({{{"the", 5}, {"Cat", 3}, {"cat", 2}}, 10, 1});
        using Rows = std::vector<std::uint32_t>;
        const auto rows = [&](const char* filter, int column, Qt::SortOrder order) {
            return select(table, {QString::fromLatin1(filter), column, order}, {});
        };
        QCOMPARE(rows("", FrequencyModel::Rank, Qt::AscendingOrder), (Rows{0, 1, 2}));
        QCOMPARE(rows("", FrequencyModel::Count, Qt::AscendingOrder), (Rows{2, 1, 0}));
        QCOMPARE(rows("", FrequencyModel::Token, Qt::AscendingOrder), (Rows{1, 2, 0}));
        QCOMPARE(rows("CAT", FrequencyModel::Rank, Qt::DescendingOrder), (Rows{2, 1}));
        FrequencyModel model;
        const QAbstractItemModelTester tester(&model);
        model.setRows(std::make_shared<FrequencyTable>(table), {0, 1});
        QCOMPARE(model.index(1, FrequencyModel::CumulativeShare).data().toString(),
                 QLocale().toString(80.0, 'f', 4));
    }

    void pageImportsShowsAndRemoves() {
        window::Workspace workspace(window::toPath(folder_->filePath("library")));
        CorporaPage page(workspace);
        page.resize(1000, 700);
        page.show();
        const QString path = folder_->filePath("story.txt");
        write(path, "the cat sat\nthe dog \xFF ran\n");
        workspace.importPaths({window::toPath(path)}, QStringLiteral("UTF-8"));
        auto* list = page.findChild<QTableView*>(QStringLiteral("corpora"));
        const QAbstractItemModelTester tester(list->model());
        QTRY_COMPARE(list->model()->index(0, CorpusModel::State).data().toString(),
                     QStringLiteral("Ready"));
        QCOMPARE(page.textPanel()->view()->lineAt(0), QStringLiteral("the cat sat"));
        const auto* bad = page.findChild<QLabel*>(QStringLiteral("badBytes"));
        QVERIFY(bad->isVisible());
        QVERIFY2(bad->text().contains(QStringLiteral("byte 20")), qPrintable(bad->text()));

        // The text is found, and found again from the top.
        page.find();
        auto* edit = page.findChild<QLineEdit*>(QStringLiteral("findText"));
        QTest::keyClicks(edit, QStringLiteral("THE"));
        QTRY_COMPARE(page.textPanel()->findBar()->matchCount(), std::size_t(2));
        QTRY_VERIFY(!page.textPanel()->findBar()->isSearching());
        QTest::keyClick(edit, Qt::Key_Return);
        QCOMPARE(page.textPanel()->view()->caret().line, 12U);
        QVERIFY(page.stopWork());

        auto* tabs = page.findChild<QTabWidget*>();
        tabs->setCurrentIndex(1);
        auto* table = page.findChild<QTableView*>(QStringLiteral("frequencyTable"));
        QTRY_VERIFY(table->model()->rowCount() > 0);
        QCOMPARE(table->model()->index(0, FrequencyModel::Token).data().toString(),
                 QStringLiteral("the"));
        QTest::keyClicks(page.findChild<QLineEdit*>(QStringLiteral("frequencyFilter")),
                         QStringLiteral("do"));
        QTRY_COMPARE(table->model()->rowCount(), 1);
        QCOMPARE(support::unnamedWidgets(page), QStringList());

        // Another encoding, chosen in the dialog.
        if (const QString shot = qEnvironmentVariable("NGRAMOPHONE_SHOT"); !shot.isEmpty()) {
            tabs->setCurrentIndex(0);
            page.grab().save(shot);
        }
        press(page, QStringLiteral("Encodin&g…"));
        auto* dialog = page.findChild<QInputDialog*>();
        QVERIFY(dialog);
        dialog->setTextValue(QStringLiteral("windows-1252"));
        dialog->accept();
        QTRY_COMPARE(list->model()->index(0, CorpusModel::Encoding).data().toString(),
                     QStringLiteral("windows-1252"));
        QTRY_VERIFY(bad->isHidden() || !bad->isVisible());
        QTRY_COMPARE(page.textPanel()->view()->lineAt(1), QStringLiteral("the dog ÿ ran"));

        press(page, QStringLiteral("&Remove…"));
        auto* box = page.findChild<QMessageBox*>();
        QVERIFY(box);
        press(*box, QStringLiteral("&Remove"));
        QTRY_COMPARE(list->model()->rowCount(), 0);
        QVERIFY(QFile::exists(path));
    }

private:
    void show(TextView& view, const QByteArray& text) {
        const QString path = folder_->filePath("text.txt");
        write(path, text);
        view.resize(400, 300);
        view.show();
        view.showDocument(documentAt(path));
        QCOMPARE(view.message(), QString());
    }
    static void press(const QWidget& parent, const QString& text) {
        for (auto* button : parent.findChildren<QPushButton*>()) {
            if (button->text() == text) {
                QTest::mouseClick(button, Qt::LeftButton);
                return;
            }
        }
        QFAIL(qPrintable(text));
    }

    std::optional<QTemporaryDir> folder_;
};

QTEST_MAIN(TestCorporaPage)
#include "tst_corpora_page.moc"
