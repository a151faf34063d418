// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/explanation_tree.h"
#include "app/window/icon.h"
#include "app/window/language.h"
#include "app/window/preferences.h"
#include "app/window/settings_dialog.h"
#include "app/window/style.h"
#include "app/window/table_view.h"
#include "app/window/text.h"
#include "app/window/theme.h"
#include "core/base/error.h"
#include "tests/app/support/accessibility.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QHeaderView>
#include <QHelpEvent>
#include <QLocale>
#include <QSettings>
#include <QSpinBox>
#include <QStandardItemModel>
#include <QStyle>
#include <QTemporaryDir>
#include <QTest>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <limits>

using window::TableView;

namespace {

/// Contrast of two colours by WCAG 2, 1 to 21.
double contrast(const QColor& a, const QColor& b) {
    const auto luminance = [](const QColor& color) {
        const auto linear = [](double value) {
            return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
        };
        return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) +
               0.0722 * linear(color.blueF());
    };
    const double first = luminance(a) + 0.05;
    const double second = luminance(b) + 0.05;
    return std::max(first, second) / std::min(first, second);
}

/// Ten million rows that are never all asked for.
class HugeModel : public QAbstractTableModel {
public:
    int rowCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : 10'000'000;
    }
    int columnCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : 3;
    }
    QVariant data(const QModelIndex& index, int role) const override {
        if (role != Qt::DisplayRole)
            return {};
        ++asked;
        return index.row();
    }
    mutable int asked = 0;
};

} // namespace

class TestWindowParts : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void formatsValues();
    void convertsPathsAndText();
    void describesErrors();
    void copiesSelectedRowsAsTsv();
    void copiesEverythingWhereNothingIsSelected();
    void exportsCsv();
    void numbersAreExportedInFull();
    void sortedColumnHasAnArrow();
    void cutOffCellsAreTold();
    void exportNamesWhatFailed();
    void hugeTableAsksOnlyForWhatShows();
    void explanationIsNotCutOff();
    void palettesCanBeRead();
    void boxesOfTablesAreSeenInTheDark();
    void iconsFollowThePalette();
    void preferencesAreKept();
    void settingsDialogReturnsChoices();
    void languagesHaveTheirOwnNames();

private:
    QTemporaryDir folder_;
    QStandardItemModel model_;
};

void TestWindowParts::initTestCase() {
    QCoreApplication::setOrganizationName("ngramophone-test");
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, folder_.path());
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    model_.setHorizontalHeaderLabels({"history", "next", "count"});
    const QList<QStringList> rows = {
        {"the", "cat", "12"}, {"a,b", "say \"hi\"", "3"}, {"x\ty", "z", "1"}};
    for (const QStringList& row : rows) {
        QList<QStandardItem*> items;
        for (const QString& text : row)
            items << new QStandardItem(text);
        model_.appendRow(items);
    }
}

void TestWindowParts::formatsValues() {
    QCOMPARE(window::formatCount(1'115'394), QString("1,115,394"));
    QCOMPARE(window::formatBytes(1'115'394), QString("1.1 MB"));
    QCOMPARE(window::formatProbability(0.0353), QString("0.0353"));
    QCOMPARE(window::formatProbability(3.1e-6).toLower(), QString("3.1e-06"));
    QCOMPARE(window::formatProbability(0), QString("0"));
    QCOMPARE(window::formatLoss(2.19034), QString("2.1903"));
    QCOMPARE(window::formatLoss(7.988e30).toLower(), QString("7.99e+30"));
    QCOMPARE(window::formatDuration(200), QString("3 min 20 s"));
    QCOMPARE(window::formatNumber(std::numeric_limits<double>::infinity(), 4), QString("∞"));
    QCOMPARE(window::formatNumber(12.3456, 4), QString("12.35"));
    QCOMPARE(window::formatNumber(55'557'023, 6).remove(','), QString("55557023")); // a count
}

void TestWindowParts::convertsPathsAndText() {
    const QString text = QString::fromUtf8("/tmp/名字 – ngram.txt");
    QCOMPARE(window::toQString(window::toPath(text)), text);
    QCOMPARE(window::toQString(window::toStd(text)), text);
}

