// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/lm/labeller.h"
#include "core/neural/checkpoints/checkpoint.h"
#include "core/neural/data/sequence.h"
#include "tests/core/neural/training_run.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>

// Runs that go on from a network that has learnt from text: adapters, labels, turns, preferences.

using namespace neural;

namespace {

/// A network that has learnt a little, and what it goes on to learn.
struct FineTuning {
    explicit FineTuning(const std::string& architecture)
        : base(smallRun(architecture)), start(checkpointIn(folder.path())) {
        base.training.steps = 20;
        Listener listener;
        train(base, corpus, start, listener);
    }

    RunSpec next(TrainingTask task) const {
        RunSpec spec = base;
        spec.training.task = task;
        spec.training.steps = 60;
        return spec;
    }

    TrainingResult run(const RunSpec& spec, const std::vector<Sequence>& sequences,
                       const std::string& name, Listener& listener, bool resume = false) const {
        TrainingRequest request{spec, &corpus.tokenizer, {}, path(name), resume};
        if (!resume)
            request.start = start;
        if (spec.training.task == TrainingTask::Text)
            request.tokens = corpus.tokens;
        request.sequences = sequences;
        base::NoProgress progress;
        return backend().train(request, listener, progress, listener.stop.get_token());
    }

    /// The same run as a whole, and stopped and gone on with: bit by bit.
    void checkResume(const RunSpec& spec, const std::vector<Sequence>& sequences) const {
        Listener whole;
        run(spec, sequences, "whole", whole);
        Listener first;
        first.stopAt = 31;
        QVERIFY(run(spec, sequences, "parts", first).stopped);
        Listener second;
        run(spec, sequences, "parts", second, true);
        QVERIFY(second.losses() == whole.losses(31));
    }

    std::filesystem::path path(const std::string& name) const {
        return folder.path().toStdString() + "/" + name + ".ngc";
    }

    std::vector<text::TokenId> encode(const std::string& text) const {
        return corpus.tokenizer.encode(text);
    }

    SmallCorpus corpus;
    QTemporaryDir folder;
    RunSpec base;
    std::filesystem::path start;
};

/// Of each text whether a cat or a dog comes first.
std::vector<Sequence> labelledTexts(const FineTuning& tuning, std::size_t most) {
    std::vector<Sequence> rows;
    for (std::size_t i = 0; i < 60; ++i) {
        const bool cat = i % 2 == 0;
        const std::string verb = i % 3 == 0 ? "sees" : "hears";
        const std::string text = std::string(i % 5 < 2 ? "the " : "a ") + (cat ? "cat " : "dog ") +
                                 verb + " the bird" + (i % 7 < 3 ? " today" : "");
        rows.push_back(labelledText(tuning.encode(text), most));
        rows.back().targets = {cat ? 0 : 1};
    }
    return rows;
}

lm::TurnMarks marksOf(const FineTuning& tuning) {
    return {text::tokenId(tuning.corpus.tokenizer.vocabulary().size())};
}

/// Asked about an animal, the model answers with a verb of its own for each.
std::vector<Sequence> conversations(const FineTuning& tuning) {
    std::vector<Sequence> rows;
    const auto marks = marksOf(tuning);
    for (int i = 0; i < 30; ++i) {
        const char* animal = i % 3 == 0 ? "cat" : i % 3 == 1 ? "dog" : "bird";
        const char* verb = i % 3 == 0 ? "sees" : i % 3 == 1 ? "hears" : "follows";
        std::vector<text::TokenId> tokens = {text::Vocabulary::begin};
        lm::appendTurn(tokens, marks, tuning.corpus.tokenizer, {lm::Speaker::Person, animal});
        lm::appendTurn(tokens, marks, tuning.corpus.tokenizer, {lm::Speaker::Model, verb});
        for (Sequence& row : conversationSequences(tokens, marks, 12))
            rows.push_back(std::move(row));
    }
    return rows;
}

/// "today" is a better end than "quietly".
std::vector<Sequence> preferences(const FineTuning& tuning) {
    std::vector<Sequence> rows;
    for (int i = 0; i < 24; ++i) {
        std::vector<text::TokenId> prompt = {text::Vocabulary::begin};
        const auto said = tuning.encode(i % 2 == 0 ? "the cat sees a dog" : "a bird hears the cat");
        prompt.insert(prompt.end(), said.begin(), said.end());
        for (const char* end : {"today", "quietly"}) {
            auto answer = tuning.encode(end);
            answer.push_back(text::Vocabulary::end);
            rows.push_back(answeredPrompt(prompt, answer, 12));
        }
    }
    return rows;
}

double probabilityAfter(const lm::LanguageModel& model, const std::string& text,
                        const std::string& next) {
    const auto session = model.openSession();
    std::vector<text::TokenId> tokens = {text::Vocabulary::begin};
    const auto said = model.tokenizer().encode(text);
    tokens.insert(tokens.end(), said.begin(), said.end());
    session->feed(tokens);
    const auto id = model.tokenizer().vocabulary().find(next);
    return std::exp(session->logProbabilities()[text::index(id)]);
}

} // namespace

