// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/inspect/inspect_page.h"
#include "app/inspect/token_editor.h"
#include "app/plot/bar_plot.h"
#include "app/window/explanation_tree.h"
#include "app/window/occurrence_view.h"
#include "app/window/text.h"
#include "app/window/workspace.h"
#include "core/tasks/import_corpus.h"
#include "core/tasks/train_ngram.h"
#include "tests/app/support/accessibility.h"

#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBlock>
#include <QTextLayout>

using namespace inspect;

class TestInspectPage : public QObject {
    Q_OBJECT
private slots:
    void inspectsByHandComputedFigures() {
        const QTemporaryDir folder;
        window::Workspace workspace(window::toPath(folder.filePath("library")));
        InspectPage page(workspace);
        page.resize(1100, 700);
        page.show();
        QVERIFY(QTest::qWaitForWindowActive(&page));

        // Without a model the page says where to get one.
        QSignalSpy asked(&workspace, &window::Workspace::pageRequested);
        auto* stack = page.findChild<QStackedWidget*>();
        QCOMPARE(stack->currentIndex(), 0);
        QTest::mouseClick(stack->currentWidget()->findChild<QPushButton*>(), Qt::LeftButton);
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked[0][0].toInt(), 1);

        // C(<s> the) = 3, C(the cat) = 2, C(the dog) = 1, C(cat </s>) = 2, C(dog </s>) = 1
        QFile file(folder.filePath("text.txt"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("the cat\nthe cat\nthe dog\n");
        file.close();
        base::NoProgress progress;
        const auto corpus = tasks::importCorpus(
            {workspace.folder(), {window::toPath(file.fileName())}, {}, {}}, {}, progress, {});
        tasks::NgramRequest request;
        request.library = workspace.folder();
        request.corpora = {corpus.id};
        request.order = 2;
        tasks::trainNgram(request, progress, {});
        emit workspace.modelsChanged();
        QCOMPARE(stack->currentIndex(), 1);

        TokenEditor* editor = page.editor();
        QTest::keyClicks(editor, QStringLiteral("the dog"));
        QTRY_VERIFY(editor->inspection());
        QTRY_COMPARE(editor->inspection()->text, QStringLiteral("the dog"));
        const auto& tokens = editor->inspection()->tokens;
        QCOMPARE(tokens.size(), std::size_t(3));
        QCOMPARE(surprisal(tokens[0].score), 0.0);
        QVERIFY(std::abs(surprisal(tokens[1].score) - 1.5849625007) < 1e-9); // log2 3
        QCOMPARE(tokens[1].begin, 4);
        QCOMPARE(tokens[1].end, 7);
        QCOMPARE(surprisal(tokens[2].score), 0.0);
        // log2 3 bits over the seven bytes; perplexity is the cube root of 3.
        const auto& sum = editor->inspection()->summary;
        QVERIFY(std::abs(sum.perplexity() - std::cbrt(3.0)) < 1e-9);
        QVERIFY(!editor->document()->firstBlock().layout()->formats().isEmpty());

        // A click on "dog" shows what else could have come.
        QTextCursor cursor(editor->document());
        cursor.setPosition(5);
        QTest::mouseClick(editor->viewport(), Qt::LeftButton, {},
                          editor->cursorRect(cursor).center());
        const auto* bars = page.findChild<plot::BarPlot*>("alternatives");
        QTRY_COMPARE(bars->bars().size(), std::size_t(2));
        QCOMPARE(bars->bars()[0].label, QStringLiteral("cat"));
        QVERIFY(std::abs(bars->bars()[0].value - 2.0 / 3) < 1e-9);
        const auto* figures = page.findChild<QLabel*>(QStringLiteral("figures"));
        QVERIFY(figures->text().contains(QStringLiteral("dog")));
        QVERIFY(
            figures->text().contains(QStringLiteral("By Maximum likelihood: C(history, next)")));

        // The end of the sentence is a token too: the cursor's place at the line's end.
        QTest::keyClick(editor, Qt::Key_End);
        QCOMPARE(editor->chosenToken(), std::optional<std::size_t>(2));
        QTRY_COMPARE(bars->bars().size(), std::size_t(1));
        QTest::keyClick(editor, Qt::Key_Left, Qt::AltModifier);
        QTRY_COMPARE(editor->chosenToken(),
                     std::optional<std::size_t>(1)); // a button's key animates

        // A token that the model does not know.
        QTest::keyClick(editor, Qt::Key_End);
        QTest::keyClicks(editor, QStringLiteral(" bird"));
        QTRY_COMPARE(editor->inspection()->text, QStringLiteral("the dog bird"));
        QCOMPARE(editor->inspection()->summary.oov, std::uint64_t(1));
        QVERIFY(!std::isfinite(surprisal(editor->inspection()->tokens[2].score)));
        // Why it is infinite stands beside the infinity: the bird, and what follows it.
        const QString totals = page.findChild<QLabel*>(QStringLiteral("totals"))->text();
        QVERIFY2(totals.contains(QStringLiteral("perplexity ∞, without unknown ∞")),
                 qPrintable(totals));
        QVERIFY(totals.contains(QStringLiteral("∞ because “bird” is not in the vocabulary")));
        QVERIFY(totals.contains(QStringLiteral("∞ because “</s>” never followed “<unk>”")));
        const QStringList unnamed = support::unnamedWidgets(page);
        QVERIFY2(unnamed.isEmpty(), qPrintable(unnamed.join(u'\n')));
        if (const QString shot = qEnvironmentVariable("NGRAMOPHONE_SHOT"); !shot.isEmpty())
            page.grab().save(shot);
    }

    /// A token opens into its arithmetic, and each n-gram of it into the lines of the corpus, which
    /// can be indexed from here and lead to the place in the corpus.
    void reachesTheLinesBehind() {
        const QTemporaryDir folder;
        window::Workspace workspace(window::toPath(folder.filePath("library")));
        QFile file(folder.filePath("text.txt"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("the cat sat\na cat ran\nthe dog sat\n");
        file.close();
        base::NoProgress progress;
        const auto corpus = tasks::importCorpus(
            {workspace.folder(), {window::toPath(file.fileName())}, {}, {}}, {}, progress, {});
        tasks::NgramRequest request;
        request.library = workspace.folder();
        request.corpora = {corpus.id};
        request.order = 3;
        request.estimator = {"kneser-ney"};
        tasks::trainNgram(request, progress, {});
        InspectPage page(workspace);
        page.resize(1100, 700);
        page.show();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        TokenEditor* editor = page.editor();
        QTest::keyClicks(editor, QStringLiteral("the cat"));
        QTRY_VERIFY(editor->inspection());
        QTRY_COMPARE(editor->inspection()->text, QStringLiteral("the cat"));
        QTest::keyClick(editor, Qt::Key_Left);

        auto* tree = page.findChild<window::ExplanationTree*>();
        auto* found = page.findChild<QLabel*>(QStringLiteral("found"));
        auto* lines = page.findChild<window::OccurrenceView*>();
        QTRY_VERIFY(tree->isVisible());
        QTRY_COMPARE(found->text(), QStringLiteral("Stands in the corpus: 1")); // <s> the cat
        QTRY_COMPARE(lines->model()->rowCount(), 1);
        QVERIFY(lines->isVisible());
        QCOMPARE(lines->model()->index(0, 2).data().toString(), QStringLiteral("the cat sat"));
        // The line of the shortest history: "cat" alone stands there twice.
        const auto shortest =
            tree->findItems(QStringLiteral("P(cat)"), Qt::MatchExactly | Qt::MatchRecursive);
        QCOMPARE(shortest.size(), 1);
        tree->expandAll();
        tree->scrollToItem(shortest[0]);
        const QRect row = tree->visualItemRect(shortest[0]) & tree->viewport()->rect();
        QTest::mouseClick(tree->viewport(), Qt::LeftButton, {}, row.center());
        QCOMPARE(tree->currentItem(), shortest[0]);
        QTRY_COMPARE(found->text(), QStringLiteral("Stands in the corpus: 2"));

        auto* index = page.findChild<QPushButton*>(QStringLiteral("index"));
        QVERIFY(index->isVisible());
        QTest::mouseClick(index, Qt::LeftButton);
        QTRY_VERIFY(!index->isVisible());
        QTRY_VERIFY(page.findChild<QLabel*>(QStringLiteral("next"))->isVisible());
        QTRY_COMPARE(lines->model()->rowCount(), 2);
        QSignalSpy asked(&workspace, &window::Workspace::showCorpusRequested);
        lines->setCurrentIndex(lines->model()->index(1, 0));
        QTest::keyClick(lines, Qt::Key_Return);
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked[0][2].toULongLong(), quint64(12)); // where the second line begins
        const QStringList unnamed = support::unnamedWidgets(page);
        QVERIFY2(unnamed.isEmpty(), qPrintable(unnamed.join(u'\n')));
    }
};

QTEST_MAIN(TestInspectPage)
#include "tst_inspect_page.moc"
