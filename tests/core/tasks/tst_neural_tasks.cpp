// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/chat/reply.h"
#include "core/library/library.h"
#include "core/neural/specification/parameter_count.h"
#include "core/tasks/import_corpus.h"
#include "core/tasks/open_model.h"
#include "core/tasks/run_samples.h"
#include "core/tasks/test_rates.h"
#include "core/tasks/train_neural.h"

#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <fstream>
#include <sys/wait.h>
#include <unistd.h>

namespace fs = std::filesystem;
using library::Library;
using library::RunState;

class NeuralTasksTest : public QObject {
    Q_OBJECT

private slots:
    // First: a process that has LibTorch's threads must not fork.
    void killedRunGoesOnExactly();
    void runFromTextToChat();
    void stoppedRunGoesOnAndRefusals();
    void failureIsStored();
    void samplesAreKept();
    void earlyStopMakesTheBestTheModel();
    void ratesAreTriedWithoutARun();
    void runGoesOnWithAnotherCorpus();
    void oldTextIsMeasuredOrSaidWhyNot();

private:
    std::int64_t import(const fs::path& folder);
    static tasks::NeuralRequest request(const fs::path& library, std::int64_t corpus);
    static void sameMetrics(const fs::path& one, std::int64_t oneRun, const fs::path& other,
                            std::int64_t otherRun);

    base::NoProgress progress_;
};

std::int64_t NeuralTasksTest::import(const fs::path& folder) {
    fs::create_directories(folder);
    std::string text;
    for (int i = 0; i < 400; ++i)
        text += "abcd"[i % 4] + std::string("ab") + "xyz"[i % 3] + "\n";
    std::ofstream(folder / "text.txt") << text;
    return tasks::importCorpus({folder / "library", {folder / "text.txt"}, {}, {}}, {}, progress_,
                               {})
        .id;
}

tasks::NeuralRequest NeuralTasksTest::request(const fs::path& library, std::int64_t corpus) {
    tasks::NeuralRequest request;
    request.library = library / "library";
    request.corpora = {corpus};
    request.tokenizer.kind = text::TokenizerKind::Characters;
    request.spec.bengio = {3, 4, 8, true};
    request.spec.training.steps = 60;
    request.spec.training.batchSize = 8;
    request.spec.training.validationInterval = 7;
    request.spec.training.checkpointInterval = 20;
    request.spec.training.threads = 1;
    return request;
}

void NeuralTasksTest::sameMetrics(const fs::path& one, std::int64_t oneRun, const fs::path& other,
                                  std::int64_t otherRun) {
    const auto a = Library(one / "library").runs().metrics(oneRun);
    const auto b = Library(other / "library").runs().metrics(otherRun);
    QCOMPARE(a.size(), 60U);
    QCOMPARE(b.size(), 60U);
    for (std::size_t i = 0; i < a.size(); ++i) {
        QCOMPARE(a[i].step, i + 1);
        QCOMPARE(b[i].step, i + 1);
        QVERIFY(a[i].trainingLoss == b[i].trainingLoss); // bit by bit
        QVERIFY(a[i].validationLoss == b[i].validationLoss);
    }
}

