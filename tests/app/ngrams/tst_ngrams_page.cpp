// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ngrams/ngrams_page.h"
#include "app/ngrams/train_form.h"
#include "app/plot/bar_plot.h"
#include "app/plot/heatmap.h"
#include "app/window/explanation_tree.h"
#include "app/window/table_view.h"
#include "app/window/workspace.h"
#include "core/tasks/import_corpus.h"
#include "tests/app/support/accessibility.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QHeaderView>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTabBar>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace ngrams;

/// One library and one page for all; the tests follow a person's way through them.
class TestNgramsPage : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void cleanupTestCase();
    void emptyOffersTraining();
    void trainsByMouseAndKeyboard();
    void filtersAsOneTypes();
    void sortsByClicks();
    void showsDistributionDivisionAndLines();
    void indexesTheCorpus();
    void matrixChoosesHistory();
    void scoresASentence();
    void marksInfinityAndUnknown();
    void smoothingLab();
    void renamesAndDeletes();
    void accessible();

private:
    template <class T>
    T* named(const QString& accessibleName) const {
        T* found = nullptr;
        for (T* widget : page_->findChildren<T*>()) {
            if (widget->accessibleName() != accessibleName)
                continue;
            if (tabOf(widget) == page_->findChild<QTabWidget*>()->currentWidget())
                return widget;
            found = found != nullptr ? found : widget;
        }
        return found;
    }
    window::TableView* table() const { return named<window::TableView>("Probability table"); }
    QString cell(int row, int column) const {
        return table()->model()->index(row, column).data().toString();
    }
    /// The one on the tab in front where several tabs have one.
    template <class T>
    T* inFront(const char* name) const {
        const auto all = page_->findChildren<T*>(name);
        for (T* widget : all)
            if (tabOf(widget) == page_->findChild<QTabWidget*>()->currentWidget())
                return widget;
        return all.empty() ? nullptr : all.front();
    }
    QWidget* tabOf(QWidget* widget) const {
        auto* tabs = page_->findChild<QTabWidget*>();
        while (widget != nullptr && tabs->indexOf(widget) < 0)
            widget = widget->parentWidget();
        return widget;
    }
    QString label(const char* name) const { return inFront<QLabel>(name)->text(); }
    void openTab(int index) const {
        auto* bar = page_->findChild<QTabWidget*>()->tabBar();
        QTest::mouseClick(bar, Qt::LeftButton, {}, bar->tabRect(index).center());
    }

    QTemporaryDir folder_;
    std::unique_ptr<window::Workspace> workspace_;
    std::unique_ptr<NgramsPage> page_;
    QStringList errors_;
};

