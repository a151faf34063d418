// SPDX-License-Identifier: GPL-3.0-or-later
// The window with all its real pages: it stays alive while work goes on, and hears of what another
// program does to its library.
#include "app/jobs/job_manager.h"
#include "app/pages.h"
#include "app/training/live_runs.h"
#include "app/window/library_watch.h"
#include "app/window/main_window.h"
#include "app/window/workspace.h"
#include "core/library/conversation_store.h"
#include "core/library/corpus_store.h"
#include "core/library/run_store.h"
#include "core/tasks/import_corpus.h"
#include "core/tasks/train_ngram.h"

#include <QComboBox>
#include <QElapsedTimer>
#include <QFile>
#include <QListWidget>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <fstream>

using window::MainWindow;
using window::Mode;
using window::Workspace;

class WholeWindowTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        QVERIFY(folder_.isValid());
        writeText("small.txt", 300);
    }

    void heartbeatGoesOnWhileWorkIsDone() {
        if (!QFile::exists(qEnvironmentVariable("NGRAMOPHONE_NEURAL_MODULE")))
            QSKIP("The neural module is not there");
        Workspace workspace(library("busy"));
        const auto corpus = import(workspace, "small.txt");
        MainWindow window(workspace, allPages());
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        window.setMode(Mode::Training);
        QTest::qWait(500); // the other pages are made

        writeText("large.txt", 400'000);
        QElapsedTimer since;
        qint64 longest = 0;
        QTimer heartbeat;
        connect(&heartbeat, &QTimer::timeout, this,
                [&] { longest = std::max(longest, since.restart()); });
        since.start();
        heartbeat.start(5);

        tasks::NeuralRequest request;
        request.library = workspace.folder();
        request.corpora = {corpus.id};
        request.spec.training.steps = 1'000'000;
        auto& live = training::LiveRuns::of(workspace);
        QSignalSpy stepped(&live, &training::LiveRuns::stepped);
        live.start(request);
        bool imported = false;
        auto* job = workspace.importPaths({path("large.txt")});
        connect(job, &jobs::Job::finished, this, [&] { imported = true; });
        constexpr int patience = 120'000;
        QTRY_VERIFY_WITH_TIMEOUT(imported && stepped.count() > 20, patience);
        for (const Mode mode : {Mode::Corpora, Mode::Training}) {
            window.setMode(mode);
            QTest::qWait(500);
        }
        heartbeat.stop();
        qInfo("longest time without an answer: %lld ms", static_cast<long long>(longest));
        QVERIFY2(longest < 1000, qPrintable(QString::number(longest)));
        live.stopAll();
        QTRY_VERIFY_WITH_TIMEOUT(workspace.jobManager().running().empty(), patience);
    }

    void windowHearsOfAnotherProgram() {
        Workspace workspace(library("shared"));
        MainWindow window(workspace, allPages());
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        auto* models = window.page(Mode::Chat)->findChild<QComboBox*>("model");
        auto* corpora = window.page(Mode::Training)->findChild<QListWidget*>("corpora");
        auto* said = window.page(Mode::Chat)->findChild<QListWidget*>("conversations");
        QCOMPARE(models->count(), 0);
        QCOMPARE(corpora->count(), 0);

        // What the command line does, by a connection of its own.
        base::NoProgress progress;
        const auto corpus = import(workspace, "small.txt");
        tasks::NgramRequest request;
        request.library = workspace.folder();
        request.corpora = {corpus.id};
        tasks::trainNgram(request, progress, {});
        QTRY_COMPARE(models->count(), 1);
        QTRY_COMPARE(corpora->count(), 1);
        QCOMPARE(corpora->item(0)->checkState(), Qt::Checked);

        // A second window on the same library.
        Workspace second(library("shared"));
        MainWindow other(second, allPages());
        other.show();
        QCOMPARE(other.page(Mode::Chat)->findChild<QComboBox*>("model")->count(), 1);
        chat::Conversation conversation;
        conversation.title = "Said elsewhere";
        second.library().conversations().add(conversation);
        QTRY_COMPARE(said->count(), 1);
        QVERIFY(said->item(0)->text().startsWith("Said elsewhere"));
    }

    void quietLibraryIsNotRead() {
        Workspace workspace(library("quiet"));
        window::LibraryWatch watch(workspace);
        QSignalSpy corpora(&workspace, &Workspace::corporaChanged);
        QSignalSpy models(&workspace, &Workspace::modelsChanged);
        watch.look();
        QCOMPARE(corpora.count(), 0);
        import(workspace, "small.txt");
        watch.look();
        QCOMPARE(corpora.count(), 1);
        QCOMPARE(models.count(), 0);
        watch.look();
        QCOMPARE(corpora.count(), 1);
    }

private:
    std::filesystem::path path(const char* name) const {
        return std::filesystem::path(folder_.path().toStdString()) / name;
    }
    std::filesystem::path library(const char* name) const { return path(name); }

    void writeText(const char* name, int lines) const {
        std::ofstream out(path(name));
        for (int i = 0; i < lines; ++i)
            out << "the cat number " << i % 5000 << " sat on the mat and the dog ran to the log\n";
    }

    library::Corpus import(Workspace& workspace, const char* name) const {
        base::NoProgress progress;
        tasks::ImportRequest request;
        request.library = workspace.folder();
        request.paths = {path(name)};
        return tasks::importCorpus(request, {}, progress, {});
    }

    QTemporaryDir folder_;
};

QTEST_MAIN(WholeWindowTest)
#include "tst_whole_window.moc"
