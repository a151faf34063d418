// SPDX-License-Identifier: GPL-3.0-or-later
// Plots over one x axis, and axes that are logarithmic.
#include "app/plot/curve_stack.h"
#include "app/plot/decimate.h"
#include "app/plot/ticks.h"
#include "core/base/error.h"

#include <QAbstractScrollArea>
#include <QFile>
#include <QImage>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

using plot::CurvePlot;
using plot::CurveStack;
using plot::Point;
using plot::Scale;

namespace {

std::vector<Point> hyperbola(int count) {
    std::vector<Point> points;
    for (int i = 1; i <= count; ++i)
        points.push_back({double(i), 100.0 / i});
    return points;
}

QWidget* viewOf(const CurvePlot* plot) {
    return plot->findChild<QAbstractScrollArea*>()->viewport();
}

void turnWheel(QWidget* widget, QPointF at, int delta) {
    QWheelEvent event(at, widget->mapToGlobal(at), {}, {0, delta}, Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(widget, &event);
}

} // namespace

class CurveStackTest : public QObject {
    Q_OBJECT

private slots:
    void marksOfALogarithmicAxis();
    void decimationByDecades();
    void logarithmicPlotLeavesOutWhatHasNoPlace();
    void marksMoveWithTheScale();
    void zoomedOutForEverALogarithmicAxisHolds();
    void plotsAreZoomedTogether();
    void plotsLineUp();
    void crosshairIsSeenInAll();
    void markerIsDrawnAndKeptAcrossScales();
    void clickTellsItsPlace();
    void stackExports();
};

void CurveStackTest::marksOfALogarithmicAxis() {
    using Values = std::vector<double>;
    QCOMPARE(plot::marksBetween(0, 2, Scale::Logarithmic, 12).values,
             (Values{1, 2, 5, 10, 20, 50, 100}));
    QCOMPARE(plot::marksBetween(0, 2, Scale::Logarithmic, 5).values, (Values{1, 10, 100}));
    QCOMPARE(plot::marksBetween(0, 6, Scale::Logarithmic, 4).values, (Values{1, 100, 1e4, 1e6}));
    // Too narrow for 1, 2 and 5: evenly spaced values.
    const auto narrow = plot::marksBetween(std::log10(2.1), std::log10(3.1), Scale::Logarithmic, 6);
    QVERIFY(narrow.values.size() >= 4);
    QCOMPARE(narrow.values.front(), 2.2);
    QCOMPARE(narrow.format.decimals, 1);
    // Learning rates are not written in a dozen digits.
    QCOMPARE(plot::marksBetween(-6, 0, Scale::Logarithmic, 8).format.kind, 'e');
    QCOMPARE(plot::marksBetween(1, 9, Scale::Linear, 4).values, (Values{2, 4, 6, 8}));
}

void CurveStackTest::decimationByDecades() {
    const auto points = hyperbola(100'000);
    const auto drawn =
        plot::decimate(points, 1, 100'000, 500, Scale::Logarithmic, Scale::Logarithmic);
    QVERIFY(drawn.size() <= 1004);
    // Each decade has as many columns: the first ten points are all there.
    for (int i = 0; i < 10; ++i)
        QCOMPARE(drawn[std::size_t(i)].x, double(i + 1));
    QCOMPARE(drawn.back().x, 100'000.0);
    QVERIFY(std::is_sorted(drawn.begin(), drawn.end(),
                           [](const Point& a, const Point& b) { return a.x < b.x; }));
}

void CurveStackTest::logarithmicPlotLeavesOutWhatHasNoPlace() {
    CurvePlot curve;
    curve.resize(600, 400);
    curve.show();
    curve.append(curve.addSeries("loss", 0),
                 std::vector<Point>{{0, 1}, {1, 0}, {2, -1}, {3, 10}, {30, 1000}});
    curve.redrawNow();
    QCOMPARE(curve.drawnPointCount(), 5);
    curve.setScales(Scale::Linear, Scale::Logarithmic);
    curve.redrawNow();
    QCOMPARE(curve.drawnPointCount(), 3);
    curve.setScales(Scale::Logarithmic, Scale::Logarithmic);
    curve.redrawNow();
    QCOMPARE(curve.drawnPointCount(), 2);
    QCOMPARE(curve.horizontalRange(), std::pair(std::log10(3.0), std::log10(30.0)));
    curve.setScales(Scale::Linear, Scale::Linear);
    curve.redrawNow();
    QCOMPARE(curve.drawnPointCount(), 5);
    QCOMPARE(curve.horizontalRange(), std::pair(0.0, 30.0));
}

void CurveStackTest::marksMoveWithTheScale() {
    const auto picture = [](bool linearFirst) {
        CurvePlot curve;
        curve.resize(600, 240);
        curve.show();
        if (!linearFirst)
            curve.setScales(Scale::Linear, Scale::Logarithmic);
        curve.append(curve.addSeries("loss", 0), std::vector<Point>{{0, 4.2}, {9, 1.4}});
        curve.redrawNow();
        curve.setScales(Scale::Linear, Scale::Logarithmic);
        QTest::qWait(250);
        return curve.grab().toImage();
    };
    // Both scales are marked at 2, 3 and 4.
    QVERIFY(picture(true) == picture(false));
}

void CurveStackTest::zoomedOutForEverALogarithmicAxisHolds() {
    CurvePlot curve;
    curve.resize(600, 400);
    curve.show();
    curve.append(curve.addSeries("loss", 0), hyperbola(100));
    curve.setScales(Scale::Logarithmic, Scale::Logarithmic);
    curve.redrawNow();
    for (int i = 0; i < 400; ++i)
        turnWheel(viewOf(&curve), QRectF(viewOf(&curve)->rect()).center(), -480);
    curve.redrawNow();
    QVERIFY(std::isfinite(std::pow(10.0, curve.horizontalRange().second)));
    QVERIFY(curve.drawnPointCount() > 0);
}

void CurveStackTest::plotsAreZoomedTogether() {
    CurveStack stack;
    CurvePlot* upper = stack.addPlot();
    CurvePlot* lower = stack.addPlot();
    stack.resize(700, 500);
    stack.show();
    upper->append(upper->addSeries("a", 0), hyperbola(400));
    lower->append(lower->addSeries("a", 0), hyperbola(200)); // half as long, over the same axis
    upper->redrawNow();
    lower->redrawNow();
    QCOMPARE(lower->horizontalRange(), std::pair(1.0, 400.0));
    QCOMPARE(lower->horizontalRange(), upper->horizontalRange());

    turnWheel(viewOf(lower), QRectF(viewOf(lower)->rect()).center(), 600);
    QVERIFY(upper->horizontalRange().second < 390);
    QCOMPARE(upper->horizontalRange(), lower->horizontalRange());
    upper->setFocus();
    QTest::keyClick(upper->focusProxy(), Qt::Key_Right);
    QCOMPARE(upper->horizontalRange(), lower->horizontalRange());
    QTest::keyClick(upper->focusProxy(), Qt::Key_0);
    QCOMPARE(lower->horizontalRange(), std::pair(1.0, 400.0));
}

void CurveStackTest::plotsLineUp() {
    CurveStack stack;
    CurvePlot* upper = stack.addPlot();
    CurvePlot* lower = stack.addPlot();
    stack.resize(700, 500);
    stack.show();
    QVERIFY(QTest::qWaitForWindowExposed(&stack));
    upper->append(upper->addSeries("a", 0), std::vector<Point>{{0, 0}, {9, 1}});
    lower->append(lower->addSeries("a", 0), std::vector<Point>{{0, 0}, {9, 1'234'567}});
    QTRY_VERIFY(lower->sideMargins().first > 60 && upper->sideMargins() == lower->sideMargins());
    // Wide margins are no reason to widen the window.
    lower->setExtraMargins(300, 300);
    stack.resize(720, 500);
    QVERIFY(stack.minimumSizeHint().width() < 300);
    lower->setExtraMargins(0, 0);
    // One that is hidden needs no room.
    stack.setPlotShown(lower, false);
    upper->redrawNow();
    QTRY_VERIFY(upper->sideMargins().first < 60);
}

void CurveStackTest::crosshairIsSeenInAll() {
    CurveStack stack;
    CurvePlot* upper = stack.addPlot();
    CurvePlot* lower = stack.addPlot();
    stack.resize(700, 500);
    stack.show();
    for (CurvePlot* plot : {upper, lower}) {
        plot->append(plot->addSeries("a", 0), hyperbola(100));
        plot->redrawNow();
    }
    QTest::qWait(200);
    const QImage without = lower->grab().toImage();
    const QPoint center = viewOf(upper)->rect().center();
    QTest::mouseMove(viewOf(upper), center + QPoint(3, 3));
    QTest::mouseMove(viewOf(upper), center);
    QVERIFY(lower->grab().toImage() != without);
    QEvent leave(QEvent::Leave);
    QCoreApplication::sendEvent(upper->findChild<QAbstractScrollArea*>(), &leave);
    QVERIFY(lower->grab().toImage() == without);
}

void CurveStackTest::markerIsDrawnAndKeptAcrossScales() {
    CurveStack stack;
    CurvePlot* upper = stack.addPlot();
    CurvePlot* lower = stack.addPlot();
    stack.resize(700, 500);
    stack.show();
    for (CurvePlot* plot : {upper, lower}) {
        plot->append(plot->addSeries("a", 0), hyperbola(100));
        plot->redrawNow();
    }
    QTest::qWait(200);
    const QImage without = lower->grab().toImage();
    stack.setMarker(40);
    QCOMPARE(lower->marker(), std::optional(40.0));
    QVERIFY(lower->grab().toImage() != without);
    stack.setXScale(Scale::Logarithmic);
    QCOMPARE(lower->marker(), std::optional(40.0));
    stack.setXScale(Scale::Linear);
    stack.setMarker(std::nullopt);
    lower->redrawNow();
    QTRY_VERIFY(lower->grab().toImage() == without);
}

void CurveStackTest::clickTellsItsPlace() {
    CurveStack stack;
    CurvePlot* plot = stack.addPlot();
    stack.resize(700, 500);
    stack.show();
    plot->append(plot->addSeries("a", 0), hyperbola(100));
    plot->redrawNow();
    QTest::qWait(50);
    QSignalSpy clicked(&stack, &CurveStack::clicked);
    const auto [left, right] = plot->sideMargins();
    const QPoint middle((left + viewOf(plot)->width() - right) / 2, viewOf(plot)->height() / 2);
    QTest::mouseClick(viewOf(plot), Qt::LeftButton, {}, middle);
    QCOMPARE(clicked.size(), 1);
    QVERIFY(std::abs(clicked[0][0].toDouble() - 50.5) < 1);
    stack.setXScale(Scale::Logarithmic);
    plot->redrawNow();
    QTest::mouseClick(viewOf(plot), Qt::LeftButton, {}, middle);
    QVERIFY(std::abs(clicked[1][0].toDouble() - 10) < 1);
    // A drag moves the picture and is no click.
    QTest::mousePress(viewOf(plot), Qt::LeftButton, {}, middle);
    QTest::mouseRelease(viewOf(plot), Qt::LeftButton, {}, middle + QPoint(60, 0));
    QCOMPARE(clicked.size(), 2);
}

void CurveStackTest::stackExports() {
    const QTemporaryDir folder;
    CurveStack stack;
    CurvePlot* upper = stack.addPlot();
    CurvePlot* lower = stack.addPlot();
    stack.resize(400, 300);
    upper->append(upper->addSeries("loss", 0), std::vector<Point>{{0, 0.5}});
    lower->append(lower->addSeries("norm", 0), std::vector<Point>{{0, 2}});
    stack.saveCsv(folder.filePath("c.csv"));
    QFile file(folder.filePath("c.csv"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("series,x,y\r\nloss,0,0.5\r\nnorm,0,2\r\n"));
    stack.setPlotShown(lower, false);
    stack.saveCsv(folder.filePath("one.csv"));
    QFile one(folder.filePath("one.csv"));
    QVERIFY(one.open(QIODevice::ReadOnly));
    QCOMPARE(one.readAll(), QByteArray("series,x,y\r\nloss,0,0.5\r\n"));
    stack.savePng(folder.filePath("c.png"));
    QCOMPARE(QImage(folder.filePath("c.png")).size(), QSize(800, 600));
    stack.saveSvg(folder.filePath("c.svg"));
    QVERIFY(QFile::exists(folder.filePath("c.svg")));
    QVERIFY_EXCEPTION_THROWN(stack.savePng(folder.filePath("no/where.png")), base::FileError);
}

QTEST_MAIN(CurveStackTest)
#include "tst_curve_stack.moc"
