// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/read_counts.h"
#include "tests/core/base/gzip.h"
#include "tests/core/ngram/small_model.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <iterator>
#include <numeric>
#include <random>

namespace {

std::string contents(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

/// Sentences of `fewest` words and more, and a good deal of repetition; the last ends in a word
/// that stands nowhere else.
std::vector<std::string> sentences(unsigned seed, unsigned number, unsigned fewest) {
    std::mt19937 random(seed);
    std::vector<std::string> all;
    for (unsigned i = 0; i < number; ++i) {
        std::string sentence;
        for (unsigned words = fewest + random() % 9; words > 0; --words) {
            // In two steps: in one, the compiler chooses which number is drawn first.
            const unsigned different = 1 + random() % 40;
            sentence += "w" + std::to_string(random() % different) + " ";
        }
        all.push_back(sentence);
    }
    all.back() += "once";
    return all;
}

/// All n-grams of some lengths as lines, shuffled.
std::vector<std::string> linesOf(const ngram::Counts& counts, unsigned shortest = 1) {
    std::vector<std::string> lines;
    const auto& vocabulary = counts.tokenizer().vocabulary();
    for (unsigned level = shortest; level <= counts.order(); ++level)
        for (std::uint64_t i = 0; i < counts.size(level); ++i) {
            std::string line;
            for (const text::TokenId token : counts.ngram({level, i}))
                line += (line.empty() ? "" : " ") + std::string(vocabulary.token(token));
            lines.push_back(line + "\t" + std::to_string(counts.count({level, i})));
        }
    std::mt19937 random(3);
    std::shuffle(lines.begin(), lines.end(), random);
    return lines;
}

std::string joined(std::span<const std::string> lines) {
    std::string text;
    for (const auto& line : lines)
        text += line + "\n";
    return text;
}

} // namespace

class TestReadCounts : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    std::filesystem::path place(const std::string& name) const {
        return std::filesystem::path(folder_.path().toStdString()) / name;
    }
    std::filesystem::path write(const std::string& name, const std::string& text) const {
        std::ofstream(place(name), std::ios::binary | std::ios::trunc) << text;
        return place(name);
    }
    std::string read(const std::vector<std::filesystem::path>& files,
                     const ngram::CountingLimits& limits = {}) const {
        base::NoProgress progress;
        ngram::readCounts(place("read.ngm"), files, progress, {}, limits);
        return contents(place("read.ngm"));
    }
    std::shared_ptr<const ngram::Counts> readLines(const std::string& text) const {
        read({write("lines", text)});
        return ngram::openCounts(place("read.ngm"));
    }
    std::string errorOf(const std::string& text) const {
        try {
            readLines(text);
            return {};
        } catch (const base::Error& error) {
            return error.what();
        }
    }
    /// C of an n-gram of the counts; -1 where it is not there.
    static std::int64_t count(const ngram::Counts& counts, const std::string& spaced) {
        const auto node = find(counts, spaced);
        return node ? static_cast<std::int64_t>(counts.count(*node)) : -1;
    }
    static std::optional<ngram::Node> find(const ngram::Counts& counts, const std::string& spaced) {
        std::vector<text::TokenId> tokens;
        std::istringstream words(spaced);
        for (std::string word; words >> word;)
            tokens.push_back(word == "<s>"    ? text::Vocabulary::begin
                             : word == "</s>" ? text::Vocabulary::end
                                              : counts.tokenizer().vocabulary().find(word));
        return counts.find(tokens);
    }
    /// Every estimator that is a distribution sums to 1 after every history of the counts.
    static void verifySums(const ngram::Counts& counts) {
        std::vector<double> out(counts.tokenizer().vocabulary().size());
        for (const auto& name : ngram::estimatorNames()) {
            const auto estimator = ngram::makeEstimator({name}, counts);
            if (!estimator->isDistribution())
                continue;
            for (unsigned level = 1; level < counts.order(); ++level)
                for (std::uint64_t i = 0; i < counts.size(level); ++i) {
                    const auto history = counts.ngram({level, i});
                    estimator->distribution(history, out);
                    const double sum = std::accumulate(out.begin(), out.end(), 0.0);
                    const bool none = name == "mle" && sum == 0; // nothing ever followed
                    QVERIFY2(none || std::abs(sum - 1) < 1e-9,
                             (name + " " + std::to_string(sum)).c_str());
                    QVERIFY2(std::all_of(out.begin(), out.end(), [](double p) { return p >= 0; }),
                             name.c_str());
                }
        }
    }

private slots:
    /// Counts that go out as lines come back as the same file, and with it all that follows from
    /// them.
    void sameAsCounted_data() {
        QTest::addColumn<unsigned>("order");
        for (const unsigned order : {1U, 2U, 3U, 5U, 10U})
            QTest::addRow("%u", order) << order;
    }
    void sameAsCounted() {
        QFETCH(unsigned, order);
        const SmallCorpus corpus(sentences(order, 700, 0), 3);
        QVERIFY(corpus.tokenizer().vocabulary().isOpen());
        const auto counted = corpus.count(place("counted.ngm"), order);
        const auto lines = linesOf(*counted);
        const auto middle = lines.size() / 3;
        const auto plain = write("part-0", joined(std::span(lines).first(middle)));
        const auto packed = write("part-1.gz", gzip(joined(std::span(lines).subspan(middle))));
        const std::string all = contents(place("counted.ngm"));
        QVERIFY(read({plain, packed}) == all);
        QVERIFY(read({packed, plain}, {1, 1}) == all);
        QVERIFY(read({packed, write("empty", ""), plain}, {20000, 2}) == all);

        // The same bytes, hence the same everything; one estimator shows it.
        const auto opened = ngram::openCounts(place("read.ngm"));
        const auto ours = ngram::makeEstimator({"modified-kneser-ney"}, *opened);
        const auto theirs = ngram::makeEstimator({"modified-kneser-ney"}, *counted);
        std::vector<text::TokenId> history;
        if (order > 1)
            history = corpus.ids("w1");
        QCOMPARE(ours->probability(history, corpus.id("w2")),
                 theirs->probability(history, corpus.id("w2")));
    }

