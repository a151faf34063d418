// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/ngram_model.h"
#include "core/ngram/table.h"
#include "tests/bench/big_counts.h"

#include <benchmark/benchmark.h>

#include <memory>
#include <unistd.h>

// The probability table over ten million bigrams, or as many as the first argument says, by the
// estimator that the second names: opening, reading what a screen shows, sorting by
// each column, filtering.

namespace {

const ngram::NgramModel* model = nullptr;

void openFile(benchmark::State& state, const std::filesystem::path& path) {
    for (auto _ : state) {
        const ngram::NgramModel opened(ngram::openCounts(path), {});
        benchmark::DoNotOptimize(ngram::Table(opened).size());
    }
}

/// 50 rows at another place each time, texts included: a page of scrolling.
void readScreen(benchmark::State& state) {
    const ngram::Table table(*model);
    std::uint64_t place = 0;
    for (auto _ : state) {
        place = (place + 7'654'321) % (table.size() - 50);
        for (std::uint64_t i = 0; i < 50; ++i) {
            const ngram::TableRow row = table.row(place + i);
            benchmark::DoNotOptimize(table.historyText(row.history));
            benchmark::DoNotOptimize(table.tokenText(row.next));
        }
    }
}

void selectRows(benchmark::State& state, const ngram::TableQuery& query) {
    const ngram::Table table(*model);
    for (auto _ : state)
        benchmark::DoNotOptimize(table.select(query, {}));
    state.SetLabel(fmt::format("{} rows", table.size()));
}

} // namespace

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    const auto path = std::filesystem::temp_directory_path() /
                      fmt::format("ngramophone-bench-{}.ngm", ::getpid());
    const bench::BigTable asked = bench::readArguments(argc, argv);
    bench::writeBigCounts(path, asked.bigrams);
    const auto opened = std::make_unique<ngram::NgramModel>(ngram::openCounts(path),
                                                            ngram::EstimatorSpec{asked.estimator});
    model = opened.get();

    const auto add = [](const char* name, auto function, const auto&... arguments) {
        benchmark::RegisterBenchmark(name, function, arguments...)->Unit(benchmark::kMillisecond);
    };
    add("open", openFile, path);
    add("screen", readScreen);
    using ngram::TableColumn;
    add("sort by history", selectRows, ngram::TableQuery{"", "", TableColumn::History, true});
    add("sort by next", selectRows, ngram::TableQuery{"", "", TableColumn::Next, true});
    add("sort by count", selectRows, ngram::TableQuery{"", "", TableColumn::Count, true});
    add("sort by history count", selectRows,
        ngram::TableQuery{"", "", TableColumn::HistoryCount, true});
    add("sort by probability", selectRows,
        ngram::TableQuery{"", "", TableColumn::Probability, true});
    add("sort by surprisal", selectRows, ngram::TableQuery{"", "", TableColumn::Surprisal, true});
    add("filter by history", selectRows, ngram::TableQuery{"word12", "", {}, false});
    add("filter by next", selectRows, ngram::TableQuery{"", "word12", {}, false});
    add("filter and sort", selectRows, ngram::TableQuery{"1", "2", TableColumn::Probability, true});
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    std::filesystem::remove(path);
}
