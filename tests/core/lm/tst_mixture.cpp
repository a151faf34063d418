// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/lm/mixture.h"
#include "tests/core/ngram/small_model.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <random>

/// A model that offers nothing but what it must.
class Unhurried final : public lm::LanguageModel {
public:
    explicit Unhurried(std::shared_ptr<const lm::LanguageModel> model) : model_(std::move(model)) {}
    const text::Tokenizer& tokenizer() const override { return model_->tokenizer(); }
    std::unique_ptr<lm::Session> openSession() const override { return model_->openSession(); }
    lm::Description describe() const override { return model_->describe(); }

private:
    std::shared_ptr<const lm::LanguageModel> model_;
};

class TestMixture : public QObject {
    Q_OBJECT

private slots:
    void init() {
        first_ = train({"a b a b", "a c", "b a"}, "first", "witten-bell");
        second_ = train({"a d d", "d a", "c d a e"}, "second", "add-k");
    }

    /// λ P1 + (1 - λ) P2 over the union, and the sum is 1, also after what one does not know.
    void sums() {
        const lm::Mixture mixture({"one", first_}, {"two", second_}, 0.3);
        const auto& vocabulary = mixture.tokenizer().vocabulary();
        QCOMPARE(vocabulary.size(), std::size_t{3 + 5});
        for (const char* history : {"", "a", "d", "c e", "nowhere"}) {
            const auto session = mixture.openSession();
            session->feed(ids(mixture, "<s>"));
            session->feed(ids(mixture, history));
            double sum = 0;
            for (const double value : session->logProbabilities())
                sum += std::exp(value);
            QVERIFY(std::abs(sum - 1) < 1e-9);
        }
        const auto session = mixture.openSession();
        session->feed(ids(mixture, "<s> a"));
        const double one = probability(*first_, "a", "c");
        const double other = probability(*second_, "a", "c");
        const auto c = text::index(vocabulary.find("c"));
        const auto d = text::index(vocabulary.find("d"));
        QVERIFY(std::abs(std::exp(session->logProbabilities()[c]) - (0.3 * one + 0.7 * other)) <
                1e-12);
        QVERIFY(std::abs(std::exp(session->logProbabilities()[d]) -
                         0.7 * probability(*second_, "a", "d")) < 1e-12);
        const auto explanation = mixture.explain(ids(mixture, "<s> a"), text::tokenId(c));
        QVERIFY(std::abs(explanation.probability - (0.3 * one + 0.7 * other)) < 1e-12);
        QCOMPARE(explanation.levels.front().probability, explanation.probability);
    }

    /// Each part explains itself as it would alone, by its own tokens; what it does not know has
    /// nothing to explain.
    void explainsItsParts() {
        const lm::Mixture mixture({"one", first_}, {"two", second_}, 0.3);
        const auto next = ids(mixture, "c")[0];
        const auto explanation = mixture.explain(ids(mixture, "<s> a d a"), next);
        QCOMPARE(explanation.parts.size(), 2U);
        const auto& one = explanation.parts[0];
        QCOMPARE(one.symbol, std::string("P1"));
        QCOMPARE(one.name, std::string("one"));
        QVERIFY(one.model == first_.get());
        const auto alone = first_->explain(ids(*first_, "<s> a d a"), ids(*first_, "c")[0]);
        QCOMPARE(one.explanation.estimator, std::string("witten-bell"));
        QCOMPARE(one.explanation.probability, alone.probability);
        QCOMPARE(one.explanation.levels.size(), alone.levels.size());
        QCOMPARE(one.explanation.levels[0].ngram, alone.levels[0].ngram);
        QCOMPARE(one.explanation.ngram, ids(*first_, "a c"));
        QCOMPARE(explanation.parts[1].explanation.estimator, std::string("add-k"));
        QCOMPARE(explanation.parts[1].explanation.ngram, ids(*second_, "a c"));
        QCOMPARE(explanation.levels[0].term, std::string("P(c | a)"));
        const auto foreign = mixture.explain(ids(mixture, "<s> a"), ids(mixture, "d")[0]);
        QVERIFY(foreign.parts[0].explanation.estimator.empty());
        QVERIFY(foreign.parts[0].missing.english().find("vocabulary") != std::string::npos);
        QCOMPARE(foreign.symbols[1].value, 0.0);
    }

