// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lm/score.h"
#include "core/ngram/arpa_writer.h"
#include "core/ngram/jelinek_mercer.h"
#include "core/ngram/smoothed.h"
#include "small_model.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include <cmath>
#include <fstream>
#include <numeric>
#include <random>

namespace {

std::vector<std::string> linesOf(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);)
        lines.push_back(line);
    return lines;
}

/// Sentences over `types` tokens whose frequencies fall as Zipf's.
std::vector<std::string> randomSentences(unsigned seed, unsigned types, unsigned number) {
    std::mt19937 random(seed);
    std::vector<double> weights;
    for (unsigned i = 1; i <= types; ++i)
        weights.push_back(1.0 / i);
    std::discrete_distribution<unsigned> token(weights.begin(), weights.end());
    std::uniform_int_distribution<unsigned> length(0, 12);
    std::vector<std::string> sentences(number);
    for (auto& sentence : sentences)
        for (unsigned i = length(random); i > 0; --i)
            sentence += "w" + std::to_string(token(random)) + " ";
    return sentences;
}

} // namespace

class TestSmoothing : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    int files_ = 0;
    std::filesystem::path file() {
        return folder_.filePath(QString::number(++files_)).toStdString();
    }

private slots:
    void adjustedCountsByHand();
    void modifiedKneserNeyByHand();
    void othersByHand();
    void jelinekMercerByHand();
    void jelinekMercerLearns();
    void jelinekMercerLearnsBeginnings();
    void batchesAgree_data();
    void batchesAgree();
    void sumsToOne_data();
    void sumsToOne();
    void explanationsAddUp();
    void writesArpa();
    void refusesWhatArpaCannotHold();
    void agreesWithLmplz_data();
    void agreesWithLmplz();
    void heldOutPerplexity_data();
    void heldOutPerplexity();
};

void TestSmoothing::adjustedCountsByHand() {
    const SmallCorpus corpus({"a b a", "a b", "c b"});
    const auto counts = corpus.count(file(), 3);
    const auto adjusted = [&](const std::string& ngram) {
        return counts->adjustedCount(*counts->find(corpus.ids(ngram)));
    };
    QCOMPARE(adjusted("a"), 2U);    // <s> a, b a
    QCOMPARE(adjusted("b"), 2U);    // a b, c b
    QCOMPARE(adjusted("c"), 1U);    // <s> c
    QCOMPARE(adjusted("</s>"), 2U); // a </s>, b </s>
    QCOMPARE(adjusted("<s>"), 0U);
    QCOMPARE(adjusted("a b"), 1U);     // <s> a b
    QCOMPARE(adjusted("<s> a"), 2U);   // nothing stands before <s>: its count
    QCOMPARE(adjusted("b </s>"), 2U);  // a b </s>, c b </s>
    QCOMPARE(adjusted("<s> a b"), 2U); // the highest order: its count
    const auto followers = counts->followers(*counts->find(corpus.ids("b")));
    QCOMPARE(followers.total, 3U); // a: 1, </s>: 2
    QCOMPARE(followers.once, 1U);
    QCOMPARE(followers.twice, 1U);
    QCOMPARE(followers.number, 2U);
    QCOMPARE(counts->followers(ngram::Counts::root()).total, 7U);
}

void TestSmoothing::modifiedKneserNeyByHand() {
    // Bigrams: <s> a 2, a b 2, b a 1, a </s> 1, b </s> 2, <s> c 1, c b 1. No bigram was seen three
    // times, so the discounts fall back to 0.5, 1 and 1.5 at both orders.
    const SmallCorpus corpus({"a b a", "a b", "c b"});
    const auto model = corpus.train(file(), 2, {"modified-kneser-ney", 1});
    const auto p = [&](const std::string& history, const std::string& next) {
        return model.estimator().probability(corpus.ids(history), corpus.id(next));
    };
    // Unigrams: adjusted a 2, b 2, c 1, </s> 2, sum 7. γ = (0.5·1 + 1·3) / 7 = 0.5, uniform 1/5.
    QCOMPARE(p("", "a"), (2 - 1.0) / 7 + 0.5 / 5);
    QCOMPARE(p("", "c"), (1 - 0.5) / 7 + 0.5 / 5);
    QCOMPARE(p("", "unheard"), 0.5 / 5);
    QCOMPARE(p("", "<s>"), 0.0);
    // After a: b 2, </s> 1, sum 3; γ = (0.5 + 1) / 3 = 0.5.
    QCOMPARE(p("a", "b"), (2 - 1.0) / 3 + 0.5 * p("", "b"));
    QCOMPARE(p("a", "</s>"), (1 - 0.5) / 3 + 0.5 * p("", "</s>"));
    QCOMPARE(p("a", "c"), 0.5 * p("", "c"));
    QCOMPARE(p("unheard", "c"), p("", "c"));
    const auto facts = model.describe().facts;
    QVERIFY(std::any_of(facts.begin(), facts.end(), [](const lm::Fact& fact) {
        return fact.label.english().find("fall-back") != std::string::npos &&
               fact.value == "0.5, 1, 1.5";
    }));
}

