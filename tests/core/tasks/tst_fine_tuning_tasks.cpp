// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/chat/reply.h"
#include "core/library/conversation_store.h"
#include "core/library/library.h"
#include "core/library/rating_store.h"
#include "core/tasks/export_preferences.h"
#include "core/tasks/import_corpus.h"
#include "core/tasks/label_report.h"
#include "core/tasks/open_model.h"
#include "core/tasks/train_neural.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

// From a text to a network that has learnt it, and from that to labels, conversations, preferences.

namespace fs = std::filesystem;
using library::Library;
using neural::TrainingTask;

class FineTuningTasksTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void tableBecomesAClassifier();
    void conversationsBecomeAChat();
    void thumbsBecomePreferences();
    void stoppedRunGoesOnUnlessItsTableChanged();
    void refusals();

private:
    std::int64_t import(const std::string& name, const std::string& text) {
        std::ofstream(folder_ / name, std::ios::binary) << text;
        return tasks::importCorpus({library_, {folder_ / name}, {}, {}}, {}, progress_, {}).id;
    }
    tasks::NeuralRequest request(TrainingTask task, std::int64_t corpus) const {
        tasks::NeuralRequest request;
        request.library = library_;
        request.corpora = {corpus};
        request.spec.training.task = task;
        request.spec.training.steps = 60;
        request.spec.training.batchSize = 8;
        request.spec.training.learningRate = 0.01;
        request.spec.training.validationInterval = 20;
        request.spec.training.threads = 1;
        request.from = tasks::StartFrom{base_.id};
        return request;
    }

    QTemporaryDir temporary_;
    fs::path folder_;
    fs::path library_;
    library::Model base_;
    base::NoProgress progress_;
};

void FineTuningTasksTest::initTestCase() {
    folder_ = temporary_.path().toStdString();
    library_ = folder_ / "library";
    std::string text;
    for (int i = 0; i < 200; ++i)
        text += i % 2 == 0 ? "the cat sees a dog today\n" : "a bird hears the cat quietly\n";
    tasks::NeuralRequest first;
    first.library = library_;
    first.corpora = {import("text.txt", text)};
    first.tokenizer.kind = text::TokenizerKind::Words;
    first.spec = neural::usualRun("gpt-2");
    first.spec.transformer.contextLength = 16;
    first.spec.transformer.layers = 2;
    first.spec.transformer.width = 16;
    first.spec.transformer.headWidth = 4;
    first.spec.transformer.innerWidth = 32;
    first.spec.transformer.dropout = 0;
    first.spec.training.steps = 20;
    first.spec.training.learningRate = 0.01;
    first.spec.training.threads = 1;
    base_ = tasks::trainNeural(first, {}, progress_, {}).model.value();
}

void FineTuningTasksTest::tableBecomesAClassifier() {
    std::string table = "text,label\n";
    for (int i = 0; i < 40; ++i)
        table += std::string(i % 2 == 0 ? "the cat" : "the dog") +
                 (i % 3 == 0 ? " sees" : " hears") + " zebras," + (i % 2 == 0 ? "cats" : "dogs") +
                 "\n";
    const auto corpus = import("table.csv", table);
    const auto outcome =
        tasks::trainNeural(request(TrainingTask::Labels, corpus), {}, progress_, {});
    QCOMPARE(outcome.run.accuracy.value(), 1.0);
    QCOMPARE(outcome.run.spec.labels, (std::vector<std::string>{"cats", "dogs"}));
    QCOMPARE(outcome.run.origin->unknownTokens, std::uint64_t{40});
    QVERIFY(outcome.run.tokenCache.empty());
    const auto model = tasks::openModel(library_, outcome.model.value());
    const auto& labeller = tasks::requireLabeller(*model, outcome.model->name);
    const auto report = tasks::reportLabels(library_, labeller, {corpus}, progress_, {});
    QCOMPARE(report.rows(), std::uint64_t{40});
    QCOMPARE(report.accuracy(), 1.0);
    QCOMPARE(report.confusion, (std::vector<std::vector<std::uint64_t>>{{20, 0}, {0, 20}}));

    // Two of four are told wrong, both of them cats that are dogs.
    const auto wrong = import("wrong.csv", "the cat sees,cats\nthe cat hears,dogs\n"
                                           "the cat sees,dogs\nthe dog hears,dogs\n");
    const auto half = tasks::reportLabels(library_, labeller, {wrong}, progress_, {});
    QCOMPARE(half.confusion, (std::vector<std::vector<std::uint64_t>>{{1, 0}, {2, 1}}));
    QCOMPARE(half.accuracy(), 0.5);
    QCOMPARE(half.precision(0), 1.0 / 3);
    QCOMPARE(half.recall(1), 1.0 / 3);
    const auto other = import("other.csv", "the cat,lions\n");
    QVERIFY_EXCEPTION_THROWN(tasks::reportLabels(library_, labeller, {other}, progress_, {}),
                             base::InputError);
    const auto plain = tasks::openModel(library_, base_);
    QVERIFY_EXCEPTION_THROWN(tasks::requireLabeller(*plain, base_.name), base::InputError);
}

