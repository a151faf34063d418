// SPDX-License-Identifier: GPL-3.0-or-later
// Parameters set by hand, and estimators side by side.
#include "core/ngram/jelinek_mercer.h"
#include "core/ngram/smoothing_lab.h"
#include "small_model.h"

#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include <cmath>
#include <random>
#include <thread>

using ngram::EstimatorSpec;

namespace {

EstimatorSpec discounted(const std::string& name, std::vector<std::vector<double>> discounts) {
    EstimatorSpec spec{name};
    spec.discounts = std::move(discounts);
    return spec;
}

EstimatorSpec mixed(double lambda) {
    EstimatorSpec spec{"jelinek-mercer"};
    spec.lambda = lambda;
    return spec;
}

EstimatorSpec stupid(double alpha) {
    EstimatorSpec spec{"stupid-backoff"};
    spec.alpha = alpha;
    return spec;
}

std::vector<std::string> randomSentences(unsigned seed) {
    std::mt19937 random(seed);
    std::geometric_distribution<int> token(0.25);
    std::vector<std::string> sentences(80);
    for (auto& sentence : sentences)
        for (unsigned i = random() % 9; i > 0; --i)
            sentence += "w" + std::to_string(token(random)) + " ";
    return sentences;
}

} // namespace

class TestSmoothingLab : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    int files_ = 0;
    std::filesystem::path file() {
        return folder_.filePath(QString::number(++files_)).toStdString();
    }
    /// Bigrams: <s> a 2, a b 2, b a 1, a </s> 1, b </s> 2, <s> c 1, c b 1; unigrams a 3, b 3, c 1,
    /// </s> 3, ten events.
    const SmallCorpus corpus_{{"a b a", "a b", "c b"}};

private slots:
    void discountsByHand();
    void lambdaByHand();
    void alphaByHand();
    void extremesMoveNothing();
    void sumsToOne();
    void refusesWhatIsNoDistribution();
    void isKeptAsJson();
    void factsSaySo();
    void comparesByHand();
    void historyNeverSeen();
    void estimatesOnce();
    void stops();
};

void TestSmoothingLab::discountsByHand() {
    const auto counts = corpus_.count(file(), 2);
    const auto p = [&](const EstimatorSpec& spec, const std::string& history,
                       const std::string& next) {
        return ngram::makeEstimator(spec, *counts)
            ->probability(corpus_.ids(history), corpus_.id(next));
    };
    // D = 0.2 for both orders. Unigrams: four types, γ = 0.2 · 4 / 10; after a: b 2, </s> 1.
    const auto absolute = discounted("absolute", {{0.2}});
    QCOMPARE(p(absolute, "", "c"), 0.8 / 10 + 0.08 / 5);
    QCOMPARE(p(absolute, "a", "b"), 1.8 / 3 + 0.4 / 3 * (2.8 / 10 + 0.08 / 5));
    // Adjusted unigrams: a 2, b 2, c 1, </s> 2, sum 7. An order may have its own D.
    const auto kneserNey = discounted("kneser-ney", {{0.7}, {0.3}});
    QCOMPARE(p(kneserNey, "", "c"), 0.3 / 7 + 0.7 * 4 / 7 / 5);
    QCOMPARE(p(kneserNey, "a", "b"), 1.7 / 3 + 0.6 / 3 * p(kneserNey, "", "b"));
    // D1 = 0.4 for c, D2 = 1.2 for the others: γ = (0.4 + 3 · 1.2) / 7.
    const auto modified = discounted("modified-kneser-ney", {{0.4, 1.2, 2.5}});
    QCOMPARE(p(modified, "", "a"), (2 - 1.2) / 7 + 4.0 / 7 / 5);
    QCOMPARE(p(modified, "a", "b"), (2 - 1.2) / 3 + (0.4 + 1.2) / 3 * p(modified, "", "b"));
}

