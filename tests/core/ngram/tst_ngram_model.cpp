// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/corpus/text_block.h"
#include "core/lm/score.h"
#include "core/ngram/look_up.h"
#include "core/ngram/matrix.h"
#include "tests/core/ngram/small_model.h"

#include <QTemporaryDir>
#include <QTest>

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <fstream>
#include <numeric>
#include <random>
#include <set>

namespace {

// Counted by hand: "a b a", "a c", "b a"; 7 words and 3 ends of sentences.
const std::vector<std::string> small{"a b a", "a c", "b a"};

std::vector<std::string> randomSentences(std::uint64_t seed) {
    std::mt19937_64 random(seed);
    std::vector<std::string> sentences(60);
    for (auto& sentence : sentences)
        for (auto length = random() % 8; length > 0; --length)
            sentence += " w" + std::to_string(random() % 9 * (random() % 3));
    return sentences;
}

} // namespace

class TestNgramModel : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::filesystem::path file(const char* name = "model.ngm") const {
        return std::filesystem::path(folder_.path().toStdString()) / name;
    }

    double averageNegativeLogLikelihood(const ngram::NgramModel& model,
                                        const std::vector<text::TokenId>& tokens) const {
        double sum = 0;
        std::size_t scored = 0;
        for (std::size_t begin = 0; begin < tokens.size();) {
            std::size_t end = begin;
            while (tokens[end] != text::Vocabulary::end)
                ++end;
            const std::span sentence(tokens.data() + begin, end - begin + 1);
            std::vector<double> out(sentence.size() - 1);
            model.scoreSentence(sentence, out);
            sum = std::accumulate(out.begin(), out.end(), sum);
            scored += out.size();
            begin = end + 1;
        }
        return -sum / static_cast<double>(scored);
    }

