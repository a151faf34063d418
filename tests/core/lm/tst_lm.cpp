// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lm/sampler.h"
#include "core/lm/score.h"
#include "tests/core/text/word_pieces.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <map>

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Gives each next token the probability that stands in a list, whatever came before.
class FixedModel final : public lm::LanguageModel {
public:
    FixedModel(text::TokenizerSpec spec, std::vector<std::string> tokens,
               const std::vector<double>& probabilities)
        : tokenizer_(spec, text::Vocabulary::fromTokens(std::move(tokens))) {
        for (const double p : probabilities)
            logs_.push_back(std::log(p));
    }
    const text::Tokenizer& tokenizer() const override { return tokenizer_; }
    lm::Description describe() const override { return {"fixed", {}}; }
    std::unique_ptr<lm::Session> openSession() const override {
        return std::make_unique<Fixed>(logs_);
    }

private:
    class Fixed final : public lm::Session {
    public:
        explicit Fixed(std::span<const double> logs) : logs_(logs) {}
        void feed(std::span<const text::TokenId>) override {}
        std::span<const double> logProbabilities() override { return logs_; }

    private:
        std::span<const double> logs_;
    };
    text::Tokenizer tokenizer_;
    std::vector<double> logs_;
};

const text::TokenizerSpec characters{text::TokenizerKind::Characters, text::SentenceUnit::Line,
                                     false};
const std::vector<double> fourLogs{std::log(0.1), std::log(0.4), std::log(0.3), std::log(0.2),
                                   -infinity};

std::map<std::size_t, int> drawMany(const lm::SamplingSpec& spec, int times) {
    lm::Sampler sampler(spec);
    std::map<std::size_t, int> drawn;
    for (int i = 0; i < times; ++i)
        ++drawn[text::index(sampler.draw(fourLogs)->id)];
    return drawn;
}

} // namespace

class TestLm : public QObject {
    Q_OBJECT

private slots:
    void greedy() {
        lm::SamplingSpec spec;
        spec.temperature = 0;
        lm::Sampler sampler(spec);
        const auto choice = sampler.draw(fourLogs);
        QCOMPARE(text::index(choice->id), std::size_t{1});
        QVERIFY(std::abs(choice->probability - 0.4) < 1e-12);
        QCOMPARE(choice->alternatives.size(), std::size_t{4});
        QCOMPARE(text::index(choice->alternatives[3].id), std::size_t{0});
        // Ties go to the smaller id.
        const std::vector<double> tie(3, std::log(1.0 / 3));
        QCOMPARE(text::index(sampler.draw(tie)->id), std::size_t{0});
        QVERIFY(!sampler.draw(std::vector<double>(3, -infinity)).has_value());
    }

    void drawsByProbability() {
        const auto drawn = drawMany({}, 20000);
        QVERIFY(std::abs(drawn.at(0) - 2000) < 250);
        QVERIFY(std::abs(drawn.at(1) - 8000) < 400);
        QVERIFY(std::abs(drawn.at(3) - 4000) < 350);
        QVERIFY(!drawn.contains(4));
        // Temperature 1/2 squares the weights: 1, 16, 9 and 4 of 30.
        lm::SamplingSpec cold;
        cold.temperature = 0.5;
        QVERIFY(std::abs(drawMany(cold, 20000).at(1) - 10667) < 400);
    }

    void cuts() {
        lm::SamplingSpec spec;
        spec.topK = 2;
        auto drawn = drawMany(spec, 7000);
        QCOMPARE(drawn.size(), std::size_t{2});
        QVERIFY(std::abs(drawn.at(1) - 4000) < 250);
        spec.topK = 0;
        spec.topP = 0.69; // 0.4 is not enough, 0.4 + 0.3 is
        drawn = drawMany(spec, 7000);
        QCOMPARE(drawn.size(), std::size_t{2});
        QVERIFY(std::abs(drawn.at(2) - 3000) < 250);
        spec.topP = 1e-9;
        QCOMPARE(drawMany(spec, 100).size(), std::size_t{1});
        spec.topK = 1;
        spec.topP = 1;
        QCOMPARE(drawMany(spec, 100).at(1), 100);
    }

    void sameSeedSameTokens() {
        lm::SamplingSpec spec;
        spec.seed = 42;
        lm::Sampler a(spec);
        lm::Sampler b(spec);
        std::string drawn;
        for (int i = 0; i < 24; ++i) {
            const auto choice = a.draw(fourLogs);
            QCOMPARE(b.draw(fourLogs)->id, choice->id);
            drawn += std::to_string(text::index(choice->id));
        }
        // The generator is the standard's, the draw our own: the same on every machine. Its first
        // number for seed 42 is 13930160852258120406, 0.7551… of 2^64: below 0.8, so id 2.
        QCOMPARE(drawn[0], '2');
    }