class TestFineTuning : public QObject {
    Q_OBJECT
private slots:
    void adaptersLearnAndGoOnExactly();
    void adaptersReachEveryMatrix_data();
    void adaptersReachEveryMatrix();
    void labelsAreLearnt_data();
    void labelsAreLearnt();
    void labelledNetworkLearnsTextAgain();
    void turnsAreTaken();
    void preferencesAreLearnt();
    void otherRunsAreNotGoneOnWith();
    void wrongNetworksAreRefused();
};

void TestFineTuning::adaptersLearnAndGoOnExactly() {
    FineTuning tuning("llama");
    // Every sentence backwards: what is known of the words helps, their order does not.
    for (std::size_t first = 0; first + 8 <= tuning.corpus.tokens.size(); first += 8)
        std::reverse(tuning.corpus.tokens.begin() + static_cast<std::ptrdiff_t>(first) + 1,
                     tuning.corpus.tokens.begin() + static_cast<std::ptrdiff_t>(first) + 7);
    RunSpec spec = tuning.next(TrainingTask::Text);
    spec.training.adapters = {.rank = 2, .alpha = 4};
    spec.training.threads = 0; // as they are found best
    Listener listener;
    tuning.run(spec, {}, "adapted", listener);
    QCOMPARE(listener.steps.front().step, std::uint64_t{0}); // before it has learnt
    spec.training.threads = 1;
    QVERIFY(listener.steps.back().trainingLoss < listener.steps[1].trainingLoss - 0.5);
    const Checkpoint before(tuning.start);
    const Checkpoint after(tuning.path("adapted"));
    const auto same = [&](const std::string& name) {
        return before.numbers(name) == after.numbers(name);
    };
    QVERIFY(same("embedding"));
    QVERIFY(same("final_norm.weight"));
    QVERIFY(!same("blocks.0.attention.query_key_value.weight"));
    // What is learnt is small: the moments of AdamW are of A and B alone.
    QVERIFY(after.numbers("adamw-m").size() < before.numbers("adamw-m").size() / 2);
    tuning.checkResume(spec, {});
    // The model is the sum: it opens without knowing of adapters.
    QVERIFY(backend().openModel(tuning.path("adapted")) != nullptr);
}

void TestFineTuning::adaptersReachEveryMatrix_data() {
    QTest::addColumn<QString>("architecture");
    for (const std::string& name : architectures())
        if (familyOf(name) == Family::Transformer)
            QTest::newRow(name.c_str()) << QString::fromStdString(name);
}

/// B begins as zeros and is left there where a matrix's gradients go astray.
void TestFineTuning::adaptersReachEveryMatrix() {
    QFETCH(QString, architecture);
    FineTuning tuning(architecture.toStdString());
    RunSpec spec = tuning.next(TrainingTask::Text);
    spec.training.adapters = {.rank = 2, .alpha = 4};
    spec.training.batchSize = 7; // in shares that are not alike
    Listener listener;
    tuning.run(spec, {}, "adapted", listener);
    const Checkpoint checkpoint(tuning.path("adapted"));
    int matrices = 0;
    for (const std::string& name : checkpoint.names()) {
        if (!name.starts_with("adapter-b/"))
            continue;
        const std::vector<float> b = checkpoint.numbers(name);
        const bool learnt = std::any_of(b.begin(), b.end(), [](float x) { return x != 0; });
        QVERIFY2(learnt, name.c_str());
        ++matrices;
    }
    QVERIFY(matrices >= 8);
}

void TestFineTuning::labelsAreLearnt_data() {
    QTest::addColumn<QString>("architecture");
    for (const char* name : {"gpt-2", "llama", "bert"})
        QTest::newRow(name) << name;
}

void TestFineTuning::labelsAreLearnt() {
    QFETCH(QString, architecture);
    const FineTuning tuning(architecture.toStdString());
    RunSpec spec = tuning.next(TrainingTask::Labels);
    spec.labels = {"about cats", "about dogs"};
    spec.transformer.labels = 2;
    const auto rows = labelledTexts(tuning, spec.transformer.contextLength);
    Listener listener;
    tuning.run(spec, rows, "labels", listener);
    QCOMPARE(listener.steps.back().accuracy.value(), 1.0);
    QVERIFY(*listener.steps.back().validationLoss < 0.2);
    const auto model = backend().openModel(tuning.path("labels"));
    const auto* labeller = dynamic_cast<const lm::Labeller*>(model.get());
    QVERIFY(labeller && labeller->labels() == spec.labels);
    const auto cat = labeller->labelProbabilities("the cat follows the bird");
    QVERIFY(std::abs(cat[0] + cat[1] - 1) < 1e-9);
    QVERIFY(cat[0] > 0.7);
    QVERIFY(labeller->labelProbabilities("a dog hears a bird today")[1] > 0.7);
    QVERIFY(listener.samples.empty());
    tuning.checkResume(spec, rows);
}

