// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/data/layout.h"
#include "tests/core/neural/small_corpus.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <set>

// What the objectives make of a text.

using namespace neural;

namespace {

using Ids = std::vector<std::int64_t>;

constexpr std::int64_t V = 200; ///< ordinary tokens are 3 … 199

std::vector<text::TokenId> ids(const Ids& numbers) {
    std::vector<text::TokenId> tokens;
    for (const std::int64_t number : numbers)
        tokens.push_back(text::tokenId(static_cast<std::size_t>(number)));
    return tokens;
}

/// <s> first, first + 1, … </s>: `size` tokens after <s>.
Ids sentenceOf(std::int64_t first, std::int64_t size) {
    Ids numbers = {1};
    for (std::int64_t i = 0; i + 1 < size; ++i)
        numbers.push_back(first + i);
    numbers.push_back(2);
    return numbers;
}

ExampleShape shapeOf(Objective objective, unsigned length) {
    return {length, true, objective, V};
}

struct Laid {
    Batch batch;
    std::size_t used = 0;
};

Laid lay(Objective objective, unsigned length, const Ids& text, std::uint64_t key,
         const std::vector<bool>& endsSentence = {}) {
    Laid laid;
    const auto tokens = ids(text);
    laid.used = layOut(shapeOf(objective, length), tokens, endsSentence, key, laid.batch);
    return laid;
}

Ids part(const Ids& numbers, std::size_t begin, std::size_t size) {
    const auto first = numbers.begin() + static_cast<std::ptrdiff_t>(begin);
    return {first, first + static_cast<std::ptrdiff_t>(size)};
}

/// The source with what its sentinels stand for.
Ids restored(const Ids& source, const Ids& targets) {
    Ids text;
    for (const std::int64_t id : source) {
        if (id < V) {
            text.push_back(id);
            continue;
        }
        auto at = std::find(targets.begin(), targets.end(), id) + 1;
        for (; *at < V; ++at)
            text.push_back(*at);
    }
    return text;
}

} // namespace

class TestObjectives : public QObject {
    Q_OBJECT
private slots:
    void sizesOfRows();
    void spansBecomeSentinels();
    void shortSentencesShareARow();
    void longSentencesAreCut();
    void spansFollowTheirStatistics();
    void denoisingHidesRuns();
    void denoisingPermutesSentences();
    void blanksAreFilledAfterTheText();
    void blanksFollowTheirStatistics();
    void permutationAsksForALastSixth();
    void rowsAreDrawnFromTheirKey_data() { objectiveRows(); }
    void rowsAreDrawnFromTheirKey();
    void validationHoldsEveryTokenOnce_data() { objectiveRows(); }
    void validationHoldsEveryTokenOnce();
    void sentencesEndWithFullStops();

private:
    static void objectiveRows() {
        QTest::addColumn<QString>("objective");
        for (const char* name : {"span-corruption", "denoising", "blank-infilling", "permutation"})
            QTest::newRow(name) << name;
    }
    static Objective objective() {
        return objectiveNames.value(QString(QTest::currentDataTag()).toStdString());
    }
};

void TestObjectives::sizesOfRows() {
    // Of 512 tokens 77 are hidden, in 26 spans: T5's own source is 512 − 77 + 26 long, its target
    // 77 + 26 + 1.
    QCOMPARE(corruptedSpans(512).hidden, std::size_t{77});
    QCOMPARE(corruptedSpans(512).spans, std::size_t{26});
    QCOMPARE(corruptedSpans(1).hidden, std::size_t{1});
    QCOMPARE(corruptedSpans(1).spans, std::size_t{1});
    QCOMPARE(infilledSpans(100).hidden, std::size_t{30});
    QCOMPARE(extraTokens(Objective::SpanCorruption, 512), std::int64_t{27});
    QCOMPARE(extraTokens(Objective::NextToken, 512), std::int64_t{0});
    QCOMPARE(extraTokens(Objective::MaskedTokens, 512), std::int64_t{1});
    QCOMPARE(extraTokens(Objective::Denoising, 512), std::int64_t{1});
    QCOMPARE(extraTokens(Objective::BlankInfilling, 512), std::int64_t{4});
    QCOMPARE(extraTokens(Objective::Permutation, 512), std::int64_t{0});
    QCOMPARE(targetsOfRow(Objective::SpanCorruption, 64), std::size_t{22});
    QCOMPARE(numbersOfRow(Objective::Denoising, 64), std::size_t{128});
    QCOMPARE(targetsOfRow(Objective::Permutation, 64), std::size_t{11});
    QCOMPARE(numbersOfRow(Objective::Permutation, 64), std::size_t{2 * 64 + 11});
}