void FineTuningTasksTest::conversationsBecomeAChat() {
    std::string lines;
    for (int i = 0; i < 40; ++i)
        lines += std::string(R"({"messages": [{"role": "user", "content": ")") +
                 (i % 2 == 0 ? "cat" : "dog") + R"("}, {"role": "assistant", "content": ")" +
                 (i % 2 == 0 ? "sees today" : "hears") + "\"}]}\n";
    auto wanted = request(TrainingTask::Conversations, import("chats.jsonl", lines));
    wanted.spec.training.adapters.rank = 0;
    const auto outcome = tasks::trainNeural(wanted, {}, progress_, {});
    QVERIFY(outcome.run.spec.transformer.turns);
    QVERIFY(outcome.run.oldValidationLoss.has_value()); // of the text that it had learnt
    const auto model = tasks::openModel(library_, outcome.model.value());
    lm::SamplingSpec greedy;
    greedy.temperature = 0;
    std::vector<chat::Message> messages(1);
    messages[0].text = "dog";
    chat::Message reply = chat::reply(*model, messages, greedy, {}, {});
    QCOMPARE(reply.text, std::string("hears"));
    QVERIFY(reply.end == chat::ReplyEnd::Complete);
    messages.push_back(reply);
    messages.emplace_back();
    messages[2].text = "cat";
    reply = chat::reply(*model, messages, greedy, {}, {});
    QVERIFY(!reply.text.empty() && !reply.beganAnew);

    // What has learnt to take turns still does after more text.
    auto again = request(TrainingTask::Text, base_.corpora.front());
    again.from = tasks::StartFrom{outcome.model->id};
    again.spec.training.steps = 2;
    QVERIFY(tasks::trainNeural(again, {}, progress_, {}).run.spec.transformer.turns);
}

void FineTuningTasksTest::thumbsBecomePreferences() {
    Library library(library_);
    QVERIFY_EXCEPTION_THROWN(tasks::exportPreferences(library, folder_ / "none.jsonl"),
                             base::InputError);
    const auto conversation = library.conversations().add({});
    std::vector<chat::Message> messages(2);
    messages[0].text = "the cat sees a dog";
    messages[0].id = library.conversations().addMessage(conversation, messages[0]);
    messages[1].role = chat::Role::Model;
    const auto say = [&](const std::string& text, chat::Rating rating) {
        messages[1].text = text;
        messages[1].id = library.conversations().addMessage(conversation, messages[1]);
        library.ratings().rate(conversation, messages, rating);
    };
    say("quietly", chat::Rating::Bad);
    library.conversations().removeFrom(conversation, messages[1].id); // made again
    say("today", chat::Rating::Good);
    const auto stored = library.conversations().get(conversation);
    QVERIFY(stored.messages[1].rating == chat::Rating::Good);
    QVERIFY(stored.messages[0].rating == chat::Rating::None);

    const fs::path file = folder_ / "preferences.jsonl";
    QCOMPARE(tasks::exportPreferences(library, file), std::size_t{1});
    std::ifstream written(file);
    std::string line;
    std::getline(written, line);
    const chat::Preference pair = chat::preferenceFrom(line);
    QCOMPARE(pair.prompt, (std::vector<lm::Turn>{{lm::Speaker::Person, "the cat sees a dog"}}));
    QCOMPARE(pair.chosen, std::string("today"));
    QCOMPARE(pair.rejected, std::string("quietly"));

    auto wanted = request(TrainingTask::Preferences,
                          tasks::importCorpus({library_, {file}, {}, {}}, {}, progress_, {}).id);
    wanted.spec.training.validationShare = 0;
    const auto outcome = tasks::trainNeural(wanted, {}, progress_, {});
    QVERIFY(*outcome.run.trainingLoss < 0.5);

    library.ratings().rate(conversation, messages, chat::Rating::None);
    QVERIFY(library.ratings().preferences().empty());
    library.ratings().rate(conversation, messages, chat::Rating::Good);
    library.conversations().remove(conversation);
    QVERIFY(library.ratings().preferences().empty());
}