void NeuralTasksTest::killedRunGoesOnExactly() {
    const QTemporaryDir killedFolder;
    const QTemporaryDir wholeFolder;
    const fs::path killed = killedFolder.path().toStdString();
    const fs::path whole = wholeFolder.path().toStdString();
    const auto corpus = import(killed);
    int told[2];
    QCOMPARE(::pipe(told), 0);
    const pid_t process = ::fork();
    if (process == 0) {
        tasks::NeuralObserver observer;
        observer.onStep = [&](const neural::StepMetrics& metrics) {
            if (metrics.step == 33) { // between two checkpoints; 20 is the last
                ::usleep(300000);     // so that step 33 reaches the library
            }
            if (metrics.step == 35) {
                (void)!::write(told[1], "x", 1);
                ::pause();
            }
        };
        try {
            tasks::trainNeural(request(killed, corpus), observer, progress_, {});
        } catch (const std::exception& error) {
            ::fprintf(stderr, "child: %s\n", error.what());
            (void)!::write(told[1], "!", 1);
        }
        ::_exit(1);
    }
    char how = 0;
    QCOMPARE(::read(told[0], &how, 1), 1);
    QCOMPARE(how, 'x');
    {
        Library library(killed / "library");
        library.recover(); // the run lives
        QVERIFY(library.runs().get(1).state == RunState::Running);
        QVERIFY_EXCEPTION_THROWN(tasks::resumeNeural(killed / "library", 1, 0, {}, progress_, {}),
                                 base::InputError);
    }
    ::kill(process, SIGKILL);
    ::waitpid(process, nullptr, 0);
    {
        Library library(killed / "library");
        library.recover();
        QVERIFY(library.runs().get(1).state == RunState::Interrupted);
        QVERIFY(library.runs().get(1).step > 20); // more than the checkpoint knows
        QCOMPARE(library.models().list().size(), 1U);
    }
    const auto outcome = tasks::resumeNeural(killed / "library", 1, 0, {}, progress_, {});
    QVERIFY(outcome.run.state == RunState::Finished);
    const auto other = tasks::trainNeural(request(whole, import(whole)), {}, progress_, {});
    sameMetrics(killed, outcome.run.id, whole, other.run.id);
    QCOMPARE(Library(killed / "library").models().list().size(), 1U);
}

void NeuralTasksTest::runFromTextToChat() {
    const QTemporaryDir temporary;
    const fs::path folder = temporary.path().toStdString();
    std::uint64_t steps = 0;
    tasks::NeuralObserver observer;
    observer.onStarted = [](const library::Run& run) {
        QVERIFY(run.state == RunState::Running);
        QCOMPARE(run.name, "text bengio");
    };
    observer.onStep = [&](const neural::StepMetrics& metrics) { steps = metrics.step; };
    const auto outcome =
        tasks::trainNeural(request(folder, import(folder)), observer, progress_, {});
    QCOMPARE(steps, 60U);
    QCOMPARE(outcome.run.step, 60U);
    QVERIFY(outcome.run.validationLoss);
    QVERIFY(outcome.model);
    QCOMPARE(outcome.model->run, std::optional(outcome.run.id));
    const auto model = tasks::openModel(folder / "library", *outcome.model);
    QCOMPARE(outcome.run.parameters,
             neural::parameterCount(request(folder, 1).spec.bengio,
                                    model->tokenizer().vocabulary().size()));
    std::vector<chat::Message> messages(1);
    messages[0].text = "ab";
    const auto reply = chat::reply(*model, messages, {}, {}, {});
    QVERIFY(!reply.tokens.empty());
}

void NeuralTasksTest::stoppedRunGoesOnAndRefusals() {
    const QTemporaryDir temporary;
    const fs::path folder = temporary.path().toStdString();
    const auto wanted = request(folder, import(folder));
    std::stop_source stop;
    tasks::NeuralObserver observer;
    observer.onStep = [&](const neural::StepMetrics& metrics) {
        if (metrics.step == 30)
            stop.request_stop();
    };
    const auto outcome = tasks::trainNeural(wanted, observer, progress_, stop.get_token());
    QVERIFY(outcome.run.state == RunState::Stopped);
    QCOMPARE(outcome.run.step, 30U);
    QVERIFY(outcome.model);
    QVERIFY_EXCEPTION_THROWN(
        tasks::resumeNeural(wanted.library, outcome.run.id, 30, {}, progress_, {}),
        base::InputError);
    // The tokens are made again where they are gone, unless the corpus has changed.
    fs::remove(wanted.library / outcome.run.tokenCache);
    const auto longer = tasks::resumeNeural(wanted.library, outcome.run.id, 80, {}, progress_, {});
    QCOMPARE(longer.run.step, 80U);
    QCOMPARE(longer.run.spec.training.steps, 80U);
    QVERIFY(fs::exists(wanted.library / outcome.run.tokenCache));
    fs::remove(wanted.library / outcome.run.tokenCache);
    Library(wanted.library).corpora().remove(wanted.corpora[0]);
    QVERIFY_EXCEPTION_THROWN(
        tasks::resumeNeural(wanted.library, outcome.run.id, 90, {}, progress_, {}),
        base::InputError);
    QVERIFY(Library(wanted.library).runs().get(outcome.run.id).state == RunState::Finished);
    library::Run bare;
    bare.name = "bare";
    const auto without = Library(wanted.library).runs().add(bare);
    QVERIFY_EXCEPTION_THROWN(tasks::resumeNeural(wanted.library, without, 0, {}, progress_, {}),
                             base::InputError);
}

