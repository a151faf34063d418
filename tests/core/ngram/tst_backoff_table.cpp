// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/text_sink.h"
#include "core/base/text_source.h"
#include "core/ngram/arpa_reader.h"
#include "core/ngram/arpa_writer.h"
#include "core/ngram/prune.h"
#include "tests/core/ngram/small_model.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <numeric>
#include <random>

namespace fs = std::filesystem;

namespace {

const char* const smallArpa = "Some words of whoever made it\n"
                              "\\data\\\n"
                              "ngram 1=5\n"
                              "ngram 2=4\n"
                              "ngram 3=2\n"
                              "\n\\1-grams:\n"
                              "-1\t<unk>\n"
                              "-99\t<s>\t-0.5\n"
                              "-0.7\t</s>\n"
                              "-0.4\ta\t-0.3\n"
                              "-0.6\tb\t-0.2\n"
                              "\n\\2-grams:\n"
                              "-0.2\t<s> a\t-0.1\n"
                              "-0.3\ta b\t0.1\n"
                              "-0.4\tb a\n"
                              "-0.5\tb </s>\n"
                              "\n\\3-grams:\n"
                              "-0.15\t<s> a b\n"
                              "-0.25\ta b </s>\n"
                              "\n\\end\\\n";

std::vector<std::string> randomSentences(unsigned seed, std::size_t number) {
    std::mt19937 random(seed);
    const std::string letters = "aaaabbbccd";
    std::vector<std::string> sentences;
    for (std::size_t i = 0; i < number; ++i) {
        std::string sentence;
        for (std::size_t length = 1 + random() % 8; length > 0; --length)
            sentence += std::string(1, letters[random() % letters.size()]) + " ";
        sentences.push_back(sentence);
    }
    return sentences;
}

} // namespace

class TestBackoffTable : public QObject {
    Q_OBJECT

private slots:
    void init() { QVERIFY(folder_.isValid()); }

    /// Worked out by hand from the file's numbers.
    void readsByHand() {
        const auto model = readText(smallArpa);
        QCOMPARE(model.order(), 3U);
        QVERIFY(!model.hasCounts());
        QVERIFY_THROWS_EXCEPTION(base::InputError, model.counts());
        compare(model, "", "a", -0.4);
        compare(model, "", "<unk>", -1);
        compare(model, "<s>", "a", -0.2);
        compare(model, "<s> a", "b", -0.15);
        compare(model, "b a", "b", -0.3);               // "b a" has no weight: 1
        compare(model, "<s> a", "a", -0.1 - 0.3 - 0.4); // α(<s> a) α(a) P(a)
        compare(model, "a b", "a", 0.1 - 0.4);
        compare(model, "b b", "</s>", -0.5); // "b b" is no history of the file
        compare(model, "<s>", "nowhere", -0.5 - 1);
        const auto explanation = model.explain(ids(model, "<s> a"), ids(model, "a")[0]);
        QVERIFY(std::abs(std::log10(explanation.probability) + 0.8) < 1e-6);
        QCOMPARE(explanation.levels.size(), 4U);
    }

    void withoutUnknownTokens() {
        QString text = smallArpa;
        text.replace("ngram 1=5", "ngram 1=4").replace("-1\t<unk>\n", "");
        const auto model = readText(text);
        QCOMPARE(probability(model, "a b", "nowhere"), 0.0);
    }

    /// SRILM's pruned models may lack what an n-gram begins with, or a history's end.
    void gaps() {
        const auto model = readText("\\data\\\nngram 1=4\nngram 2=1\nngram 3=1\n\n\\1-grams:\n"
                                    "-99\t<s>\t0\n-0.7\t</s>\n-0.4\ta\t-0.3\n-0.6\tb\t-0.2\n\n"
                                    "\\2-grams:\n-0.1\tb b\t-0.9\n\n\\3-grams:\n-0.15\ta b a\n\n"
                                    "\\end\\\n");
        compare(model, "a b", "a", -0.15);
        compare(model, "", "b", -0.6);
        compare(model, "a", "b", -0.3 - 0.6); // "a b" is there for "a b a" alone
        compare(model, "a b", "b", -0.1);     // α(a b) is 1
        compare(model, "b b", "a", -0.9 - 0.2 - 0.4);
    }

