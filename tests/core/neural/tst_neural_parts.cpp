// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/neural/checkpoint.h"
#include "core/neural/data.h"
#include "core/neural/specification.h"
#include "tests/core/neural/small_corpus.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include <limits>
#include <set>

using namespace neural;

namespace {

std::vector<text::TokenId> ids(const std::vector<std::size_t>& numbers) {
    std::vector<text::TokenId> tokens;
    for (const std::size_t number : numbers)
        tokens.push_back(text::tokenId(number));
    return tokens;
}

using Ids = std::vector<std::int64_t>;

} // namespace

class TestNeuralParts : public QObject {
    Q_OBJECT
private slots:
    void parameterCounts();
    void specificationSurvivesJson();
    void valuesOutOfRangeAreRefused();
    void historiesStayInTheirSentence();
    void validationIsCutAtASentence();
    void shortTextIsRefused();
    void batchesDependOnSeedAndStepAlone();
    void checkpointComesBack();
    void damagedCheckpointsAreRefused();
};

void TestNeuralParts::parameterCounts() {
    // The paper's count, section 2: |V|(1 + n m + h) + h(1 + (n-1) m) with direct connections.
    // MLP10 on Brown: V = 16383, n = 5 (4 tokens seen), m = 30, h = 100, direct.
    const BengioSpec spec{
        .contextLength = 4, .embeddingSize = 30, .hiddenWidth = 100, .directConnections = true};
    QCOMPARE(parameterCount(spec, 16383), std::uint64_t{16383 * (1 + 5 * 30 + 100) + 100 * 121});
    // 5·2 + 3·4 + 3 + 5·3 + 5 = 45
    QCOMPARE(parameterCount({.contextLength = 2, .embeddingSize = 2, .hiddenWidth = 3}, 5),
             std::uint64_t{45});
}

void TestNeuralParts::specificationSurvivesJson() {
    RunSpec spec = smallRun();
    spec.bengio.directConnections = true;
    spec.training.optimizer = Optimizer::Sgd;
    spec.training.seed = std::numeric_limits<std::uint64_t>::max();
    nlohmann::json json;
    to_json(json, spec);
    QCOMPARE(nlohmann::json::parse(json.dump()).get<RunSpec>(), spec);
}

void TestNeuralParts::valuesOutOfRangeAreRefused() {
    requireValid({});
    const auto refuses = [](auto change) {
        RunSpec spec;
        change(spec);
        QVERIFY_THROWS_EXCEPTION(base::InputError, requireValid(spec));
    };
    refuses([](RunSpec& spec) { spec.architecture = "perceptron"; });
    refuses([](RunSpec& spec) { spec.bengio.contextLength = 0; });
    refuses([](RunSpec& spec) { spec.bengio.embeddingSize = 0; });
    refuses([](RunSpec& spec) { spec.bengio.hiddenWidth = 0; });
    refuses([](RunSpec& spec) { spec.training.batchSize = 0; });
    refuses([](RunSpec& spec) { spec.training.steps = 0; });
    refuses([](RunSpec& spec) { spec.training.learningRate = 0; });
    refuses([](RunSpec& spec) {
        spec.training.learningRate = std::numeric_limits<double>::quiet_NaN();
    });
    refuses([](RunSpec& spec) { spec.training.validationShare = 1; });
    refuses([](RunSpec& spec) { spec.training.checkpointInterval = 0; });
    try {
        RunSpec spec;
        spec.training.batchSize = 0;
        requireValid(spec);
    } catch (const base::InputError& error) {
        QCOMPARE(QString(error.what()), "The batch size is 0. Choose a value from 1 to 65536.");
    }
}

void TestNeuralParts::historiesStayInTheirSentence() {
    const auto tokens = ids({1, 5, 6, 2, 1, 7, 8, 9, 2});
    const Examples examples(tokens, 3, 0);
    QCOMPARE(examples.cut(), tokens.size());
    Batch batch;
    examples.gather(std::vector<std::size_t>{1, 2, 3, 5, 8}, batch);
    QCOMPARE(batch.targets, (Ids{5, 6, 2, 7, 2}));
    QCOMPARE(batch.histories, (Ids{1, 1, 1, 1, 1, 5, 1, 5, 6, 1, 1, 1, 7, 8, 9}));
}

void TestNeuralParts::validationIsCutAtASentence() {
    const auto tokens = ids({1, 5, 6, 2, 1, 7, 8, 2, 1, 9, 4, 2});
    // A third is four tokens: the last sentence. Five tokens: the next start after 7. Six: too.
    QCOMPARE(Examples(tokens, 2, 4.0 / 12).cut(), std::size_t{8});
    QCOMPARE(Examples(tokens, 2, 5.0 / 12).cut(), std::size_t{8});
    QCOMPARE(Examples(tokens, 2, 8.0 / 12).cut(), std::size_t{4});
    // Less than the last sentence: it is taken whole.
    QCOMPARE(Examples(tokens, 2, 1.0 / 12).cut(), std::size_t{8});
    // One sentence: cut inside.
    const auto one = ids({1, 5, 6, 7, 8, 2});
    QCOMPARE(Examples(one, 2, 0.34).cut(), std::size_t{3});
    QCOMPARE(Examples(one, 2, 0).validation(10), std::vector<std::size_t>{});
    // Never <s>; never more than asked for.
    QCOMPARE(Examples(tokens, 2, 8.0 / 12).validation(100),
             (std::vector<std::size_t>{5, 6, 7, 9, 10, 11}));
    QVERIFY(Examples(tokens, 2, 8.0 / 12).validation(3).size() <= 3);
    QVERIFY(!Examples(tokens, 2, 8.0 / 12).validation(1).empty());
}