void TestWindowParts::describesErrors() {
    const base::FileError error({"The file {0} is empty: {1}.", {"a.txt", "0 bytes"}});
    QCOMPARE(window::describe(error), QString("The file a.txt is empty: 0 bytes."));
    QCOMPARE(window::describe(std::runtime_error("plain")), QString("plain"));
}

void TestWindowParts::copiesSelectedRowsAsTsv() {
    TableView view;
    view.setModel(&model_);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    QTest::mouseClick(view.viewport(), Qt::LeftButton, Qt::NoModifier,
                      view.visualRect(model_.index(2, 0)).center());
    QTest::mouseClick(view.viewport(), Qt::LeftButton, Qt::ControlModifier,
                      view.visualRect(model_.index(0, 1)).center());
    QTest::keyClick(&view, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text(),
             QString("history\tnext\tcount\nthe\tcat\t12\nx y\tz\t1\n"));
    view.hideColumn(1);
    QCOMPARE(view.selectionAsTsv(), QString("history\tcount\nthe\t12\nx y\t1\n"));
}

void TestWindowParts::copiesEverythingWhereNothingIsSelected() {
    TableView view;
    view.setModel(&model_);
    QCOMPARE(view.selectionAsTsv().count('\n'), 4);
}

void TestWindowParts::exportsCsv() {
    TableView view;
    view.setModel(&model_);
    const QString path = folder_.filePath("table.csv");
    view.exportCsv(path);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("history,next,count\r\nthe,cat,12\r\n"
                                        "\"a,b\",\"say \"\"hi\"\"\",3\r\nx\ty,z,1\r\n"));
}

/// As other programs read them, however people see them.
void TestWindowParts::numbersAreExportedInFull() {
    QStandardItemModel model(1, 3);
    model.setHorizontalHeaderLabels({"token", "count", "P"});
    model.setItem(0, 0, new QStandardItem("the"));
    model.setItem(0, 1, new QStandardItem("32,777"));
    model.item(0, 1)->setData(QVariant::fromValue<qulonglong>(32777), TableView::NumberRole);
    model.setItem(0, 2, new QStandardItem("1.0E-04"));
    model.item(0, 2)->setData(0.00010297, TableView::NumberRole);
    TableView view;
    view.setModel(&model);
    QCOMPARE(view.selectionAsTsv(), QString("token\tcount\tP\nthe\t32777\t0.00010297\n"));
    const QString path = folder_.filePath("numbers.csv");
    view.exportCsv(path);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("token,count,P\r\nthe,32777,0.00010297\r\n"));
}

/// That can be seen, at the end of its header, and shows the order.
void TestWindowParts::sortedColumnHasAnArrow() {
    TableView view;
    view.setModel(&model_);
    view.resize(500, 200);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    auto* header = view.horizontalHeader();
    header->setSortIndicatorShown(true);
    const auto ending = [&](int sorted, Qt::SortOrder order) {
        header->setSortIndicator(sorted, order);
        const int right = header->sectionViewportPosition(0) + header->sectionSize(0);
        return header->viewport()->grab({right - 13, 0, 11, header->height()}).toImage();
    };
    const QImage none = ending(1, Qt::AscendingOrder);
    const QImage rising = ending(0, Qt::AscendingOrder);
    const QImage falling = ending(0, Qt::DescendingOrder);
    QVERIFY(rising != none);
    QVERIFY(falling != none);
    QVERIFY(rising != falling);
}

void TestWindowParts::cutOffCellsAreTold() {
    QStandardItemModel model(1, 2);
    model.setItem(0, 0, new QStandardItem("a history of very many tokens"));
    model.setItem(0, 1, new QStandardItem("short"));
    TableView view;
    view.setModel(&model);
    view.setColumnWidth(0, 60);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    const auto pointAt = [&](int column) {
        const QPoint place = view.visualRect(model.index(0, column)).center();
        QHelpEvent help(QEvent::ToolTip, place, view.viewport()->mapToGlobal(place));
        QCoreApplication::sendEvent(view.viewport(), &help);
    };
    pointAt(0);
    QCOMPARE(QToolTip::text(), QString("a history of very many tokens"));
    QToolTip::hideText();
    pointAt(1);
    QVERIFY(QToolTip::text() != "short");
}

