// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/lm/blank_filler.h"
#include "core/lm/score.h"
#include "tests/core/neural/training_run.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <cmath>
#include <limits>
#include <thread>

using namespace neural;

class TestNeuralModel : public QObject {
    Q_OBJECT
private slots:
    void distributionsSumToOne_data();
    void distributionsSumToOne();
    void sessionAndSentenceAgree_data();
    void sessionAndSentenceAgree();
    void scoredByPseudoPerplexity_data();
    void scoredByPseudoPerplexity();
    void blanksAreFilled_data();
    void blanksAreFilled();
    void modelsServeManyThreads();
    void damagedCheckpointIsNoModel();
};

namespace {

std::shared_ptr<const lm::LanguageModel> trainedModel(const QTemporaryDir& folder,
                                                      const SmallCorpus& corpus,
                                                      const std::string& architecture = "bengio",
                                                      std::uint64_t steps = 60) {
    Listener listener;
    RunSpec spec = smallRun(architecture);
    spec.training.steps = steps;
    train(spec, corpus, checkpointIn(folder.path()), listener);
    return backend().openModel(checkpointIn(folder.path()));
}

} // namespace

void TestNeuralModel::distributionsSumToOne_data() {
    QTest::addColumn<QString>("architecture");
    QTest::addColumn<bool>("open");
    QTest::newRow("closed vocabulary") << "bengio" << false;
    QTest::newRow("open vocabulary") << "bengio" << true;
    for (const std::string& name : architectures())
        if (name != "bengio")
            QTest::newRow(name.c_str()) << QString::fromStdString(name) << false;
}

void TestNeuralModel::distributionsSumToOne() {
    QFETCH(QString, architecture);
    QFETCH(bool, open);
    const QTemporaryDir folder;
    const SmallCorpus corpus(300, open ? 3 : 0);
    const auto model = trainedModel(folder, corpus, architecture.toStdString(),
                                    architecture == "bengio" ? 60 : 300);
    const auto session = model->openSession();
    for (const auto& fed : {std::vector{text::Vocabulary::begin},
                            {text::tokenId(3)},
                            {text::tokenId(5), text::tokenId(8)}}) {
        session->feed(fed);
        const auto row = session->logProbabilities();
        QCOMPARE(row.size(), corpus.tokenizer.vocabulary().size());
        double sum = 0;
        for (const double value : row)
            sum += std::exp(value);
        QVERIFY(std::abs(sum - 1) < 1e-9);
        constexpr double never = -std::numeric_limits<double>::infinity();
        QCOMPARE(row[text::index(text::Vocabulary::begin)], never);
        QCOMPARE(row[text::index(text::Vocabulary::unknown)] == never, !open);
    }
    if (seesBothWays(architecture.toStdString()) || architecture == "xlnet")
        return; // has been told how sentences go on by what follows
    // After "<s> the cat sees the cat" comes an adverb, if anything was learnt.
    session->feed(std::vector{text::Vocabulary::begin, text::tokenId(3), text::tokenId(5),
                              text::tokenId(8), text::tokenId(3), text::tokenId(5)});
    const auto row = session->logProbabilities();
    QVERIFY(std::exp(row[11]) + std::exp(row[12]) > 0.8);
    const lm::Description description = model->describe();
    QCOMPARE(description.kind, std::string("neural"));
    QVERIFY(description.facts.size() >= 8);
}

void TestNeuralModel::sessionAndSentenceAgree_data() {
    QTest::addColumn<QString>("architecture");
    for (const std::string& name : architectures())
        if (!seesBothWays(name)) // they see what follows when they score a sentence
            QTest::newRow(name.c_str()) << QString::fromStdString(name);
}

void TestNeuralModel::sessionAndSentenceAgree() {
    QFETCH(QString, architecture);
    const QTemporaryDir folder;
    const SmallCorpus corpus;
    const auto model = trainedModel(folder, corpus, architecture.toStdString(), 20);
    // Longer than a chunk of scored places.
    std::vector<text::TokenId> sentence = {text::Vocabulary::begin};
    for (std::size_t i = 0; i < 600; ++i)
        sentence.push_back(text::tokenId(3 + i * i % 10));
    sentence.push_back(text::Vocabulary::end);
    std::vector<double> scores(sentence.size() - 1);
    model->scoreSentence(sentence, scores);
    const auto session = model->openSession();
    for (std::size_t i = 0; i < scores.size(); ++i) {
        session->feed(std::span(sentence).subspan(i, 1));
        const double expected = session->logProbabilities()[text::index(sentence[i + 1])];
        QVERIFY2(std::abs(scores[i] - expected) < 1e-5, qPrintable(QString::number(i)));
    }
    // A new sentence forgets the one before.
    session->feed(std::span(sentence).first(1));
    QVERIFY(std::abs(session->logProbabilities()[text::index(sentence[1])] - scores[0]) < 1e-5);
}

void TestNeuralModel::scoredByPseudoPerplexity_data() {
    QTest::addColumn<QString>("architecture");
    for (const std::string& name : architectures())
        QTest::newRow(name.c_str()) << QString::fromStdString(name);
}