void TestSmoothing::othersByHand() {
    const SmallCorpus corpus({"a b a", "a b", "c b"});
    const auto counts = corpus.count(file(), 2);
    const auto p = [&](const char* estimator, const std::string& history, const std::string& next) {
        return ngram::makeEstimator({estimator, 1}, *counts)
            ->probability(corpus.ids(history), corpus.id(next));
    };
    // Ten events less the three of <s>: a 3, b 3, c 1, </s> 3. Four types; the uniform is 1/5.
    QCOMPARE(p("witten-bell", "", "a"), (3 + 4 / 5.0) / 14);
    QCOMPARE(p("witten-bell", "a", "b"), (2 + 2 * p("witten-bell", "", "b")) / 5);
    QCOMPARE(p("witten-bell", "a", "c"), 2 * p("witten-bell", "", "c") / 5);
    // Unigrams: n1 = 1, n2 = 0, so D = 1/2. Bigrams: n1 = 4, n2 = 3, so D = 4 / 10.
    QCOMPARE(p("absolute", "", "c"), 0.5 / 10 + 0.5 * 4 / 10 / 5);
    QCOMPARE(p("absolute", "a", "b"), (2 - 0.4) / 3 + 0.4 * 2 / 3 * p("absolute", "", "b"));
    // Adjusted unigrams: n1 = 1, n2 = 3, so D = 1/7.
    QCOMPARE(p("kneser-ney", "", "c"), (1 - 1 / 7.0) / 7 + 4 / 7.0 / 7 / 5);
    QCOMPARE(p("kneser-ney", "a", "b"), (2 - 0.4) / 3 + 0.4 * 2 / 3 * p("kneser-ney", "", "b"));
    QCOMPARE(p("stupid-backoff", "a", "b"), 2 / 3.0);
    QCOMPARE(p("stupid-backoff", "a", "c"), 0.4 / 10);
    QCOMPARE(p("stupid-backoff", "a", "unheard"), 0.0);
    // No count of counts above 2: every Good-Turing discount falls back to (r - 1/2) / r.
    QCOMPARE(p("good-turing", "a", "b"), (2 - 0.5) / 3);
    QCOMPARE(p("good-turing", "", "c"), 0.5 / 10 + 4 * 0.5 / 10 / 5);
    const double unseen = 1 - p("good-turing", "", "b") - p("good-turing", "", "</s>");
    QCOMPARE(p("good-turing", "a", "c"), 2 * 0.5 / 3 / unseen * p("good-turing", "", "c"));
}

