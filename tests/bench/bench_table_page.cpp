// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ngrams/ngrams_page.h"
#include "app/window/table_view.h"
#include "app/window/workspace.h"
#include "tests/bench/big_counts.h"
#include "tests/bench/meter.h"

#include <QApplication>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QTest>

#include <string>

// The N-grams page over ten million bigrams, or as many as the first argument says, by the
// estimator that the second names: how long each action takes until its result is on screen, and
// the longest time in which the GUI thread answered nothing.

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    QTemporaryDir folder;
    window::Workspace workspace(folder.filePath("library").toStdString());
    library::Model entry;
    entry.name = "many bigrams";
    entry.kind = "ngram";
    entry.file = workspace.library().models().newFile("ngm");
    const bench::BigTable asked = bench::readArguments(argc, argv);
    entry.specification = R"({"name":")" + asked.estimator + R"(","order":2})";
    bench::writeBigCounts(workspace.folder() / entry.file, asked.bigrams);
    bench::printMemory("counted");

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

    bench::Meter meter;
    meter.measure(
        "show the empty page", [&] { page.show(); }, isIdle);
    workspace.library().models().add(entry);
    meter.measure(
        "open", [&] { emit workspace.modelsChanged(); }, isOpen);
    meter.measure(
        "first paint", [&] { page.grab(); }, isIdle);
    const char* columns[] = {"history", "next", "count", "history count", "P", "surprisal"};
    for (int column = 0; column < 6; ++column) {
        const auto order = column < 2 || column == 5 ? Qt::AscendingOrder : Qt::DescendingOrder;
        const QString unsorted = counts->text();
        meter.measure((std::string("sort by ") + columns[column] + ": first rows").c_str(),
                      [&] { table->sortByColumn(column, order); },
                      [&] { return isIdle() || counts->text() != unsorted; });
        meter.measure(
            "  all rows", [] {}, isIdle);
    }
    for (const int column : {2, 4})
        meter.measure((std::string("again by ") + columns[column]).c_str(),
                      [&] { table->sortByColumn(column, Qt::AscendingOrder); }, isIdle);
    bench::printMemory("sorted");
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
    QLineEdit* filter = nullptr;
    for (auto* one : page.findChildren<QLineEdit*>()) {
        if (one->accessibleName() == "Filter by history")
            filter = one;
    }
    const QString before = counts->text();
    meter.measure(
        "filter while sorted", [&] { QTest::keyClicks(filter, "word12"); },
        [&] { return isIdle() && counts->text() != before; });
    bench::printMemory("in the end");
    return 0;
}