void NeuralTasksTest::failureIsStored() {
    const QTemporaryDir temporary;
    const fs::path folder = temporary.path().toStdString();
    auto wild = request(folder, import(folder));
    tasks::NeuralObserver observer;
    observer.onStarted = [&](const library::Run& run) { // no checkpoint can be written now
        const fs::path place = wild.library / "runs" / std::to_string(run.id);
        fs::remove(place);
        std::ofstream(place) << "x";
    };
    QVERIFY_EXCEPTION_THROWN(tasks::trainNeural(wild, observer, progress_, {}), base::FileError);
    const library::Run run = Library(wild.library).runs().list().front();
    QVERIFY(run.state == RunState::Failed);
    QVERIFY(!run.error.empty());
    QVERIFY(run.step >= 20); // the curve up to there is kept
    QVERIFY(Library(wild.library).models().list().empty());
    wild.spec.bengio.hiddenWidth = 0;
    QVERIFY_EXCEPTION_THROWN(tasks::trainNeural(wild, {}, progress_, {}), base::InputError);
    QCOMPARE(Library(wild.library).runs().list().size(), 1U);
}

void NeuralTasksTest::samplesAreKept() {
    const QTemporaryDir temporary;
    const fs::path folder = temporary.path().toStdString();
    auto wanted = request(folder, import(folder));
    wanted.spec.training.sampleInterval = 10;
    wanted.spec.training.sampleLength = 5;
    std::stop_source stop;
    std::vector<std::uint64_t> heard;
    tasks::NeuralObserver observer;
    observer.onStep = [&](const neural::StepMetrics& metrics) {
        if (metrics.step == 35)
            stop.request_stop();
    };
    observer.onSample = [&](const neural::Sample& sample) { heard.push_back(sample.step); };
    const auto run = tasks::trainNeural(wanted, observer, progress_, stop.get_token()).run;
    QCOMPARE(heard, (std::vector<std::uint64_t>{0, 10, 20, 30}));
    const tasks::RunSamples samples(Library(wanted.library).runs().checkpoint(run.id));
    QCOMPARE(samples.all().size(), 4U);
    QVERIFY(!samples.all()[3].text.empty());

    // As after a kill: samples that are newer than the checkpoint, the last one cut off.
    samples.add({40, "will be drawn again"});
    const fs::path file = wanted.library / "runs" / std::to_string(run.id) / "samples.jsonl";
    std::ofstream(file, std::ios::app) << R"({"step":50,"te)";
    QCOMPARE(samples.all().size(), 5U);
    tasks::resumeNeural(wanted.library, run.id, 0, {}, progress_, {});
    std::vector<std::uint64_t> kept;
    for (const neural::Sample& sample : samples.all())
        kept.push_back(sample.step);
    QCOMPARE(kept, (std::vector<std::uint64_t>{0, 10, 20, 30, 40, 50, 60}));
    QVERIFY(samples.all()[4].text != "will be drawn again");
    QCOMPARE(tasks::RunSamples(folder / "nowhere" / "checkpoint.ngc").all().size(), 0U);
    QVERIFY_EXCEPTION_THROWN(tasks::RunSamples(folder / "nowhere" / "checkpoint.ngc").add({1, "a"}),
                             base::FileError);
}

void NeuralTasksTest::earlyStopMakesTheBestTheModel() {
    const QTemporaryDir temporary;
    const fs::path folder = temporary.path().toStdString();
    auto wanted = request(folder, import(folder));
    wanted.spec.training.steps = 5000;
    wanted.spec.training.patience = 2;
    wanted.spec.training.minImprovement = 0.2;
    const auto outcome = tasks::trainNeural(wanted, {}, progress_, {});
    QVERIFY(outcome.result.stoppedEarly);
    QVERIFY(outcome.run.state == RunState::StoppedEarly);
    QCOMPARE(library::toName(outcome.run.state), std::string("stopped early"));
    QVERIFY(outcome.model);
    QCOMPARE(outcome.model->file.filename().string(), std::string("checkpoint-best.ngc"));
    QVERIFY(tasks::openModel(wanted.library, *outcome.model));

    // It goes on from the last, which is the model then.
    const auto step = outcome.run.step;
    wanted.spec.training.patience = 0;
    Library(wanted.library).runs().setSpecification(outcome.run.id, wanted.spec);
    const auto further =
        tasks::resumeNeural(wanted.library, outcome.run.id, step + 10, {}, progress_, {});
    QCOMPARE(further.run.step, step + 10);
    QVERIFY(further.run.state == RunState::Finished);
    QCOMPARE(further.model->file.filename().string(), std::string("checkpoint.ngc"));
}

