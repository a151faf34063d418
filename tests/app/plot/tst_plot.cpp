// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/plot/bar_plot.h"
#include "app/plot/curve_plot.h"
#include "app/plot/decimate.h"
#include "app/plot/export_button.h"
#include "app/plot/heatmap.h"
#include "app/plot/theme.h"
#include "app/plot/ticks.h"
#include "core/base/error.h"
#include "tests/app/support/accessibility.h"

#include <QAbstractScrollArea>
#include <QFileDialog>
#include <QImage>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <limits>

using plot::Point;

namespace {

QPalette palette(const QColor& base, const QColor& text) {
    QPalette colors(base);
    colors.setColor(QPalette::Base, base);
    colors.setColor(QPalette::Text, text);
    return colors;
}
const QPalette light = palette(Qt::white, Qt::black);
const QPalette dark = palette(QColor(30, 30, 30), QColor(230, 230, 230));

double luminance(const QColor& color) {
    const auto linear = [](double c) {
        return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) +
           0.0722 * linear(color.blueF());
}

void turnWheel(QWidget* widget, QPointF at, int delta) {
    QWheelEvent event(at, widget->mapToGlobal(at), {}, {0, delta}, Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(widget, &event);
}

void drag(QWidget* widget, QPoint from, QPoint to) {
    QTest::mousePress(widget, Qt::LeftButton, {}, from);
    QMouseEvent move(QEvent::MouseMove, to, widget->mapToGlobal(QPointF(to)), Qt::NoButton,
                     Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(widget, &move);
    QTest::mouseRelease(widget, Qt::LeftButton, {}, to);
}

QByteArray contents(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

std::vector<Point> millionPoints() {
    std::vector<Point> points(1'000'000);
    for (std::size_t i = 0; i < points.size(); ++i)
        points[i] = {double(i), std::sin(double(i) / 50'000)};
    points[123'456].y = 9;
    points[765'432].y = -7;
    return points;
}

} // namespace

class TestPlot : public QObject {
    Q_OBJECT
private slots:
    void decimationKeepsExtremes();
    void decimationKeepsFewPointsAsTheyAre();
    void decimationLooksOnlyAtTheRange();
    void decimationLeavesOutWhatIsNoNumber();
    void ticks();
    void seriesColorsHaveContrast();
    void scaleRisesInGreyscale();
    void curveStoresAllAndDrawsFew();
    void legendNamesEachGroupOnce();
    void curveZoomsPansAndShowsAll();
    void curveFollowsPalette();
    void curveExports();
    void barsByMouseAndKeyboard();
    void manyBars();
    void heatmapByMouseAndKeyboard();
    void heatmapActivates();
    void exportButton();
    void exportFailureIsShown();
    void accessible();
};

void TestPlot::decimationKeepsExtremes() {
    const auto points = millionPoints();
    const auto drawn = plot::decimate(points, 0, 999'999, 800);
    QVERIFY(drawn.size() <= 1604);
    QVERIFY(drawn.size() >= 1000);
    const auto [low, high] = std::minmax_element(
        drawn.begin(), drawn.end(), [](const Point& a, const Point& b) { return a.y < b.y; });
    QCOMPARE(high->y, 9.0);
    QCOMPARE(high->x, 123'456.0);
    QCOMPARE(low->y, -7.0);
    QVERIFY(std::is_sorted(drawn.begin(), drawn.end(),
                           [](const Point& a, const Point& b) { return a.x < b.x; }));
}

void TestPlot::decimationKeepsFewPointsAsTheyAre() {
    const std::vector<Point> points{{0, 1}, {1, 5}, {1, 2}, {7, 3}};
    const auto drawn = plot::decimate(points, 0, 7, 100);
    QCOMPARE(drawn.size(), points.size());
    QCOMPARE(drawn[2].y, 2.0);
    QVERIFY(plot::decimate({}, 0, 1, 100).empty());
    QCOMPARE(plot::decimate(std::vector<Point>{{3, 4}}, 3, 3, 10).size(), 1U);
}

void TestPlot::decimationLooksOnlyAtTheRange() {
    const std::vector<Point> points{{0, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 5}, {5, 6}};
    const auto drawn = plot::decimate(points, 1.5, 3.5, 100);
    QCOMPARE(drawn.size(), 4U); // 2 and 3, and the neighbours that the line runs to
    QCOMPARE(drawn.front().x, 1.0);
    QCOMPARE(drawn.back().x, 4.0);
}

void TestPlot::decimationLeavesOutWhatIsNoNumber() {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const double infinity = std::numeric_limits<double>::infinity();
    QCOMPARE(
        plot::decimate(std::vector<Point>{{0, 1}, {1, nan}, {2, infinity}, {3, 1}}, 0, 3, 9).size(),
        2U);
}

void TestPlot::ticks() {
    QCOMPARE(plot::niceStep(10, 5), 2.0);
    QCOMPARE(plot::niceStep(10, 10), 1.0);
    QCOMPARE(plot::niceStep(1000, 3), 500.0);
    QCOMPARE(plot::niceStep(0.7, 5), 0.2);
    QCOMPARE(plot::niceStep(0, 5), 1.0);
    QCOMPARE(plot::decimalsFor(0.2), 1);
    QCOMPARE(plot::decimalsFor(0.05), 2);
    QCOMPARE(plot::decimalsFor(500), 0);
    using plot::NumberFormat;
    QVERIFY((plot::numberFormat(2'000'000, 500'000) == NumberFormat{'f', 0}));
    QVERIFY((plot::numberFormat(0.9, 0.2) == NumberFormat{'f', 1}));
    // A loss that diverged.
    QVERIFY((plot::numberFormat(8e30, 2e30) == NumberFormat{'e', 0}));
    QVERIFY((plot::numberFormat(1.2e12, 5e11) == NumberFormat{'e', 1}));
    // A learning rate.
    QVERIFY((plot::numberFormat(3e-6, 1e-6) == NumberFormat{'e', 0}));
}

void TestPlot::seriesColorsHaveContrast() {
    for (const QPalette& colors : {light, dark}) {
        const double back = luminance(colors.color(QPalette::Base)) + 0.05;
        QStringList seen;
        for (std::size_t i = 0; i < 7; ++i) {
            const QColor color = plot::seriesColor(i, colors);
            const double front = luminance(color) + 0.05;
            QVERIFY2(std::max(front, back) / std::min(front, back) >= 3, qPrintable(color.name()));
            QVERIFY(!seen.contains(color.name()));
            seen << color.name();
        }
    }
}

void TestPlot::scaleRisesInGreyscale() {
    for (int i = 1; i <= 50; ++i) {
        QVERIFY(luminance(plot::scaleColor(i / 50.0, dark)) >
                luminance(plot::scaleColor((i - 1) / 50.0, dark)));
        QVERIFY(luminance(plot::scaleColor(i / 50.0, light)) <
                luminance(plot::scaleColor((i - 1) / 50.0, light)));
    }
    QCOMPARE(plot::textOn(Qt::white), QColor(Qt::black));
    QCOMPARE(plot::textOn(QColor(0, 32, 77)), QColor(Qt::white));
}

void TestPlot::curveStoresAllAndDrawsFew() {
    plot::CurvePlot curve;
    curve.resize(800, 500);
    curve.show();
    const int series = curve.addSeries("training", 0);
    const auto points = millionPoints();
    curve.append(series, points);
    QTRY_VERIFY(curve.drawnPointCount() > 0); // by itself, at the next tick
    QCOMPARE(curve.points(series).size(), points.size());
    QVERIFY(curve.drawnPointCount() > 500);
    QVERIFY(curve.drawnPointCount() < 2000);
    curve.removeAllSeries();
    QCOMPARE(curve.seriesCount(), 0);
    curve.redrawNow();
    QCOMPARE(curve.drawnPointCount(), 0);
}

void TestPlot::legendNamesEachGroupOnce() {
    plot::CurvePlot curve;
    curve.addSeries("a, training", 0, plot::Stroke::Pale, "a");
    curve.addSeries("a, validation", 0, plot::Stroke::Dashed, "a");
    curve.append(curve.addSeries("b, training", 1, plot::Stroke::Pale, "b"),
                 std::vector<Point>{{0, 0}, {1, 1}});
    curve.show();
    curve.redrawNow();
    QCOMPARE(curve.legend(), QStringList({"a", "b"}));
}

void TestPlot::curveZoomsPansAndShowsAll() {
    plot::CurvePlot curve;
    curve.resize(800, 500);
    curve.show();
    std::vector<Point> points;
    for (int i = 0; i < 400; ++i)
        points.push_back({double(i), double(i % 7)});
    curve.append(curve.addSeries("loss", 0), points);
    curve.redrawNow();
    QCOMPARE(curve.drawnPointCount(), 400);
    QWidget* view = curve.findChild<QAbstractScrollArea*>()->viewport();

    turnWheel(view, QRectF(view->rect()).center(), 600);
    curve.redrawNow();
    const int zoomed = curve.drawnPointCount();
    QVERIFY(zoomed < 200);
    // Dragging far to the right leaves nothing but the neighbour of the left edge.
    for (int i = 0; i < 6; ++i)
        drag(view, {100, 250}, {700, 250});
    curve.redrawNow();
    QVERIFY(curve.drawnPointCount() < zoomed / 2);
    QTest::mouseDClick(view, Qt::LeftButton, {}, view->rect().center());
    curve.redrawNow();
    QCOMPARE(curve.drawnPointCount(), 400);

    curve.setFocus();
    QTest::keyClick(curve.focusProxy(), Qt::Key_Plus);
    QTest::keyClick(curve.focusProxy(), Qt::Key_Plus);
    curve.redrawNow();
    QVERIFY(curve.drawnPointCount() < 320);
    QTest::keyClick(curve.focusProxy(), Qt::Key_0);
    curve.redrawNow();
    QCOMPARE(curve.drawnPointCount(), 400);

    // The crosshair is drawn where the pointer is.
    const QImage without = curve.grab().toImage();
    QTest::mouseMove(view, view->rect().center() + QPoint(3, 3));
    QTest::mouseMove(view, view->rect().center());
    QVERIFY(curve.grab().toImage() != without);
}

void TestPlot::curveFollowsPalette() {
    plot::CurvePlot curve;
    curve.setPalette(light);
    curve.resize(400, 300);
    curve.append(curve.addSeries("loss", 0), std::vector<Point>{{0, 0}, {1, 1}});
    curve.redrawNow();
    QCOMPARE(curve.grab().toImage().pixelColor(395, 295), QColor(Qt::white));
    curve.setPalette(dark);
    curve.redrawNow();
    QCOMPARE(curve.grab().toImage().pixelColor(395, 295), QColor(30, 30, 30));
}

void TestPlot::curveExports() {
    QTemporaryDir folder;
    plot::CurvePlot curve;
    curve.resize(400, 300);
    const int training = curve.addSeries("a, \"b\"", 0);
    curve.append(training, std::vector<Point>{{0, 0.1}, {1, 2.5}});
    curve.saveCsv(folder.filePath("c.csv"));
    QCOMPARE(contents(folder.filePath("c.csv")),
             QByteArray("series,x,y\r\n\"a, \"\"b\"\"\",0,0.1\r\n\"a, \"\"b\"\"\",1,2.5\r\n"));
    curve.savePng(folder.filePath("c.png"));
    QCOMPARE(QImage(folder.filePath("c.png")).size(), QSize(800, 600));
    curve.saveSvg(folder.filePath("c.svg"));
    QVERIFY(contents(folder.filePath("c.svg")).contains("<svg"));
    QVERIFY_EXCEPTION_THROWN(curve.savePng(folder.filePath("no/where.png")), base::FileError);
}

void TestPlot::barsByMouseAndKeyboard() {
    plot::BarPlot bars;
    bars.resize(400, 300);
    bars.setBars({{"cat", 0.5, "0.5000"}, {"dog", 0.25, "0.2500"}, {"cow", 0.25, "0.2500"}});
    bars.setCaption("sum 1");
    bars.show();
    QSignalSpy activated(&bars, &plot::BarPlot::barActivated);
    QWidget* canvas = bars.focusProxy();
    QWidget* view = qobject_cast<QAbstractScrollArea*>(canvas)->viewport();
    const int row = view->fontMetrics().height() + 6;
    QTest::mouseDClick(view, Qt::LeftButton, {}, QPoint(50, row + row / 2));
    QCOMPARE(activated.size(), 1);
    QCOMPARE(activated[0][0].toInt(), 1);
    QTest::keyClick(canvas, Qt::Key_End);
    QTest::keyClick(canvas, Qt::Key_Return);
    QCOMPARE(activated.back()[0].toInt(), 2);
    QVERIFY(canvas->accessibleDescription().contains("cow"));

    QTemporaryDir folder;
    bars.saveCsv(folder.filePath("b.csv"));
    QCOMPARE(contents(folder.filePath("b.csv")),
             QByteArray("label,value\r\ncat,0.5\r\ndog,0.25\r\ncow,0.25\r\n"));
    bars.savePng(folder.filePath("b.png"));
    QVERIFY(!QImage(folder.filePath("b.png")).isNull());
}

void TestPlot::manyBars() {
    plot::BarPlot bars;
    bars.resize(400, 300);
    std::vector<plot::Bar> many(1'000'000, {"token", 1e-6, "1e-06"});
    bars.setBars(std::move(many));
    bars.show();
    QTest::keyClick(bars.focusProxy(), Qt::Key_End);
    QSignalSpy activated(&bars, &plot::BarPlot::barActivated);
    QTest::keyClick(bars.focusProxy(), Qt::Key_Enter);
    QCOMPARE(activated[0][0].toInt(), 999'999);
    QVERIFY(!bars.grab().isNull());
}

void TestPlot::heatmapByMouseAndKeyboard() {
    plot::Heatmap map;
    map.resize(600, 500);
    QStringList labels;
    std::vector<double> values;
    std::vector<QString> texts;
    for (int i = 0; i < 50; ++i)
        labels << QString("t%1").arg(i);
    for (int i = 0; i < 2500; ++i) {
        values.push_back(i / 2499.0);
        texts.push_back(QString::number(i));
    }
    map.setMatrix(labels, labels, values, texts);
    map.show();
    QVERIFY(QTest::qWaitForWindowExposed(&map));
    QCOMPARE(map.zoom(), 1.0);
    QWidget* canvas = map.focusProxy();
    const QPoint center = canvas->rect().center();

    QSignalSpy hovered(&map, &plot::Heatmap::cellHovered);
    const QPointF over = center + QPoint(40, 40);
    QMouseEvent move(QEvent::MouseMove, over, canvas->mapToGlobal(over), Qt::NoButton, Qt::NoButton,
                     Qt::NoModifier);
    QCoreApplication::sendEvent(canvas, &move);
    QVERIFY(!hovered.isEmpty());
    QVERIFY(hovered.back()[0].toInt() > 20);

    turnWheel(canvas, center, 480);
    QVERIFY(map.zoom() > 2);
    const QImage before = map.grab().toImage();
    drag(canvas, center, center + QPoint(60, 40));
    QVERIFY(map.grab().toImage() != before);
    QTest::mouseDClick(canvas, Qt::LeftButton, {}, center);
    QCOMPARE(map.zoom(), 1.0);

    QTest::mouseClick(canvas, Qt::LeftButton, {}, center);
    const QPoint cell = map.currentCell();
    QVERIFY(cell.x() > 10);
    QTest::keyClick(canvas, Qt::Key_Right);
    QTest::keyClick(canvas, Qt::Key_Up);
    QCOMPARE(map.currentCell(), cell + QPoint(1, -1));
    const int index = map.currentCell().y() * 50 + map.currentCell().x();
    QVERIFY(canvas->accessibleDescription().endsWith(QString(" %1").arg(index)));
    QTest::keyClick(canvas, Qt::Key_Plus);
    QVERIFY(map.zoom() > 1);
    QTest::keyClick(canvas, Qt::Key_0);
    QCOMPARE(map.zoom(), 1.0);
}

void TestPlot::heatmapActivates() {
    plot::Heatmap map;
    map.resize(400, 300);
    map.setMatrix({"a", "b"}, {"x", "y"}, {0, 0.5, 1, 0.2}, {"0", "5", "10", "2"});
    map.show();
    QSignalSpy activated(&map, &plot::Heatmap::cellActivated);
    QWidget* canvas = map.focusProxy();
    QTest::keyClick(canvas, Qt::Key_Down);
    QTest::keyClick(canvas, Qt::Key_Down);
    QTest::keyClick(canvas, Qt::Key_Return);
    QCOMPARE(activated.size(), 1);
    QCOMPARE(activated[0], (QVariantList{1, 0}));
    QTest::mouseDClick(canvas, Qt::LeftButton, Qt::ControlModifier, QPoint(120, 120));
    QCOMPARE(activated.size(), 2);

    QTemporaryDir folder;
    map.saveCsv(folder.filePath("m.csv"));
    QCOMPARE(contents(folder.filePath("m.csv")), QByteArray(",x,y\r\na,0,5\r\nb,10,2\r\n"));
    map.setMatrix({"a"}, {"x", "y"}, {0, 1}, {"0", "0.3333"}, {0, 1.0 / 3});
    map.saveCsv(folder.filePath("e.csv"));
    QCOMPARE(contents(folder.filePath("e.csv")), QByteArray(",x,y\r\na,0,0.3333333333333333\r\n"));
    map.saveSvg(folder.filePath("m.svg"));
    QVERIFY(contents(folder.filePath("m.svg")).contains("<svg"));
}

void TestPlot::exportButton() {
    QTemporaryDir folder;
    QWidget window;
    plot::BarPlot bars(&window);
    bars.setBars({{"cat", 1, "1"}});
    plot::ExportButton button(&bars, "bars", &window);
    window.show();
    button.findChild<QAction*>("export_csv")->trigger();
    auto* dialog = button.findChild<QFileDialog*>();
    QVERIFY(dialog);
    auto* name = dialog->findChild<QLineEdit*>("fileNameEdit");
    name->setText(folder.filePath("mine")); // typed, the completer's popup would take Return
    QTest::keyClick(name, Qt::Key_Return);
    QTRY_VERIFY(QFile::exists(folder.filePath("mine.csv")));
}

void TestPlot::exportFailureIsShown() {
    QTemporaryDir folder;
    QWidget window;
    plot::BarPlot bars(&window);
    plot::ExportButton button(&bars, "bars", &window);
    window.show();
    button.findChild<QAction*>("export_png")->trigger();
    auto* dialog = button.findChild<QFileDialog*>();
    emit dialog->fileSelected(folder.filePath("missing/bars.png"));
    auto* box = button.findChild<QMessageBox*>();
    QVERIFY(box);
    QVERIFY(box->text().contains("missing/bars.png"));
}

void TestPlot::accessible() {
    QWidget window;
    new plot::CurvePlot(&window);
    auto* bars = new plot::BarPlot(&window);
    new plot::Heatmap(&window);
    new plot::ExportButton(bars, "bars", &window);
    QCOMPARE(support::unnamedWidgets(window), QStringList());
}

QTEST_MAIN(TestPlot)
#include "tst_plot.moc"