void TestNeuralParts::shortTextIsRefused() {
    QVERIFY_THROWS_EXCEPTION(base::TrainingError, Examples({}, 2, 0.1));
    QVERIFY_THROWS_EXCEPTION(base::TrainingError, Examples(ids({1}), 2, 0));
    QVERIFY_THROWS_EXCEPTION(base::TrainingError, Examples(ids({1, 2}), 2, 0.1));
}

void TestNeuralParts::batchesDependOnSeedAndStepAlone() {
    const SmallCorpus corpus;
    const Examples examples(corpus.tokens, 3, 0.1);
    Batch first;
    Batch second;
    examples.draw(1, 10, 64, first);
    examples.draw(1, 11, 64, second);
    QVERIFY(first.histories != second.histories);
    examples.draw(2, 10, 64, second);
    QVERIFY(first.histories != second.histories);
    examples.draw(1, 10, 64, second);
    QCOMPARE(second.histories, first.histories);
    QCOMPARE(second.targets, first.targets);
    QCOMPARE(first.targets.size(), std::size_t{64});
    QVERIFY(std::find(first.targets.begin(), first.targets.end(), 1) == first.targets.end());

    // Every training example comes, and none of validation.
    const auto tokens = ids({1, 5, 6, 2, 1, 7, 8, 2, 1, 9, 4, 2});
    const Examples few(tokens, 1, 4.0 / 12);
    std::set<std::int64_t> seen;
    for (std::uint64_t step = 1; step <= 50; ++step) {
        few.draw(1, step, 8, first);
        seen.insert(first.targets.begin(), first.targets.end());
    }
    QCOMPARE(seen, (std::set<std::int64_t>{2, 5, 6, 7, 8}));
}

namespace {

const std::vector<float> numbers = {1, 2.5F, -3, 4, 5, 6};

void writeSmall(const std::filesystem::path& path) {
    const SmallCorpus corpus(1);
    writeCheckpoint(path, {{smallRun(), 17, 1.25}, 2.5, {}}, corpus.tokenizer,
                    {{"C", {2, 3}, numbers}, {"d", {2}, std::span(numbers).first(2)}});
}

} // namespace

void TestNeuralParts::checkpointComesBack() {
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("checkpoint.ngc").toStdString();
    writeSmall(path);
    const Checkpoint checkpoint(path);
    QCOMPARE(checkpoint.state().info.spec, smallRun());
    QCOMPARE(checkpoint.state().info.step, std::uint64_t{17});
    QCOMPARE(checkpoint.state().info.seconds, 1.25);
    QCOMPARE(checkpoint.state().trainingLoss, std::optional(2.5));
    QVERIFY(!checkpoint.state().validationLoss);
    QCOMPARE(checkpoint.tokenizer().vocabulary().size(), std::size_t{13});
    const auto values = checkpoint.tensor("C", {2, 3});
    QVERIFY(std::equal(values.begin(), values.end(), numbers.begin(), numbers.end()));
    QVERIFY_THROWS_EXCEPTION(base::FormatError, checkpoint.tensor("C", {3, 2}));
    QVERIFY_THROWS_EXCEPTION(base::FormatError, checkpoint.tensor("H", {2, 3}));
    QCOMPARE(readCheckpointInfo(path).step, std::uint64_t{17});
    QCOMPARE(readCheckpointInfo(path).spec, smallRun());
}

void TestNeuralParts::damagedCheckpointsAreRefused() {
    const QTemporaryDir folder;
    const QString path = folder.filePath("checkpoint.ngc");
    writeSmall(path.toStdString());
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray whole = file.readAll();
    file.close();
    const auto refused = [&](const QByteArray& bytes) {
        QFile out(path);
        if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size())
            return false;
        out.close();
        try {
            const Checkpoint checkpoint(path.toStdString());
        } catch (const base::FormatError&) {
            return true;
        }
        return false;
    };
    QVERIFY(!refused(whole));
    for (const qsizetype size :
         {qsizetype{0}, qsizetype{7}, qsizetype{50}, whole.size() / 2, whole.size() - 1})
        QVERIFY2(refused(whole.first(size)), qPrintable(QString::number(size)));
    // What is no padding between sections is guarded by a checksum.
    const base::SectionFile sections = [&] {
        refused(whole);
        return base::SectionFile(path.toStdString(), {"NGPCKPT1", 1, "checkpoint"});
    }();
    for (const base::Section& section : sections.sections())
        for (const std::uint64_t offset : {section.offset, section.offset + section.size - 1}) {
            QByteArray flipped = whole;
            flipped[static_cast<qsizetype>(offset)] =
                static_cast<char>(flipped[static_cast<qsizetype>(offset)] ^ 0x10);
            QVERIFY2(refused(flipped), section.name.c_str());
        }
    QVERIFY_THROWS_EXCEPTION(base::FileError, Checkpoint(folder.filePath("absent").toStdString()));
}

QTEST_APPLESS_MAIN(TestNeuralParts)
#include "tst_neural_parts.moc"