void TestWindowParts::exportNamesWhatFailed() {
    TableView view;
    view.setModel(&model_);
    try {
        view.exportCsv(folder_.filePath("no/such/folder/table.csv"));
        QFAIL("must throw");
    } catch (const base::FileError& error) {
        QVERIFY(QString(error.what()).contains("table.csv"));
    }
}

void TestWindowParts::hugeTableAsksOnlyForWhatShows() {
    HugeModel model;
    TableView view;
    view.setModel(&model);
    view.resize(600, 400);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    view.scrollToBottom();
    QTest::qWait(50);
    QVERIFY2(model.asked < 2000, qPrintable(QString::number(model.asked)));
    // All rows chosen is one range, not ten million of them; too many for the clipboard.
    QApplication::clipboard()->setText("before");
    view.selectAll();
    QTest::keyClick(&view, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text(), QString("before"));
}

/// A long source is scrolled to, and formulas stand there with × between numbers.
void TestWindowParts::explanationIsNotCutOff() {
    window::ExplanationTree tree;
    tree.resize(300, 200);
    tree.setEmptyText("nothing yet");
    tree.setVisible(true);
    lm::Explanation explanation;
    explanation.levels = {
        {"P(w | h)",
         "(c - D) / Σc(h •) + γ P′",
         {{"c", 12'345'678}, {"D", 0.5}, {"Σc(h •)", 23'456'789}, {"γ", 0.25}, {"P′", 0.001}},
         0.5},
        {"P0", "1 / V", {{"V", 1000}}, 0.001}};
    tree.show(explanation);
    const auto isWhole = [&] {
        return tree.columnWidth(2) >=
               tree.fontMetrics().horizontalAdvance(tree.topLevelItem(0)->child(0)->text(2));
    };
    QVERIFY(isWhole());
    tree.resize(900, 200);
    QVERIFY(isWhole());
    QVERIFY(tree.columnWidth(2) >
            tree.viewport()->width() - tree.columnWidth(0) - tree.columnWidth(1) - 2);
    QStringList numbers = tree.topLevelItem(0)->text(2).split(" = ");
    QCOMPARE(numbers.size(), 2);
    QVERIFY2(numbers[1].remove(',').startsWith("(12345678 - 0.5) / 23456789 + 0.25 × 0.001"),
             qPrintable(numbers[1]));
    QCOMPARE(window::formulaInNumbers("1 - 2 Y n2 / n1", {{"Y", 0.5}, {"n2", 3}, {"n1", 4}}),
             QString("1 - 2 × 0.5 × 3 / 4"));
}

/// Somewhere in an unchecked box's cell without text something stands out from the field.
void TestWindowParts::boxesOfTablesAreSeenInTheDark() {
    const QString before = QApplication::style()->name();
    const QPalette palette = QApplication::palette();
    QApplication::setStyle(new window::Style);
    QApplication::setPalette(window::darkPalette());
    {
        QStandardItemModel model;
        auto* item = new QStandardItem;
        item->setCheckable(true);
        model.appendRow(item);
        TableView table;
        table.setModel(&model);
        table.resize(300, 200);
        table.show();
        QVERIFY(QTest::qWaitForWindowExposed(&table));
        const QRect cell = table.visualRect(model.index(0, 0));
        const QImage image = table.viewport()->grab(cell.adjusted(2, 2, -4, -4)).toImage();
        double most = 1;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                most = std::max(most, contrast(image.pixelColor(x, y),
                                               window::darkPalette().color(QPalette::Base)));
        QVERIFY2(most >= 2.5, qPrintable(QString::number(most)));
    }
    QApplication::setPalette(palette);
    QApplication::setStyle(before);
}