void TestObjectives::spansBecomeSentinels() {
    const Ids text = sentenceOf(10, 19);
    for (std::uint64_t key = 1; key <= 200; ++key) {
        const auto [batch, used] = lay(Objective::SpanCorruption, 20, text, key);
        QCOMPARE(used, std::size_t{20});
        QCOMPARE(batch.tokens.size(), std::size_t{20 + 7});
        const Ids read = part(batch.tokens, 20, 7);
        // 3 of 19 are hidden, in one span.
        const Ids source = part(batch.tokens, 0, 18);
        QCOMPARE(batch.tokens[18], std::int64_t{1}); // padded with sentences of their own
        QCOMPARE(batch.tokens[19], std::int64_t{1});
        QCOMPARE(std::count(source.begin(), source.end(), V), std::ptrdiff_t{1});
        QCOMPARE(batch.targets.front(), V);
        QCOMPARE(batch.targets[4], V + 1);
        QCOMPARE(part(batch.targets, 5, 2), (Ids{noTarget, noTarget}));
        QCOMPARE(restored(source, batch.targets), text);
        // The decoder reads what it is to write, one step later.
        QCOMPARE(read.front(), std::int64_t{1});
        QCOMPARE(part(read, 1, 4), part(batch.targets, 0, 4));
    }
}

void TestObjectives::shortSentencesShareARow() {
    Ids text = sentenceOf(10, 5);
    for (const std::int64_t first : {20, 30, 40, 50})
        for (const std::int64_t id : sentenceOf(first, 5))
            text.push_back(id);
    const auto [batch, used] = lay(Objective::SpanCorruption, 30, text, 3);
    // Each sentence needs three targets, of which there is room for ten.
    QCOMPARE(used, std::size_t{18});
    QCOMPARE(batch.predictions(), std::size_t{9});
    const Ids read = part(batch.tokens, 30, 10);
    QCOMPARE(read[0], std::int64_t{1});
    QCOMPARE(read[3], std::int64_t{1});
    QCOMPARE(read[6], std::int64_t{1});
    QCOMPARE(batch.targets[3], V); // its sentinels begin anew
    QCOMPARE(batch.tokens[6], std::int64_t{1});
}

void TestObjectives::longSentencesAreCut() {
    const Ids text = sentenceOf(10, 100);
    for (const Objective objective :
         {Objective::SpanCorruption, Objective::Denoising, Objective::BlankInfilling}) {
        const auto [batch, used] = lay(objective, 32, text, 5);
        QCOMPARE(used, std::size_t{32});
        const Ids rest(text.begin() + 32, text.end());
        QCOMPARE(lay(objective, 32, rest, 5).used, std::size_t{32});
    }
    QCOMPARE(lay(Objective::Permutation, 32, text, 5).used, std::size_t{32});
}

void TestObjectives::spansFollowTheirStatistics() {
    const Ids text = sentenceOf(3, 127);
    std::vector<double> hiddenAt(text.size());
    double spans = 0;
    for (std::uint64_t key = 0; key < 3000; ++key) {
        const Batch batch = lay(Objective::SpanCorruption, 128, text, key).batch;
        for (const std::int64_t target : batch.targets) {
            if (target >= V)
                ++spans;
            else if (target != noTarget) // tokens are their own places
                ++hiddenAt[target == 2 ? 127 : static_cast<std::size_t>(target) - 2];
        }
    }
    QCOMPARE(spans, 3000.0 * 7); // 6 and the last sentinel
    double all = 0;
    for (const double hidden : hiddenAt)
        all += hidden;
    QCOMPARE(all, 3000.0 * 19);
    QCOMPARE(hiddenAt[0], 0.0); // <s> never
    // Every place is hidden about as often: a little less at the ends, which one span alone
    // reaches.
    for (std::size_t place = 10; place < 118; ++place)
        QVERIFY2(std::abs(hiddenAt[place] / 3000 - 0.15) < 0.035,
                 qPrintable(QString("%1: %2").arg(place).arg(hiddenAt[place] / 3000)));
    QVERIFY(hiddenAt[1] > 60);
    QVERIFY(hiddenAt[127] > 60);
}

