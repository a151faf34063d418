// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/neural/schedule/rate_range.h"
#include "tests/core/neural/training_run.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <filesystem>

using namespace neural;

namespace {

std::vector<RatePoint> test(const RunSpec& spec, const RateRange& range,
                            const RateListener& onPoint = {},
                            const std::filesystem::path& checkpoint = {},
                            const std::stop_token& stop = {}) {
    static const SmallCorpus corpus;
    base::NoProgress progress;
    return backend().testRates({spec, &corpus.tokenizer, corpus.tokens, checkpoint, false}, range,
                               onPoint, progress, stop);
}

} // namespace

class RateRangeTest : public QObject {
    Q_OBJECT

private slots:
    void rateGrowsByAConstantFactor();
    void suggestionIsWhereTheLossFallsMostSteeply();
    void nothingIsSuggestedWhereNothingFalls();
    void networkIsTried();
    void sameRequestGivesTheSamePoints();
    void stopEndsIt();
    void rangesAreChecked();
};

void RateRangeTest::rateGrowsByAConstantFactor() {
    const RateRange range{1e-4, 1, 101};
    QCOMPARE(rateAt(range, 1), 1e-4);
    QCOMPARE(rateAt(range, 101), 1.0);
    QCOMPARE(rateAt(range, 51), 1e-2);
    QCOMPARE(rateAt(range, 26), 1e-3);
}

void RateRangeTest::suggestionIsWhereTheLossFallsMostSteeply() {
    // Flat at 4, a slope whose steepest place is at 10^-2.5, a floor of 2, and off to infinity.
    const RateRange range{1e-6, 1, 601};
    std::vector<RatePoint> points;
    for (std::uint64_t step = 1; step <= range.steps; ++step) {
        const double rate = rateAt(range, step);
        const double place = std::log10(rate);
        points.push_back({rate, 3 - std::tanh((place + 2.5) * 2) + std::exp((place + 0.7) * 8)});
    }
    const auto rate = suggestedRate(points);
    QVERIFY(rate);
    // The average comes a little after what it is of.
    QVERIFY2(*rate > 1e-3 && *rate < 1e-2, std::to_string(*rate).c_str());
    const auto smooth = smoothed(points);
    QCOMPARE(smooth.size(), points.size());
    QCOMPARE(smooth.front().loss, points.front().loss); // without a bias towards 0
}

void RateRangeTest::nothingIsSuggestedWhereNothingFalls() {
    QVERIFY(!suggestedRate({}));
    std::vector<RatePoint> rising;
    for (int i = 0; i < 50; ++i)
        rising.push_back({1e-3 * (i + 1), 1.0 + i});
    QVERIFY(!suggestedRate(rising));
    QVERIFY(!suggestedRate(std::span(rising).first(1)));
}

void RateRangeTest::networkIsTried() {
    const QTemporaryDir folder;
    const auto path = checkpointIn(folder.path());
    const RateRange range{1e-5, 100, 150};
    std::vector<RatePoint> heard;
    const auto points = test(
        smallRun(), range, [&](const RatePoint& point) { heard.push_back(point); }, path);
    QCOMPARE(heard, points);
    // Beyond all use the test is over.
    QVERIFY(points.size() > 50 && points.size() < range.steps);
    for (std::size_t i = 0; i < points.size(); ++i) {
        QCOMPARE(points[i].rate, rateAt(range, i + 1));
        QVERIFY(std::isfinite(points[i].loss));
    }
    const auto rate = suggestedRate(points);
    QVERIFY(rate);
    QVERIFY2(*rate > 1e-4 && *rate < 1, std::to_string(*rate).c_str());
    QVERIFY(!std::filesystem::exists(path)); // nothing is written
}

void RateRangeTest::sameRequestGivesTheSamePoints() {
    const RateRange range{1e-4, 0.1, 30};
    RunSpec spec = smallRun("gru");
    spec.training.accumulation = 2;
    const auto points = test(spec, range);
    QCOMPARE(points.size(), std::size_t{30});
    QCOMPARE(test(spec, range), points);
    spec.training.seed = 6;
    QVERIFY(test(spec, range) != points);
}

void RateRangeTest::stopEndsIt() {
    std::stop_source stop;
    const auto stopSoon = [&](const RatePoint& point) {
        if (point.rate > 1e-3)
            stop.request_stop();
    };
    QVERIFY_EXCEPTION_THROWN(test(smallRun(), {1e-4, 0.1, 30}, stopSoon, {}, stop.get_token()),
                             base::Cancelled);
}

void RateRangeTest::rangesAreChecked() {
    requireValid(RateRange());
    QVERIFY_EXCEPTION_THROWN(requireValid(RateRange{0, 1, 100}), base::InputError);
    QVERIFY_EXCEPTION_THROWN(requireValid(RateRange{1e-3, 1e-4, 100}), base::InputError);
    QVERIFY_EXCEPTION_THROWN(requireValid(RateRange{1e-4, 1, 2}), base::InputError);
}

QTEST_APPLESS_MAIN(RateRangeTest)
#include "tst_rate_range.moc"
