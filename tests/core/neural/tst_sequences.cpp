// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/neural/data/sequence_examples.h"

#include <QTest>

#include <algorithm>
#include <set>

// How conversations, labelled texts and prompts with answers become what a network is given.

using namespace neural;

namespace {

constexpr std::size_t vocabularySize = 10;
const lm::TurnMarks marks{text::tokenId(vocabularySize)}; // 10: system, 11: person, 12: model

std::vector<text::TokenId> ids(const std::vector<std::size_t>& numbers) {
    std::vector<text::TokenId> tokens;
    for (const std::size_t number : numbers)
        tokens.push_back(text::tokenId(number));
    return tokens;
}

using Numbers = std::vector<std::int64_t>;
constexpr std::int64_t no = noTarget;

} // namespace

class TestSequences : public QObject {
    Q_OBJECT
private slots:
    void labelledTextIsCutBeforeItsEnd();
    void ownWordsAloneAreAskedFor();
    void longConversationsAreAskedForOnce();
    void answersAreKeptBeforePrompts();
    void rowsAreFilledAndKeptApart();
    void pairsStayTogether();
    void tooFewExamplesAreRefused();
};

void TestSequences::labelledTextIsCutBeforeItsEnd() {
    QCOMPARE(labelledText(ids({5, 6}), 8).tokens, (Numbers{1, 5, 6, 2}));
    QCOMPARE(labelledText(ids({5, 6, 7, 8}), 4).tokens, (Numbers{1, 5, 6, 2}));
    QCOMPARE(labelledText({}, 4).tokens, (Numbers{1, 2}));
}

void TestSequences::ownWordsAloneAreAskedFor() {
    // <s> system 3 </s> person 4 5 </s> model 6 7 </s> person 8 </s> model 9 </s>
    const auto tokens = ids({1, 10, 3, 2, 11, 4, 5, 2, 12, 6, 7, 2, 11, 8, 2, 12, 9, 2});
    const auto sequences = conversationSequences(tokens, marks, 32);
    QCOMPARE(sequences.size(), std::size_t{1});
    QCOMPARE(sequences[0].tokens,
             (Numbers{1, 10, 3, 2, 11, 4, 5, 2, 12, 6, 7, 2, 11, 8, 2, 12, 9}));
    QCOMPARE(sequences[0].targets,
             (Numbers{no, no, no, no, no, no, no, no, 6, 7, 2, no, no, no, no, 9, 2}));
}

void TestSequences::longConversationsAreAskedForOnce() {
    std::vector<std::size_t> numbers = {1};
    std::size_t wanted = 0;
    for (std::size_t turn = 0; turn < 7; ++turn) {
        numbers.insert(numbers.end(), {11, 4, 2, 12});
        for (std::size_t i = 0; i < turn; ++i)
            numbers.push_back(5 + i % 5);
        numbers.push_back(2);
        wanted += turn + 1;
    }
    const auto tokens = ids(numbers);
    for (const std::size_t most : {2U, 5U, 8U, 13U, 100U}) {
        std::size_t asked = 0;
        for (const Sequence& sequence : conversationSequences(tokens, marks, most)) {
            QVERIFY(sequence.tokens.size() <= most);
            QCOMPARE(sequence.targets.size(), sequence.tokens.size());
            for (std::size_t i = 0; i < sequence.targets.size(); ++i) {
                if (sequence.targets[i] == noTarget)
                    continue;
                ++asked;
                if (i + 1 < sequence.tokens.size())
                    QCOMPARE(sequence.targets[i], sequence.tokens[i + 1]);
            }
        }
        QCOMPARE(asked, wanted);
    }
}

