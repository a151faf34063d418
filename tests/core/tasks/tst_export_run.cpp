// SPDX-License-Identifier: GPL-3.0-or-later
// A run's metrics as other programs read them.
#include "core/base/error.h"
#include "core/library/library.h"
#include "core/library/run_store.h"
#include "core/tasks/event_file.h"
#include "core/tasks/export_run.h"
#include "core/tasks/run_samples.h"

#include <QByteArray>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <cstring>
#include <fstream>
#include <sstream>

namespace fs = std::filesystem;

namespace {

QByteArray hex(const std::string& bytes) {
    return QByteArray::fromStdString(bytes).toHex(' ');
}

std::string contents(const fs::path& path) {
    std::ostringstream all;
    all << std::ifstream(path, std::ios::binary).rdbuf();
    return all.str();
}

/// The data of a TFRecord file's records; empty where a length or a check is wrong.
std::vector<std::string> records(const std::string& file) {
    std::vector<std::string> all;
    for (std::size_t at = 0; at < file.size();) {
        if (file.size() - at < 16)
            return {};
        std::uint64_t length = 0;
        std::uint32_t lengthCheck = 0;
        std::uint32_t check = 0;
        std::memcpy(&length, file.data() + at, 8);
        std::memcpy(&lengthCheck, file.data() + at + 8, 4);
        if (file.size() - at - 16 < length ||
            lengthCheck != tasks::maskedCrc(std::string_view(file).substr(at, 8)))
            return {};
        all.push_back(file.substr(at + 12, length));
        std::memcpy(&check, file.data() + at + 12 + length, 4);
        if (check != tasks::maskedCrc(all.back()))
            return {};
        at += 16 + length;
    }
    return all;
}

} // namespace

class ExportRunTest : public QObject {
    Q_OBJECT

private slots:
    void recordsAreThoseOfTensorFlow();
    void eventsAreBytesOfTheWireFormat();
    void csvHasEveryFigure();
    void eventFileHoldsMetricsAndSamples();
    void folderThatCannotBeMadeIsAnError();

private:
    std::int64_t addRun();

    QTemporaryDir folder_;
    fs::path library_ = folder_.path().toStdString() + "/library";
    base::NoProgress progress_;
};

std::int64_t ExportRunTest::addRun() {
    library::Library library(library_);
    library::Run run;
    run.name = "r";
    run.created = 1'700'000'000'500;
    run.spec.training.task = neural::TrainingTask::Preferences;
    const auto id = library.runs().add(run);
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    library.runs().addMetrics(
        id, std::vector<neural::StepMetrics>{{1, 3.5, 3.25, 3.75, 0.5, 1000, 0.25, 64, 0.001, 1.5},
                                             {2, 0.1, {}, {}, {}, 1000, 0.5, 64, 1e-07, 2},
                                             {3, nan, {}, {}, {}, 1000, 0.75, 64, nan, nan}});
    const tasks::RunSamples samples(library.runs().checkpoint(id));
    samples.add({0, "xq"});
    samples.add({2, "the cat"});
    return id;
}

void ExportRunTest::recordsAreThoseOfTensorFlow() {
    // What every event file of TensorFlow begins with: 24 bytes of data, and the length's check.
    const std::string record = tasks::tfRecord(tasks::versionEvent(1.5));
    QCOMPARE(hex(record.substr(0, 12)), QByteArray("18 00 00 00 00 00 00 00 a3 7f 4b 22"));
    QCOMPARE(record.size(), std::size_t{8 + 4 + 24 + 4});
    // CRC-32C of "123456789" is e3069283; turned by 15 bits, and a282ead8 added.
    QCOMPARE(tasks::maskedCrc("123456789"), 0xc78ab0e5U);
    QCOMPARE(records(record).size(), std::size_t{1});
}

void ExportRunTest::eventsAreBytesOfTheWireFormat() {
    QCOMPARE(hex(tasks::versionEvent(1.5)),
             QByteArray("09 00 00 00 00 00 00 f8 3f 1a 0d 62 72 61 69 6e 2e 45 76 65 6e 74 3a 32"));
    QCOMPARE(hex(tasks::scalarsEvent(1.5, 300, {{"a", 0.5F}})),
             QByteArray("09 00 00 00 00 00 00 f8 3f " // 1: wall_time 1.5
                        "10 ac 02 "                   // 2: step 300
                        "2a 0a "                      // 5: summary
                        "0a 08 "                      //   1: value
                        "0a 01 61 "                   //     1: tag "a"
                        "15 00 00 00 3f"));           //     2: simple_value 0.5
    QCOMPARE(hex(tasks::textEvent(1.5, 1, "s", "hi")),
             QByteArray("09 00 00 00 00 00 00 f8 3f 10 01 2a 1d 0a 1b 0a 01 73 "
                        "42 0c "               // 8: tensor
                        "08 07 "               //   1: DT_STRING
                        "12 04 12 02 08 01 "   //   2: shape, 2: a dimension, 1: size 1
                        "42 02 68 69 "         //   8: "hi"
                        "4a 08 "               // 9: metadata
                        "0a 06 "               //   1: plugin_data
                        "0a 04 74 65 78 74")); //     1: "text"
}