void TestSmoothingLab::lambdaByHand() {
    const auto counts = corpus_.count(file(), 2);
    const auto estimator = ngram::makeEstimator(mixed(0.75), *counts);
    const double b = 0.75 * 3 / 10 + 0.25 / 5;
    QCOMPARE(estimator->probability({}, corpus_.id("b")), b);
    QCOMPARE(estimator->probability(corpus_.ids("a"), corpus_.id("b")), 0.75 * 2 / 3 + 0.25 * b);
    // It comes before weights.
    EstimatorSpec both = mixed(0.75);
    both.weights = ngram::JelinekMercer::leaveOneOut(*counts);
    QCOMPARE(ngram::makeEstimator(both, *counts)->probability({}, corpus_.id("b")), b);
}

void TestSmoothingLab::alphaByHand() {
    const auto counts = corpus_.count(file(), 2);
    const auto p = [&](double alpha, const char* next) {
        return ngram::makeEstimator(stupid(alpha), *counts)
            ->probability(corpus_.ids("a"), corpus_.id(next));
    };
    QCOMPARE(p(0.4, "c"), 0.04); // as the paper has it
    QCOMPARE(p(0.9, "c"), 0.09);
    QCOMPARE(p(0, "c"), 0.0);
    QCOMPARE(p(0.9, "b"), 2 / 3.0);
}

/// Without a discount, or with all the weight on the longest history, the lower orders get nothing
/// and what is left is the relative frequency; without any weight it is the uniform distribution.
void TestSmoothingLab::extremesMoveNothing() {
    const auto counts = corpus_.count(file(), 2);
    const auto frequency = ngram::makeEstimator({"mle"}, *counts);
    const std::vector<EstimatorSpec> nothingMoved{
        discounted("absolute", {{0}}), discounted("kneser-ney", {{0}}),
        discounted("modified-kneser-ney", {{0, 0, 0}}), mixed(1), stupid(0)};
    for (const auto& spec : nothingMoved) {
        const auto estimator = ngram::makeEstimator(spec, *counts);
        for (const char* history : {"a", "b", "c", "<s>"})
            for (const char* next : {"a", "b", "c", "</s>"})
                QCOMPARE(estimator->probability(corpus_.ids(history), corpus_.id(next)),
                         frequency->probability(corpus_.ids(history), corpus_.id(next)));
    }
    const auto uniform = ngram::makeEstimator(mixed(0), *counts);
    for (const char* next : {"a", "b", "c", "</s>"})
        QCOMPARE(uniform->probability(corpus_.ids("a"), corpus_.id(next)), 0.2);
    // A whole count taken away: nothing is left of what was seen once.
    const auto all = ngram::makeEstimator(discounted("modified-kneser-ney", {{1, 2, 3}}), *counts);
    QCOMPARE(all->probability(corpus_.ids("a"), corpus_.id("b")), 0.2);
}

void TestSmoothingLab::sumsToOne() {
    std::vector<EstimatorSpec> specs;
    for (const char* name : {"absolute", "kneser-ney"})
        for (const double d : {0.0, 0.01, 0.5, 1.0})
            specs.push_back(discounted(name, {{d}}));
    for (const std::vector<double>& d :
         {std::vector{0.0, 0.0, 0.0}, {1.0, 0.0, 3.0}, {0.9, 0.1, 2.2}, {1.0, 2.0, 3.0}})
        specs.push_back(discounted("modified-kneser-ney", {d}));
    specs.push_back(discounted("kneser-ney", {{0.1}, {0.9}, {0.4}}));
    for (const double lambda : {0.0, 0.3, 1.0})
        specs.push_back(mixed(lambda));
    for (unsigned seed = 0; seed < 4; ++seed) {
        const SmallCorpus corpus(randomSentences(seed), seed % 2 * 3); // closed and open
        const auto counts = corpus.count(file(), 3);
        std::vector<double> distribution(corpus.tokenizer().vocabulary().size());
        for (const auto& spec : specs) {
            const auto estimator = ngram::makeEstimator(spec, *counts);
            for (const char* text : {"", "<s>", "w0", "w0 w1", "<s> w0", "w5 w4", "w9 w9",
                                     "unheard", "w0 unheard", "unheard w0"}) {
                const auto history = corpus.ids(text);
                estimator->distribution(history, distribution);
                double sum = 0;
                for (std::size_t i = 0; i < distribution.size(); ++i) {
                    QVERIFY(distribution[i] >= 0);
                    QVERIFY(std::abs(distribution[i] -
                                     estimator->probability(history, text::tokenId(i))) < 1e-12);
                    sum += distribution[i];
                }
                QVERIFY2(std::abs(sum - 1) < 1e-9, spec.name.c_str());
            }
        }
    }
}