void TestSmoothing::jelinekMercerByHand() {
    // C(a) = 3, C(b) = 1, C(</s>) = 2, N = 6; V without <s>: 4 (a, b, </s>, <unk>).
    const SmallCorpus corpus({"a b a", "a"});
    const auto counts = corpus.count(file(), 2);
    ngram::JelinekMercer::Weights weights(2, std::vector<double>(16, 0.5));
    weights[1][0] = 0.25; // histories seen once
    const ngram::JelinekMercer estimator(*counts, weights);
    const double a = 0.5 * 3 / 6 + 0.5 / 4;
    QCOMPARE(estimator.probability({}, corpus.id("a")), a);
    QCOMPARE(estimator.probability(corpus.ids("b"), corpus.id("a")), 0.25 * 1 + 0.75 * a);
    QCOMPARE(estimator.probability(corpus.ids("a"), corpus.id("a")), 0.5 * a);
    // One token held out, "b" at the sentence's start: the bigram never helps, so that all of its
    // weight goes to the unigram; of there 1/6 to 1/4 for the uniform part, more at each round.
    const auto learnt = ngram::JelinekMercer::heldOut(*counts, corpus.ids("<s> b"));
    QCOMPARE(learnt[1][1], 0.0); // C(<s>) = 2
    QVERIFY(learnt[0][2] < 0.01);
    QCOMPARE(learnt[1][0], 0.5); // never asked for
    QVERIFY_EXCEPTION_THROWN(ngram::JelinekMercer(*counts, {{0.5}, {0.5}}), base::InputError);
    weights[0][3] = 1.5;
    QVERIFY_EXCEPTION_THROWN(ngram::JelinekMercer(*counts, weights), base::InputError);
    const nlohmann::json json = ngram::EstimatorSpec{"jelinek-mercer", 1, {{0.5}, {0.25}}};
    QCOMPARE(json.get<ngram::EstimatorSpec>().weights[1][0], 0.25);
}

/// Weights learnt from a text predict it better than equal ones, and those learnt by leaving one
/// out predict another text better than equal ones.
void TestSmoothing::jelinekMercerLearns() {
    const SmallCorpus corpus(randomSentences(3, 40, 400));
    const auto counts = corpus.count(file(), 3);
    std::vector<text::TokenId> other;
    for (const auto& sentence : randomSentences(4, 40, 100)) {
        const auto ids = corpus.ids("<s> " + sentence + " </s>");
        other.insert(other.end(), ids.begin(), ids.end());
    }
    const auto likelihood = [&](const ngram::JelinekMercer::Weights& weights) {
        const ngram::JelinekMercer estimator(*counts, weights);
        std::vector<double> logProbabilities(other.size());
        estimator.openBulkScorer(2, other.size())->score(other, logProbabilities);
        return std::accumulate(logProbabilities.begin(), logProbabilities.end(), 0.0);
    };
    const double equal = likelihood(ngram::JelinekMercer::Weights(3, std::vector<double>(16, 0.5)));
    const double alone = likelihood(ngram::JelinekMercer::leaveOneOut(*counts));
    const double best = likelihood(ngram::JelinekMercer::heldOut(*counts, other));
    QVERIFY(alone > equal);
    QVERIFY(best >= alone);
}

/// The weights of histories that begin a sentence are learnt too, which no n-gram of full length
/// has: <s> stands 40 times, and only "a" follows it.
void TestSmoothing::jelinekMercerLearnsBeginnings() {
    const SmallCorpus corpus(std::vector<std::string>(40, "a a a a a"));
    const auto counts = corpus.count(file(), 4);
    const auto weights = ngram::JelinekMercer::leaveOneOut(*counts);
    QVERIFY(weights[1][5] > 0.9); // 32 to 63 times
    QVERIFY(weights[2][5] > 0.9); // <s> a
}

void TestSmoothing::batchesAgree_data() {
    sumsToOne_data();
}

/// Many sentences at once give what each token gives alone.
void TestSmoothing::batchesAgree() {
    QFETCH(QString, estimator);
    for (const unsigned order : {1, 2, 3, 4, 7, 10}) { // beyond 6, windows are kept in two parts
        const unsigned seed = order;
        const SmallCorpus corpus(randomSentences(seed, 30, 900), seed % 2 * 2);
        const auto model = corpus.train(file(), order, {estimator.toStdString(), 0.3});
        auto tokens = corpus.tokens();
        std::mt19937 random(seed);
        for (auto& token : tokens) { // some that were never seen together, some unknown
            const auto luck = random() % 12;
            if (text::index(token) > 2 && luck < 4)
                token = text::tokenId(3 + random() % 5);
            else if (text::index(token) > 2 && luck == 4)
                token = text::Vocabulary::unknown;
        }
        std::vector<double> found(tokens.size());
        model.scoreSentences(tokens, found);
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            const double expected =
                tokens[i] == text::Vocabulary::begin
                    ? 0
                    : std::log(model.estimator().probability(
                          model.relevant(std::span(tokens).first(i)), tokens[i]));
            QVERIFY(found[i] == expected || std::abs(found[i] - expected) < 1e-12);
        }
    }
}

