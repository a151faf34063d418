// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ngrams/ngrams_page.h"
#include "app/window/table_view.h"
#include "app/window/workspace.h"
#include "tests/bench/big_counts.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <cstdio>

// The N-grams page over ten million bigrams: how long each action takes until its result is on
// screen, and the longest time in which the GUI thread answered nothing.

namespace {

class Meter {
public:
    Meter() {
        QObject::connect(&beat_, &QTimer::timeout, [this] { tick(); });
        beat_.start(1);
        sinceBeat_.start();
    }
    template <class Act, class Done>
    void measure(const char* name, Act act, Done done) {
        QCoreApplication::processEvents();
        longest_ = 0;
        sinceBeat_.restart();
        QElapsedTimer time;
        time.start();
        act();
        while (!done() && time.elapsed() < 120'000)
            QTest::qWait(1);
        tick();
        std::printf("%-28s %7lld ms, longest gap %4lld ms%s\n", name,
                    static_cast<long long>(time.elapsed()), static_cast<long long>(longest_),
                    done() ? "" : "  NEVER DONE");
        std::fflush(stdout);
    }

private:
    void tick() { longest_ = std::max(longest_, sinceBeat_.restart()); }

    QTimer beat_;
    QElapsedTimer sinceBeat_;
    qint64 longest_ = 0;
};

} // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    QTemporaryDir folder;
    window::Workspace workspace(folder.filePath("library").toStdString());
    library::Model entry;
    entry.name = "ten million";
    entry.kind = "ngram";
    entry.file = workspace.library().models().newFile("ngm");
    entry.specification = R"({"estimator":{"name":"mle"},"order":2})";
    bench::writeBigCounts(workspace.folder() / entry.file);
    workspace.library().models().add(entry);

    ngrams::NgramsPage page(workspace);
    page.resize(1280, 800);
    const auto tables = page.findChildren<window::TableView*>();
    window::TableView* table = nullptr;
    for (auto* one : tables) {
        if (one->accessibleName() == "Probability table")
            table = one;
    }
    auto* counts = page.findChild<QLabel*>("counts");
    auto* busy = page.findChild<QProgressBar*>();
    const auto isOpen = [&] { return table->model()->rowCount() > 0; };
    const auto isIdle = [&] { return busy->isHidden(); };

    Meter meter;
    meter.measure(
        "open and first paint", [&] { page.show(); }, isOpen);
    meter.measure(
        "paint", [&] { page.grab(); }, isIdle);
    const char* columns[] = {"history", "next", "count", "history count", "P", "surprisal"};
    for (int column = 0; column < 6; ++column) {
        meter.measure((std::string("sort by ") + columns[column]).c_str(),
                      [&] { table->sortByColumn(column, Qt::DescendingOrder); }, isIdle);
    }
    meter.measure(
        "scroll through 400 places",
        [&] {
            auto* bar = table->verticalScrollBar();
            for (int i = 0; i < 400; ++i) {
                bar->setValue(bar->maximum() / 400 * i);
                QCoreApplication::processEvents();
            }
        },
        isIdle);
    auto* filter = page.findChild<QLineEdit*>();
    const QString before = counts->text();
    meter.measure(
        "filter while sorted", [&] { QTest::keyClicks(filter, "word12"); },
        [&] { return isIdle() && counts->text() != before; });
    return 0;
}