    /// The highest order alone: the rest is summed up, </s> too, where every sentence has an n-gram
    /// of that length.
    void lowerOrdersAreDerived() {
        for (const unsigned order : {2U, 3U, 5U}) {
            const SmallCorpus corpus(sentences(20 + order, 300, order - 2), 0);
            const auto counted = corpus.count(place("counted.ngm"), order);
            const auto file = write("highest", joined(linesOf(*counted, order)));
            QVERIFY(read({file}) == contents(place("counted.ngm")));
            QVERIFY(read({file}, {5000, 1}) == contents(place("counted.ngm")));
        }
        // "x" alone is too short for a trigram with two words.
        const auto counts = readLines("<s> a b\t2\na b </s>\t2\n");
        QCOMPARE(counts->order(), 3U);
        QCOMPARE(counts->events(), 6U);
        QCOMPARE(counts->sentences(), 2U);
        QCOMPARE(count(*counts, "a"), 2);
        QCOMPARE(count(*counts, "b"), 2);
        QCOMPARE(count(*counts, "</s>"), 2);
        QCOMPARE(count(*counts, "b </s>"), 2);
    }

    void linesAddUp() {
        const auto counts = readLines("a b\t1\r\n  a   b \t 2 \n\na b\t4\nb a\t0\na\t9\n<S> a\t5\n"
                                      "b </S>\t6\n<UNK>\t3");
        QCOMPARE(counts->order(), 2U);
        QCOMPARE(count(*counts, "a b"), 7);
        QCOMPARE(count(*counts, "b a"), -1);
        QCOMPARE(count(*counts, "a"), 9);
        QCOMPARE(count(*counts, "<s>"), 5);
        QCOMPARE(counts->sentences(), 5U);
        QCOMPARE(count(*counts, "b"), 6);
        QCOMPARE(count(*counts, "</s>"), 6);
        QCOMPARE(counts->count({1, text::index(text::Vocabulary::unknown)}), 3U);
        QCOMPARE(counts->tokenizer().vocabulary().unknownCount(), 3U);
        QCOMPARE(counts->events(), 9U + 6 + 6 + 3);
        QCOMPARE(counts->historyCount(*find(*counts, "a")), 7U);
        QCOMPARE(counts->historyCount(*find(*counts, "b")), 6U);
        QCOMPARE(counts->historyCount(*find(*counts, "</s>")), 0U);
        // By falling count: a 9, b 6.
        QVERIFY(find(*counts, "a")->index < find(*counts, "b")->index);
        verifySums(*counts);
    }