void FineTuningTasksTest::stoppedRunGoesOnUnlessItsTableChanged() {
    std::string table;
    for (int i = 0; i < 20; ++i)
        table += i % 2 == 0 ? "the cat,a\n" : "the dog,b\n";
    const auto corpus = import("stopped.csv", table);
    auto wanted = request(TrainingTask::Labels, corpus);
    wanted.spec.training.adapters = {.rank = 2, .alpha = 4};
    const auto whole = tasks::trainNeural(wanted, {}, progress_, {});
    std::stop_source stop;
    tasks::NeuralObserver observer;
    observer.onStep = [&](const neural::StepMetrics& step) {
        if (step.step == 13)
            stop.request_stop();
    };
    const auto stopped = tasks::trainNeural(wanted, observer, progress_, stop.get_token());
    QCOMPARE(stopped.result.step, std::uint64_t{13});
    tasks::resumeNeural(library_, stopped.run.id, 40, {}, progress_, {});
    Library library(library_);
    const auto one = library.runs().metrics(whole.run.id);
    const auto two = library.runs().metrics(stopped.run.id);
    QCOMPARE(two.size(), std::size_t{41}); // the first before it has learnt
    QVERIFY(one[0].accuracy && one[0].accuracy == two[0].accuracy);
    QVERIFY(whole.run.origin->oldText == library::OldText::TellsLabels);
    for (std::size_t i = 1; i < 41; ++i) {
        QVERIFY(one[i].trainingLoss == two[i].trainingLoss);
        if (one[i].accuracy && two[i].accuracy)
            QCOMPARE(*one[i].accuracy, *two[i].accuracy);
    }
    std::ofstream(folder_ / "stopped.csv", std::ios::binary | std::ios::app) << "the bird,c\n";
    QVERIFY_EXCEPTION_THROWN(tasks::resumeNeural(library_, stopped.run.id, 0, {}, progress_, {}),
                             base::Error);
}

void FineTuningTasksTest::refusals() {
    auto wanted = request(TrainingTask::Labels, import("one.csv", "a,b\nc,b\n"));
    QVERIFY_EXCEPTION_THROWN(tasks::trainNeural(wanted, {}, progress_, {}), base::InputError);
    wanted.from.reset();
    QVERIFY_EXCEPTION_THROWN(tasks::trainNeural(wanted, {}, progress_, {}), base::InputError);
    wanted.spec.training.task = TrainingTask::Text;
    wanted.spec.training.adapters.rank = 4;
    QVERIFY_EXCEPTION_THROWN(tasks::trainNeural(wanted, {}, progress_, {}), base::InputError);
    wanted = request(TrainingTask::Conversations, import("no.jsonl", "no JSON\n"));
    QVERIFY_EXCEPTION_THROWN(tasks::trainNeural(wanted, {}, progress_, {}), base::FormatError);
}

QTEST_APPLESS_MAIN(FineTuningTasksTest)
#include "tst_fine_tuning_tasks.moc"