void TestSequences::answersAreKeptBeforePrompts() {
    const auto prompt = ids({1, 3, 4});
    const auto answer = ids({7, 8, 2});
    Sequence whole = answeredPrompt(prompt, answer, 10);
    QCOMPARE(whole.tokens, (Numbers{1, 3, 4, 7, 8}));
    QCOMPARE(whole.targets, (Numbers{no, no, 7, 8, 2}));
    whole = answeredPrompt(prompt, answer, 4);
    QCOMPARE(whole.tokens, (Numbers{3, 4, 7, 8}));
    QCOMPARE(whole.targets, (Numbers{no, 7, 8, 2}));
    whole = answeredPrompt(prompt, answer, 2);
    QCOMPARE(whole.tokens, (Numbers{4, 7}));
    QCOMPARE(whole.targets, (Numbers{7, 8}));
}

void TestSequences::rowsAreFilledAndKeptApart() {
    std::vector<Sequence> sequences;
    for (std::int64_t i = 0; i < 20; ++i)
        sequences.push_back({{1, i}, {no, i + 1}});
    const SequenceExamples examples(sequences, {.length = 4, .targets = 4, .padding = 0}, 0.3);
    const auto held = examples.validation(1000);
    QCOMPARE(held.size(), std::size_t{6});
    QVERIFY(!std::is_sorted(held.begin(), held.end())); // not a table's end
    Batch batch;
    examples.gather(held, batch);
    QCOMPARE(batch.tokens.size(), std::size_t{24});
    QCOMPARE(batch.tokens[0], std::int64_t{1});
    QCOMPARE(batch.tokens[2], std::int64_t{0});
    QCOMPARE(batch.targets[2], no);
    QCOMPARE(batch.predictions(), std::size_t{6});
    QVERIFY(!batch.isOfPairs());
    std::set<std::int64_t> kept;
    for (std::size_t row = 0; row < 6; ++row)
        kept.insert(batch.tokens[4 * row + 1]);
    QCOMPARE(kept.size(), std::size_t{6});

    std::set<std::int64_t> seen;
    for (std::uint64_t step = 1; step < 50; ++step) {
        examples.draw(7, step, 5, batch);
        for (std::size_t row = 0; row < 5; ++row)
            seen.insert(batch.tokens[4 * row + 1]);
        Batch again;
        examples.draw(7, step, 5, again);
        QVERIFY(again.tokens == batch.tokens);
    }
    QCOMPARE(seen.size(), std::size_t{14});
    for (const std::int64_t token : kept)
        QVERIFY(!seen.contains(token));
    QCOMPARE(examples.validation(8).size(), std::size_t{2}); // of 4 predictions at most each
}

void TestSequences::pairsStayTogether() {
    const std::vector<Sequence> sequences = {
        {{1, 3}, {3, 2}}, {{1, 4}, {4, 2}}, {{1, 5}, {5, 2}}, {{1, 6}, {6, 2}}};
    const SequenceExamples examples(
        sequences, {.length = 2, .targets = 2, .texts = 2, .padding = 0}, 0.5, {-1, -2, -3, -4});
    Batch batch;
    examples.draw(1, 1, 3, batch);
    QCOMPARE(batch.losses(), std::size_t{3});
    QCOMPARE(batch.tokens.size(), std::size_t{12});
    QCOMPARE(batch.reference.size(), std::size_t{6});
    QCOMPARE(batch.tokens[3], batch.tokens[1] + 1); // the worse beside the better
    QCOMPARE(batch.reference[1], batch.reference[0] - 1);
    QCOMPARE(examples.validation(1000).size(), std::size_t{1});
}

void TestSequences::tooFewExamplesAreRefused() {
    const std::vector<Sequence> one = {{{1, 3}, {0}}};
    const SequenceShape shape{.length = 4};
    QVERIFY_THROWS_EXCEPTION(base::TrainingError, SequenceExamples({}, shape, 0.1));
    QVERIFY_THROWS_EXCEPTION(base::TrainingError, SequenceExamples(one, shape, 0.1));
    QVERIFY(SequenceExamples(one, shape, 0).validation(10).empty());
}

QTEST_APPLESS_MAIN(TestSequences)
#include "tst_sequences.moc"