void ExportRunTest::csvHasEveryFigure() {
    const fs::path file = fs::path(folder_.path().toStdString()) / "r.csv";
    QCOMPARE(tasks::exportRun(library_, addRun(), file, progress_, {}), file);
    QCOMPARE(QByteArray::fromStdString(contents(file)),
             QByteArray("step,training_loss,validation_loss,learning_rate,gradient_norm,tokens,"
                        "tokens_per_second,seconds,old_validation_loss,accuracy,loss_unit\r\n"
                        "1,3.5,3.25,0.001,1.5,64,1000,0.25,3.75,0.5,nats per pair\r\n"
                        "2,0.1,,1e-07,2,128,1000,0.5,,,nats per pair\r\n"
                        "3,,,,,192,1000,0.75,,,nats per pair\r\n"));
    // What a run began with that went on from another: no step was taken, nothing was learnt.
    neural::StepMetrics start;
    start.trainingLoss = start.learningRate = start.gradientNorm = std::nan("");
    start.validationLoss = 4.5;
    start.oldValidationLoss = 2.25;
    library::Library(library_).runs().addMetrics(1, std::vector{start});
    tasks::exportRun(library_, 1, file, progress_, {});
    QVERIFY(contents(file).find("\r\n0,,4.5,,,,,0,2.25,,nats per pair\r\n1,") != std::string::npos);
    const auto all = records(contents(tasks::exportRun(
        library_, 1, fs::path(folder_.path().toStdString()) / "start", progress_, {})));
    QVERIFY(all[2] ==
            tasks::scalarsEvent(1'700'000'000.5, 0,
                                {{"loss/validation", 4.5F}, {"loss/old_validation", 2.25F}}));
    QVERIFY_EXCEPTION_THROWN(tasks::exportRun(library_, 99, file, progress_, {}), base::InputError);
}

void ExportRunTest::eventFileHoldsMetricsAndSamples() {
    const fs::path folder = fs::path(folder_.path().toStdString()) / "logs" / "r";
    const auto id = addRun();
    const fs::path file = tasks::exportRun(library_, id, folder, progress_, {});
    QCOMPARE(file.parent_path(), folder);
    QVERIFY(file.filename().string().starts_with("events.out.tfevents.1700000000."));
    const auto all = records(contents(file));
    QCOMPARE(all.size(), std::size_t{2 + 3 + 2});
    QVERIFY(all[0] == tasks::versionEvent(1'700'000'000.5));
    QVERIFY(all[1] == tasks::textEvent(1'700'000'000.5, 0, "loss_unit", "nats per pair"));
    QVERIFY(all[2] == tasks::textEvent(1'700'000'000.5, 0, "sample", "xq"));
    QVERIFY(all[3] == tasks::scalarsEvent(1'700'000'000.75, 1,
                                          {{"loss/training", 3.5F},
                                           {"loss/validation", 3.25F},
                                           {"loss/old_validation", 3.75F},
                                           {"accuracy/validation", 0.5F},
                                           {"learning_rate", 0.001F},
                                           {"gradient_norm", 1.5F},
                                           {"tokens_per_second", 1000.0F}}));
    QVERIFY(all[5] == tasks::textEvent(1'700'000'001, 2, "sample", "the cat"));
    QVERIFY(all[6] == tasks::scalarsEvent(1'700'000'001.25, 3, {{"tokens_per_second", 1000.0F}}));
    // Again: in the same place.
    QCOMPARE(tasks::exportRun(library_, id, folder, progress_, {}), file);
    QCOMPARE(std::distance(fs::directory_iterator(folder), fs::directory_iterator()), 1);
}

void ExportRunTest::folderThatCannotBeMadeIsAnError() {
    const fs::path file = fs::path(folder_.path().toStdString()) / "plain";
    std::ofstream(file) << "a file";
    QVERIFY_EXCEPTION_THROWN(tasks::exportRun(library_, addRun(), file / "logs", progress_, {}),
                             base::FileError);
    std::stop_source stop;
    stop.request_stop();
    QVERIFY_EXCEPTION_THROWN(
        tasks::exportRun(library_, addRun(), file.string() + ".csv", progress_, stop.get_token()),
        base::Cancelled);
    QVERIFY(!fs::exists(file.string() + ".csv"));
}

QTEST_GUILESS_MAIN(ExportRunTest)
#include "tst_export_run.moc"
