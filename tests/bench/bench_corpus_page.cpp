// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/corpora/corpora_page.h"
#include "app/corpora/text_panel.h"
#include "app/corpora/text_view.h"
#include "app/jobs/job_manager.h"
#include "app/window/text.h"
#include "app/window/workspace.h"
#include "core/tasks/train_ngram.h"
#include "tests/bench/meter.h"

#include <QApplication>
#include <QFile>
#include <QTemporaryDir>

#include <cstdio>

// bench_corpus_page FILE: how soon a large file's text is on screen, whether the window stays
// awake while its words are counted and bigrams are trained on it, and how much memory that takes.

namespace {

void printMemory(const char* when) {
    QFile status("/proc/self/status");
    if (!status.open(QIODevice::ReadOnly))
        return;
    for (const QByteArray& line : status.readAll().split('\n')) {
        // Anon is the program's own; File is what it has mapped, which the system can drop.
        if (line.startsWith("VmRSS") || line.startsWith("RssAnon") || line.startsWith("RssFile") ||
            line.startsWith("VmHWM"))
            std::printf("  %s: %s\n", when, line.simplified().constData());
    }
    std::fflush(stdout);
}

} // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    if (argc != 2) {
        std::fprintf(stderr, "Usage: bench_corpus_page FILE\n");
        return 2;
    }
    QTemporaryDir folder;
    window::Workspace workspace(folder.filePath("library").toStdString());
    QObject::connect(&workspace, &window::Workspace::errorReported,
                     [](const QString& error) { std::puts(qUtf8Printable(error)); });
    corpora::CorporaPage page(workspace);
    page.resize(1280, 800);
    bench::Meter meter;
    meter.measure(
        "show the empty page", [&] { page.show(); }, [] { return true; });
    printMemory("empty");

    jobs::Job* import = nullptr;
    const auto hasText = [&] { return page.textPanel()->view()->hasDocument(); };
    meter.measure(
        "until the text shows", [&] { import = workspace.importPaths({argv[1]}); }, hasText);
    const bool early = !import->isOver();
    meter.measure(
        "paint it", [&] { page.grab(); }, hasText);
    printMemory(early ? "text visible, still counting" : "text visible, counted");
    meter.measure(
        "scroll to its end while counting",
        [&] { page.textPanel()->view()->goTo(page.textPanel()->view()->size() - 1); },
        [] { return true; });
    bool over = import->isOver();
    QObject::connect(import, &jobs::Job::stateChanged,
                     [&over, import] { over = import->isOver(); });
    meter.measure(
        "count its words", [] {}, [&] { return over; });
    printMemory("imported");

    tasks::NgramRequest request;
    request.library = workspace.folder();
    request.corpora = {page.currentCorpus()};
    over = false;
    meter.measure(
        "train bigrams on it",
        [&] {
            auto* job = workspace.jobManager().start(
                "train", jobs::JobManager::NoOptions,
                [request](base::Progress& progress, const std::stop_token& stop) {
                    return tasks::trainNgram(request, progress, stop);
                },
                &workspace, [](const library::Model&) {});
            QObject::connect(job, &jobs::Job::stateChanged, [&over, job] { over = job->isOver(); });
        },
        [&] { return over; });
    printMemory("trained");
    return 0;
}