void TestWindowParts::palettesCanBeRead() {
    for (const QPalette& palette : {window::lightPalette(), window::darkPalette()}) {
        const auto ratio = [&](QPalette::ColorRole text, QPalette::ColorRole background) {
            return contrast(palette.color(text), palette.color(background));
        };
        QVERIFY(ratio(QPalette::WindowText, QPalette::Window) >= 7);
        QVERIFY(ratio(QPalette::Text, QPalette::Base) >= 7);
        QVERIFY(ratio(QPalette::Text, QPalette::AlternateBase) >= 7);
        QVERIFY(ratio(QPalette::ButtonText, QPalette::Button) >= 7);
        QVERIFY(ratio(QPalette::HighlightedText, QPalette::Highlight) >= 4.5);
        QVERIFY(ratio(QPalette::ToolTipText, QPalette::ToolTipBase) >= 7);
        QVERIFY(ratio(QPalette::Link, QPalette::Base) >= 4.5);
        QVERIFY(ratio(QPalette::PlaceholderText, QPalette::Base) >= 4);
    }
    QVERIFY(window::isDark(window::darkPalette()));
    QVERIFY(!window::isDark(window::lightPalette()));
}

void TestWindowParts::iconsFollowThePalette() {
    const auto darkest = [](const QIcon& icon) {
        const QImage image = icon.pixmap(24, 24).toImage();
        int ink = 0;
        int lightness = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                if (image.pixelColor(x, y).alpha() > 200) {
                    ++ink;
                    lightness += image.pixelColor(x, y).lightness();
                }
            }
        }
        return ink > 0 ? lightness / ink : -1;
    };
    for (const char* name : {"corpora", "ngrams", "training", "inspect", "compare", "chat"}) {
        const QIcon icon = window::paletteIcon(name);
        window::applyTheme(window::Theme::Light);
        const int onLight = darkest(icon);
        window::applyTheme(window::Theme::Dark);
        const int onDark = darkest(icon);
        QVERIFY2(onLight >= 0 && onLight < 100, name);
        QVERIFY2(onDark > 150, name);
    }
    QVERIFY(!window::applicationIcon().pixmap(16, 16).isNull());
}

void TestWindowParts::preferencesAreKept() {
    window::Preferences chosen;
    chosen.theme = window::Theme::Dark;
    chosen.language = "zh_CN";
    chosen.fontChange = 2;
    chosen.save();
    const auto loaded = window::Preferences::load();
    QCOMPARE(loaded.theme, window::Theme::Dark);
    QCOMPARE(loaded.language, QString("zh_CN"));
    QCOMPARE(loaded.fontChange, 2);
    QSettings().setValue("appearance/fontChange", 1000);
    QVERIFY(window::Preferences::load().fontChange <= window::maximumFontChange);
}

void TestWindowParts::settingsDialogReturnsChoices() {
    window::SettingsDialog dialog({}, "/some/library");
    dialog.show();
    QVERIFY(QTest::qWaitForWindowExposed(&dialog));
    QTest::keyClick(dialog.findChild<QComboBox*>("language"), Qt::Key_End);
    QTest::keyClick(dialog.findChild<QComboBox*>("theme"), Qt::Key_Down);
    QTest::keyClick(dialog.findChild<QSpinBox*>("font"), Qt::Key_Up);
    QCOMPARE(dialog.preferences().language, QString("zh_CN"));
    QCOMPARE(dialog.preferences().theme, window::Theme::Light);
    QCOMPARE(dialog.preferences().fontChange, 1);
    QCOMPARE(support::unnamedWidgets(dialog), QStringList());
}

void TestWindowParts::languagesHaveTheirOwnNames() {
    window::applyLanguage("zh_CN");
    QCOMPARE(window::currentLanguage(), QString("zh_CN"));
    QCOMPARE(QLocale().language(), QLocale::Chinese);
    window::applyLanguage("en");
    QCOMPARE(window::currentLanguage(), QString("en"));
    QCOMPARE(QLocale().language(), QLocale::English);
    QCOMPARE(window::languageChoices().back().name, QString::fromUtf8("简体中文"));
}

QTEST_MAIN(TestWindowParts)
#include "tst_window_parts.moc"