void TestSmoothing::sumsToOne_data() {
    QTest::addColumn<QString>("estimator");
    for (const auto& name : ngram::estimatorNames())
        QTest::addRow("%s", name.c_str()) << QString::fromStdString(name);
}

void TestSmoothing::sumsToOne() {
    QFETCH(QString, estimator);
    const std::string name = estimator.toStdString();
    const bool needsSeenHistory = name == "mle"; // 0 in sum after a history never seen
    for (unsigned seed = 0; seed < 8; ++seed) {
        const unsigned order = 1 + seed % 4;
        const unsigned types = seed < 4 ? 6 : 60; // few, so that all can follow; and many
        const SmallCorpus corpus(randomSentences(seed, types, seed == 0 ? 3 : 120), seed % 2 * 3);
        const auto model = corpus.train(file(), order, {name, 0.3});
        const std::size_t size = corpus.tokenizer().vocabulary().size();
        std::vector<double> distribution(size);
        std::vector<std::vector<text::TokenId>> histories{{},
                                                          corpus.ids("<s>"),
                                                          corpus.ids("w0"),
                                                          corpus.ids("w0 w1 w0"),
                                                          corpus.ids("unheard"),
                                                          corpus.ids("w0 unheard"),
                                                          corpus.ids("unheard w0"),
                                                          corpus.ids("w5 w4 w5")};
        for (std::size_t i = 0; i + 3 < corpus.tokens().size(); i += 7)
            histories.emplace_back(corpus.tokens().begin() + static_cast<std::ptrdiff_t>(i),
                                   corpus.tokens().begin() + static_cast<std::ptrdiff_t>(i) + 3);
        for (const auto& whole : histories) {
            const auto history = model.relevant(whole);
            if (!history.empty() && history.back() == text::Vocabulary::end)
                continue;
            model.estimator().distribution(history, distribution);
            double sum = 0;
            for (std::size_t i = 0; i < size; ++i) {
                const double alone = model.estimator().probability(history, text::tokenId(i));
                QVERIFY(distribution[i] >= 0);
                QVERIFY2(std::abs(alone - distribution[i]) < 1e-12, name.c_str());
                sum += distribution[i];
            }
            if (!model.estimator().isDistribution() || (needsSeenHistory && sum == 0))
                continue;
            QVERIFY2(std::abs(sum - 1) < 1e-6,
                     qPrintable(QString("%1, corpus %2: %3").arg(estimator).arg(seed).arg(sum)));
        }
    }
}

void TestSmoothing::explanationsAddUp() {
    const SmallCorpus corpus(randomSentences(5, 20, 100));
    const auto counts = corpus.count(file(), 3);
    for (const auto& name : ngram::estimatorNames()) {
        const ngram::NgramModel model(counts, {name, 1});
        for (const char* text : {"w0 w0 w1", "w3 w2 w7", "unheard w0 w1", "w0 w1 unheard"}) {
            const auto tokens = corpus.ids(text);
            const auto history = std::span(tokens).first(2);
            const auto explanation = model.explain(history, tokens.back());
            QCOMPARE(explanation.probability,
                     model.estimator().probability(history, tokens.back()));
            if (explanation.levels.empty())
                continue;
            QCOMPARE(explanation.estimator, name);
            QCOMPARE(explanation.levels.back().symbols.front().name, std::string("V"));
            // Each level's P′ is the next one's probability.
            for (std::size_t i = 0; i + 1 < explanation.levels.size(); ++i)
                for (const auto& symbol : explanation.levels[i].symbols)
                    if (symbol.name == "P′")
                        QCOMPARE(symbol.value, explanation.levels[i + 1].probability);
        }
    }
}

