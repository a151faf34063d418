// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/lm/mixture.h"
#include "tests/core/ngram/small_model.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>

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
                                                   const std::string& estimator) {
        const SmallCorpus corpus(sentences);
        return std::make_shared<const ngram::NgramModel>(corpus.train(
            std::filesystem::path(folder_.path().toStdString()) / name, 2, {estimator}));
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