    void ranges() {
        const auto with = [](double temperature, double topP, std::size_t length) {
            lm::SamplingSpec spec;
            spec.temperature = temperature;
            spec.topP = topP;
            spec.length = length;
            lm::requireValid(spec);
        };
        QVERIFY_EXCEPTION_THROWN(with(-1, 1, 1), base::InputError);
        QVERIFY_EXCEPTION_THROWN(with(std::nan(""), 1, 1), base::InputError);
        QVERIFY_EXCEPTION_THROWN(with(1, 0, 1), base::InputError);
        QVERIFY_EXCEPTION_THROWN(with(1, 1.1, 1), base::InputError);
        QVERIFY_EXCEPTION_THROWN(with(1, 1, 0), base::InputError);
    }

    void generates() {
        const FixedModel model(characters, {"a", "b"}, {0, 0, 0.2, 0.5, 0.3});
        const std::vector<text::TokenId> start{text::Vocabulary::begin};
        std::stop_source stop;
        int seen = 0;
        lm::SamplingSpec spec;
        spec.temperature = 0;
        spec.length = 7;
        const auto count = [&](const lm::Choice&) { ++seen; };
        QCOMPARE(lm::generate(*model.openSession(), start, spec, count, {}),
                 lm::GenerationEnd::Length);
        QCOMPARE(seen, 7);
        seen = 0;
        const auto stopAtSecond = [&](const lm::Choice&) {
            if (++seen == 2)
                stop.request_stop();
        };
        QCOMPARE(lm::generate(*model.openSession(), start, spec, stopAtSecond, stop.get_token()),
                 lm::GenerationEnd::Stopped);
        QCOMPARE(seen, 2);
        const FixedModel ends(characters, {"a"}, {0, 0, 1, 0});
        QCOMPARE(lm::generate(*ends.openSession(), start, spec, count, {}),
                 lm::GenerationEnd::EndOfText);
        const FixedModel silent(characters, {"a"}, {0, 0, 0, 0});
        QCOMPARE(lm::generate(*silent.openSession(), start, spec, count, {}),
                 lm::GenerationEnd::NoDistribution);
        QCOMPARE(seen, 2);
    }

    void scoresByHand() {
        const FixedModel model(characters, {"a", "山"}, {0, 0, 0.25, 0.5, 0.25});
        const auto score = lm::scoreText(model, "a山\r\n\naa\n");
        // a 1/2, 山 1/4, </s> 1/4; the blank line is no sentence; a 1/2, a 1/2, </s> 1/4.
        QCOMPARE(score.summary.tokens, std::uint64_t{6});
        QCOMPARE(score.summary.bytes, std::uint64_t{10});
        QVERIFY(std::abs(score.summary.logProbability - -9 * std::log(2.0)) < 1e-12);
        QVERIFY(std::abs(score.summary.perplexity() - std::exp2(1.5)) < 1e-12);
        QVERIFY(std::abs(score.summary.bitsPerByte() - 0.9) < 1e-12);
        QCOMPARE(score.tokens[1].token, std::string("山"));
        QCOMPARE(score.tokens[1].begin, std::size_t{1});
        QCOMPARE(score.tokens[1].end, std::size_t{4});
        QCOMPARE(score.tokens[2].token, std::string("</s>"));
        QCOMPARE(score.tokens[2].begin, std::size_t{4});
        QCOMPARE(score.tokens[3].begin, std::size_t{7});
    }

