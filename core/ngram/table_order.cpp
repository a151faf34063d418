// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/table_order.h"

#include "core/base/scratch_memory.h"
#include "core/ngram/first_rows.h"
#include "core/ngram/history_order.h"
#include "core/ngram/radix_order.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace ngram {

namespace fs = std::filesystem;

namespace {

base::FileKind orderFileKind() {
    return {"NGMORDER", 1, NG_TEXT("core", "order of a table's rows")};
}

} // namespace

fs::path orderFolder(const fs::path& modelFile) {
    fs::path folder = modelFile;
    folder += ".orders";
    return folder;
}

/// What the order follows from: the model's file, and for probabilities the estimator.
std::string TableOrder::identity() const {
    const base::SectionFile& file = model_->trie().file();
    std::string made = fmt::format("{} {:016x}", static_cast<int>(column_), file.digest());
    if (column_ == TableColumn::Probability)
        made += " " + nlohmann::json(model_->estimatorSpec()).dump();
    return made;
}

std::optional<RowOrder> TableOrder::open(const fs::path& path) const {
    std::error_code ignored;
    if (path.empty() || !fs::exists(path, ignored))
        return std::nullopt;
    try {
        // What stands in it is taken into bounds when it is read, and is only an order: a file of
        // hundreds of megabytes is not gone through.
        const base::SectionFile file(path, orderFileKind(), base::SectionFile::Check::TableOnly);
        const auto order = file.values<std::uint32_t>("rows");
        if (file.text("made-from") == identity() && order.size() == rows_->size())
            return RowOrder{order, file.mapping()};
    } catch (const base::Error&) {
        // Made anew below: nothing is lost with it.
    }
    return std::nullopt;
}

RowOrder TableOrder::make(const fs::path& path, bool descending, const RowSet* among,
                          FirstReport& report, const std::stop_token& stop) const {
    // Places are written at random: into memory, and from there to the file in one go.
    const std::size_t size = rows_->size();
    const auto memory = std::make_shared<const base::ScratchMemory>(size * sizeof(std::uint32_t));
    const auto order = memory->as<std::uint32_t>().first(size);
    fill(order, descending, among, report, stop);
    if (!path.empty()) {
        try {
            fs::create_directories(path.parent_path());
            base::SectionFileWriter file(path, orderFileKind());
            file.addSection("made-from", identity());
            file.beginSection("rows");
            constexpr std::size_t piece = std::size_t{1} << 22;
            for (std::size_t begin = 0; begin < size; begin += piece) {
                base::throwIfStopped(stop);
                file.writeValues(std::span<const std::uint32_t>(
                    order.subspan(begin, std::min(piece, size - begin))));
            }
            file.commit();
            if (auto kept = open(path))
                return *kept;
        } catch (const base::FileError&) { // a full disk, or one that may not be written
        } catch (const fs::filesystem_error&) {
        }
    }
    return {order, memory};
}

void TableOrder::fill(std::span<std::uint32_t> order, bool descending, const RowSet* among,
                      FirstReport& report, const std::stop_token& stop) const {
    const bool byText = column_ == TableColumn::History || column_ == TableColumn::Next;
    const TokenRanks ranks = byText ? table_->ranks(stop) : nullptr;
    if (column_ == TableColumn::History) {
        const HistoryOrder histories(model_->trie(), *rows_, *ranks);
        if (among == nullptr && report.isDue())
            report.send(histories.first(FirstReport::mostRows, descending, stop), 1);
        histories.write(order, stop);
        return;
    }
    const ColumnKeys columnKeys(*model_, column_, ranks);
    const base::ScratchMemory memory(order.size_bytes());
    const auto keys = memory.as<std::uint32_t>().first(order.size());
    FirstRows first(FirstReport::mostRows, descending);
    inRounds(
        order.size(),
        [&](std::uint64_t begin, std::uint64_t end) {
            columnKeys.read(*rows_, begin, keys.subspan(begin, end - begin), stop);
        },
        [&](std::uint64_t begin, std::uint64_t end) {
            for (std::uint64_t row = begin; row < end; ++row)
                if (among == nullptr || among->contains(static_cast<std::uint32_t>(row)))
                    first.add(keys[row], static_cast<std::uint32_t>(row));
            if (report.isDue())
                report.send(first.rows(),
                            static_cast<double>(end) / static_cast<double>(order.size()));
        });
    report.send(first.rows(), 1);
    orderByKeys(keys, order, stop);
}

} // namespace ngram
