// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/neural/checkpoints/checkpoint.h"
#include "core/neural/data/data.h"
#include "core/neural/schedule/learning_rate.h"
#include "core/neural/specification/memory.h"
#include "core/neural/specification/parameter_count.h"
#include "core/neural/specification/specification.h"
#include "core/neural/specification/transformer_presets.h"
#include "tests/core/neural/small_corpus.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include <cmath>
#include <limits>
#include <set>
#include <utility>

using namespace neural;

namespace {

std::vector<text::TokenId> ids(const std::vector<std::size_t>& numbers) {
    std::vector<text::TokenId> tokens;
    for (const std::size_t number : numbers)
        tokens.push_back(text::tokenId(number));
    return tokens;
}

using Ids = std::vector<std::int64_t>;

/// Differs from the usual one in every value.
TransformerSpec unusualTransformer() {
    TransformerSpec spec;
    spec.objective = Objective::Permutation;
    spec.contextLength = 63;
    spec.layers = 3;
    spec.decoderLayers = 2;
    spec.width = 96;
    spec.heads = 6;
    spec.headWidth = 14;
    spec.attention = Attention::GroupedQuery;
    spec.keyValueHeads = 3;
    spec.latent = {.queryRank = 5, .keyValueRank = 6, .rotaryWidth = 4};
    spec.queryKeyValueBias = spec.biases = spec.tiedOutput = spec.normBias = false;
    spec.feedForward = FeedForward::GeGlu;
    spec.innerWidth = 100;
    spec.experts = {.count = 9,
                    .chosen = 3,
                    .shared = 2,
                    .innerWidth = 11,
                    .denseLayers = 1,
                    .balanceLoss = 0.5};
    spec.norm = Norm::RmsNorm;
    spec.normPlace = NormPlace::After;
    spec.embeddingNorm = spec.parallel = spec.maskedHead = spec.outputBias = true;
    spec.position = Position::Alibi;
    spec.residualScale = 1.5;
    spec.normEpsilon = 1e-7;
    spec.rotaryBase = 123456;
    spec.segments = 2;
    spec.dropout = 0.25;
    return spec;
}

} // namespace

class TestNeuralParts : public QObject {
    Q_OBJECT
private slots:
    void parameterCounts();
    void specificationSurvivesJson_data();
    void specificationSurvivesJson();
    void firstVersionsRunsAreRead();
    void memoryIsWhatIsLearntAndWhatIsKept();
    void learningRatesFollowTheSchedule();
    void recurrentParameterCounts();
    void valuesOutOfRangeAreRefused();
    void historiesStayInTheirSentence();
    void validationIsCutAtASentence();
    void shortTextIsRefused();
    void batchesDependOnSeedAndStepAlone();
    void rowsBeginWhereSentencesDo();
    void validationRowsCountEachTokenOnce();
    void hiddenTokensAreTargets();
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

void TestNeuralParts::specificationSurvivesJson_data() {
    QTest::addColumn<QString>("architecture");
    for (const std::string& name : architectures())
        QTest::newRow(name.c_str()) << QString::fromStdString(name);
}

void TestNeuralParts::specificationSurvivesJson() {
    QFETCH(QString, architecture);
    RunSpec spec = smallRun();
    spec.architecture = architecture.toStdString();
    if (familyOf(spec.architecture) == Family::Transformer)
        spec.transformer = unusualTransformer();
    if (familyOf(spec.architecture) == Family::Bengio)
        spec.bengio.directConnections = true;
    else
        spec.bengio = {}; // another family's is not kept
    if (familyOf(spec.architecture) == Family::Recurrent)
        spec.recurrent = {
            .contextLength = 7, .embeddingSize = 3, .hiddenWidth = 5, .layers = 2, .dropout = 0.25};
    TrainingSpec& training = spec.training;
    training.accumulation = 3;
    training.schedule = Schedule::Cosine;
    training.warmupSteps = 12;
    training.finalRate = 0.25;
    training.optimizer = Optimizer::Sgd;
    training.beta1 = 0.75;
    training.beta2 = 0.95;
    training.weightDecay = 0.125;
    training.gradientClip = 1.5;
    training.seed = std::numeric_limits<std::uint64_t>::max();
    training.keepBest = true;
    training.sampleInterval = 17;
    training.sampleLength = 18;
    nlohmann::json json;
    to_json(json, spec);
    QCOMPARE(nlohmann::json::parse(json.dump()).get<RunSpec>(), spec);
}

void TestNeuralParts::firstVersionsRunsAreRead() {
    // As the first version wrote it, in checkpoints and in the library.
    const auto json = nlohmann::json::parse(R"({
        "architecture": "bengio",
        "bengio": {"context_length": 3, "direct_connections": true, "embedding_size": 8,
                   "hidden_width": 16},
        "training": {"batch_size": 32, "checkpoint_interval": 25, "learning_rate": 0.01,
                     "optimizer": "adamw", "seed": 5, "steps": 60, "threads": 1,
                     "validation_interval": 20, "validation_share": 0.1}})");
    RunSpec expected = smallRun();
    expected.bengio.directConnections = true;
    QCOMPARE(json.get<RunSpec>(), expected);
    QCOMPARE(expected.training.schedule, Schedule::Constant);
    QCOMPARE(expected.training.accumulation, 1U);
    QCOMPARE(expected.training.beta1, 0.9);
    QCOMPARE(expected.training.beta2, 0.999);
    nlohmann::json transformer = usualRun("llama");
    transformer["transformer"].erase("norm_epsilon");
    transformer["transformer"].erase("rotary_base");
    QCOMPARE(transformer.get<RunSpec>(), usualRun("llama"));