void TestSmoothingLab::refusesWhatIsNoDistribution() {
    const double none = std::nan("");
    EstimatorSpec lambdaElsewhere{"witten-bell"};
    lambdaElsewhere.lambda = 0.5;
    for (const auto& spec :
         {discounted("absolute", {{-0.1}}), discounted("absolute", {{1.1}}),
          discounted("kneser-ney", {{none}}), discounted("kneser-ney", {{0.1, 0.2, 0.3}}),
          discounted("kneser-ney", {{}}), discounted("modified-kneser-ney", {{0.5}}),
          discounted("modified-kneser-ney", {{0.5, 2.5, 1}}),
          discounted("modified-kneser-ney", {{0.5, 1, 3.1}}), discounted("witten-bell", {{0.5}}),
          mixed(-0.1), mixed(1.1), mixed(none), stupid(-1), stupid(none), lambdaElsewhere})
        QVERIFY_EXCEPTION_THROWN(ngram::requireValid(spec), base::InputError);
    try {
        ngram::requireValid(discounted("modified-kneser-ney", {{0.5, 2.5, 1}}));
    } catch (const base::InputError& error) {
        QCOMPARE(error.what(), "A discount of 2.5 cannot be taken from a count of 2. Choose a "
                               "number from 0 to 2.");
    }
    // As many sets as the model has orders, or one.
    const auto counts = corpus_.count(file(), 3);
    QVERIFY_EXCEPTION_THROWN(ngram::makeEstimator(discounted("absolute", {{0.5}, {0.5}}), *counts),
                             base::InputError);
    ngram::makeEstimator(discounted("absolute", {{0.5}, {0.5}, {0.5}}), *counts);
}

void TestSmoothingLab::isKeptAsJson() {
    for (const auto& spec :
         {discounted("absolute", {{0.3}}),
          discounted("modified-kneser-ney", {{0.3, 1, 2}, {1, 1, 1}}), mixed(0), stupid(0.7),
          EstimatorSpec{"witten-bell"}, EstimatorSpec{"add-k", 0.01}})
        QVERIFY(nlohmann::json(spec).get<EstimatorSpec>() == spec);
    // What was written before there were such parameters.
    const auto old = nlohmann::json::parse(R"({"name": "stupid-backoff", "order": 3})");
    QVERIFY(old.get<EstimatorSpec>() == EstimatorSpec{"stupid-backoff"});
}

void TestSmoothingLab::factsSaySo() {
    const auto counts = corpus_.count(file(), 2);
    const auto says = [&](const EstimatorSpec& spec, const char* label, const char* value) {
        for (const lm::Fact& fact : ngram::NgramModel(counts, spec).describe().facts)
            if (fact.label.english() == label && fact.value == value)
                return true;
        return false;
    };
    QVERIFY(says(discounted("absolute", {{0.3}}), "Discount, order 2 (set by hand)", "0.3"));
    QVERIFY(says(discounted("kneser-ney", {{0.3}}), "Discount, order 1 (set by hand)", "0.3"));
    QVERIFY(says(discounted("modified-kneser-ney", {{0.3, 1, 2}}),
                 "Discount, order 2 (set by hand)", "0.3, 1, 2"));
    QVERIFY(says({"absolute"}, "Discount, order 2", "0.4"));
    QVERIFY(says(mixed(0.25), "Interpolation weight of every history (set by hand)", "0.25"));
    QVERIFY(says(stupid(0.7), "No distribution: the scores do not sum to 1. α", "0.7"));
}

