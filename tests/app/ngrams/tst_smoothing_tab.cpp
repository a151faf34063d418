// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ngrams/smoothing_tab.h"
#include "app/ngrams/typed_history.h"
#include "app/plot/grouped_bars.h"
#include "app/window/table_view.h"
#include "app/window/workspace.h"
#include "core/corpus/frequencies.h"
#include "core/corpus/token_cache.h"
#include "core/ngram/arpa_reader.h"
#include "core/ngram/backoff_table.h"
#include "tests/app/support/accessibility.h"

#include <QAbstractItemView>
#include <QCheckBox>
#include <QCompleter>
#include <QDoubleSpinBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSlider>
#include <QStyle>
#include <QStyleOptionSlider>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace ngrams;

/// One tab for all; the tests follow a person's way through it. The text: the 3, cat 2, sat 2,
/// dog 1, ran 1, </s> 3; after "the" came cat 2, dog 1. Six tokens can come next.
class TestSmoothingTab : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void cleanupTestCase();
    void emptySaysWhatToDo();
    void comparesAfterATypedHistory();
    void keyMovesMass();
    void dragMovesMassLive();
    void resetsToTheCounts();
    void checkBoxesChooseEstimators();
    void saysWhatWasUsed();
    void completesTokens();
    void barsByKeyboard();
    void exportsBars();
    void beginsWithTheModelsOwn();
    void orderOneNeedsNoHistory();
    void asksForCounts();
    void accessible();

private:
    OpenTablePointer open(unsigned order, const ngram::EstimatorSpec& estimator);
    template <class T>
    T* named(const QString& accessibleName) const {
        for (T* widget : tab_->findChildren<T*>())
            if (widget->accessibleName() == accessibleName)
                return widget;
        return nullptr;
    }
    QLineEdit* history() const { return named<QLineEdit>("History to compare after"); }
    const plot::GroupedBarData& bars() const {
        return tab_->findChild<plot::GroupedBars*>()->data();
    }
    /// The row of an estimator, columns joined by spaces; empty where it is not shown.
    QString masses(const QString& estimator) const {
        const auto* model = named<window::TableView>("Masses by estimator")->model();
        for (int row = 0; row < model->rowCount(); ++row) {
            QStringList cells;
            for (int column = 1; column < model->columnCount(); ++column)
                cells << model->index(row, column).data().toString();
            if (model->index(row, 0).data().toString() == estimator)
                return cells.join(' ');
        }
        return {};
    }
    QString hint() const { return tab_->findChild<QLabel*>("lab-hint")->text(); }
    void type(const QString& text) const {
        history()->setFocus();
        history()->selectAll();
        QTest::keyClick(history(), Qt::Key_Backspace);
        QTest::keyClicks(history(), text);
    }

    QTemporaryDir folder_;
    std::unique_ptr<window::Workspace> workspace_;
    std::unique_ptr<SmoothingTab> tab_;
    QStringList errors_;
};

OpenTablePointer TestSmoothingTab::open(unsigned order, const ngram::EstimatorSpec& estimator) {
    const std::filesystem::path folder = folder_.path().toStdString();
    const std::string name = "counts" + std::to_string(order);
    base::NoProgress progress;
    auto documents = corpus::findDocuments({folder / "text.txt"});
    const auto found = corpus::countTokens(documents, {}, progress, {});
    const text::Tokenizer tokenizer({}, text::Vocabulary(found.counts));
    corpus::writeTokenCache(folder / "tokens", documents, tokenizer, progress, {});
    const corpus::TokenCache cache(folder / "tokens");
    ngram::writeCounts(folder / name, cache, tokenizer, order, progress, {});
    return std::make_shared<const OpenTable>(
        library::Model{},
        std::make_shared<const ngram::NgramModel>(ngram::openCounts(folder / name), estimator));
}