    // Before objectives were written, GLM told the next token.
    for (const auto& [name, objective] :
         {std::pair{"glm", Objective::NextToken}, std::pair{"bert", Objective::MaskedTokens}}) {
        nlohmann::json run = usualRun(name);
        run["transformer"].erase("objective");
        run["transformer"].erase("output_bias");
        RunSpec read = usualRun(name);
        read.transformer.objective = objective;
        QCOMPARE(run.get<RunSpec>(), read);
        requireValid(read);
    }
}

void TestNeuralParts::memoryIsWhatIsLearntAndWhatIsKept() {
    RunSpec spec = usualRun("gpt-2");
    spec.transformer = findPreset("gpt-2")->spec;
    spec.training.batchSize = 1;
    const std::uint64_t vocabularySize = 1000;
    const std::uint64_t weights = 4 * parameterCount(spec, vocabularySize);
    const std::uint64_t all = trainingMemory(spec, vocabularySize);
    QVERIFY(all > 5 * weights); // with their gradients and moments
    RunSpec larger = spec;
    larger.training.batchSize = 9;
    const std::uint64_t example = (trainingMemory(larger, vocabularySize) - all) / 8;
    QCOMPARE(all, 6 * weights + example);
    // Adapters learn little beside what they adapt, unless they are as wide.
    spec.training.adapters.rank = 8;
    QVERIFY(trainingMemory(spec, vocabularySize) < 4 * weights + example);
    spec.training.adapters.rank = 4096;
    QVERIFY(trainingMemory(spec, vocabularySize) > all);
}

void TestNeuralParts::learningRatesFollowTheSchedule() {
    TrainingSpec spec{.steps = 110,
                      .learningRate = 0.5,
                      .schedule = Schedule::Linear,
                      .warmupSteps = 10,
                      .finalRate = 0.2};
    QCOMPARE(learningRateAt(spec, 1), 0.05);
    QCOMPARE(learningRateAt(spec, 10), 0.5);
    QCOMPARE(learningRateAt(spec, 35), 0.5 * (1 - 0.25 * 0.8));
    QCOMPARE(learningRateAt(spec, 110), 0.1);
    spec.schedule = Schedule::Cosine;
    QCOMPARE(learningRateAt(spec, 60), 0.5 * 0.6); // half the way
    // A quarter of the way the cosine of 45° has hardly fallen.
    QCOMPARE(learningRateAt(spec, 35), 0.5 * (0.2 + 0.8 * (1 + std::sqrt(0.5)) / 2));
    QCOMPARE(learningRateAt(spec, 110), 0.1);
    spec.schedule = Schedule::Constant;
    QCOMPARE(learningRateAt(spec, 5), 0.25);
    QCOMPARE(learningRateAt(spec, 11), 0.5);
    QCOMPARE(learningRateAt(spec, 110), 0.5);
    // Shorter than its own warm-up.
    spec.steps = 4;
    spec.schedule = Schedule::Cosine;
    QCOMPARE(learningRateAt(spec, 4), 0.2);
}