/// A reader written from the format's description: what is in the file must give the model's
/// probabilities again, by back-off alone.
void TestSmoothing::writesArpa() {
    const SmallCorpus corpus(randomSentences(3, 12, 60), 2);
    const auto counts = corpus.count(file(), 3);
    for (const char* name : {"good-turing", "jelinek-mercer", "witten-bell", "absolute",
                             "kneser-ney", "modified-kneser-ney", "stupid-backoff"}) {
        const ngram::NgramModel model(counts, {name, 1});
        const auto path = file();
        base::NoProgress progress;
        ngram::writeArpa(path, model, progress, {});
        std::map<std::string, std::pair<double, double>> entries; // log10 P and weight
        std::map<std::string, std::size_t> promised;
        std::map<std::string, std::size_t> found;
        std::string section;
        const auto lines = linesOf(path);
        QCOMPARE(lines.front(), std::string("\\data\\"));
        QCOMPARE(lines.back(), std::string("\\end\\"));
        for (const auto& line : lines) {
            const auto tab = line.find('\t');
            if (line.starts_with("ngram "))
                promised[line.substr(6, 1)] = std::stoul(line.substr(8));
            else if (line.starts_with("\\"))
                section = line.substr(1, 1);
            else if (tab != std::string::npos) {
                ++found[section];
                const auto second = line.find('\t', tab + 1);
                entries[line.substr(tab + 1, second - tab - 1)] = {
                    std::stod(line),
                    second == std::string::npos ? 0 : std::stod(line.substr(second + 1))};
            }
        }
        QCOMPARE(found, promised);
        QCOMPARE(entries.at("<s>").first, -99.0);
        const std::function<double(std::vector<std::string>)> score =
            [&](std::vector<std::string> ngram) -> double {
            std::string joined;
            for (const auto& token : ngram)
                joined += (joined.empty() ? "" : " ") + token;
            if (const auto entry = entries.find(joined); entry != entries.end())
                return entry->second.first;
            const auto history = entries.find(joined.substr(0, joined.rfind(' ')));
            ngram.erase(ngram.begin());
            return (history == entries.end() ? 0 : history->second.second) + score(ngram);
        };
        const std::vector<std::string> words{"<s>", "w0", "w1", "w2", "w5", "w9", "<unk>", "</s>"};
        const auto id = [&](const std::string& word) {
            return word == "<unk>" ? text::Vocabulary::unknown : corpus.id(word);
        };
        for (const auto& first : words)
            for (const auto& second : words)
                for (const auto& next : words) {
                    if (first == "</s>" || second == "<s>" || second == "</s>" || next == "<s>" ||
                        (id(next) == text::Vocabulary::unknown && next != "<unk>"))
                        continue; // nothing follows </s>; a cut word is <unk> in the file
                    const auto known = [&](const std::string& word) {
                        return id(word) == text::Vocabulary::unknown ? "<unk>" : word;
                    };
                    const std::vector<text::TokenId> history{id(first), id(second)};
                    const double p = model.estimator().probability(history, id(next));
                    const double written = score({known(first), known(second), next});
                    QVERIFY2(p == 0 ? written <= -99 : std::abs(std::log10(p) - written) < 1e-5,
                             qPrintable(QString("%1: %2 %3 %4, %5 for %6")
                                            .arg(name, first.c_str(), second.c_str(), next.c_str())
                                            .arg(written)
                                            .arg(std::log10(p))));
                }
    }
}

void TestSmoothing::refusesWhatArpaCannotHold() {
    base::NoProgress progress;
    const auto path = file();
    const SmallCorpus corpus({"a b", "b a"});
    for (const char* name : {"mle", "add-k"})
        QVERIFY_EXCEPTION_THROWN(
            ngram::writeArpa(path, corpus.train(file(), 2, {name, 1}), progress, {}),
            base::InputError);
    const SmallCorpus spelled({"a <unk> b"});
    QVERIFY_EXCEPTION_THROWN(
        ngram::writeArpa(path, spelled.train(file(), 2, {"witten-bell", 1}), progress, {}),
        base::InputError);
    QVERIFY(!std::filesystem::exists(path));
}

void TestSmoothing::agreesWithLmplz_data() {
    QTest::addColumn<unsigned>("order");
    for (const unsigned order : {2U, 3U, 5U})
        QTest::addRow("%u", order) << order;
}