void TestObjectives::denoisingHidesRuns() {
    const Ids text = sentenceOf(10, 40);
    double masks = 0;
    double kept = 0;
    for (std::uint64_t key = 0; key < 2000; ++key) {
        const auto [batch, used] = lay(Objective::Denoising, 41, text, key);
        QCOMPARE(used, std::size_t{41});
        const Ids source = part(batch.tokens, 0, 41);
        Ids written(text.begin() + 1, text.end());
        written.push_back(noTarget);
        QCOMPARE(batch.targets, written);
        const Ids read = part(batch.tokens, 41, 40);
        QCOMPARE(read, (Ids{text.begin(), text.end() - 1}));
        // What is left stands in its order.
        Ids left;
        for (const std::int64_t id : source)
            if (id > 1 && id < V)
                left.push_back(id == 2 ? 1000 : id);
        QVERIFY(std::is_sorted(left.begin(), left.end()));
        kept += static_cast<double>(left.size());
        masks += static_cast<double>(std::count(source.begin(), source.end(), V));
    }
    QCOMPARE(kept, 2000.0 * 28); // 30 % of 40 are hidden
    // 12 tokens by spans of 3 on average, the last one cut short.
    QVERIFY2(masks / 2000 > 4 && masks / 2000 < 5.2, qPrintable(QString::number(masks / 2000)));
}

void TestObjectives::denoisingPermutesSentences() {
    std::vector<bool> ends(V);
    ends[9] = true; // a full stop
    const Ids text = {1, 10, 11, 9, 20, 21, 9, 30, 31, 9, 2};
    std::set<Ids> orders;
    for (std::uint64_t key = 0; key < 200; ++key) {
        const Batch batch = lay(Objective::Denoising, 16, text, key, ends).batch;
        Ids order;
        for (const std::int64_t id : part(batch.tokens, 0, 16))
            if (id >= 10 && id < V && (order.empty() || order.back() != id / 10))
                order.push_back(id / 10);
        if (order.size() == 3)
            orders.insert(order);
        QCOMPARE(part(batch.targets, 0, 10), (Ids{text.begin() + 1, text.end()}));
    }
    QCOMPARE(orders.size(), std::size_t{6});
}

void TestObjectives::blanksAreFilledAfterTheText() {
    const Ids text = sentenceOf(10, 19);
    bool sawShort = false;
    bool sawRest = false;
    for (std::uint64_t key = 1; key <= 100; ++key) {
        const auto [batch, used] = lay(Objective::BlankInfilling, 20, text, key);
        QCOMPARE(used, std::size_t{20});
        const std::size_t size = targetsOfRow(Objective::BlankInfilling, 20);
        QCOMPARE(batch.tokens.size(), 3 * size);
        const Ids tokens = part(batch.tokens, 0, size);
        const Ids places = part(batch.tokens, size, size);
        const Ids insides = part(batch.tokens, 2 * size, size);
        // Puts what blanks hide where they stand.
        Ids whole;
        for (std::size_t i = 0; i < size && (i == 0 || tokens[i] != 1) && insides[i] == 0; ++i) {
            QCOMPARE(places[i], static_cast<std::int64_t>(i));
            QCOMPARE(batch.targets[i], noTarget);
            if (tokens[i] < V) {
                whole.push_back(tokens[i]);
                continue;
            }
            sawShort = sawShort || tokens[i] == V + BlankToken::mask;
            sawRest = sawRest || tokens[i] == V + BlankToken::rest;
            std::int64_t inside = 1;
            for (std::size_t j = 0; j < size; ++j) {
                if (insides[j] == 0 || places[j] != static_cast<std::int64_t>(i))
                    continue;
                QCOMPARE(insides[j], inside);
                QCOMPARE(tokens[j], inside == 1 ? V + BlankToken::begin : whole.back());
                ++inside;
                if (batch.targets[j] < V)
                    whole.push_back(batch.targets[j]);
                else
                    QCOMPARE(batch.targets[j], V + BlankToken::end);
            }
            QVERIFY(inside > 2);
        }
        QCOMPARE(whole, text);
    }
    QVERIFY(sawShort);
    QVERIFY(sawRest);
}