void TestNgramsPage::initTestCase() {
    QLocale::setDefault(QLocale::c());
    QFile file(folder_.filePath("animals.txt"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("the cat sat\nthe cat ran\nthe dog sat\n");
    file.close();
    const std::filesystem::path library = folder_.filePath("library").toStdString();
    workspace_ = std::make_unique<window::Workspace>(library);
    connect(workspace_.get(), &window::Workspace::errorReported, this,
            [this](const QString& error) { errors_ << error; });
    base::NoProgress progress;
    tasks::importCorpus({library, {folder_.filePath("animals.txt").toStdString()}, {}, {}},
                        [](std::int64_t) {}, progress, {});
    page_ = std::make_unique<NgramsPage>(*workspace_);
    page_->resize(1100, 720);
    page_->show();
}

void TestNgramsPage::cleanupTestCase() {
    page_.reset();
    workspace_.reset();
    QCOMPARE(errors_, QStringList());
}

void TestNgramsPage::emptyOffersTraining() {
    QPushButton* offer = nullptr;
    for (auto* button : page_->findChildren<QPushButton*>()) {
        if (button->isVisible() && button->text().contains("N-gram"))
            offer = button;
    }
    QVERIFY(offer);
    QTest::mouseClick(offer, Qt::LeftButton);
    auto* form = page_->findChild<TrainForm*>();
    QVERIFY(form && form->isVisible());
    QCOMPARE(support::unnamedWidgets(*form), QStringList());
    QTest::keyClick(form, Qt::Key_Escape);
    QTRY_VERIFY(!page_->findChild<TrainForm*>());
}

void TestNgramsPage::trainsByMouseAndKeyboard() {
    QPushButton* train = nullptr;
    for (auto* button : page_->findChildren<QPushButton*>()) {
        if (button->text() == "T&rain…")
            train = button;
    }
    QTest::mouseClick(train, Qt::LeftButton);
    auto* form = page_->findChild<TrainForm*>();
    QVERIFY(form);
    auto* corpora = form->findChild<QListWidget*>();
    QCOMPARE(corpora->count(), 1);
    QPushButton* start = nullptr;
    for (auto* button : form->findChildren<QPushButton*>()) {
        if (button->text() == "&Train")
            start = button;
    }
    // Without a corpus there is nothing to train on.
    QVERIFY(start->isEnabled());
    corpora->setFocus();
    QTest::keyClick(corpora, Qt::Key_Space);
    QVERIFY(!start->isEnabled());
    QTest::keyClick(corpora, Qt::Key_Space);
    QVERIFY(start->isEnabled());

    for (auto* spin : form->findChildren<QSpinBox*>()) {
        if (spin->maximum() == 5) { // the order
            QTest::keyClick(spin, Qt::Key_Up);
            QTest::keyClick(spin, Qt::Key_Up);
            QTest::keyClick(spin, Qt::Key_Down);
            QTest::keyClick(spin, Qt::Key_Down);
        }
    }
    auto* box = form->findChild<QCheckBox*>();
    QTest::keyClick(box, Qt::Key_Space);
    for (auto* edit : form->findChildren<QLineEdit*>()) {
        if (edit->placeholderText().startsWith("Made"))
            QTest::keyClicks(edit, "beasts");
    }
    QCOMPARE(form->request().name, std::string("beasts"));
    QCOMPARE(form->request().order, 2U);
    QVERIFY(form->request().tokenizer.foldCase);
    QTest::mouseClick(start, Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(label("counts"), "8 of 8 rows", 20000);
    QCOMPARE(named<QComboBox>("N-gram model")->currentText(), "beasts");
    // The first row is chosen, so that everything about it shows at once.
    QCOMPARE(table()->currentIndex().row(), 0);
    QVERIFY(label("division").contains("marks the beginning of a sentence"));
    QTRY_VERIFY(!page_->findChild<plot::BarPlot*>()->bars().empty());
    QTRY_COMPARE(label("found"), "Stands in the corpus: 3");
}

void TestNgramsPage::filtersAsOneTypes() {
    auto* next = named<QLineEdit>("Filter by next token");
    QTest::keyClicks(next, "sa");
    QTRY_COMPARE(label("counts"), "2 of 8 rows");
    QCOMPARE(cell(0, 1), "sat");
    auto* history = named<QLineEdit>("Filter by history");
    QTest::keyClicks(history, "dog");
    QTRY_COMPARE(label("counts"), "1 of 8 rows");
    for (auto* edit : {next, history}) {
        edit->setFocus();
        edit->selectAll();
        QTest::keyClick(edit, Qt::Key_Backspace);
    }
    QTRY_COMPARE(label("counts"), "8 of 8 rows");
    page_->find();
    QCOMPARE(page_->focusWidget(), history);
}

void TestNgramsPage::sortsByClicks() {
    QHeaderView* header = table()->horizontalHeader();
    const auto click = [&] {
        const int x = header->sectionViewportPosition(4) + header->sectionSize(4) / 2;
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, {x, header->height() / 2});
    };
    click();
    QTRY_COMPARE(cell(0, 4), "0.3333"); // ascending: the dog
    QCOMPARE(cell(7, 4), "1.0000");
    click();
    QTRY_COMPARE(cell(7, 4), "0.3333");
    QCOMPARE(cell(0, 4), "1.0000");
    QCOMPARE(cell(6, 4), "0.5000");
}

void TestNgramsPage::showsDistributionDivisionAndLines() {
    // By falling P, the last but three is the only 2/3: the cat.
    int row = 0;
    while (cell(row, 0) != "the" || cell(row, 1) != "cat")
        ++row;
    const QModelIndex index = table()->model()->index(row, 1);
    QTest::mouseClick(table()->viewport(), Qt::LeftButton, {}, table()->visualRect(index).center());
    QCOMPARE(label("division"),
             QString("“cat” followed “the” 2 times; “the” was followed 3 times by something.\n"
                     "2 / 3 = 0.6667"));
    auto* bars = page_->findChild<plot::BarPlot*>();
    QTRY_COMPARE(bars->bars().size(), 2U);
    QCOMPARE(bars->caption(), "P(· | the): 2 tokens, sum 1.000000");

    QTRY_COMPARE(label("found"), "Stands in the corpus: 2");
    auto* lines = named<window::TableView>("Lines of the corpus");
    QCOMPARE(lines->model()->rowCount(), 2);
    QCOMPARE(lines->model()->index(1, 0).data().toString(), "animals.txt");
    QCOMPARE(lines->model()->index(1, 1).data().toString(), "2");
    QCOMPARE(lines->model()->index(1, 2).data().toString(), "the cat ran");
    QSignalSpy asked(workspace_.get(), &window::Workspace::showCorpusRequested);
    lines->setFocus();
    lines->setCurrentIndex(lines->model()->index(1, 0));
    QTest::keyClick(lines, Qt::Key_Return);
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked[0][2].toULongLong(), 12U); // "the cat sat\n" comes before

    // A bar chooses another n-gram with the same history.
    QTest::keyClick(bars->focusProxy(), Qt::Key_End);
    QTest::keyClick(bars->focusProxy(), Qt::Key_Return);
    QTRY_VERIFY(label("division").contains("1 / 3 = 0.3333"));
    QTRY_COMPARE(label("found"), "Stands in the corpus: 1");
}

void TestNgramsPage::indexesTheCorpus() {
    const auto choose = [this](const QString& history, const QString& next) {
        int row = 0;
        while (cell(row, 0) != history || cell(row, 1) != next)
            ++row;
        const QModelIndex index = table()->model()->index(row, 1);
        QTest::mouseClick(table()->viewport(), Qt::LeftButton, {},
                          table()->visualRect(index).center());
    };
    auto* offer = inFront<QPushButton>("index");
    auto* next = inFront<QLabel>("next");
    QVERIFY(offer->isVisible());
    choose("dog", "sat");
    QTRY_COMPARE(label("found"), "Stands in the corpus: 1");
    choose("the", "cat");
    QTRY_COMPARE(label("found"), "Stands in the corpus: 2");
    QVERIFY(!next->isVisible());
    QTest::mouseClick(offer, Qt::LeftButton);
    QVERIFY(!offer->isEnabled());
    QTRY_VERIFY(!offer->isVisible());
    // The row that is chosen is looked up again, now with what comes next.
    QTRY_COMPARE(label("found"), "Stands in the corpus: 2");
    QTRY_VERIFY(next->isVisible());
    QVERIFY2(next->text().contains("sat 0.5000") && next->text().contains("ran 0.5000"),
             qPrintable(next->text()));
    auto* lines = named<window::TableView>("Lines of the corpus");
    QCOMPARE(lines->model()->rowCount(), 2);
    QCOMPARE(lines->model()->index(0, 2).data().toString(), "the cat sat");
    choose("sat", "</s>");
    QTRY_COMPARE(label("found"), "Stands in the corpus: 2");
    QVERIFY(!next->isVisible()); // nothing is predicted behind a sentence's end
    QCOMPARE(lines->model()->index(1, 0).data().toString(), "animals.txt");
    QCOMPARE(lines->model()->index(1, 1).data().toString(), "3");
    // One that is damaged is offered to be made again; what is open does not see it.
    const std::filesystem::path tokens = folder_.filePath("library/tokens").toStdString();
    for (const auto& file : std::filesystem::directory_iterator(tokens))
        if (file.path().extension() == ".suffixes") {
            std::filesystem::remove(file.path());
            std::ofstream(file.path()) << "no index";
        }
    page_ = std::make_unique<NgramsPage>(*workspace_);
    page_->resize(1100, 720);
    page_->show();
    const auto shown = [this] { return inFront<QPushButton>("index")->isVisible(); };
    QTRY_VERIFY(shown());
    QTRY_COMPARE(label("found"), "Stands in the corpus: 3");
    QTest::mouseClick(inFront<QPushButton>("index"), Qt::LeftButton);
    QTRY_VERIFY(!shown());
    QTRY_COMPARE(label("found"), "Stands in the corpus: 3");
    QTRY_VERIFY(inFront<QLabel>("next")->isVisible());
}

void TestNgramsPage::matrixChoosesHistory() {
    openTab(1);
    auto* map = page_->findChild<plot::Heatmap*>();
    QVERIFY(map->isVisible());
    QWidget* canvas = map->focusProxy();
    QTest::keyClick(canvas, Qt::Key_Home);
    QTRY_VERIFY([&] {
        QTest::keyClick(canvas, Qt::Key_Down);
        return map->currentCell().y() >= 0;
    }());
    QTest::keyClick(canvas, Qt::Key_Return);
    QTRY_VERIFY(table()->isVisible()); // the table tab is in front
    QVERIFY(!named<QLineEdit>("Filter by history")->text().isEmpty());
    QVERIFY(label("division").contains("followed"));
}

void TestNgramsPage::scoresASentence() {
    openTab(2);
    auto* sentence = named<QLineEdit>("Sentence to score");
    QTest::keyClicks(sentence, "the dog sat");
    auto* tokens = named<window::TableView>("Tokens of the sentence");
    QTRY_COMPARE(tokens->model()->rowCount(), 4);
    // 1 × 1/3 × 1 × 1; ln 1/3 = −1.0986; perplexity 3^(1/4) = 1.31607
    QCOMPARE(tokens->model()->index(1, 0).data().toString(), "dog");
    QCOMPARE(tokens->model()->index(1, 1).data().toString(), "0.3333");
    QCOMPARE(tokens->model()->index(1, 3).data().toString(), "1.585");
    QVERIFY2(label("sum").endsWith("= -1.0986"), qPrintable(label("sum")));
    QVERIFY(label("sum").contains("ln 1.0000 + ln 0.3333 + ln 1.0000 + ln 1.0000"));
    QVERIFY2(label("perplexity").contains("Perplexity 1.31607 over 4 tokens"),
             qPrintable(label("perplexity")));

    // A token opens into its arithmetic and the places of its n-gram, by keyboard.
    tokens->setFocus();
    QTest::keyClick(tokens, Qt::Key_Down);
    QTest::keyClick(tokens, Qt::Key_Down);
    QVERIFY2(label("division").contains("1 / 3 = 0.3333") ||
                 label("division").contains("“sat” followed"),
             qPrintable(label("division")));
    QWidget* details = inFront<QLabel>("division")->parentWidget();
    QVERIFY(details->findChild<window::ExplanationTree*>()->topLevelItemCount() > 0);
    QTRY_VERIFY(details->findChild<QTableView*>()->model()->rowCount() > 0);
}

void TestNgramsPage::marksInfinityAndUnknown() {
    auto* sentence = named<QLineEdit>("Sentence to score");
    sentence->selectAll();
    QTest::keyClicks(sentence, "the ran");
    QTRY_VERIFY(label("perplexity").contains("Perplexity ∞"));
    QVERIFY(label("perplexity").contains("“ran” never followed “the”"));
    sentence->selectAll();
    QTest::keyClicks(sentence, "the zebra");
    QTRY_VERIFY(label("perplexity").contains("“zebra” is not in the vocabulary"));
    auto* tokens = named<window::TableView>("Tokens of the sentence");
    QCOMPARE(tokens->model()->index(1, 4).data().toString(), "unknown");
    QCOMPARE(tokens->model()->index(1, 3).data().toString(), "∞");
}

void TestNgramsPage::smoothingLab() {
    openTab(3);
    QTest::keyClicks(named<QLineEdit>("History to compare after"), "the");
    auto* masses = named<window::TableView>("Masses by estimator");
    QTRY_COMPARE(masses->model()->rowCount(), 4);
    for (int row = 0; row < 4; ++row)
        QCOMPARE(masses->model()->index(row, 3).data().toString(), "1.000000");
    QVERIFY(masses->isVisible());
    QVERIFY(!page_->stopWork()); // all is computed
}

void TestNgramsPage::renamesAndDeletes() {
    const auto click = [](QWidget* parent, const QString& text) {
        for (auto* button : parent->findChildren<QPushButton*>()) {
            if (button->text() == text)
                QTest::mouseClick(button, Qt::LeftButton);
        }
    };
    click(page_.get(), "Re&name…");
    auto* dialog = page_->findChild<QInputDialog*>();
    QVERIFY(dialog);
    QCOMPARE(dialog->textValue(), "beasts");
    QTest::keyClicks(dialog->findChild<QLineEdit*>(), "zoo"); // all of it is selected
    QTest::keyClick(dialog, Qt::Key_Return);
    QTRY_COMPARE(named<QComboBox>("N-gram model")->currentText(), "zoo");

    click(page_.get(), "&Delete…");
    auto* box = page_->findChild<QMessageBox*>();
    QVERIFY(box && box->text().contains("zoo"));
    QTest::keyClick(box, Qt::Key_Return); // Enter deletes nothing
    QTRY_VERIFY(!page_->findChild<QMessageBox*>());
    QCOMPARE(named<QComboBox>("N-gram model")->count(), 1);
    click(page_.get(), "&Delete…");
    click(page_->findChild<QMessageBox*>(), "&Delete");
    QTRY_COMPARE(named<QComboBox>("N-gram model")->count(), 0);
    QCOMPARE(table()->model()->rowCount(), 0);
    QVERIFY(workspace_->library().models().list().empty());
    QTRY_VERIFY(!page_->findChild<QMessageBox*>());
}

void TestNgramsPage::accessible() {
    const QStringList unnamed = support::unnamedWidgets(*page_);
    QVERIFY2(unnamed.isEmpty(), qPrintable(unnamed.join(' ')));
}

QTEST_MAIN(TestNgramsPage)
#include "tst_ngrams_page.moc"