void TestSmoothing::agreesWithLmplz() {
    QFETCH(unsigned, order);
    const std::filesystem::path data = NGRAMOPHONE_DATA;
    const auto arpa = data / "reference" / ("shakespeare.mkn" + std::to_string(order) + ".arpa.gz");
    if (!std::filesystem::exists(arpa))
        QSKIP("The reference results are not here.");
    const SmallCorpus corpus(linesOf(data / "shakespeare.txt"));
    const auto model = corpus.train(file(), order, {"modified-kneser-ney", 1});
    const auto& estimator = dynamic_cast<const ngram::Smoothed&>(model.estimator());
    QProcess gzip;
    gzip.start("gzip", {"-dc", QString::fromStdString(arpa.string())});
    QVERIFY(gzip.waitForFinished());
    std::istringstream lines(gzip.readAllStandardOutput().toStdString());
    std::vector<std::uint64_t> found(order + 1);
    double largest = 0;
    unsigned length = 0;
    for (std::string line; std::getline(lines, line);) {
        if (line.size() > 1 && line[0] == '\\') {
            length = line.find("-grams:") != std::string::npos
                         ? static_cast<unsigned>(std::stoul(line.substr(1)))
                         : 0;
            continue;
        }
        const auto tab = line.find('\t');
        if (length == 0 || tab == std::string::npos)
            continue;
        const auto second = line.find('\t', tab + 1);
        auto tokens = corpus.ids(line.substr(tab + 1, second - tab - 1));
        QCOMPARE(tokens.size(), std::size_t{length});
        ++found[length];
        if (second != std::string::npos && tokens.back() != text::Vocabulary::end) {
            const auto node = model.counts().find(tokens);
            QVERIFY(node);
            const double weight =
                model.counts().historyCount(*node) > 0 ? std::log10(estimator.weight(*node)) : 0;
            largest = std::max(largest, std::abs(weight - std::stod(line.substr(second + 1))));
        }
        const auto next = tokens.back();
        tokens.pop_back();
        if (next == text::Vocabulary::begin)
            continue; // lmplz writes 0 or -99 for what is never predicted
        const double probability = std::log10(estimator.probability(tokens, next));
        largest = std::max(largest, std::abs(probability - std::stod(line.substr(0, tab))));
    }
    for (unsigned level = 1; level <= order; ++level)
        QCOMPARE(found[level], model.counts().size(level));
    QVERIFY2(largest < 1e-4, qPrintable(QString::number(largest)));
}

void TestSmoothing::heldOutPerplexity_data() {
    QTest::addColumn<unsigned>("order");
    QTest::addColumn<double>("including");
    QTest::addColumn<double>("excluding");
    // KenLM's query on the same split.
    QTest::addRow("2") << 2U << 515.195049705141 << 255.7671788059635;
    QTest::addRow("3") << 3U << 504.02377775809015 << 249.68199179833238;
    QTest::addRow("5") << 5U << 502.95931803725637 << 249.2072178094786;
}

void TestSmoothing::heldOutPerplexity() {
    QFETCH(unsigned, order);
    const std::filesystem::path path = std::filesystem::path(NGRAMOPHONE_DATA) / "shakespeare.txt";
    if (!std::filesystem::exists(path))
        QSKIP("The text is not here.");
    auto lines = linesOf(path);
    const std::vector<std::string> heldOut(lines.begin() + 36000, lines.end());
    lines.resize(36000);
    const SmallCorpus corpus(lines);
    const auto model = corpus.train(file(), order, {"modified-kneser-ney", 1});
    double all = 0;
    double known = 0;
    std::size_t tokens = 0;
    std::size_t unknown = 0;
    for (const auto& line : heldOut) {
        auto sentence = corpus.ids("<s> " + line + " </s>");
        std::vector<double> scores(sentence.size() - 1);
        model.scoreSentence(sentence, scores);
        for (std::size_t i = 0; i < scores.size(); ++i) {
            const bool isUnknown = sentence[i + 1] == text::Vocabulary::unknown;
            all += scores[i];
            known += isUnknown ? 0 : scores[i];
            unknown += isUnknown ? 1 : 0;
            ++tokens;
        }
    }
    QCOMPARE(tokens, std::size_t{21893});
    QCOMPARE(unknown, std::size_t{2125});
    QFETCH(double, including);
    QFETCH(double, excluding);
    const auto close = [](double found, double expected) {
        return std::abs(std::log10(found / expected)) < 1e-4;
    };
    QVERIFY(close(std::exp(-all / static_cast<double>(tokens)), including));
    QVERIFY(close(std::exp(-known / static_cast<double>(tokens - unknown)), excluding));
}

QTEST_GUILESS_MAIN(TestSmoothing)
#include "tst_smoothing.moc"