void TestObjectives::blanksFollowTheirStatistics() {
    const Ids text = sentenceOf(3, 99);
    double rests = 0;
    double shorts = 0;
    double blanks = 0;
    double keptBeforeRest = 0;
    for (std::uint64_t key = 0; key < 3000; ++key) {
        const Batch batch = lay(Objective::BlankInfilling, 100, text, key).batch;
        const Ids tokens = part(batch.tokens, 0, batch.targets.size());
        const auto rest = std::find(tokens.begin(), tokens.end(), V + BlankToken::rest);
        if (rest != tokens.end()) {
            ++rests;
            keptBeforeRest += static_cast<double>(rest - tokens.begin()) - 1;
            continue;
        }
        ++shorts;
        const auto own = std::count(tokens.begin(), tokens.end(), V + BlankToken::mask);
        blanks += static_cast<double>(own);
        QCOMPARE(batch.predictions(), static_cast<std::size_t>(15 + own));
    }
    QVERIFY(std::abs(rests / 3000 - 0.7) < 0.03);
    QVERIFY(std::abs(keptBeforeRest / rests - 49) < 3); // evenly 0 … 98
    // 15 tokens by spans of 3, none of them empty.
    QVERIFY2(blanks / shorts > 4.5 && blanks / shorts < 6,
             qPrintable(QString::number(blanks / shorts)));
}

void TestObjectives::permutationAsksForALastSixth() {
    Ids text = sentenceOf(10, 20);
    for (const std::int64_t id : sentenceOf(40, 18))
        text.push_back(id);
    std::vector<double> asked(text.size());
    for (std::uint64_t key = 0; key < 3000; ++key) {
        const auto [batch, used] = lay(Objective::Permutation, 40, text, key);
        QCOMPARE(used, std::size_t{40});
        QCOMPARE(part(batch.tokens, 0, 40), text);
        const Ids ranks = part(batch.tokens, 40, 40);
        const Ids places = part(batch.tokens, 80, 7);
        QCOMPARE(batch.targets.size(), std::size_t{7});
        QCOMPARE(batch.predictions(), std::size_t{6}); // of 38
        for (std::size_t i = 0; i < 6; ++i) {
            const auto place = static_cast<std::size_t>(places[i]);
            QCOMPARE(ranks[place], static_cast<std::int64_t>(i) + 1);
            QCOMPARE(batch.targets[i], text[place]);
            ++asked[place];
        }
        QCOMPARE(std::count(ranks.begin(), ranks.end(), 0), std::ptrdiff_t{34});
    }
    for (std::size_t place = 0; place < text.size(); ++place)
        QVERIFY(text[place] == 1 ? asked[place] == 0
                                 : std::abs(asked[place] / 3000 - 6.0 / 38) < 0.03);
}

void TestObjectives::rowsAreDrawnFromTheirKey() {
    const SmallCorpus corpus;
    const Examples examples(corpus.tokens, {24, true, objective(), 13}, 0.1);
    Batch first;
    Batch second;
    examples.draw(1, 10, 16, first);
    QCOMPARE(first.tokens.size(), 16 * numbersOfRow(objective(), 24));
    QCOMPARE(first.targets.size(), 16 * targetsOfRow(objective(), 24));
    examples.draw(1, 11, 16, second);
    QVERIFY(first.tokens != second.tokens);
    examples.draw(1, 10, 16, second);
    QCOMPARE(second.tokens, first.tokens);
    QCOMPARE(second.targets, first.targets);
    for (std::size_t row = 0; row < 16; ++row) { // something in each
        const std::size_t size = targetsOfRow(objective(), 24);
        const Ids targets = part(first.targets, row * size, size);
        QVERIFY(std::count(targets.begin(), targets.end(), noTarget) <
                static_cast<std::ptrdiff_t>(size));
    }
}

void TestObjectives::validationHoldsEveryTokenOnce() {
    const SmallCorpus corpus(40);
    const Examples examples(corpus.tokens, {24, true, objective(), 13}, 0.3);
    const auto rows = examples.validation(1'000'000);
    QCOMPARE(rows.front(), examples.cut());
    Batch batch;
    std::size_t at = examples.cut();
    for (const std::size_t row : rows) {
        QCOMPARE(row, at);
        at +=
            layOut({24, true, objective(), 13}, std::span(corpus.tokens).subspan(at), {}, 0, batch);
    }
    QCOMPARE(at, corpus.tokens.size());
    Batch again;
    examples.gather(rows, batch);
    examples.gather(rows, again);
    QCOMPARE(again.tokens, batch.tokens);
    QVERIFY(batch.predictions() >= rows.size());
    QCOMPARE(examples.validation(1).size(), std::size_t{1});
}

void TestObjectives::sentencesEndWithFullStops() {
    const auto vocabulary = text::Vocabulary::fromTokens({"a", ".", "。", "\n", "?!"});
    QCOMPARE(endsSentence(vocabulary),
             (std::vector<bool>{false, false, false, false, true, true, true, false}));
}

QTEST_APPLESS_MAIN(TestObjectives)
#include "tst_objectives.moc"