void TestSmoothingLab::comparesByHand() {
    const auto counts = corpus_.count(file(), 2);
    const ngram::SmoothingLab lab(*counts);
    const auto result = lab.compare({corpus_.ids("a"),
                                     {{"mle"},
                                      {"add-k", 1},
                                      {"witten-bell"},
                                      stupid(0.4),
                                      {"absolute"},
                                      discounted("modified-kneser-ney", {{0, 1, 2}})}},
                                    {});
    QCOMPARE(result.historyCount, 3U);
    QCOMPARE(result.different, 2U);
    QCOMPARE(result.others, 2U); // a and c: <unk> cannot come in a closed vocabulary
    QCOMPARE(result.seen, corpus_.ids("b </s>"));
    QCOMPARE(result.seenCounts, (std::vector<std::uint64_t>{2, 1}));
    QCOMPARE(result.unseen, corpus_.ids("a c"));
    const auto& mle = result.estimates[0];
    const auto& addK = result.estimates[1];
    const auto& wittenBell = result.estimates[2];
    const auto& stupidBackoff = result.estimates[3];
    const auto& absolute = result.estimates[4];
    const auto& modified = result.estimates[5];
    QCOMPARE(mle.seenMass, 1.0);
    QCOMPARE(mle.unseenMass, 0.0);
    QCOMPARE(mle.probabilities, (std::vector{2 / 3.0, 1 / 3.0, 0.0, 0.0}));
    QVERIFY(mle.parameters.empty());
    // V = 4: a, b, c, </s>.
    QCOMPARE(addK.probabilities, (std::vector{3 / 7.0, 2 / 7.0, 1 / 7.0, 1 / 7.0}));
    QCOMPARE(addK.seenMass, 5 / 7.0);
    QCOMPARE(addK.parameters, std::vector{1.0});
    // Two types follow a, γ = 2 / 5; below, P(b) = P(</s>) = (3 + 4/5) / 14.
    QCOMPARE(wittenBell.seenMass, 3 / 5.0 + 2 / 5.0 * 2 * 3.8 / 14);
    QVERIFY(std::abs(wittenBell.sum - 1) < 1e-12);
    QCOMPARE(stupidBackoff.unseenMass, 0.4 * (0.3 + 0.1));
    QCOMPARE(stupidBackoff.sum, 1.16);
    QVERIFY(!stupidBackoff.isDistribution && mle.isDistribution);
    QCOMPARE(stupidBackoff.parameters, std::vector{0.4});
    QCOMPARE(absolute.parameters, std::vector{0.4}); // of the bigrams
    QVERIFY(absolute.source == ngram::ParameterSource::Counts);
    QCOMPARE(modified.parameters, (std::vector{0.0, 1.0, 2.0}));
    QVERIFY(modified.source == ngram::ParameterSource::Hand);
    // No bigram was seen three times; after a history never seen the unigrams' counts, 1 and 0
    // n-grams of count 1 and 2, give no discount either.
    const auto fallen = lab.compare({corpus_.ids("a"), {{"modified-kneser-ney"}}}, {});
    QCOMPARE(fallen.estimates[0].parameters, (std::vector{0.5, 1.0, 1.5}));
    QVERIFY(fallen.estimates[0].source == ngram::ParameterSource::FallBack);
    const auto shorter = lab.compare({corpus_.ids("unheard"), {{"absolute"}}}, {});
    QCOMPARE(shorter.estimates[0].parameters, std::vector{0.5});
    QVERIFY(shorter.estimates[0].source == ngram::ParameterSource::FallBack);
    const auto few = lab.compare({corpus_.ids("a"), {{"mle"}}, 1, 1}, {});
    QCOMPARE(few.seen, corpus_.ids("b"));
    QCOMPARE(few.unseen, corpus_.ids("a"));
    QCOMPARE(few.estimates[0].seenMass, 1.0); // of all, shown or not
}

