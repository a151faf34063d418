// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/radix_order.h"
#include "core/ngram/table.h"
#include "core/text/visible_text.h"
#include "tests/core/ngram/small_model.h"

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
    /// "history → next" for the rows that a query selects.
    static QStringList shown(const ngram::Table& table, const ngram::TableQuery& query) {
        QStringList rows;
        const auto selected = table.select(query, {});
        const std::uint64_t size = selected ? selected->size() : table.size();
        for (std::uint64_t i = 0; i < size; ++i) {
            const auto row = table.row(selected ? (*selected)[i] : i);
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
            const auto selected =
                table.select({"", part, static_cast<TableColumn>(column), descending}, {});
            QVERIFY(selected.has_value());
            QCOMPARE(*selected, rows);
        }
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
        std::vector<std::uint64_t> keys(5000);
        for (auto& key : keys)
            key = random() >> (random() % 64);
        const auto order = ngram::orderByKeys(keys, {});
        std::vector<std::uint32_t> expected(keys.size());
        for (std::uint32_t i = 0; i < expected.size(); ++i)
            expected[i] = i;
        std::stable_sort(expected.begin(), expected.end(),
                         [&](std::uint32_t a, std::uint32_t b) { return keys[a] < keys[b]; });
        QCOMPARE(order, expected);
        QVERIFY(ngram::orderByKeys({}, {}).empty());
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
