// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/radix_order.h"
#include "core/ngram/table.h"
#include "core/ngram/table_order.h"
#include "core/text/visible_text.h"
#include "tests/core/ngram/small_model.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <random>

using ngram::TableColumn;

class TestNgramTable : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    ngram::NgramModel train(const std::vector<std::string>& sentences, unsigned order,
                            const ngram::EstimatorSpec& spec = {}) const {
        return SmallCorpus(sentences).train(
            std::filesystem::path(folder_.path().toStdString()) / "model.ngm", order, spec);
    }
    static std::vector<std::uint32_t> list(const ngram::TableRows& rows) {
        std::vector<std::uint32_t> all;
        for (std::uint64_t i = 0; i < rows.size(); ++i)
            all.push_back(rows[i]);
        return all;
    }
    /// "history → next" for the rows that a query selects.
    static QStringList shown(const ngram::Table& table, const ngram::TableQuery& query) {
        QStringList rows;
        const auto selected = table.select(query, {});
        for (std::uint64_t i = 0; i < selected.size(); ++i) {
            const auto row = table.row(selected[i]);
            rows << QString::fromStdString(table.historyText(row.history) + " → " +
                                           table.tokenText(row.next));
        }
        return rows;
    }

private slots:
    void trigramRows() {
        const auto model = train({"a b a", "a c", "b a"}, 3);
        const ngram::Table table(model);
        // Ids: a 3, b 4, c 5. First the histories at a sentence's start that are shorter.
        QCOMPARE(shown(table, {}),
                 QStringList({"<s> → a", "<s> → b", "<s> a → b", "<s> a → c", "<s> b → a",
                              "a b → a", "a c → </s>", "b a → </s>"}));
        const auto row = table.row(2);
        QCOMPARE(row.count, std::uint64_t{1});
        QCOMPARE(row.historyCount, std::uint64_t{2});
        QCOMPARE(row.probability, 0.5);
        QCOMPARE(row.surprisal, 1.0);
    }

    void unigramRows() {
        const auto model = train({"a b a"}, 1);
        const ngram::Table table(model);
        QCOMPARE(shown(table, {}), QStringList({" → </s>", " → a", " → b"}));
        QCOMPARE(shown(table, {"", "", TableColumn::Count, true}),
                 QStringList({" → a", " → </s>", " → b"}));
        QCOMPARE(shown(table, {"x", "", {}, false}), QStringList());
    }

    void filters() {
        const auto model = train({"the cat sat", "the dog sat", "a cat ran"}, 3);
        const ngram::Table table(model);
        QCOMPARE(shown(table, {"dog", "", {}, false}),
                 QStringList({"the dog → sat", "dog sat → </s>"}));
        QCOMPARE(shown(table, {"", "ca", {}, false}),
                 QStringList({"<s> the → cat", "<s> a → cat"}));
        // A part of two words, across the space between them.
        QCOMPARE(shown(table, {"e c", "", {}, false}), QStringList({"the cat → sat"}));
        QCOMPARE(shown(table, {"the", "sat", {}, false}),
                 QStringList({"the cat → sat", "the dog → sat"}));
    }

    void sortsByEveryColumn_data() {
        QTest::addColumn<int>("order");
        QTest::addColumn<int>("column");
        QTest::addColumn<bool>("filtered");
        for (int order = 1; order <= 4; ++order)
            for (int column = 0; column < 6; ++column)
                for (const bool filtered : {false, true})
                    QTest::addRow("%d %d %d", order, column, filtered)
                        << order << column << filtered;
    }

    /// Against std::stable_sort over whole rows of random text.
    void sortsByEveryColumn() {
        QFETCH(int, order);
        QFETCH(int, column);
        QFETCH(bool, filtered);
        std::mt19937_64 random(3);
        std::vector<std::string> sentences(80);
        for (auto& sentence : sentences)
            for (auto length = random() % 9; length > 0; --length)
                sentence += " w" + std::to_string(random() % 12 * (random() % 2));
        const auto model = train(sentences, static_cast<unsigned>(order), {"add-k", 0.7});
        const ngram::Table table(model);
        const auto texts = [&](const ngram::TableRow& row) {
            std::vector<std::string> found;
            for (const auto token : row.history)
                found.push_back(table.tokenText(token));
            return found;
        };
        const auto less = [&](const ngram::TableRow& a, const ngram::TableRow& b) {
            switch (static_cast<TableColumn>(column)) {
            case TableColumn::History:
                return texts(a) < texts(b);
            case TableColumn::Next:
                return table.tokenText(a.next) < table.tokenText(b.next);
            case TableColumn::Count:
                return a.count < b.count;
            case TableColumn::HistoryCount:
                return a.historyCount < b.historyCount;
            case TableColumn::Probability:
                return a.probability < b.probability;
            case TableColumn::Surprisal:
                return a.surprisal < b.surprisal;
            }
            return false;
        };
        const std::string part = filtered ? "1" : "";
        std::vector<std::uint32_t> expected;
        for (std::uint32_t i = 0; i < table.size(); ++i)
            if (table.tokenText(table.row(i).next).find(part) != std::string::npos)
                expected.push_back(i);
        for (const bool descending : {false, true}) {
            auto rows = expected;
            std::stable_sort(rows.begin(), rows.end(), [&](std::uint32_t a, std::uint32_t b) {
                return descending ? less(table.row(b), table.row(a))
                                  : less(table.row(a), table.row(b));
            });
            const ngram::TableQuery query{"", part, static_cast<TableColumn>(column), descending};
            QCOMPARE(list(table.select(query, {})), rows);
            // From an order on disk: made, then found there.
            for (int time = 0; time < 2; ++time)
                QCOMPARE(list(ngram::Table(model, 0).select(query, {})), rows);
        }
        QVERIFY(std::filesystem::exists(ngram::orderFolder(model.trie().file().path())) ||
                filtered);
        std::filesystem::remove_all(ngram::orderFolder(model.trie().file().path()));
    }

    /// More rows than one thread takes at a time, and than are sent first.
    void manyRows() {
        std::mt19937_64 random(5);
        std::vector<std::string> sentences(9000);
        for (auto& sentence : sentences)
            for (int i = 0; i < 12; ++i) {
                const auto word = random() % 400 * (random() % 400) / 400;
                sentence += " w" + std::to_string(word);
            }
        const auto model = train(sentences, 3, {"witten-bell"});
        const ngram::Table table(model);
        QVERIFY(table.size() > 80'000);
        for (const auto column : {TableColumn::History, TableColumn::Count,
                                  TableColumn::HistoryCount, TableColumn::Probability}) {
            for (const bool descending : {false, true}) {
                std::vector<std::uint32_t> first;
                double looked = 0;
                const auto rows = table.select({"", "", column, descending}, {},
                                               [&](ngram::FirstRowsSoFar sofar) {
                                                   QVERIFY(sofar.looked >= looked);
                                                   looked = sofar.looked;
                                                   first = sofar.rows;
                                               });
                QCOMPARE(rows.size(), table.size());
                QCOMPARE(looked, 1.0);
                QCOMPARE(first.size(), std::size_t{1000});
                for (std::size_t i = 0; i < first.size(); ++i)
                    QCOMPARE(first[i], rows[i]);
                std::vector<char> seen(table.size());
                std::optional<double> before;
                for (std::uint64_t i = 0; i < rows.size(); ++i) {
                    QVERIFY(!std::exchange(seen[rows[i]], 1));
                    if (column == TableColumn::History)
                        continue;
                    const auto row = table.row(rows[i]);
                    const double value = column == TableColumn::Count ? double(row.count)
                                         : column == TableColumn::HistoryCount
                                             ? double(row.historyCount)
                                             : row.probability;
                    const double slack = 1 + 1e-6 * (descending ? 1 : -1);
                    QVERIFY(!before ||
                            (descending ? value <= *before * slack : value >= *before * slack));
                    before = value;
                }
            }
        }
        std::vector<std::uint32_t> first;
        const auto found = table.select({"w12", "w3", {}, false}, {},
                                        [&](ngram::FirstRowsSoFar sofar) { first = sofar.rows; });
        std::vector<std::uint32_t> expected;
        for (std::uint32_t i = 0; i < table.size(); ++i) {
            const auto row = table.row(i);
            if (table.historyText(row.history).find("w12") != std::string::npos &&
                table.tokenText(row.next).find("w3") != std::string::npos)
                expected.push_back(i);
        }
        QVERIFY(!expected.empty());
        QCOMPARE(list(found), expected);
        QVERIFY(!first.empty() && std::equal(first.begin(), first.end(), expected.begin()));
    }

    /// An order on disk is of one model: of another, or damaged, it is made anew, and where none
    /// can be written the rows are sorted all the same.
    void keptOrders() {
        const ngram::TableQuery query{"", "", TableColumn::Probability, true};
        std::vector<std::uint32_t> expected;
        std::filesystem::path file;
        {
            const auto model = train({"a b a", "a c", "b a", "c c c a"}, 2, {"add-k", 2});
            expected = list(ngram::Table(model).select(query, {}));
            file = ngram::orderFolder(model.trie().file().path()) / "probability.order";
            QVERIFY(!std::filesystem::exists(file)); // a small table needs none
        }
        {
            const auto other = train({"c b a", "a b", "a a"}, 2, {"add-k", 2});
            ngram::Table(other, 0).select(query, {});
            QVERIFY(std::filesystem::exists(file));
        }
        const auto model = train({"a b a", "a c", "b a", "c c c a"}, 2, {"add-k", 2});
        QCOMPARE(list(ngram::Table(model, 0).select(query, {})), expected);
        const auto size = std::filesystem::file_size(file);
        for (const std::uintmax_t cut : {std::uintmax_t{0}, size / 2, size - 1}) {
            std::filesystem::resize_file(file, cut);
            QCOMPARE(list(ngram::Table(model, 0).select(query, {})), expected);
            QCOMPARE(std::filesystem::file_size(file), size);
        }
        std::filesystem::remove_all(file.parent_path());
        QFile(QString::fromStdString(file.parent_path().string())).open(QIODevice::WriteOnly);
        QCOMPARE(list(ngram::Table(model, 0).select(query, {})), expected);
        std::filesystem::remove(file.parent_path());
    }

    /// Numbers that are no rows, as a damaged file has them.
    void ordersStayInBounds() {
        const ngram::TableRows rows(ngram::rowOrder({7, 1, 0}), 2);
        QCOMPARE(list(rows), std::vector<std::uint32_t>({1, 1, 0}));
    }

    void stops() {
        const auto model = train({"a b a"}, 2);
        const ngram::Table table(model);
        std::stop_source stop;
        stop.request_stop();
        QVERIFY_EXCEPTION_THROWN(
            table.select({"", "", TableColumn::Count, false}, stop.get_token()), base::Cancelled);
    }

    void ordersKeys() {
        std::mt19937_64 random(1);
        // Any numbers; small ones, most of them alike; very many that share their upper half.
        for (const std::size_t size : {5000U, 200'000U, 1'300'000U}) {
            std::vector<std::uint32_t> keys(size);
            for (auto& key : keys)
                key = static_cast<std::uint32_t>(random()) >> (random() % (size > 5000 ? 32 : 3));
            if (size > 1'000'000)
                for (std::size_t i = 0; i < size; ++i)
                    keys[i] = i % 100 == 0 ? keys[i] : 0x40000000 + keys[i] % 3000;
            std::vector<std::uint32_t> order(size);
            ngram::orderByKeys(keys, order, {});
            std::vector<std::uint32_t> expected(size);
            for (std::uint32_t i = 0; i < size; ++i)
                expected[i] = i;
            std::stable_sort(expected.begin(), expected.end(),
                             [&](std::uint32_t a, std::uint32_t b) { return keys[a] < keys[b]; });
            QVERIFY(order == expected);
        }
        ngram::orderByKeys({}, {}, {});
    }

    void showsWhiteSpace() {
        QCOMPARE(text::visibleText(" \t\n"), std::string("␣⇥↵"));
        QCOMPARE(text::visibleText("\u3000"), std::string("U+3000"));
        QCOMPARE(text::visibleText("山é😀</s>"), std::string("山é😀</s>"));
        QCOMPARE(text::visibleText("\xe5"), std::string("\xe5")); // cut off: kept, no overrun
    }
};

QTEST_GUILESS_MAIN(TestNgramTable)
#include "tst_ngram_table.moc"