void TestSmoothingLab::historyNeverSeen() {
    const auto counts = corpus_.count(file(), 3);
    const ngram::SmoothingLab lab(*counts);
    std::vector<EstimatorSpec> all;
    for (const auto& name : ngram::estimatorNames())
        all.push_back({name});
    for (const char* history : {"c a", "unheard", "unheard a"}) {
        const auto result = lab.compare({corpus_.ids(history), all}, {});
        QCOMPARE(result.different, 0U);
        QCOMPARE(result.others, 4U);
        QVERIFY(result.seen.empty());
        QCOMPARE(result.unseen, corpus_.ids("</s> a b c"));
        for (const auto& estimate : result.estimates) {
            QCOMPARE(estimate.seenMass, 0.0);
            if (estimate.spec.name == "mle")
                QCOMPARE(estimate.sum, 0.0);
            else if (estimate.isDistribution)
                QVERIFY(std::abs(estimate.sum - 1) < 1e-9);
        }
    }
    // The empty history: everything was seen.
    const auto root = lab.compare({{}, all}, {});
    QCOMPARE(root.different, 4U);
    QCOMPARE(root.seen, corpus_.ids("</s> a b c"));
    QVERIFY(root.unseen.empty());
}

/// What is estimated from all counts is found once, from whatever thread.
void TestSmoothingLab::estimatesOnce() {
    const SmallCorpus corpus(randomSentences(7));
    const auto counts = corpus.count(file(), 3);
    const ngram::SmoothingLab lab(*counts);
    const ngram::LabRequest request{corpus.ids("w0 w1"), {{"jelinek-mercer"}, {"good-turing"}}};
    const auto first = lab.compare(request, {});
    std::vector<ngram::LabResult> others(4);
    {
        std::vector<std::jthread> threads;
        for (auto& other : others)
            threads.emplace_back([&] { other = lab.compare(request, {}); });
    }
    for (const auto& other : others)
        for (std::size_t i = 0; i < 2; ++i)
            QCOMPARE(other.estimates[i].probabilities, first.estimates[i].probabilities);
    // The weights are those of the model that is trained with this estimator.
    const ngram::NgramModel model(counts, {"jelinek-mercer"});
    QCOMPARE(first.estimates[0].probabilities[0],
             model.estimator().probability(corpus.ids("w0 w1"), first.seen[0]));
    QCOMPARE(first.estimates[0].parameters.size(), 1U);
    // A λ of one's own beside it, and back again.
    const auto byHand = lab.compare({corpus.ids("w0 w1"), {mixed(0.125)}}, {});
    QCOMPARE(byHand.estimates[0].parameters, std::vector{0.125});
    QCOMPARE(lab.compare(request, {}).estimates[0].parameters, first.estimates[0].parameters);
}

void TestSmoothingLab::stops() {
    const auto counts = corpus_.count(file(), 2);
    std::stop_source stop;
    stop.request_stop();
    for (const char* name : {"mle", "jelinek-mercer"})
        QVERIFY_EXCEPTION_THROWN(
            ngram::SmoothingLab(*counts).compare({corpus_.ids("a"), {{name}}}, stop.get_token()),
            base::Cancelled);
    QVERIFY_EXCEPTION_THROWN(ngram::JelinekMercer::leaveOneOut(*counts, stop.get_token()),
                             base::Cancelled);
}

QTEST_APPLESS_MAIN(TestSmoothingLab)
#include "tst_smoothing_lab.moc"