    void scoresAsItsSession() {
        const lm::Mixture mixture({"one", first_}, {"two", second_}, 0.6);
        const auto tokens = ids(mixture, "<s> a d nowhere c </s> <s> b </s>");
        std::vector<double> scores(tokens.size());
        mixture.scoreSentences(tokens, scores);
        auto session = mixture.openSession();
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            const double expected = tokens[i] == text::Vocabulary::begin
                                        ? 0
                                        : session->logProbabilities()[text::index(tokens[i])];
            QVERIFY(expected == scores[i] || std::abs(expected - scores[i]) < 1e-9);
            session->feed({&tokens[i], 1});
        }
    }

    /// In blocks as the parts' own scorers work, from one call to the next: to the last bit as
    /// sentence by sentence, whatever the two are.
    void scoresInBulk_data() {
        QTest::addColumn<QString>("estimator");
        for (const auto& name : ngram::estimatorNames())
            QTest::newRow(name.c_str()) << QString::fromStdString(name);
    }
    void scoresInBulk() {
        QFETCH(QString, estimator);
        const auto other =
            train({"a d d", "d a", "c d a e", "a d a d"}, "bulk", estimator.toStdString(), 3);
        const lm::Mixture mixture({"one", first_}, {"two", other}, 0.6);
        const auto scorer = mixture.openBulkScorer();
        QVERIFY(scorer != nullptr);
        std::mt19937 random(5);
        const auto words = ids(mixture, "a b c d e nowhere");
        for (int call = 0; call < 3; ++call) {
            std::vector<text::TokenId> tokens;
            for (int sentence = 0; sentence < 200; ++sentence) {
                tokens.push_back(text::Vocabulary::begin);
                for (std::size_t length = random() % 9; length > 0; --length)
                    tokens.push_back(words[random() % words.size()]);
                tokens.push_back(text::Vocabulary::end);
            }
            std::vector<double> bulk(tokens.size());
            scorer->score(tokens, bulk);
            std::vector<double> plain(tokens.size());
            mixture.LanguageModel::scoreSentences(tokens, plain);
            for (std::size_t i = 0; i < tokens.size(); ++i)
                QVERIFY(plain[i] == bulk[i] || std::abs(plain[i] - bulk[i]) < 1e-12);
        }
    }

    /// Nothing where a part has none: it would be asked from threads that it gains nothing by.
    void hasNoBulkScorerWithoutBoth() {
        const auto alone = std::make_shared<const Unhurried>(first_);
        const lm::Mixture mixture({"one", alone}, {"two", second_}, 0.5);
        QVERIFY(mixture.openBulkScorer() == nullptr);
    }

    void ends() {
        const auto text = ids(*first_, "<s> a b a </s>");
        std::vector<double> alone(text.size());
        first_->scoreSentences(text, alone);
        const lm::Mixture mixture({"one", first_}, {"two", second_}, 1);
        std::vector<double> mixed(text.size());
        mixture.scoreSentences(ids(mixture, "<s> a b a </s>"), mixed);
        for (std::size_t i = 1; i < text.size(); ++i)
            QVERIFY(std::abs(mixed[i] - alone[i]) < 1e-12);
    }

    /// No other weight on a fine grid gives the text a greater probability.
    void weightByEm() {
        const lm::Mixture mixture({"one", first_}, {"two", second_}, 0.5);
        const auto tokens = ids(mixture, "<s> a b d </s> <s> a c a b </s>");
        auto scores = mixture.scoreApart(tokens);
        for (auto* values : {&scores.first, &scores.second}) {
            values->erase(values->begin() + 5);
            values->erase(values->begin());
        }
        const auto total = [&](double weight) {
            double sum = 0;
            for (std::size_t i = 0; i < scores.first.size(); ++i)
                sum += lm::mixedLogProbability(scores.first[i], scores.second[i], weight);
            return sum;
        };
        const double found = lm::mixtureWeight(scores.first, scores.second);
        QVERIFY(found > 0 && found < 1);
        for (int i = 0; i <= 1000; ++i)
            QVERIFY(total(found) >= total(i / 1000.0) - 1e-9);
    }

    void weightByHand() {
        const std::vector<double> good{std::log(0.5), std::log(0.5)};
        const std::vector<double> bad{std::log(0.25), std::log(0.25)};
        QVERIFY(lm::mixtureWeight(good, bad) > 0.999);
        QVERIFY(lm::mixtureWeight(bad, good) < 0.001);
        // (λ 0.5 + (1 - λ) 0.1) (λ 0.1 + (1 - λ) 0.5) is greatest in the middle.
        const std::vector<double> one{std::log(0.5), std::log(0.1)};
        const std::vector<double> other{std::log(0.1), std::log(0.5)};
        QVERIFY(std::abs(lm::mixtureWeight(one, other) - 0.5) < 1e-6);
        const double none = -std::numeric_limits<double>::infinity();
        QCOMPARE(lm::mixtureWeight(std::vector{none}, std::vector{none}), 0.5);
        QCOMPARE(lm::mixedLogProbability(none, none, 0.5), none);
    }

    void refuses() {
        QVERIFY_THROWS_EXCEPTION(base::InputError,
                                 lm::Mixture({"one", first_}, {"two", second_}, 1.5));
        QVERIFY_THROWS_EXCEPTION(base::InputError,
                                 lm::Mixture({"one", first_}, {"two", second_}, std::nan("")));
    }

private:
    std::shared_ptr<const ngram::NgramModel> train(const std::vector<std::string>& sentences,
                                                   const std::string& name,
                                                   const std::string& estimator,
                                                   unsigned order = 2) {
        const SmallCorpus corpus(sentences);
        return std::make_shared<const ngram::NgramModel>(corpus.train(
            std::filesystem::path(folder_.path().toStdString()) / name, order, {estimator}));
    }
    static std::vector<text::TokenId> ids(const lm::LanguageModel& model, const std::string& text) {
        std::vector<text::TokenId> found;
        std::istringstream words(text);
        for (std::string word; words >> word;)
            found.push_back(word == "<s>"    ? text::Vocabulary::begin
                            : word == "</s>" ? text::Vocabulary::end
                                             : model.tokenizer().vocabulary().find(word));
        return found;
    }
    static double probability(const ngram::NgramModel& model, const std::string& history,
                              const std::string& next) {
        return model.estimator().probability(ids(model, history), ids(model, next)[0]);
    }

    QTemporaryDir folder_;
    std::shared_ptr<const ngram::NgramModel> first_;
    std::shared_ptr<const ngram::NgramModel> second_;
};

QTEST_APPLESS_MAIN(TestMixture)
#include "tst_mixture.moc"
