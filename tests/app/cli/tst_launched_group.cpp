// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QProcessEnvironment>
#include <QTemporaryDir>
#include <QTest>

#include <arpa/inet.h>
#include <cmath>
#include <csignal>
#include <memory>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

/// Several real programs train one network together, as a launcher begins them.
class TestLaunchedGroup : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    /// A port of this machine's own, taken as long as it lives.
    class Port {
    public:
        Port() : descriptor_(::socket(AF_INET, SOCK_STREAM, 0)) {
            sockaddr_in address{};
            address.sin_family = AF_INET;
            address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
            socklen_t size = sizeof address;
            auto* generic = reinterpret_cast<sockaddr*>(&address);
            ::bind(descriptor_, generic, size);
            ::getsockname(descriptor_, generic, &size);
            number_ = ntohs(address.sin_port);
        }
        ~Port() { ::close(descriptor_); }
        Port(const Port&) = delete;
        Port& operator=(const Port&) = delete;

        /// From here on whoever comes is let in, and hears nothing.
        void listen() const { ::listen(descriptor_, 8); }
        quint16 number() const { return number_; }

    private:
        int descriptor_;
        quint16 number_ = 0;
    };

    /// One that nobody listens on.
    static quint16 freePort() { return Port().number(); }

    std::unique_ptr<QProcess> start(const QString& arguments, const QStringList& settings) const {
        auto process = std::make_unique<QProcess>();
        auto environment = QProcessEnvironment::systemEnvironment();
        for (const QString& setting : settings)
            environment.insert(setting.section('=', 0, 0), setting.section('=', 1));
        process->setProcessEnvironment(environment);
        process->start(NGRAMOPHONE_CLI,
                       QStringList{"--json", "--library", path("library")} + arguments.split(' '));
        return process;
    }

    using Processes = std::vector<std::unique_ptr<QProcess>>;
    Processes startGroup(const QString& arguments, int size, quint16 number = freePort(),
                         const QStringList& settings = {}) const {
        const QString port = QString::number(number);
        Processes group;
        for (int rank = size - 1; rank >= 0; --rank) // in any order
            group.push_back(
                start(arguments, QStringList{"WORLD_SIZE=" + QString::number(size),
                                             "RANK=" + QString::number(rank),
                                             "MASTER_ADDR=127.0.0.1", "MASTER_PORT=" + port} +
                                     settings));
        return group;
    }

    /// What the process of rank 0, the last that was started, printed.
    static QJsonObject finish(const Processes& group, int status = 0) {
        QJsonObject result;
        for (const auto& process : group) {
            const bool ended = process->waitForFinished(120'000);
            const QByteArray printed = process->readAllStandardOutput();
            if (!ended || process->exitCode() != status)
                qWarning() << process->exitCode() << process->readAllStandardError();
            result = QJsonDocument::fromJson(printed).object();
        }
        return result;
    }

    QString path(const QString& name) const { return folder_.filePath(name); }

private slots:
    void initTestCase() {
        if (!QFile::exists(qEnvironmentVariable("NGRAMOPHONE_NEURAL_MODULE")))
            QSKIP("the neural module is not built");
        QFile file(path("text.txt"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        for (int i = 0; i < 400; ++i)
            file.write(i % 3 == 0 ? "the cat sat on a mat\n" : "a dog ran to the log\n");
        file.close();
        finish(startGroup("corpus add " + path("text.txt"), 1));
    }

    /// The losses of one with twice the batch.
    void twoAreOneWithTwiceTheBatch_data() {
        QTest::addColumn<QString>("architecture");
        QTest::newRow("bengio") << "bengio --embedding 8 --hidden 16";
        QTest::newRow("llama")
            << "llama --layers 2 --width 16 --heads 2 --context 16 --accumulation 2";
    }

    void twoAreOneWithTwiceTheBatch() {
        QFETCH(QString, architecture);
        const QString options = "train neural --corpus text --tokenizer characters --steps 30 "
                                "--threads 1 --learning-rate 0.01 --validation-interval 10 "
                                "--architecture " +
                                architecture + " --batch ";
        const auto whole = finish(startGroup(options + "8 --name whole", 1));
        const auto parts = finish(startGroup(options + "4 --name parts", 2));
        QCOMPARE(parts["step"].toInt(), 30);
        for (const char* loss : {"training_loss", "validation_loss"}) {
            const double expected = whole[loss].toDouble();
            QVERIFY(expected > 0);
            QVERIFY2(
                std::abs(parts[loss].toDouble() - expected) < 1e-3 * expected,
                qPrintable(QString("%1 instead of %2").arg(parts[loss].toDouble()).arg(expected)));
        }
        // One run of all of them, which goes on.
        const auto resumed = finish(startGroup(
            "train neural --steps 40 --resume " + QString::number(parts["run"].toInt()), 2));
        QCOMPARE(resumed["step"].toInt(), 40);
        QCOMPARE(resumed["run"].toInt(), parts["run"].toInt());
        const auto alone = finish(startGroup(
            "train neural --steps 40 --resume " + QString::number(whole["run"].toInt()), 1));
        QVERIFY(std::abs(resumed["training_loss"].toDouble() - alone["training_loss"].toDouble()) <
                1e-3);
    }

    /// torchrun answers at the port itself, in words of its version: not to be listened to.
    void launcherThatTakesThePortIsLeftAlone() {
        const Port agent;
        agent.listen();
        const auto result =
            finish(startGroup("train neural --corpus text --tokenizer characters --steps 3 "
                              "--name elastic --batch 4",
                              2, agent.number(), {"TORCHELASTIC_USE_AGENT_STORE=True"}));
        QCOMPARE(result["step"].toInt(), 3);
    }

    void oneThatIsStoppedStopsAll() {
        const auto group = startGroup("train neural --corpus text --tokenizer characters --name "
                                      "stopped --architecture lstm --steps 1000000 --batch 4 "
                                      "--checkpoint-interval 10",
                                      2);
        // Whichever number the run has: the newest folder.
        const auto begun = [&] {
            const auto runs = QDir(path("library/runs"))
                                  .entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Time);
            return runs.size() == 6 && QFile::exists(runs.first().filePath() + "/checkpoint.ngc");
        };
        QTRY_VERIFY_WITH_TIMEOUT(begun(), 60'000);
        ::kill(static_cast<pid_t>(group[0]->processId()), SIGINT); // not the leading one
        const auto result = finish(group, 130);
        QVERIFY(result["stopped"].toBool());
    }

    /// One that leads and one that does not wait for others that never come.
    void oneThatWaitsIsStopped_data() {
        QTest::addColumn<int>("rank");
        QTest::addColumn<QByteArray>("said");
        QTest::newRow("at the place to meet") << 0 << QByteArray("1 of 3 processes are there");
        QTest::newRow("for the place to meet")
            << 1 << QByteArray("Waiting for the process of rank 0");
    }

    void oneThatWaitsIsStopped() {
        QFETCH(int, rank);
        QFETCH(QByteArray, said);
        const auto process =
            start("train neural --corpus text --tokenizer characters --steps 3",
                  {"WORLD_SIZE=3", "RANK=" + QString::number(rank), "MASTER_ADDR=127.0.0.1",
                   "MASTER_PORT=" + QString::number(freePort())});
        QByteArray heard;
        const auto waits = [&] {
            process->waitForReadyRead(100);
            return (heard += process->readAllStandardError()).contains(said);
        };
        QTRY_VERIFY_WITH_TIMEOUT(waits(), 60'000);
        ::kill(static_cast<pid_t>(process->processId()), SIGINT);
        QVERIFY(process->waitForFinished(3'000));
        QCOMPARE(process->exitCode(), 130);
    }

    void patienceEndsWithHowManyCame() {
        const QStringList group = {"WORLD_SIZE=3", "MASTER_ADDR=127.0.0.1",
                                   "MASTER_PORT=" + QString::number(freePort()),
                                   "NGRAMOPHONE_JOIN_SECONDS=12"};
        const QString options = "train neural --corpus text --tokenizer characters --steps 3";
        const auto one = start(options, group + QStringList{"RANK=0"});
        const auto other = start(options, group + QStringList{"RANK=2"});
        QVERIFY(one->waitForFinished(60'000) && other->waitForFinished(60'000));
        QCOMPARE(one->exitCode(), 1);
        QCOMPARE(other->exitCode(), 1);
        const QByteArray said = one->readAllStandardError() + other->readAllStandardError();
        QVERIFY2(said.contains("Only 2 of the 3 processes"), said.constData());

        const auto alone = start(options, {"WORLD_SIZE=2", "RANK=1", "MASTER_ADDR=127.0.0.1",
                                           "MASTER_PORT=" + QString::number(freePort()),
                                           "NGRAMOPHONE_JOIN_SECONDS=1"});
        QVERIFY(alone->waitForFinished(60'000));
        const QByteArray told = alone->readAllStandardError();
        QVERIFY2(told.contains("Nobody answers at 127.0.0.1:"), told.constData());
    }

    void brokenEnvironmentIsTold() {
        const QString options = "train neural --corpus text --steps 3";
        for (const QStringList& environment :
             {QStringList{"WORLD_SIZE=two"}, QStringList{"WORLD_SIZE=2", "RANK=2"},
              QStringList{"WORLD_SIZE=2", "RANK=0", "MASTER_PORT=99999"},
              QStringList{"WORLD_SIZE=2", "RANK=0", "MASTER_PORT=29500"}}) {
            const auto process = start(options, environment);
            QVERIFY(process->waitForFinished(60'000));
            QCOMPARE(process->exitCode(), 1);
            const QByteArray said = process->readAllStandardError();
            QVERIFY2(said.contains("torchrun"), said.constData());
        }
    }
};

QTEST_GUILESS_MAIN(TestLaunchedGroup)
#include "tst_launched_group.moc"