void TestSmoothingTab::initTestCase() {
    QLocale::setDefault(QLocale::c());
    QFile file(folder_.filePath("text.txt"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("the cat sat\nthe cat ran\nthe dog sat\n");
    file.close();
    const std::filesystem::path library = folder_.filePath("library").toStdString();
    workspace_ = std::make_unique<window::Workspace>(library);
    connect(workspace_.get(), &window::Workspace::errorReported, this,
            [this](const QString& error) { errors_ << error; });
    tab_ = std::make_unique<SmoothingTab>(*workspace_);
    tab_->resize(1100, 680);
    tab_->show();
    tab_->setTable(open(2, {}));
}

void TestSmoothingTab::cleanupTestCase() {
    tab_.reset();
    workspace_.reset();
    QCOMPARE(errors_, QStringList());
}

void TestSmoothingTab::emptySaysWhatToDo() {
    QVERIFY(!tab_->findChild<plot::GroupedBars*>()->isVisible());
    QVERIFY(tab_->findChild<QLabel*>("emptyText")->text().contains("Type a history"));
    for (auto* button : tab_->findChildren<QPushButton*>())
        if (button->text() == "Show an Example")
            QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(history()->text(), "the"); // the most frequent
    QVERIFY(tab_->findChild<plot::GroupedBars*>()->isVisible());
    QTRY_COMPARE(bars().sections.size(), 2U);
    // Nothing typed, nothing shown.
    type({});
    QVERIFY(!tab_->findChild<plot::GroupedBars*>()->isVisible());
}

void TestSmoothingTab::comparesAfterATypedHistory() {
    type("the");
    QTRY_COMPARE(masses("Maximum likelihood"), "1.000000 0.000000 1.000000 ");
    // (2 + 1 + 1 + 1) / (3 + 6)
    QCOMPARE(masses("Add-k"), "0.555556 0.444444 1.000000 k = 1");
    QVERIFY(masses("Witten-Bell").contains(" 1.000000 "));
    QVERIFY(masses("Modified Kneser-Ney").contains(" 1.000000 D1 = 0.5, D2 = 1, D3+ = 1.5"));
    QCOMPARE(hint(), "After “the”: count 3, different tokens seen 2, never seen 4.");
    QCOMPARE(bars().series.size(), 4U);
    QCOMPARE(bars().sections.size(), 2U);
    QStringList labels;
    for (const auto& section : bars().sections)
        for (const auto& group : section.groups)
            labels << group.label;
    QCOMPARE(labels, QStringList({"cat", "dog", "</s>", "the", "sat", "ran"}));
    QCOMPARE(bars().sections[0].groups[0].values[0], 2 / 3.0);
    QCOMPARE(bars().sections[0].groups[0].values[1], 3 / 9.0);
    QCOMPARE(bars().sections[1].groups[0].values[0], 0.0);
    QCOMPARE(bars().sections[1].groups[0].values[1], 1 / 9.0);
}

void TestSmoothingTab::keyMovesMass() {
    auto* slider = named<QSlider>("Add-k, k, slider");
    QVERIFY(slider->isVisible());
    slider->setFocus();
    QTest::keyClick(slider, Qt::Key_Home); // k = 0.0001
    // (3 + 2k) / (3 + 6k)
    QTRY_COMPARE(masses("Add-k"), "0.999867 0.000133 1.000000 k = 0.0001");
    QTest::keyClick(slider, Qt::Key_End); // k = 1000: nearly uniform over six
    QTRY_COMPARE(masses("Add-k"), "0.333667 0.666333 1.000000 k = 1000");
    QVERIFY(bars().sections[1].groups[0].values[1] > 0.166);
    auto* number = named<QDoubleSpinBox>("Add-k, k");
    QCOMPARE(number->value(), 1000.0);
    number->setFocus();
    number->selectAll();
    QTest::keyClicks(number, "0.5");
    QTRY_COMPARE(masses("Add-k"), "0.666667 0.333333 1.000000 k = 0.5");
    QVERIFY(slider->value() > 0 && slider->value() < slider->maximum());
    // The others stay.
    QCOMPARE(masses("Maximum likelihood"), "1.000000 0.000000 1.000000 ");
}

/// While the mouse is still down: every place that it passes shows, and sums to 1.
void TestSmoothingTab::dragMovesMassLive() {
    auto* slider = named<QSlider>("Modified Kneser-Ney, D1, slider");
    QVERIFY(slider->isVisible());
    QStyleOptionSlider option;
    option.initFrom(slider);
    option.minimum = slider->minimum();
    option.maximum = slider->maximum();
    option.sliderPosition = slider->value();
    option.orientation = Qt::Horizontal;
    const QPoint grip =
        slider->style()
            ->subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderHandle, slider)
            .center();
    QTest::mousePress(slider, Qt::LeftButton, {}, grip);
    QString before = masses("Modified Kneser-Ney");
    double unseen = before.section(' ', 1, 1).toDouble();
    for (const int way : {slider->width() / 8, slider->width() / 4, slider->width()}) {
        QTest::mouseMove(slider, grip + QPoint(way, 0));
        QTRY_VERIFY(masses("Modified Kneser-Ney") != before);
        before = masses("Modified Kneser-Ney");
        // The more is taken from what was seen, the more goes to what was not.
        QVERIFY(before.section(' ', 1, 1).toDouble() > unseen);
        unseen = before.section(' ', 1, 1).toDouble();
        QCOMPARE(before.section(' ', 2, 2), "1.000000");
        QVERIFY2(before.contains("(set by hand)"), qPrintable(before));
    }
    QTest::mouseRelease(slider, Qt::LeftButton, {}, grip + QPoint(slider->width(), 0));
    QCOMPARE(named<QDoubleSpinBox>("Modified Kneser-Ney, D1")->value(), 1.0);
    // The dog came once: all of its count is gone, what it has comes from below.
    const auto& group = bars().sections[0].groups[1];
    QCOMPARE(group.label, "dog");
    QVERIFY(group.values[3] > 0 && group.values[3] < group.values[0]);
}

void TestSmoothingTab::resetsToTheCounts() {
    auto* reset = tab_->findChild<QToolButton*>("reset-modified-kneser-ney");
    QVERIFY(reset->isEnabled());
    QTest::mouseClick(reset, Qt::LeftButton);
    QTRY_VERIFY(masses("Modified Kneser-Ney").contains("D1 = 0.5, D2 = 1, D3+ = 1.5 (fall-back)"));
    QCOMPARE(named<QDoubleSpinBox>("Modified Kneser-Ney, D1")->value(), 0.5);
    QVERIFY(!reset->isEnabled());
    reset = tab_->findChild<QToolButton*>("reset-add-k");
    reset->setFocus();
    QTest::keyClick(reset, Qt::Key_Space);
    QTRY_COMPARE(masses("Add-k"), "0.555556 0.444444 1.000000 k = 1");
}

void TestSmoothingTab::checkBoxesChooseEstimators() {
    auto* box = tab_->findChild<QCheckBox*>("show-stupid-backoff");
    box->setFocus();
    QTest::keyClick(box, Qt::Key_Space);
    // 1 + 0.4 (3 + 3 + 2 + 1) / 12
    QTRY_COMPARE(masses("Stupid back-off"), "1.000000 0.300000 1.300000 no distribution, α = 0.4");
    QCOMPARE(bars().series.back().name, "Stupid back-off");
    auto* alpha = named<QSlider>("Stupid back-off, α, slider");
    QVERIFY(alpha->isVisible());
    QTest::keyClick(alpha, Qt::Key_End);
    QTRY_COMPARE(masses("Stupid back-off"), "1.000000 0.750000 1.750000 no distribution, α = 1");
    QTest::keyClick(box, Qt::Key_Space);
    QTRY_COMPARE(masses("Stupid back-off"), QString());
    QVERIFY(!alpha->isVisible());

    box = tab_->findChild<QCheckBox*>("show-jelinek-mercer");
    QTest::keyClick(box, Qt::Key_Space);
    QTRY_VERIFY(masses("Jelinek-Mercer").contains("(estimated)"));
    auto* lambda = named<QSlider>("Jelinek-Mercer, λ, slider");
    QTest::keyClick(lambda, Qt::Key_End);
    QTRY_COMPARE(masses("Jelinek-Mercer"), "1.000000 0.000000 1.000000 λ = 1 (set by hand)");
    QTest::keyClick(lambda, Qt::Key_Home); // uniform over the six and <unk>
    QTRY_COMPARE(masses("Jelinek-Mercer"), "0.285714 0.714286 1.000000 λ = 0 (set by hand)");
    QTest::mouseClick(tab_->findChild<QToolButton*>("reset-jelinek-mercer"), Qt::LeftButton);
    QTRY_VERIFY(masses("Jelinek-Mercer").contains("(estimated)"));
    QTest::keyClick(box, Qt::Key_Space);
    QTRY_COMPARE(bars().series.size(), 4U);

    // All side by side, and none, by one box; then those that were chosen.
    auto* all = tab_->findChild<QCheckBox*>("show-all");
    QCOMPARE(all->checkState(), Qt::PartiallyChecked);
    all->setFocus();
    QTest::keyClick(all, Qt::Key_Space);
    QCOMPARE(all->checkState(), Qt::Checked);
    QTRY_COMPARE(bars().series.size(), ngram::estimatorNames().size());
    auto* table = named<window::TableView>("Masses by estimator");
    for (int row = 0; row < table->model()->rowCount(); ++row) {
        const QString name = table->model()->index(row, 0).data().toString();
        QVERIFY2(table->fontMetrics().horizontalAdvance(name) < table->columnWidth(0),
                 qPrintable(name));
    }
    QTest::keyClick(all, Qt::Key_Space);
    QCOMPARE(all->checkState(), Qt::Unchecked);
    for (const char* one : {"mle", "add-k", "witten-bell", "modified-kneser-ney"})
        QTest::keyClick(tab_->findChild<QCheckBox*>(QString("show-%1").arg(one)), Qt::Key_Space);
    QTRY_COMPARE(bars().series.size(), 4U);
    QCOMPARE(all->checkState(), Qt::PartiallyChecked);
}

void TestSmoothingTab::saysWhatWasUsed() {
    type("sat the dog");
    QTRY_COMPARE(hint(), "After “dog”: count 1, different tokens seen 1, never seen 5. Used of "
                         "what was typed: “dog”; order 2 looks back no further.");
    type("zebra");
    QTRY_VERIFY(hint().startsWith("Nothing ever followed “<unk>” in the text."));
    QVERIFY(hint().endsWith("Not in the vocabulary: “zebra”."));
    QCOMPARE(masses("Maximum likelihood"),
             "0.000000 0.000000 0.000000 nothing: the history was never seen");
    QVERIFY(masses("Witten-Bell").startsWith("0.000000 1.000000 1.000000"));
    QCOMPARE(bars().sections.size(), 1U); // of what never followed
    type("<s>");
    QTRY_VERIFY(hint().startsWith("After “<s>”: count 3, different tokens seen 1,"));
    QCOMPARE(bars().sections[0].groups[0].label, "the");
    const auto trigram = open(3, {});
    const auto typed = parseHistory(*trigram->model, " <s> the");
    QCOMPARE(typed.used.size(), 2U);
    QVERIFY(typed.used[0] == text::Vocabulary::begin);
    QCOMPARE(trigram->model->tokenizer().decode(frequentHistory(trigram->model->counts())),
             std::string("the cat"));
}

void TestSmoothingTab::completesTokens() {
    type("the do");
    QCompleter* completer = history()->completer();
    QVERIFY(completer != nullptr);
    QTRY_COMPARE(completer->completionCount(), 1);
    QTRY_VERIFY(completer->popup()->isVisible());
    QTest::keyClick(completer->popup(), Qt::Key_Down);
    QTest::keyClick(completer->popup(), Qt::Key_Return);
    QCOMPARE(history()->text(), "the dog"); // what stands before stays
    QVERIFY(!completer->popup()->isVisible());
    QTRY_VERIFY(hint().startsWith("After “dog”"));
    // The longer of what begins so, whatever its case; nothing after a space.
    type("TH");
    QTRY_COMPARE(completer->completionCount(), 1);
    type("the ");
    QCOMPARE(completer->completionCount(), 0);
}

void TestSmoothingTab::barsByKeyboard() {
    type("the");
    QTRY_COMPARE(bars().sections.size(), 2U);
    QWidget* canvas = tab_->findChild<plot::GroupedBars*>()->focusProxy();
    canvas->setFocus();
    QTest::keyClick(canvas, Qt::Key_Home);
    QVERIFY2(canvas->accessibleDescription().startsWith(
                 "cat: count 2\nMaximum likelihood: 0.666667\nAdd-k: 0.333333"),
             qPrintable(canvas->accessibleDescription()));
    QTest::keyClick(canvas, Qt::Key_End);
    QVERIFY(canvas->accessibleDescription().startsWith("ran: never seen after it"));
    QTest::keyClick(canvas, Qt::Key_Left);
    QVERIFY(canvas->accessibleDescription().startsWith("sat: "));
    // A click chooses the group under the pointer: the first one is at the left.
    QTest::mouseClick(canvas, Qt::LeftButton, {}, {80, canvas->height() / 2});
    QVERIFY2(canvas->accessibleDescription().startsWith("cat: "),
             qPrintable(canvas->accessibleDescription()));
}

void TestSmoothingTab::exportsBars() {
    auto* plot = tab_->findChild<plot::GroupedBars*>();
    plot->saveCsv(folder_.filePath("bars.csv"));
    QFile csv(folder_.filePath("bars.csv"));
    QVERIFY(csv.open(QIODevice::ReadOnly));
    const QStringList lines = QString::fromUtf8(csv.readAll()).split("\r\n");
    QCOMPARE(lines[0], "section,label,Maximum likelihood,Add-k,Witten-Bell,Modified Kneser-Ney");
    QVERIFY(lines[1].startsWith("Seen after it: 2 of 2,cat,0.6666666666666666,0.333"));
    QCOMPARE(lines.size(), 8); // six tokens, and the end of the last line
    plot->savePng(folder_.filePath("bars.png"));
    QVERIFY(QImage(folder_.filePath("bars.png")).width() >= 1280);
    plot->saveSvg(folder_.filePath("bars.svg"));
    QFile svg(folder_.filePath("bars.svg"));
    QVERIFY(svg.open(QIODevice::ReadOnly) && svg.readAll().contains("Witten-Bell"));
}

void TestSmoothingTab::beginsWithTheModelsOwn() {
    ngram::EstimatorSpec spec{"absolute"};
    spec.discounts = {{0.25}};
    tab_->setTable(open(2, spec));
    QTRY_VERIFY(masses("Absolute discounting").endsWith(" 1.000000 D = 0.25 (set by hand)"));
    QCOMPARE(named<QDoubleSpinBox>("Absolute discounting, D")->value(), 0.25);
    tab_->setTable(open(2, {"add-k", 0.5}));
    QTRY_COMPARE(masses("Add-k"), "0.666667 0.333333 1.000000 k = 0.5");
    QTRY_VERIFY(masses("Absolute discounting").contains("(estimated)"));
    QVERIFY(!tab_->stop());
}

void TestSmoothingTab::orderOneNeedsNoHistory() {
    tab_->setTable(open(1, {}));
    QVERIFY(!history()->isEnabled());
    QTRY_COMPARE(masses("Maximum likelihood"), "1.000000 0.000000 1.000000 ");
    QCOMPARE(hint(), "A model of order 1 looks at no history. Different tokens in the text: 6.");
    tab_->setTable(nullptr);
    QVERIFY(!tab_->findChild<plot::GroupedBars*>()->isVisible());
    tab_->setTable(open(2, {}));
    QVERIFY(history()->isEnabled());
}

void TestSmoothingTab::asksForCounts() {
    QFile arpa(folder_.filePath("small.arpa"));
    QVERIFY(arpa.open(QIODevice::WriteOnly));
    arpa.write("\\data\\\nngram 1=4\nngram 2=1\n\n\\1-grams:\n-1\t<unk>\n-99\t<s>\t-0.5\n"
               "-0.5\t</s>\n-0.3\tthe\t-0.2\n\n\\2-grams:\n-0.1\tthe the\n\n\\end\\\n");
    arpa.close();
    const std::filesystem::path folder = folder_.path().toStdString();
    base::NoProgress progress;
    ngram::readArpa(folder / "small.arpa", folder / "table", progress, {});
    type("the");
    tab_->setTable(std::make_shared<const OpenTable>(
        library::Model{},
        std::make_shared<const ngram::NgramModel>(ngram::openBackoffTable(folder / "table"))));
    auto* sentence = tab_->findChild<QLabel*>("emptyText");
    QVERIFY(sentence->isVisible() && sentence->text().contains("counts, and this model has none"));
    QVERIFY(!history()->isEnabled());
    tab_->setTable(open(2, {}));
    QTRY_COMPARE(masses("Maximum likelihood"), "1.000000 0.000000 1.000000 ");
}

void TestSmoothingTab::accessible() {
    QCOMPARE(support::unnamedWidgets(*tab_), QStringList());
}

QTEST_MAIN(TestSmoothingTab)
#include "tst_smoothing_tab.moc"