void NeuralTasksTest::ratesAreTriedWithoutARun() {
    const QTemporaryDir temporary;
    const fs::path folder = temporary.path().toStdString();
    const auto wanted = request(folder, import(folder));
    const auto test = tasks::testRates(wanted, {1e-5, 1, 120}, {}, progress_, {});
    QVERIFY(test.points.size() > 60);
    QVERIFY(test.suggestion);
    QCOMPARE(test.suggestion, neural::suggestedRate(test.points));
    QVERIFY(Library(wanted.library).runs().list().empty());
    QVERIFY(Library(wanted.library).models().list().empty());
}

/// A run of 20 steps on one text, and another text with letters of its own.
void NeuralTasksTest::runGoesOnWithAnotherCorpus() {
    const QTemporaryDir temporary;
    const fs::path folder = temporary.path().toStdString();
    auto first = request(folder, import(folder));
    first.spec.training.steps = 20;
    first.spec.training.validationInterval = 10;
    first.spec.training.keepBest = true;
    const auto parent = tasks::trainNeural(first, {}, progress_, {});
    std::string text;
    for (int i = 0; i < 100; ++i)
        text += i % 2 == 0 ? "abq\n" : "dcba\n";
    std::ofstream(folder / "other.txt") << text;
    const auto other =
        tasks::importCorpus({folder / "library", {folder / "other.txt"}, {}, {}}, {}, progress_, {})
            .id;

    auto next = request(folder, other);
    next.from = tasks::StartFrom{0, parent.run.id, false};
    next.spec.bengio = {9, 9, 9, false}; // does not count
    next.spec.training.steps = 1;
    next.spec.training.learningRate = 1e-9;
    const auto still = tasks::trainNeural(next, {}, progress_, {});
    QVERIFY(still.run.spec.bengio == parent.run.spec.bengio);
    const auto origin = still.run.origin.value();
    QCOMPARE(origin.model, parent.run.name);
    QVERIFY(origin.run == parent.run.id);
    QCOMPARE(origin.step, std::uint64_t{20});
    QCOMPARE(origin.unknownTokens, std::uint64_t{50}); // each q
    QVERIFY(origin.oldText == library::OldText::Measured);
    // A step that moves nothing has forgotten nothing.
    QVERIFY(std::abs(*still.run.oldValidationLoss - *parent.run.validationLoss) < 1e-6);
    QVERIFY(std::abs(*still.run.oldLossAtStart - *parent.run.validationLoss) < 1e-6);

    next.spec.training.steps = 40;
    next.spec.training.learningRate = 0.02;
    const auto whole = tasks::trainNeural(next, {}, progress_, {});
    QVERIFY(*whole.run.validationLoss < *still.run.validationLoss - 0.5);
    QVERIFY(*whole.run.oldValidationLoss > *parent.run.validationLoss);

    // The same from a model, stopped and taken up again.
    next.from = tasks::StartFrom{parent.model->id};
    std::stop_source stop;
    tasks::NeuralObserver observer;
    observer.onStep = [&](const neural::StepMetrics& step) {
        if (step.step == 13)
            stop.request_stop();
    };
    const auto stopped = tasks::trainNeural(next, observer, progress_, stop.get_token());
    tasks::resumeNeural(folder / "library", stopped.run.id, 0, {}, progress_, {});
    Library library(folder / "library");
    const auto one = library.runs().metrics(whole.run.id);
    const auto two = library.runs().metrics(stopped.run.id);
    QCOMPARE(one.size(), std::size_t{41});
    QCOMPARE(one.size(), two.size());
    // Before the first step: what was known of the old text, and what of the new one.
    QCOMPARE(one[0].step, std::uint64_t{0});
    QVERIFY(std::isnan(one[0].trainingLoss));
    QVERIFY(one[0].oldValidationLoss == whole.run.oldLossAtStart);
    QVERIFY(*one[0].validationLoss > *whole.run.validationLoss);
    for (std::size_t i = 0; i < one.size(); ++i) {
        QVERIFY(i == 0 || one[i].trainingLoss == two[i].trainingLoss);
        QVERIFY(one[i].oldValidationLoss == two[i].oldValidationLoss);
        QCOMPARE(one[i].oldValidationLoss.has_value(), one[i].validationLoss.has_value());
    }

    next.from = tasks::StartFrom{0, parent.run.id, true}; // its best
    next.corpora = first.corpora;                         // nothing to forget
    next.spec.training.steps = 1;
    const auto same = tasks::trainNeural(next, {}, progress_, {});
    QVERIFY(same.run.origin && !same.run.oldValidationLoss);
    QVERIFY(same.run.origin->oldText == library::OldText::SameCorpora);
    next.from = tasks::StartFrom{0, same.run.id, true};
    QVERIFY_EXCEPTION_THROWN(tasks::trainNeural(next, {}, progress_, {}), base::InputError);

    library.runs().remove(parent.run.id);
    QVERIFY(!library.runs().get(whole.run.id).origin->run);
}