    void refuses_data() {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("said");
        QTest::newRow("cut short") << "\\end\\"
                                   << ""
                                   << "line 24: the file ends";
        QTest::newRow("no number") << "-0.4\ta\t"
                                   << "minus\ta\t"
                                   << "line 11: “minus”";
        QTest::newRow("above 1") << "-0.6\tb"
                                 << "0.6\tb"
                                 << "line 12: the logarithm 0.6";
        QTest::newRow("unknown token") << "b </s>"
                                       << "b c"
                                       << "line 18: the token “c”";
        QTest::newRow("too many") << "ngram 2=4"
                                  << "ngram 2=3"
                                  << "line 18: \\3-grams:";
        QTest::newRow("too few") << "ngram 2=4"
                                 << "ngram 2=5"
                                 << "line 20:";
        QTest::newRow("twice") << "b a"
                               << "a b"
                               << "line 17: the n-gram";
        QTest::newRow("unigram twice") << "\tb\t-0.2"
                                       << "\ta\t-0.2"
                                       << "line 12: the n-gram";
        QTest::newRow("no header") << "\\data\\"
                                   << "data"
                                   << "\\data\\ is missing";
        QTest::newRow("orders") << "ngram 2=4"
                                << "ngram 4=4"
                                << "line 4: “ngram 2=NUMBER”";
    }
    void refuses() {
        QFETCH(QString, from);
        QFETCH(QString, to);
        QFETCH(QString, said);
        QString text = smallArpa;
        QVERIFY(text.contains(from));
        text.replace(text.indexOf(from), from.size(), to);
        try {
            readText(text);
        } catch (const base::FormatError& error) {
            QVERIFY2(QString(error.what()).contains(said), error.what());
            QVERIFY(QString(error.what()).contains("small.arpa"));
            QVERIFY(!fs::exists(path("table")));
            return;
        }
        QFAIL("read");
    }