void TestNeuralModel::scoredByPseudoPerplexity() {
    QFETCH(QString, architecture);
    const QTemporaryDir folder;
    const SmallCorpus corpus;
    const auto model = trainedModel(folder, corpus, architecture.toStdString(), 20);
    bool marked = false;
    for (const lm::Fact& fact : model->describe().facts)
        marked = marked || fact.value == "pseudo-perplexity";
    QCOMPARE(marked, seesBothWays(architecture.toStdString()));
    QCOMPARE(model->isScoredFromBothSides(), marked);
    QCOMPARE(lm::scoreText(*model, "the cat").summary.pseudo, marked);
    if (!marked)
        return;
    // The second word's probability depends on the last one.
    const auto scoresOf = [&](std::size_t last) {
        const std::vector<text::TokenId> sentence = {text::Vocabulary::begin, text::tokenId(3),
                                                     text::tokenId(5), text::tokenId(last),
                                                     text::Vocabulary::end};
        std::vector<double> scores(4);
        model->scoreSentence(sentence, scores);
        return scores;
    };
    QVERIFY(scoresOf(8) == scoresOf(8));
    QVERIFY(scoresOf(8)[1] != scoresOf(11)[1]);
    for (const double score : scoresOf(8))
        QVERIFY(score < 0 && std::isfinite(score));
}

void TestNeuralModel::blanksAreFilled_data() {
    QTest::addColumn<QString>("architecture");
    for (const char* name : {"bert", "glm", "xlnet", "t5", "bart", "gpt-2", "bengio"})
        QTest::newRow(name) << name;
}

void TestNeuralModel::blanksAreFilled() {
    QFETCH(QString, architecture);
    const bool learnsTo = architecture != "gpt-2" && architecture != "bengio";
    const QTemporaryDir folder;
    const SmallCorpus corpus;
    const bool isSlow = architecture == "t5" || architecture == "glm"; // one blank a sentence
    const std::uint64_t steps = architecture == "t5" ? 1000 : isSlow ? 600 : 300;
    const auto model =
        trainedModel(folder, corpus, architecture.toStdString(), learnsTo ? steps : 20);
    const auto* filler = dynamic_cast<const lm::BlankFiller*>(model.get());
    QVERIFY(filler);
    // The cat ___ the dog today.
    const std::vector<std::vector<text::TokenId>> pieces = {
        {text::tokenId(3), text::tokenId(5)},
        {text::tokenId(3), text::tokenId(6), text::tokenId(12)}};
    const auto session = filler->openBlank(pieces);
    QCOMPARE(session != nullptr, learnsTo);
    if (!session)
        return;
    session->feed(std::vector{text::Vocabulary::begin});
    auto row = session->logProbabilities();
    QCOMPARE(row.size(), std::size_t{13});
    QCOMPARE(std::exp(row[2]), 0.0); // never empty
    const double verbs = std::exp(row[8]) + std::exp(row[9]) + std::exp(row[10]);
    QVERIFY2(verbs > 0.5, qPrintable(QString::number(verbs)));
    // Then its end, at the latest after a part of the context.
    double sum = 0;
    for (const double value : row)
        sum += std::exp(value);
    QVERIFY(std::abs(sum - 1) < 1e-9);
    for (int i = 0; i < 6; ++i)
        session->feed(std::vector{text::tokenId(8)});
    row = session->logProbabilities();
    QVERIFY(std::exp(row[2]) > 0.99);
    // A blank at either end of a long text.
    std::vector<std::vector<text::TokenId>> ends = {{}, corpus.tokens, {}};
    std::erase_if(ends[1], text::Vocabulary::isSpecial);
    const auto atEnd = filler->openBlank(ends);
    atEnd->feed(std::vector{text::Vocabulary::begin});
    QVERIFY(std::isfinite(atEnd->logProbabilities()[5]));
    const auto last = filler->openBlank(std::span(ends).subspan(1));
    last->feed(std::vector{text::Vocabulary::begin});
    QVERIFY(std::isfinite(last->logProbabilities()[5]));
}

void TestNeuralModel::modelsServeManyThreads() {
    const QTemporaryDir folder;
    const SmallCorpus corpus;
    const auto model = trainedModel(folder, corpus);
    const auto sentence = std::span(corpus.tokens).first(8);
    std::vector<double> expected(7);
    model->scoreSentence(sentence, expected);
    std::atomic<int> wrong = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([&] {
                for (int round = 0; round < 50; ++round) {
                    std::vector<double> scores(7);
                    model->scoreSentence(sentence, scores);
                    wrong += scores != expected;
                }
            });
    }
    QCOMPARE(wrong.load(), 0);
}

void TestNeuralModel::damagedCheckpointIsNoModel() {
    const QTemporaryDir folder;
    const SmallCorpus corpus;
    trainedModel(folder, corpus);
    const QString path = QString::fromStdString(checkpointIn(folder.path()).string());
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.seek(file.size() - 5));
    char byte = 0;
    QVERIFY(file.getChar(&byte));
    QVERIFY(file.seek(file.size() - 5));
    QVERIFY(file.putChar(static_cast<char>(byte ^ 1)));
    file.close();
    // Thrown in the module, caught by its type here.
    QVERIFY_THROWS_EXCEPTION(base::FormatError, backend().openModel(path.toStdString()));
    Listener listener;
    QVERIFY_THROWS_EXCEPTION(base::FormatError,
                             train(smallRun(), corpus, path.toStdString(), listener, true));
}

QTEST_APPLESS_MAIN(TestNeuralModel)
#include "tst_neural_model.moc"