void TestNeuralParts::valuesOutOfRangeAreRefused() {
    requireValid(RunSpec{});
    const auto refuses = [](auto change) {
        RunSpec spec;
        change(spec);
        QVERIFY_THROWS_EXCEPTION(base::InputError, requireValid(spec));
    };
    refuses([](RunSpec& spec) { spec.architecture = "perceptron"; });
    refuses([](RunSpec& spec) { spec.bengio.contextLength = 0; });
    refuses([](RunSpec& spec) { spec.bengio.embeddingSize = 0; });
    refuses([](RunSpec& spec) { spec.bengio.hiddenWidth = 0; });
    refuses([](RunSpec& spec) {
        spec.architecture = "gru";
        spec.recurrent.layers = 0;
    });
    refuses([](RunSpec& spec) {
        spec.architecture = "rnn";
        spec.recurrent.dropout = 1;
    });
    refuses([](RunSpec& spec) {
        spec = usualRun("t5");
        spec.transformer.decoderLayers = 0;
    });
    refuses([](RunSpec& spec) {
        spec = usualRun("t5");
        spec.transformer.objective = Objective::NextToken;
    });
    refuses([](RunSpec& spec) {
        spec = usualRun("bart");
        spec.transformer.contextLength = 7;
    });
    refuses([](RunSpec& spec) {
        spec = usualRun("bart");
        spec.transformer.parallel = true;
        spec.transformer.normPlace = NormPlace::Before;
    });
    refuses([](RunSpec& spec) {
        spec = usualRun("glm");
        spec.transformer.headWidth = 30;
    });
    refuses([](RunSpec& spec) {
        spec = usualRun("xlnet");
        spec.transformer.segments = 2;
    });
    refuses([](RunSpec& spec) { spec.training.accumulation = 0; });
    refuses([](RunSpec& spec) { spec.training.finalRate = 1.5; });
    refuses([](RunSpec& spec) { spec.training.gradientClip = -1; });
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
    const Examples examples(tokens, {3}, 0);
    QCOMPARE(examples.cut(), tokens.size());
    Batch batch;
    examples.gather(std::vector<std::size_t>{1, 2, 3, 5, 8}, batch);
    QCOMPARE(batch.targets, (Ids{5, 6, 2, 7, 2}));
    QCOMPARE(batch.tokens, (Ids{1, 1, 1, 1, 1, 5, 1, 5, 6, 1, 1, 1, 7, 8, 9}));
}

void TestNeuralParts::validationIsCutAtASentence() {
    const auto tokens = ids({1, 5, 6, 2, 1, 7, 8, 2, 1, 9, 4, 2});
    // A third is four tokens: the last sentence. Five tokens: the next start after 7. Six: too.
    QCOMPARE(Examples(tokens, {2}, 4.0 / 12).cut(), std::size_t{8});
    QCOMPARE(Examples(tokens, {2}, 5.0 / 12).cut(), std::size_t{8});
    QCOMPARE(Examples(tokens, {2}, 8.0 / 12).cut(), std::size_t{4});
    // Less than the last sentence: it is taken whole.
    QCOMPARE(Examples(tokens, {2}, 1.0 / 12).cut(), std::size_t{8});
    // One sentence: cut inside.
    const auto one = ids({1, 5, 6, 7, 8, 2});
    QCOMPARE(Examples(one, {2}, 0.34).cut(), std::size_t{3});
    QCOMPARE(Examples(one, {2}, 0).validation(10), std::vector<std::size_t>{});
    // Never <s>; never more than asked for.
    QCOMPARE(Examples(tokens, {2}, 8.0 / 12).validation(100),
             (std::vector<std::size_t>{5, 6, 7, 9, 10, 11}));
    QVERIFY(Examples(tokens, {2}, 8.0 / 12).validation(3).size() <= 3);
    QVERIFY(!Examples(tokens, {2}, 8.0 / 12).validation(1).empty());
}