    /// What a longer n-gram shows to have been there is there, in the middle too.
    void missingNgrams() {
        const auto counts = readLines("a b c d\t3\nc\t100\nb c\t50\n");
        QCOMPARE(counts->order(), 4U);
        for (const auto& [spaced, expected] :
             std::vector<std::pair<std::string, std::int64_t>>{{"a b c d", 3},
                                                               {"a b c", 3},
                                                               {"b c d", 3},
                                                               {"a b", 3},
                                                               {"b c", 50},
                                                               {"c d", 3},
                                                               {"a", 3},
                                                               {"b", 50},
                                                               {"c", 100},
                                                               {"d", 3},
                                                               {"a c", -1}})
            QCOMPARE(count(*counts, spaced), expected);
        QCOMPARE(counts->historyCount(*find(*counts, "b c")), 3U);
        QCOMPARE(counts->sentences(), 0U);
        // Nothing stands before the first word: it keeps its count, as if it began a sentence.
        QCOMPARE(counts->adjustedCount(*find(*counts, "a")), 3U);
        QCOMPARE(counts->adjustedCount(*find(*counts, "c")), 1U);
        verifySums(*counts);
        QCOMPARE(readLines("a\t4\n</s>\t2\n")->sentences(), 2U);
    }

    /// Lines without what is rare, as large collections are published.
    void rareOnesLeftOut() {
        for (const unsigned order : {2U, 3U, 4U}) {
            const SmallCorpus corpus(sentences(order, 200, 0), 3);
            std::string kept;
            for (const auto& line : linesOf(*corpus.count(place("counted.ngm"), order)))
                if (std::stoi(line.substr(line.find('\t') + 1)) > 1)
                    kept += line + "\n";
            const auto counts = readLines(kept);
            QCOMPARE(counts->order(), order);
            verifySums(*counts);
            const std::string all = contents(place("read.ngm"));
            QVERIFY(read({place("lines")}, {3000, 1}) == all);
        }
    }

    void errors() {
        const auto check = [&](const std::string& text, const std::string& expected) {
            const std::string error = errorOf(text);
            QVERIFY2(error.find(expected) != std::string::npos, (text + ": " + error).c_str());
            QVERIFY2(error.find("lines") != std::string::npos, error.c_str());
        };
        check("", "no n-gram with a count");
        check("\n\na b\t0\n", "no n-gram with a count");
        check("a\t1\na b 3\n", "Line 2 of the file");
        check("a b 3\n", "has no tab");
        for (const char* number : {"", "-1", "x", "1.5", "1e3", "3 4", "1\t2", "0x10", "+1",
                                   "4503599627370497", "99999999999999999999999"})
            check("a\t1\na b\t" + std::string(number) + "\n", "count in line 2 of the file");
        check("a\t4503599627370496\nb\t1\n", "up to line 2 of the file");
        check("\t5\n", "no words before");
        check("a b c d e f g h i j k\t5\n", "more than 10 words");
        check("a \xff\t5\n", "no text in UTF-8");
        for (const char* words : {"a <s>", "</s> a", "</s> <s>", "a </s> b", "<s> <s> a"})
            check(std::string(words) + "\t1\n", "Count each sentence alone");
        QVERIFY_EXCEPTION_THROWN(read({place("none")}), base::FileError);
        const std::string packed = gzip(std::string("a\t1\nb\t2\n"));
        QVERIFY_EXCEPTION_THROWN(read({write("cut.gz", packed.substr(0, packed.size() - 3))}),
                                 base::FormatError);
    }

    void obeysStop() {
        std::stop_source stop;
        stop.request_stop();
        base::NoProgress progress;
        const auto file = write("lines", "a b\t3\n");
        QVERIFY_EXCEPTION_THROWN(
            ngram::readCounts(place("stopped.ngm"), std::array{file}, progress, stop.get_token()),
            base::Cancelled);
        QVERIFY(!std::filesystem::exists(place("stopped.ngm")));
    }
};

QTEST_GUILESS_MAIN(TestReadCounts)
#include "tst_read_counts.moc"