    /// An empty file that is named as ARPA is told as such, packed or not.
    void refusesNothing_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("plain") << "none.arpa" << QByteArray();
        QTest::newRow("gzip") << "none.arpa.gz" << QByteArray();
        QTest::newRow("blank") << "none.arpa" << QByteArray("\n \n");
    }
    void refusesNothing() {
        QFETCH(QString, name);
        QFETCH(QByteArray, text);
        const fs::path arpa = path(name.toStdString());
        base::TextSink sink(arpa);
        sink.write(text.toStdString());
        sink.commit();
        QVERIFY(ngram::looksLikeArpa(arpa));
        base::NoProgress progress;
        try {
            ngram::readArpa(arpa, path("table"), progress, {});
        } catch (const base::FormatError& error) {
            QVERIFY2(QString(error.what()).contains(name + ", line 1: this ARPA file is empty"),
                     error.what());
            return;
        }
        QFAIL("read");
    }

    /// What is written, plain or packed, comes back with the same probabilities; and again.
    void roundTrip_data() {
        QTest::addColumn<QString>("estimator");
        QTest::addColumn<QString>("name");
        for (const char* estimator :
             {"modified-kneser-ney", "witten-bell", "good-turing", "absolute", "jelinek-mercer"}) {
            QTest::addRow("%s, plain", estimator) << estimator << "out.arpa";
            QTest::addRow("%s, gzip", estimator) << estimator << "out.arpa.gz";
        }
    }
    void roundTrip() {
        QFETCH(QString, estimator);
        QFETCH(QString, name);
        const SmallCorpus corpus(randomSentences(3, 60), 2);
        const auto model = corpus.train(path("counts"), 3, {estimator.toStdString()});
        base::NoProgress progress;
        const fs::path arpa = path(name.toStdString());
        ngram::writeArpa(arpa, model, progress, {});
        QVERIFY(ngram::looksLikeArpa(arpa));
        ngram::readArpa(arpa, path("table"), progress, {});
        const ngram::NgramModel table(ngram::openBackoffTable(path("table")));
        compareAll(corpus, model, table, 1e-6);
        ngram::writeArpa(path("again.arpa"), table, progress, {});
        ngram::readArpa(path("again.arpa"), path("table2"), progress, {});
        compareAll(corpus, table, ngram::NgramModel(ngram::openBackoffTable(path("table2"))), 1e-6);
    }

    /// Nothing goes: the same model. Then more and more does, and every distribution still sums to
    /// 1, and what stays keeps its probability.
    void prunes() {
        const SmallCorpus corpus(randomSentences(7, 200), 2);
        const auto model = corpus.train(path("counts"), 3, {"modified-kneser-ney"});
        const auto whole = pruned(model, {});
        QCOMPARE(whole.second.after, whole.second.before);
        compareAll(corpus, model, whole.first, 1e-5);

        std::uint64_t last = whole.second.after[2];
        for (const double threshold : {1e-5, 1e-4, 1e-3, 1e-2}) {
            const auto [table, numbers] = pruned(model, {{}, threshold});
            QVERIFY(numbers.after[2] <= last);
            last = numbers.after[2];
            requireSums(corpus, table);
            requireKept(model, table);
        }
        QVERIFY(last < whole.second.after[2] / 2);

        const auto [table, numbers] = pruned(model, {{0, 0, 1}, 0});
        requireSums(corpus, table);
        std::uint64_t more = 0;
        for (std::uint64_t i = 0; i < model.counts().size(3); ++i)
            more += model.counts().count({3, i}) > 1 ? 1 : 0;
        QCOMPARE(numbers.after[2], more);
        QCOMPARE(numbers.after[1], numbers.before[1]);
    }

    /// The rise of the perplexity that Stolcke's measure promises for one n-gram is the one that
    /// the distributions themselves give: P(h) Σ P (ln P - ln P_without).
    void entropyMeasure() {
        const SmallCorpus corpus({"a b a b", "a c", "b a", "a b c", "c c a"});
        const auto model = corpus.train(path("counts"), 2, {"witten-bell"});
        const auto& counts = model.counts();
        // One threshold between each two measured rises takes away exactly the lower ones.
        std::vector<double> rises;
        for (std::uint64_t i = 0; i < counts.size(2); ++i) {
            const auto ngram = counts.ngram({2, i});
            const double end = probability(model, "", "</s>");
            const double ofHistory = ngram[0] == text::Vocabulary::begin
                                         ? end
                                         : model.estimator().probability({}, ngram[0]);
            std::vector<double> with(corpus.tokenizer().vocabulary().size());
            std::vector<double> lower(with.size());
            model.estimator().distribution(std::span(ngram).first(1), with);
            model.estimator().distribution({}, lower);
            // The n-gram's probability by back-off, and the weight that makes room for it.
            const ngram::Trie::Range range =
                counts.children(*counts.find(std::span(ngram).first(1)));
            double left = 1;
            double leftLower = 1;
            std::vector<char> seen(with.size());
            for (std::uint64_t j = range.first; j < range.last; ++j)
                if (j != i) {
                    const auto token = text::index(counts.token({2, j}));
                    seen[token] = 1;
                    left -= with[token];
                    leftLower -= lower[token];
                }
            double divergence = 0;
            for (std::size_t token = 0; token < with.size(); ++token)
                if (seen[token] == 0 && with[token] > 0)
                    divergence += with[token] * (std::log(with[token]) -
                                                 std::log(lower[token] * left / leftLower));
            rises.push_back(std::expm1(ofHistory * divergence));
        }
        std::sort(rises.begin(), rises.end());
        for (std::size_t i = 0; i + 1 < rises.size(); ++i) {
            if (rises[i + 1] - rises[i] < 1e-9)
                continue;
            const auto [table, numbers] = pruned(model, {{}, (rises[i] + rises[i + 1]) / 2});
            QCOMPARE(numbers.after[1], rises.size() - i - 1);
        }
    }

    void pruneRefuses() {
        const SmallCorpus corpus({"a b", "b a"});
        QVERIFY_THROWS_EXCEPTION(base::InputError,
                                 pruned(corpus.train(path("counts"), 2, {"mle"}), {}));
        QVERIFY_THROWS_EXCEPTION(base::InputError,
                                 pruned(corpus.train(path("counts"), 2, {"stupid-backoff"}), {}));
        QVERIFY_THROWS_EXCEPTION(base::InputError, pruned(readText(smallArpa), {{1}, 0}));
        QVERIFY_THROWS_EXCEPTION(base::InputError,
                                 pruned(corpus.train(path("counts"), 2, {"absolute"}), {{}, -1}));
        QCOMPARE(ngram::pruneCountsFromText("0,0,12"), (std::vector<std::uint64_t>{0, 0, 12}));
        QVERIFY_THROWS_EXCEPTION(base::InputError, ngram::pruneCountsFromText("0,,1"));
        QVERIFY_THROWS_EXCEPTION(base::InputError, ngram::pruneCountsFromText("a"));
    }

    /// Every file of lmplz is read, and gives the probabilities that stand in it.
    void reference() {
        const fs::path reference = fs::path(NGRAMOPHONE_DATA) / "reference";
        std::vector<fs::path> files;
        if (fs::exists(reference))
            for (const auto& entry : fs::recursive_directory_iterator(reference))
                if (entry.path().string().ends_with(".arpa.gz") ||
                    entry.path().extension() == ".arpa")
                    files.push_back(entry.path());
        if (files.empty())
            QSKIP("no reference data");
        for (const fs::path& file : files) {
            base::NoProgress progress;
            ngram::readArpa(file, path("table"), progress, {});
            const ngram::NgramModel model(ngram::openBackoffTable(path("table")));
            base::TextSource source(file);
            std::uint64_t compared = 0;
            while (const auto line = source.line()) {
                const QStringList fields =
                    QString::fromUtf8(line->data(), line->size()).split('\t');
                if (fields.size() < 2 || !fields[0].startsWith('-') || fields[1] == "<s>")
                    continue;
                const auto ngram = ids(model, fields[1].toStdString());
                const double value = model.estimator().probability(
                    std::span(ngram).first(ngram.size() - 1), ngram.back());
                QVERIFY2(std::abs(std::log10(value) - fields[0].toDouble()) < 1e-5,
                         qPrintable(fields[1]));
                ++compared;
            }
            QVERIFY(compared > 100);
        }
    }