void TestFineTuning::labelledNetworkLearnsTextAgain() {
    FineTuning tuning("gpt-2");
    RunSpec spec = tuning.next(TrainingTask::Labels);
    spec.labels = {"about cats", "about dogs"};
    spec.transformer.labels = 2;
    Listener listener;
    tuning.run(spec, labelledTexts(tuning, 12), "labels", listener);
    tuning.start = tuning.path("labels");
    tuning.run(tuning.next(TrainingTask::Text), {}, "text", listener);
    QVERIFY(!Checkpoint(tuning.path("text")).contains("label_head.weight"));
}

void TestFineTuning::turnsAreTaken() {
    const FineTuning tuning("gpt-2");
    RunSpec spec = tuning.next(TrainingTask::Conversations);
    spec.transformer.turns = true;
    spec.training.steps = 200;
    spec.training.sampleInterval = 50;
    const auto rows = conversations(tuning);
    Listener listener;
    tuning.run(spec, rows, "turns", listener);
    // Two tokens of each conversation are the model's, a word and </s>.
    QCOMPARE(listener.steps[1].predictions, std::uint64_t{spec.training.batchSize * 2});
    QVERIFY(listener.steps.back().trainingLoss < 0.2);
    QCOMPARE(listener.samples.back().text, std::string("sees")); // to the first one's cat
    const auto model = backend().openModel(tuning.path("turns"));
    const auto* taker = dynamic_cast<const lm::TurnTaker*>(model.get());
    const auto marks = taker->turnMarks();
    QVERIFY(marks && marks->first == marksOf(tuning).first);
    const auto session = model->openSession();
    std::vector<text::TokenId> asked = {text::Vocabulary::begin};
    lm::appendTurn(asked, *marks, model->tokenizer(), {lm::Speaker::Person, "dog"});
    asked.push_back(marks->of(lm::Speaker::Model));
    session->feed(asked);
    const auto chances = session->logProbabilities();
    QCOMPARE(chances.size(), model->tokenizer().vocabulary().size()); // no mark is ever said
    QVERIFY(std::exp(chances[text::index(model->tokenizer().vocabulary().find("hears"))]) > 0.8);
    tuning.checkResume(spec, rows);

    const auto plain = backend().openModel(tuning.start);
    QVERIFY(!dynamic_cast<const lm::TurnTaker&>(*plain).turnMarks());
}

void TestFineTuning::preferencesAreLearnt() {
    const FineTuning tuning("gpt-2");
    RunSpec spec = tuning.next(TrainingTask::Preferences);
    spec.training.learningRate = 0.003;
    const auto rows = preferences(tuning);
    Listener listener;
    tuning.run(spec, rows, "preferences", listener);
    // At first the network is what it is measured from.
    QVERIFY(std::abs(listener.steps[1].trainingLoss - std::log(2)) < 1e-5);
    QVERIFY(listener.steps.back().trainingLoss < 0.5);
    QCOMPARE(listener.steps.back().accuracy.value(), 1.0);
    const auto before = backend().openModel(tuning.start);
    const auto after = backend().openModel(tuning.path("preferences"));
    const auto ratio = [](const lm::LanguageModel& model) {
        return probabilityAfter(model, "the cat sees a dog", "today") /
               probabilityAfter(model, "the cat sees a dog", "quietly");
    };
    QVERIFY(ratio(*after) > 2 * ratio(*before));
    tuning.checkResume(spec, rows);

    Listener impatient; // while the network is still being asked what it said at first
    impatient.stop.request_stop();
    QVERIFY_THROWS_EXCEPTION(base::Cancelled, tuning.run(spec, rows, "never", impatient));
    QVERIFY(!std::filesystem::exists(tuning.path("never")));
}

void TestFineTuning::otherRunsAreNotGoneOnWith() {
    const FineTuning tuning("gpt-2");
    RunSpec spec = tuning.next(TrainingTask::Text);
    spec.training.adapters.rank = 2;
    Listener listener;
    tuning.run(spec, {}, "adapted", listener);
    spec.training.adapters.rank = 0;
    spec.training.steps = 80;
    QVERIFY_THROWS_EXCEPTION(base::TrainingError, tuning.run(spec, {}, "adapted", listener, true));
}

void TestFineTuning::wrongNetworksAreRefused() {
    RunSpec spec = usualRun("bengio");
    spec.training.adapters.rank = 4;
    QVERIFY_THROWS_EXCEPTION(base::InputError, requireValid(spec));
    for (const char* name : {"lstm", "t5", "xlnet", "bert"}) {
        spec = usualRun(name);
        spec.training.task = TrainingTask::Conversations;
        QVERIFY_THROWS_EXCEPTION(base::InputError, requireValid(spec));
    }
    for (const char* name : {"bengio", "bart", "glm"}) {
        spec = usualRun(name);
        spec.training.task = TrainingTask::Labels;
        QVERIFY_THROWS_EXCEPTION(base::InputError, requireValid(spec));
    }
    spec = usualRun("gpt-2");
    spec.training.task = TrainingTask::Labels;
    spec.labels = {"one"};
    spec.transformer.labels = 1;
    QVERIFY_THROWS_EXCEPTION(base::InputError, requireValid(spec));
}

QTEST_APPLESS_MAIN(TestFineTuning)
#include "tst_fine_tuning.moc"