/// Runs of a step each on another text, from one model whose own text is taken away bit by bit.
void NeuralTasksTest::oldTextIsMeasuredOrSaidWhyNot() {
    const QTemporaryDir temporary;
    const fs::path folder = temporary.path().toStdString();
    auto first = request(folder, import(folder));
    first.spec.training.steps = 2;
    const auto parent = tasks::trainNeural(first, {}, progress_, {});
    first.spec.training.validationShare = 0;
    const auto keptNothing = tasks::trainNeural(first, {}, progress_, {});
    std::ofstream(folder / "other.txt") << "abba\nabba\nabba\nabba\nabba\nabba\nabba\nabba\n";
    auto next =
        request(folder, tasks::importCorpus({folder / "library", {folder / "other.txt"}, {}, {}},
                                            {}, progress_, {})
                            .id);
    next.spec.training.steps = 1;
    const auto trainedFrom = [&](const tasks::NeuralOutcome& origin) {
        next.from = tasks::StartFrom{0, origin.run.id, false};
        return tasks::trainNeural(next, {}, progress_, {}).run;
    };
    using library::OldText;
    QVERIFY(trainedFrom(keptNothing).origin->oldText == OldText::NothingKept);

    // Measured also where the new text has nothing to be validated on.
    next.spec.training.validationShare = 0;
    const auto measured = trainedFrom(parent);
    QVERIFY(measured.origin->oldText == OldText::Measured);
    QVERIFY(measured.oldValidationLoss && measured.oldLossAtStart && !measured.validationLoss);
    QVERIFY(!library::whyNotMeasured(measured.origin->oldText, parent.run.name));

    const fs::path tokens = folder / "library" / parent.run.tokenCache;
    auto fewer = request(folder, next.corpora.front()); // letters
    fewer.spec.training.steps = 1;
    const auto narrow = tasks::trainNeural(fewer, {}, progress_, {});
    fs::copy_file(folder / "library" / narrow.run.tokenCache, tokens,
                  fs::copy_options::overwrite_existing);
    QVERIFY(trainedFrom(parent).origin->oldText == OldText::OtherTokenizer);

    fs::remove(tokens);
    const auto again = trainedFrom(parent); // written again
    QVERIFY(again.origin->oldText == OldText::Measured);
    QCOMPARE(again.oldLossAtStart, measured.oldLossAtStart);

    fs::remove(tokens);
    std::ofstream(folder / "text.txt", std::ios::app) << "more\n";
    const auto changed = trainedFrom(parent);
    QVERIFY(changed.origin->oldText == OldText::Changed);
    QVERIFY(!changed.oldValidationLoss);
    QVERIFY(library::whyNotMeasured(changed.origin->oldText, parent.run.name)
                ->english()
                .find(parent.run.name) != std::string::npos);

    Library(folder / "library").corpora().remove(first.corpora.front());
    QVERIFY(trainedFrom(parent).origin->oldText == OldText::Gone);
}

QTEST_APPLESS_MAIN(NeuralTasksTest)
#include "tst_neural_tasks.moc"