void TestNeuralParts::shortTextIsRefused() {
    QVERIFY_THROWS_EXCEPTION(base::TrainingError, Examples({}, {2}, 0.1));
    QVERIFY_THROWS_EXCEPTION(base::TrainingError, Examples(ids({1}), {2}, 0));
    QVERIFY_THROWS_EXCEPTION(base::TrainingError, Examples(ids({1, 2}), {2}, 0.1));
}

void TestNeuralParts::batchesDependOnSeedAndStepAlone() {
    const SmallCorpus corpus;
    const Examples examples(corpus.tokens, {3}, 0.1);
    Batch first;
    Batch second;
    examples.draw(1, 10, 64, first);
    examples.draw(1, 11, 64, second);
    QVERIFY(first.tokens != second.tokens);
    examples.draw(2, 10, 64, second);
    QVERIFY(first.tokens != second.tokens);
    examples.draw(1, 10, 64, second);
    QCOMPARE(second.tokens, first.tokens);
    QCOMPARE(second.targets, first.targets);
    QCOMPARE(first.targets.size(), std::size_t{64});
    QVERIFY(std::find(first.targets.begin(), first.targets.end(), 1) == first.targets.end());

    // Every training example comes, and none of validation.
    const auto tokens = ids({1, 5, 6, 2, 1, 7, 8, 2, 1, 9, 4, 2});
    const Examples few(tokens, {1}, 4.0 / 12);
    std::set<std::int64_t> seen;
    for (std::uint64_t step = 1; step <= 50; ++step) {
        few.draw(1, step, 8, first);
        seen.insert(first.targets.begin(), first.targets.end());
    }
    QCOMPARE(seen, (std::set<std::int64_t>{2, 5, 6, 7, 8}));
}

void TestNeuralParts::recurrentParameterCounts() {
    // E 5·2; W 3·2, U 3·3, b 3; and of the second layer W 3·3, U 3·3, b 3; V 5·3, c 5.
    const RecurrentSpec spec{.contextLength = 4, .embeddingSize = 2, .hiddenWidth = 3, .layers = 2};
    QCOMPARE(parameterCount("rnn", spec, 5), std::uint64_t{10 + 18 + 21 + 20});
    QCOMPARE(parameterCount("lstm", spec, 5), std::uint64_t{10 + 4 * (18 + 21) + 20});
    QCOMPARE(parameterCount("gru", spec, 5), std::uint64_t{10 + 3 * (18 + 21) + 20});
}

void TestNeuralParts::rowsBeginWhereSentencesDo() {
    // Short sentences: a row begins with one and goes on into the next.
    const auto tokens = ids({1, 5, 6, 2, 1, 7, 8, 2});
    const Examples examples(tokens, {6, true}, 0);
    Batch batch;
    examples.gather(std::vector<std::size_t>{2}, batch);
    QCOMPARE(batch.tokens, (Ids{1, 5, 6, 2, 1, 7}));
    // From the token asked for on; <s> is never predicted.
    QCOMPARE(batch.targets, (Ids{noTarget, 6, 2, noTarget, 7, 8}));
    QCOMPARE(batch.predictions(), std::size_t{4});
    // Past the end of the text nothing counts.
    examples.gather(std::vector<std::size_t>{6}, batch);
    QCOMPARE(batch.tokens, (Ids{1, 7, 8, 2, 0, 0}));
    QCOMPARE(batch.targets, (Ids{noTarget, 8, 2, noTarget, noTarget, noTarget}));
    // A long sentence: half a row of history.
    const auto lengthy = ids({1, 3, 4, 5, 6, 7, 8, 9, 10, 2});
    const Examples inside(lengthy, {4, true}, 0);
    inside.gather(std::vector<std::size_t>{6}, batch);
    QCOMPARE(batch.tokens, (Ids{6, 7, 8, 9}));
    QCOMPARE(batch.targets, (Ids{noTarget, 8, 9, 10}));
    inside.gather(std::vector<std::size_t>{2}, batch);
    QCOMPARE(batch.tokens, (Ids{1, 3, 4, 5}));

    // Training never sees validation's tokens, and every one of its own is predicted.
    const auto both = ids({1, 5, 6, 2, 1, 7, 8, 2, 1, 9, 4, 2});
    const Examples cut(both, {3, true}, 4.0 / 12);
    std::set<std::int64_t> seen;
    std::set<std::int64_t> predicted;
    for (std::uint64_t step = 1; step <= 50; ++step) {
        cut.draw(1, step, 8, batch);
        seen.insert(batch.tokens.begin(), batch.tokens.end());
        predicted.insert(batch.targets.begin(), batch.targets.end());
    }
    QVERIFY(!seen.contains(9) && !seen.contains(4));
    QCOMPARE(predicted, (std::set<std::int64_t>{noTarget, 2, 5, 6, 7, 8}));
}