    /// A document as a stream gives what the same text gives in memory, whatever its encoding.
    void scoresDocuments() {
        const FixedModel model(characters, {"a", "山"}, {0, 0, 0.25, 0.5, 0.25});
        const QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString()) / "text.txt";
        std::ofstream(path, std::ios::binary) << std::string("a\0q\\\r\0\n\0\n\0a\0a\0\n\0", 16);
        const auto documents = corpus::findDocuments({path}, "UTF-16LE");
        base::NoProgress progress;
        const auto summary = lm::scoreDocument(model, documents.front(), progress, {});
        const auto expected = lm::scoreText(model, "a山\r\n\naa\n").summary;
        QCOMPARE(summary.tokens, expected.tokens);
        QCOMPARE(summary.bytes, expected.bytes);
        QCOMPARE(summary.logProbability, expected.logProbability);
        std::stop_source stop;
        stop.request_stop();
        QVERIFY_EXCEPTION_THROWN(
            lm::scoreDocument(model, documents.front(), progress, stop.get_token()),
            base::Cancelled);
    }

    void unknownTokens() {
        const FixedModel model(characters, {"a"}, {0, 0, 0.5, 0.5});
        const auto score = lm::scoreText(model, "ax");
        QCOMPARE(score.summary.tokens, std::uint64_t{3});
        QCOMPARE(score.summary.oov, std::uint64_t{1});
        QVERIFY(!score.tokens[1].known);
        QCOMPARE(score.tokens[1].token, std::string("x"));
        QCOMPARE(score.summary.perplexity(), infinity);
        QVERIFY(std::abs(score.summary.perplexityExcludingOov() - 2) < 1e-12);
        QCOMPARE(score.summary.bitsPerByte(), infinity);
    }

    /// Infinity comes with the n-gram that causes it: the first outside the vocabulary and the
    /// first inside it, each with what the model had read.
    void infinityHasACause() {
        const FixedModel model(characters, {"a", "b"}, {0, 0, 0.5, 0.5, 0});
        QVERIFY(lm::scoreText(model, "aa\n").summary.impossible.empty());
        const auto both = lm::scoreText(model, "aa\naxbxb\n").summary;
        QCOMPARE(both.impossible.size(), std::size_t{2});
        QCOMPARE(both.impossible[0].token, std::string("x"));
        QVERIFY(!both.impossible[0].known);
        QCOMPARE(both.impossible[1].token, std::string("b"));
        QVERIFY(both.impossible[1].known);
        const std::vector<std::string> history{"<s>", "a", "<unk>"};
        QCOMPARE(both.impossible[1].history, history);
        // Inside the vocabulary: it is the cause of both infinities.
        auto sum = lm::scoreText(model, "bx").summary;
        QCOMPARE(sum.impossible.size(), std::size_t{1});
        sum.add(both);
        QCOMPARE(sum.impossible.size(), std::size_t{1});
        QCOMPARE(sum.impossible[0].history, std::vector<std::string>{"<s>"});

        const QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString()) / "text.txt";
        std::ofstream(path) << "aa\nab\n";
        base::NoProgress progress;
        const auto streamed =
            lm::scoreDocument(model, corpus::findDocuments({path}).front(), progress, {})
                .impossible;
        QCOMPARE(streamed.size(), std::size_t{1});
        QCOMPARE(streamed[0].token, std::string("b"));
        const std::vector<std::string> ofItsSentence{"<s>", "a"};
        QCOMPARE(streamed[0].history, ofItsSentence);
    }

    void emptyText() {
        const FixedModel model(characters, {"a"}, {0, 0, 0.5, 0.5});
        QVERIFY(lm::scoreText(model, "").tokens.empty());
        QVERIFY(std::isnan(lm::scoreText(model, "\n").summary.perplexity()));
    }

    void sentencesByUnit() {
        // Whitespace takes a blank line as an empty sentence, as lmplz does.
        const FixedModel lines({text::TokenizerKind::Whitespace, text::SentenceUnit::Line, false},
                               {"a"}, {0, 0, 0.5, 0.5});
        QCOMPARE(lm::scoreText(lines, "a\n\na\n").summary.tokens, std::uint64_t{5});
        const FixedModel whole(
            {text::TokenizerKind::Characters, text::SentenceUnit::Document, false}, {"a", "\n"},
            {0, 0, 0.5, 0.25, 0.25});
        QCOMPARE(lm::scoreText(whole, "a\na\n").summary.tokens, std::uint64_t{5});
        QCOMPARE(lm::scoreText(whole, "a\na\n").summary.oov, std::uint64_t{0});
    }

    void piecesOfWordsAreNamedByTheirSpelling() {
        const text::Tokenizer pieces = wordPieceTokenizer({"cat", "##s"});
        const FixedModel model(pieces.spec(), {"cat", "##s"}, {0.1, 0, 0.3, 0.3, 0.3});
        const lm::Score score = lm::scoreText(model, "cats dogs");
        QCOMPARE(score.tokens.size(), std::size_t{4});
        QCOMPARE(score.tokens[0].token, std::string("cat"));
        QCOMPARE(score.tokens[1].token, std::string("##s"));
        QCOMPARE(score.tokens[1].begin, std::size_t{3});
        QCOMPARE(score.tokens[1].end, std::size_t{4});
        QCOMPARE(score.tokens[2].token, std::string("dogs"));
        QVERIFY(!score.tokens[2].known);
    }
};

QTEST_GUILESS_MAIN(TestLm)
#include "tst_lm.moc"
