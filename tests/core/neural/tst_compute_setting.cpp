// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/compute/setting_memory.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <functional>
#include <map>

using namespace neural;

namespace {

/// What a step takes in a setting, by its threads.
using Machine = std::function<double(const ComputeSetting&)>;

/// Takes steps until a choice is made.
std::optional<MeasuredSetting> measure(SettingChooser& chooser, const Machine& machine) {
    for (int step = 0; step < 100; ++step)
        if (const auto choice = chooser.hear(machine(chooser.setting())))
            return choice;
    return std::nullopt;
}

/// Takes steps until so many seconds have passed, and counts them by setting.
std::map<unsigned, int> pass(SettingChooser& chooser, double seconds, const Machine& machine) {
    std::map<unsigned, int> steps; // by threads
    for (double passed = 0; passed < seconds;) {
        const double took = machine(chooser.setting());
        ++steps[chooser.setting().threads()];
        chooser.hear(took);
        passed += took;
    }
    return steps;
}

double whenFree(const ComputeSetting& setting) {
    return 0.1 / setting.threads();
}

/// Threads wait for one another.
double whenBusy(const ComputeSetting& setting) {
    return setting.threads() > 1 ? 0.5 : 0.15;
}

} // namespace

class TestComputeSetting : public QObject {
    Q_OBJECT
private slots:
    void settingsUseWhatThreadsThereAre();
    void quickestIsFoundInAFewSteps();
    void usualIsKeptWhereNoneIsClearlyQuicker();
    void knownIsNotMeasured();
    void busyMachineIsGivenWayTo();
    void slowerMachineIsNotGivenWayTo();
    void oneLateStepIsNoReason();
    void memoryLasts();
    void damagedMemoryIsForgotten();
};

void TestComputeSetting::settingsUseWhatThreadsThereAre() {
    using List = std::vector<ComputeSetting>;
    QCOMPARE(computeSettings(1, 1), (List{{1, 1}}));
    QCOMPARE(computeSettings(1, 4), (List{{1, 4}, {1, 1}}));
    QCOMPARE(computeSettings(2, 2), (List{{2, 1}, {1, 2}, {1, 1}}));
    QCOMPARE(computeSettings(8, 4), (List{{4, 1}, {1, 4}, {2, 1}, {1, 1}}));
}

void TestComputeSetting::quickestIsFoundInAFewSteps() {
    SettingChooser chooser(computeSettings(4, 4), {});
    int steps = 0;
    const auto choice = measure(chooser, [&](const ComputeSetting& setting) {
        // The first step of a setting warms up.
        if (++steps <= 4)
            return 10.0;
        if (setting == ComputeSetting{1, 4})
            return 0.02 + (steps % 3) * 0.01; // now and then disturbed
        return setting == ComputeSetting{1, 1} ? 0.9 : 0.025;
    });
    QCOMPARE(choice, (MeasuredSetting{{1, 4}, 0.02}));
    QCOMPARE(chooser.setting(), (ComputeSetting{1, 4}));
    QVERIFY2(steps <= 4 + 4 + 4 * 3, "the hopeless one was tried again");
}

void TestComputeSetting::usualIsKeptWhereNoneIsClearlyQuicker() {
    SettingChooser chooser(computeSettings(2, 2), {});
    const auto choice = measure(chooser, [](const ComputeSetting& setting) {
        return setting == ComputeSetting{2, 1} ? 0.100 : 0.099;
    });
    QCOMPARE(choice->setting, (ComputeSetting{2, 1}));
}

void TestComputeSetting::knownIsNotMeasured() {
    SettingChooser known(computeSettings(2, 2), MeasuredSetting{{1, 2}, 0.1});
    const auto steps = pass(known, 5, [](const ComputeSetting&) { return 0.1; });
    QCOMPARE(steps.size(), std::size_t{1});
    QCOMPARE(known.setting(), (ComputeSetting{1, 2}));
    // What another machine's memory says is no setting of this one.
    SettingChooser unknown(computeSettings(2, 2), MeasuredSetting{{64, 1}, 0.1});
    QVERIFY(measure(unknown, whenFree));
    // One setting leaves nothing to measure.
    SettingChooser single(computeSettings(1, 1), {});
    QVERIFY(!measure(single, whenFree));
}

void TestComputeSetting::busyMachineIsGivenWayTo() {
    SettingChooser chooser(computeSettings(2, 2), MeasuredSetting{{2, 1}, 0.05});
    QCOMPARE(pass(chooser, 10, whenFree).count(1), std::size_t{0});
    const auto steps = pass(chooser, 120, whenBusy);
    QVERIFY2(steps.at(1) > 5 * steps.at(2), "it insisted");
    pass(chooser, 60, whenFree); // at last it is tried again
    QCOMPARE(chooser.setting(), (ComputeSetting{2, 1}));
    QCOMPARE(pass(chooser, 60, whenFree).count(1), std::size_t{0});
    QCOMPARE(chooser.chosen(), (ComputeSetting{2, 1}));
}

void TestComputeSetting::slowerMachineIsNotGivenWayTo() {
    SettingChooser chooser(computeSettings(2, 2), MeasuredSetting{{2, 1}, 0.05});
    const auto slow = [](const ComputeSetting& setting) { return 5 * whenFree(setting); };
    const auto steps = pass(chooser, 120, slow);
    QCOMPARE(steps.at(1), 4); // to see that it is of no use, once
}

void TestComputeSetting::oneLateStepIsNoReason() {
    SettingChooser chooser(computeSettings(2, 2), MeasuredSetting{{2, 1}, 0.05});
    int step = 0;
    const auto steps =
        pass(chooser, 60, [&](const ComputeSetting&) { return ++step % 5 == 0 ? 1.0 : 0.05; });
    QCOMPARE(steps.count(1), std::size_t{0});
}

void TestComputeSetting::memoryLasts() {
    const QTemporaryDir folder;
    const auto file = folder.filePath("settings.json").toStdString();
    SettingMemory memory(file);
    QVERIFY(!memory.find("a small network"));
    memory.keep("a small network", {{2, 1}, 0.25});
    memory.keep("a large network", {{1, 2}, 4});
    memory.keep("a small network", {{1, 1}, 0.125});
    QCOMPARE(SettingMemory(file).find("a small network"), (MeasuredSetting{{1, 1}, 0.125}));
    QCOMPARE(SettingMemory(file).find("a large network"), (MeasuredSetting{{1, 2}, 4}));
    SettingMemory none("");
    none.keep("a small network", {{1, 1}, 0.125});
    QVERIFY(!none.find("a small network"));
}

void TestComputeSetting::damagedMemoryIsForgotten() {
    const QTemporaryDir folder;
    const auto file = folder.filePath("settings.json").toStdString();
    for (const char* text : {"", "{\"a\": {\"workers\"", "[1]", "{\"a\": {\"workers\": \"x\"}}"}) {
        std::ofstream(file) << text;
        SettingMemory memory(file);
        QVERIFY(!memory.find("a"));
        memory.keep("a", {{2, 1}, 1});
        QVERIFY(memory.find("a"));
    }
    SettingMemory(folder.path().toStdString()).keep("a", {{2, 1}, 1}); // a folder is no file
}

QTEST_APPLESS_MAIN(TestComputeSetting)
#include "tst_compute_setting.moc"