void TestNeuralParts::validationRowsCountEachTokenOnce() {
    const SmallCorpus corpus(40);
    for (const unsigned length : {1U, 5U, 8U, 100U}) {
        const Examples examples(corpus.tokens, {length, true}, 0.3);
        Batch batch;
        examples.gather(examples.validation(1'000'000), batch);
        std::vector<std::int64_t> counted;
        for (const std::int64_t target : batch.targets)
            if (target != noTarget)
                counted.push_back(target);
        std::vector<std::int64_t> expected;
        for (std::size_t i = examples.cut(); i < corpus.tokens.size(); ++i)
            if (corpus.tokens[i] != text::Vocabulary::begin)
                expected.push_back(static_cast<std::int64_t>(text::index(corpus.tokens[i])));
        QCOMPARE(counted, expected);
        QCOMPARE(examples.validation(length).size(), std::size_t{1});
    }
    QVERIFY_THROWS_EXCEPTION(base::TrainingError, Examples(ids({5}), {2, true}, 0));
}

void TestNeuralParts::hiddenTokensAreTargets() {
    const SmallCorpus corpus;
    constexpr std::int64_t hider = 13;
    const Examples examples(corpus.tokens, {16, true, Objective::MaskedTokens, hider}, 0.1);
    const Examples plain(corpus.tokens, {16, true}, 0.1);
    Batch batch;
    Batch whole;
    examples.draw(1, 1, 2000, batch);
    plain.draw(1, 1, 2000, whole);
    double hidden = 0;
    double kept = 0;
    double changed = 0;
    double real = 0;
    for (std::size_t i = 0; i < batch.tokens.size(); ++i) {
        real += whole.tokens[i] > 1 ? 1 : 0;
        if (batch.targets[i] == noTarget) {
            QVERIFY(batch.tokens[i] == whole.tokens[i] || whole.tokens[i] == 0); // or padding
            continue;
        }
        QCOMPARE(batch.targets[i], whole.tokens[i]); // the token itself, not the next
        QVERIFY(batch.targets[i] != 1);              // never <s>
        hidden += batch.tokens[i] == hider ? 1 : 0;
        kept += batch.tokens[i] == batch.targets[i] ? 1 : 0;
        changed += batch.tokens[i] != hider && batch.tokens[i] != batch.targets[i] ? 1 : 0;
    }
    const double all = hidden + kept + changed;
    QVERIFY2(std::abs(all / real - 0.155) < 0.012, qPrintable(QString::number(all / real)));
    QVERIFY(std::abs(hidden / all - 0.81) < 0.02);
    QVERIFY(std::abs(kept / all - 0.105) < 0.02);  // a tenth of the others is drawn as it was
    for (std::size_t row = 0; row < 2000; ++row) { // something in each
        const auto first = batch.targets.begin() + static_cast<std::ptrdiff_t>(row * 16);
        QVERIFY(std::count(first, first + 16, noTarget) < 16);
    }
    Batch again;
    examples.draw(1, 1, 2000, again);
    QCOMPARE(again.tokens, batch.tokens);
    const auto rows = examples.validation(100'000);
    examples.gather(rows, batch);
    examples.gather(rows, again);
    QCOMPARE(again.tokens, batch.tokens);
    QVERIFY(batch.predictions() >= rows.size());
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