private slots:
    /// Long lists of children are looked through by way of samples: every token is found where it
    /// is, and none where it is not, alone and several at a time.
    void findsAmongMany() {
        std::vector<std::string> sentences;
        std::mt19937 random(7);
        for (const unsigned size : {3, 40, 300, 2000, 9000}) // histories h3, h40, …
            for (unsigned i = 0; i < size; ++i)
                sentences.push_back(fmt::format("h{} w{}", size, random() % 12000));
        const SmallCorpus corpus(sentences);
        const auto counts = corpus.count(file(), 3);
        std::set<std::string> there;
        for (const auto& sentence : sentences)
            there.insert(sentence);
        const std::size_t words = corpus.tokenizer().vocabulary().size();
        for (const unsigned size : {3, 40, 300, 2000, 9000}) {
            const std::string history = fmt::format("h{}", size);
            const auto node = *counts->find(corpus.ids(history));
            const auto range = counts->children(node);
            for (std::size_t first = 0; first < words; first += 4) {
                std::array<ngram::Trie::Range, 4> ranges;
                std::array<text::TokenId, 4> tokens{};
                std::array<std::uint64_t, 4> found{};
                for (std::size_t k = 0; k < 4; ++k) {
                    ranges[k] = range;
                    tokens[k] = text::tokenId((first + k) % words);
                }
                counts->childrenIn(ranges, tokens, found);
                for (std::size_t k = 0; k < 4; ++k) {
                    const std::string text(corpus.tokenizer().vocabulary().token(tokens[k]));
                    const bool isThere = there.contains(history + " " + text);
                    QCOMPARE(found[k] < range.last, isThere);
                    QCOMPARE(counts->childIn(range, tokens[k]), found[k]);
                    if (isThere)
                        QCOMPARE(counts->token({2, found[k]}), tokens[k]);
                }
            }
        }
    }

    /// A long document is scored block by block, on several threads, and gives what its sentences
    /// give together: also where one is longer than a block, and where one is impossible.
    void scoresBlocks() {
        const SmallCorpus corpus(randomSentences(11));
        std::mt19937_64 random(12);
        const auto words = [&](std::size_t number) {
            std::string line;
            for (std::size_t i = 0; i < number; ++i)
                line += " w" + std::to_string(random() % 30); // some of them unknown
            return line;
        };
        std::string text;
        for (int i = 0; i < 20000; ++i)
            text += words(i == 9000 ? 100000 : i % 9) + "\n";
        const std::filesystem::path path = folder_.filePath("long.txt").toStdString();
        std::ofstream(path, std::ios::binary) << text;
        const auto document = corpus::findDocuments({path}).front();
        QVERIFY(document.size > 5 * corpus::BlockReader::usualSize);
        base::NoProgress progress;
        for (const char* estimator : {"mle", "modified-kneser-ney"}) {
            const auto model = corpus.train(file(), 3, {estimator});
            const auto summary = lm::scoreDocument(model, document, progress, {});
            const auto expected = lm::scoreText(model, text).summary;
            QCOMPARE(summary.tokens, expected.tokens);
            QCOMPARE(summary.oov, expected.oov);
            QCOMPARE(summary.bytes, expected.bytes);
            const auto isClose = [](double a, double b) {
                return a == b || std::abs(a - b) < 1e-9 * std::abs(b); // summed in another order
            };
            QVERIFY(isClose(summary.logProbability, expected.logProbability));
            QVERIFY(
                isClose(summary.logProbabilityExcludingOov, expected.logProbabilityExcludingOov));
            QCOMPARE(summary.impossible.size(), expected.impossible.size());
            for (std::size_t i = 0; i < expected.impossible.size(); ++i)
                QCOMPARE(summary.impossible[i].history, expected.impossible[i].history);
            // Nothing is remembered that makes another run differ.
            QCOMPARE(lm::scoreDocument(model, document, progress, {}).logProbability,
                     summary.logProbability);
        }
    }

    void countsByHand() {
        const SmallCorpus corpus(small);
        const auto counts = corpus.count(file(), 3);
        QCOMPARE(counts->order(), 3U);
        QCOMPARE(counts->events(), std::uint64_t{10});
        QCOMPARE(counts->sentences(), std::uint64_t{3});
        const auto count = [&](const std::string& ngram) -> std::uint64_t {
            const auto node = counts->find(corpus.ids(ngram));
            return node ? counts->count(*node) : 0;
        };
        QCOMPARE(count("a"), std::uint64_t{4});
        QCOMPARE(count("<s> a"), std::uint64_t{2});
        QCOMPARE(count("a </s>"), std::uint64_t{2});
        QCOMPARE(count("b a"), std::uint64_t{2});
        QCOMPARE(count("<s> a b"), std::uint64_t{1});
        QCOMPARE(count("b a </s>"), std::uint64_t{2});
        QCOMPARE(count("a a"), std::uint64_t{0});
        QCOMPARE(count("</s> <s>"), std::uint64_t{0}); // nothing crosses a sentence boundary
        // Bigrams: <s> a, <s> b, a b, a c, a </s>, b a, c </s>; trigrams: <s>ab <s>ac <s>ba aba
        // ac</s> ba</s>.
        QCOMPARE(counts->size(2), std::uint64_t{7});
        QCOMPARE(counts->size(3), std::uint64_t{6});

        const auto history = [&](const std::string& ngram) {
            return counts->historyCount(*counts->find(corpus.ids(ngram)));
        };
        QCOMPARE(history(""), std::uint64_t{10});
        QCOMPARE(history("<s>"), std::uint64_t{3});
        QCOMPARE(history("a"), std::uint64_t{4});
        QCOMPARE(history("</s>"), std::uint64_t{0});
        QCOMPARE(history("b a"), std::uint64_t{2});
        QCOMPARE(history("c </s>"), std::uint64_t{0});
        const auto node = counts->find(corpus.ids("b a </s>"));
        QCOMPARE(counts->ngram(*node), corpus.ids("b a </s>"));
        QCOMPARE(counts->ngram(counts->parent(*node)), corpus.ids("b a"));
    }

    void estimatesByHand() {
        const SmallCorpus corpus(small);
        const auto counts = corpus.count(file(), 2);
        const ngram::NgramModel mle(counts, {"mle", 1});
        const ngram::NgramModel addHalf(counts, {"add-k", 0.5});
        const auto p = [&](const ngram::NgramModel& model, const std::string& history,
                           const std::string& next) {
            return model.estimator().probability(corpus.ids(history), corpus.id(next));
        };
        QCOMPARE(p(mle, "<s>", "a"), 2.0 / 3);
        QCOMPARE(p(mle, "a", "b"), 0.25);
        QCOMPARE(p(mle, "a", "a"), 0.0);
        QCOMPARE(p(mle, "a", "<s>"), 0.0);
        QCOMPARE(p(mle, "a", "unheard"), 0.0);
        QCOMPARE(p(mle, "unheard", "a"), 0.0);
        QCOMPARE(p(mle, "", "a"), 0.4);
        // V is 4: a, b, c and </s>; <s> and <unk> cannot come next.
        QCOMPARE(ngram::possibleNext(corpus.tokenizer().vocabulary()), std::size_t{4});
        QCOMPARE(p(addHalf, "a", "b"), (1 + 0.5) / (4 + 2));
        QCOMPARE(p(addHalf, "a", "a"), 0.5 / (4 + 2));
        QCOMPARE(p(addHalf, "unheard", "a"), 0.25);
        QCOMPARE(p(addHalf, "a", "<s>"), 0.0);
        QCOMPARE(p(addHalf, "a", "unheard"), 0.0);
    }

    void explains() {
        const SmallCorpus corpus(small);
        const auto model = corpus.train(file(), 3, {"add-k", 0.5});
        const auto explanation = model.explain(corpus.ids("<s> c b a"), corpus.id("</s>"));
        QCOMPARE(explanation.estimator, std::string("add-k"));
        QCOMPARE(explanation.symbols.size(), std::size_t{4});
        QCOMPARE(explanation.symbols[0].name, std::string("C(b, a, </s>)"));
        QCOMPARE(explanation.symbols[0].value, 2.0);
        QCOMPARE(explanation.symbols[1].name, std::string("C(b, a)"));
        QCOMPARE(explanation.symbols[1].value, 2.0);
        QCOMPARE(explanation.symbols[3].value, 4.0);
        QCOMPARE(explanation.probability, 2.5 / 4);
    }

    void specifications() {
        QVERIFY_EXCEPTION_THROWN(ngram::requireValid({"katz", 1}), base::InputError);
        QVERIFY_EXCEPTION_THROWN(ngram::requireValid({"add-k", 0}), base::InputError);
        QVERIFY_EXCEPTION_THROWN(ngram::requireValid({"add-k", std::nan("")}), base::InputError);
        const SmallCorpus corpus(small);
        QVERIFY_EXCEPTION_THROWN(corpus.count(file(), 0), base::InputError);
        QVERIFY_EXCEPTION_THROWN(corpus.count(file(), ngram::maximumOrder + 1), base::InputError);
    }

    void cancelLeavesNothing() {
        const SmallCorpus corpus(small);
        std::stop_source stop;
        stop.request_stop();
        base::NoProgress progress;
        QVERIFY_EXCEPTION_THROWN(ngram::writeCounts(file("cancelled.ngm"), corpus.tokens(),
                                                    corpus.tokenizer(), 2, progress,
                                                    stop.get_token()),
                                 base::Cancelled);
        QVERIFY(!std::filesystem::exists(file("cancelled.ngm")));
    }

    void openVocabulary() {
        const SmallCorpus corpus(small, 2); // c occurs once
        const auto model = corpus.train(file(), 2, {"mle", 1});
        QCOMPARE(model.estimator().probability(corpus.ids("a"), text::Vocabulary::unknown), 0.25);
        QCOMPARE(ngram::possibleNext(corpus.tokenizer().vocabulary()), std::size_t{4});
    }

    void distributionsSumToOne_data() {
        QTest::addColumn<int>("order");
        QTest::addColumn<QString>("estimator");
        QTest::addColumn<int>("minimumCount");
        for (int order = 1; order <= 5; ++order)
            for (const char* estimator : {"mle", "add-k"})
                for (int minimumCount : {0, 12})
                    QTest::addRow("%d %s %d", order, estimator, minimumCount)
                        << order << QString(estimator) << minimumCount;
    }

    /// On random text: every distribution sums to 1 (or 0 after a history that maximum likelihood
    /// never saw), and session, scoreSentence and probability agree.
    void distributionsSumToOne() {
        QFETCH(int, order);
        QFETCH(QString, estimator);
        QFETCH(int, minimumCount);
        const SmallCorpus corpus(randomSentences(static_cast<std::uint64_t>(order)),
                                 static_cast<std::uint64_t>(minimumCount));
        const auto model =
            corpus.train(file(), static_cast<unsigned>(order), {estimator.toStdString(), 0.3});
        const std::size_t size = corpus.tokenizer().vocabulary().size();
        std::mt19937_64 random(7);
        for (int round = 0; round < 30; ++round) {
            std::vector<text::TokenId> sentence{text::Vocabulary::begin};
            for (auto length = random() % 6; length > 0; --length)
                if (const auto id = text::tokenId(random() % size); id != text::Vocabulary::begin)
                    sentence.push_back(id);
            sentence.push_back(text::Vocabulary::end);
            std::vector<double> scores(sentence.size() - 1);
            model.scoreSentence(sentence, scores);
            const auto session = model.openSession();
            for (std::size_t i = 0; i + 1 < sentence.size(); ++i) {
                session->feed({&sentence[i], 1});
                const auto logs = session->logProbabilities();
                double sum = 0;
                for (const double value : logs)
                    sum += std::exp(value);
                const bool seen =
                    ngram::lookUpHistory(model.counts(),
                                         model.relevant(std::span(sentence).first(i + 1))) > 0;
                QVERIFY(std::abs(sum - (seen || estimator == "add-k" ? 1 : 0)) < 1e-9);
                QCOMPARE(logs[text::index(sentence[i + 1])], scores[i]);
            }
        }
    }

    void matrixByHand() {
        const SmallCorpus corpus(small);
        const auto model = corpus.train(file(), 3, {"mle", 1});
        const auto matrix = ngram::bigramMatrix(model, 2);
        QCOMPARE(matrix.rows, corpus.ids("<s> a b"));
        QCOMPARE(matrix.columns, corpus.ids("</s> a b"));
        QCOMPARE(matrix.counts, (std::vector<std::uint64_t>{0, 2, 1, 2, 0, 1, 0, 2, 0}));
        QCOMPARE(matrix.probabilities[3], 0.5);
        const auto unigram = corpus.train(file("unigram.ngm"), 1, {"mle", 1});
        QVERIFY_EXCEPTION_THROWN(ngram::bigramMatrix(unigram, 2), base::InputError);
    }

    /// The character bigram of the names: figures that others have computed for it.
    void names() {
        std::ifstream stream(NGRAMOPHONE_DATA "/names.txt");
        if (!stream)
            QSKIP("names.txt is not here");
        std::vector<std::string> sentences;
        for (std::string line; std::getline(stream, line);) {
            std::string spaced;
            for (const char c : line)
                if (c != '\r')
                    spaced += std::string(1, c) + ' ';
            if (!spaced.empty())
                sentences.push_back(spaced);
        }
        const SmallCorpus corpus(sentences);
        const auto counts = corpus.count(file(), 2);
        QCOMPARE(ngram::possibleNext(corpus.tokenizer().vocabulary()), std::size_t{27});
        const double mle = averageNegativeLogLikelihood({counts, {"mle", 1}}, corpus.tokens());
        const double addOne = averageNegativeLogLikelihood({counts, {"add-k", 1}}, corpus.tokens());
        QVERIFY2(std::abs(mle - 2.454014) < 1e-6, qPrintable(QString::number(mle, 'f', 8)));
        QVERIFY2(std::abs(addOne - 2.454577) < 1e-6, qPrintable(QString::number(addOne, 'f', 8)));
    }
};

QTEST_GUILESS_MAIN(TestNgramModel)
#include "tst_ngram_model.moc"