private:
    fs::path path(const std::string& name) const {
        return fs::path(folder_.path().toStdString()) / name;
    }
    ngram::NgramModel readText(const QString& text) {
        base::TextSink sink(path("small.arpa"));
        sink.write(text.toStdString());
        sink.commit();
        fs::remove(path("table"));
        base::NoProgress progress;
        ngram::readArpa(path("small.arpa"), path("table"), progress, {});
        return ngram::NgramModel(ngram::openBackoffTable(path("table")));
    }
    static std::vector<text::TokenId> ids(const ngram::NgramModel& model, const std::string& text) {
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
    static void compare(const ngram::NgramModel& model, const std::string& history,
                        const std::string& next, double expected) {
        const double found = std::log10(probability(model, history, next));
        QVERIFY2(std::abs(found - expected) < 1e-6,
                 qPrintable(QString("%1 | %2: %3").arg(next.c_str(), history.c_str()).arg(found)));
    }
    /// Calls visit(history) for histories of up to two tokens, unseen and unknown ones among them.
    template <class Visit>
    static void forHistories(const SmallCorpus& corpus, Visit visit) {
        for (const char* history : {"", "<s>", "a", "d", "nowhere", "<s> a", "a b", "b c", "d d",
                                    "c nowhere", "nowhere a"})
            visit(corpus.ids(history));
    }
    static void compareAll(const SmallCorpus& corpus, const ngram::NgramModel& one,
                           const ngram::NgramModel& other, double tolerance) {
        const auto& vocabulary = other.tokenizer().vocabulary();
        std::vector<double> all(vocabulary.size());
        forHistories(corpus, [&](const std::vector<text::TokenId>& history) {
            std::vector<text::TokenId> translated;
            for (const auto token : history)
                translated.push_back(
                    text::Vocabulary::isSpecial(token)
                        ? token
                        : vocabulary.find(corpus.tokenizer().vocabulary().token(token)));
            other.estimator().distribution(translated, all);
            for (const char* next : {"a", "b", "c", "d", "</s>", "nowhere"}) {
                const double expected = one.estimator().probability(
                    history, next == std::string("</s>") ? text::Vocabulary::end
                                                         : one.tokenizer().vocabulary().find(next));
                const auto id = ids(other, next)[0];
                QVERIFY(std::abs(other.estimator().probability(translated, id) - expected) <
                        tolerance);
                QVERIFY(std::abs(all[text::index(id)] - expected) < tolerance);
            }
        });
    }
    static void requireSums(const SmallCorpus& corpus, const ngram::NgramModel& model) {
        std::vector<double> all(model.tokenizer().vocabulary().size());
        forHistories(corpus, [&](const std::vector<text::TokenId>& history) {
            model.estimator().distribution(history, all);
            QVERIFY(std::abs(std::accumulate(all.begin(), all.end(), 0.0) - 1) < 1e-5);
        });
    }
    static void requireKept(const ngram::NgramModel& model, const ngram::NgramModel& table) {
        for (unsigned level = 2; level <= 3; ++level)
            for (std::uint64_t i = 0; i < table.trie().size(level); ++i) {
                const auto ngram = table.trie().ngram({level, i});
                const auto history = std::span(ngram).first(level - 1);
                QVERIFY(std::abs(table.estimator().probability(history, ngram.back()) -
                                 model.estimator().probability(history, ngram.back())) < 1e-6);
            }
    }
    std::pair<ngram::NgramModel, ngram::Pruned> pruned(const ngram::NgramModel& model,
                                                       const ngram::PruneSpec& spec) {
        base::NoProgress progress;
        const fs::path file = path("pruned" + std::to_string(number_++));
        const auto numbers = ngram::prune(model, spec, file, "test", progress, {});
        return {ngram::NgramModel(ngram::openBackoffTable(file)), numbers};
    }

    QTemporaryDir folder_;
    int number_ = 0;
};

QTEST_APPLESS_MAIN(TestBackoffTable)
#include "tst_backoff_table.moc"
