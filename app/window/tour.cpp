// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/tour.h"

#include "app/jobs/job_manager.h"
#include "app/window/main_window.h"
#include "app/window/page.h"
#include "app/window/text.h"
#include "app/window/workspace.h"
#include "core/base/error.h"
#include "core/chat/reply.h"
#include "core/corpus/line_reader.h"
#include "core/library/conversation_store.h"
#include "core/library/corpus_store.h"
#include "core/ngram/table.h"
#include "core/tasks/open_model.h"
#include "core/tasks/train_neural.h"
#include "core/tasks/train_ngram.h"

#include <QAbstractItemView>
#include <QCheckBox>
#include <QEventLoop>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTimer>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string>

namespace window {

namespace {

constexpr std::size_t rowsShown = 10;
constexpr std::uint64_t tourSteps = 8000; // 10 to 20 s on two cores
constexpr int settleMilliseconds = 1500;  // for what pages load by themselves before a picture

void say(const std::string& line) {
    std::fputs((line + "\n").c_str(), stdout);
    std::fflush(stdout);
}

void letEventsPass(int milliseconds) {
    QEventLoop loop;
    QTimer::singleShot(milliseconds, &loop, &QEventLoop::quit);
    loop.exec();
}

/// Waits for a job while the window stays alive; throws with its reason where it did not finish.
void waitFor(jobs::Job* job) {
    QEventLoop loop;
    QObject::connect(job, &jobs::Job::finished, &loop, [&] { loop.exit(0); });
    QObject::connect(job, &jobs::Job::cancelled, &loop, [&] { loop.exit(1); });
    QObject::connect(job, &jobs::Job::failed, &loop, [&] { loop.exit(1); });
    if (loop.exec() != 0)
        throw std::runtime_error(toStd(job->title() + QStringLiteral(": ") + job->error()));
}

/// Runs a task as a page does and hands its result over.
template <class Work>
auto run(Workspace& workspace, const QString& title, Work work) {
    using Result = std::invoke_result_t<Work, base::Progress&, const std::stop_token&>;
    std::optional<Result> result;
    waitFor(workspace.jobManager().start(title, jobs::JobManager::NoOptions, std::move(work),
                                         &workspace,
                                         [&](Result value) { result = std::move(value); }));
    return std::move(*result);
}

library::Corpus openCorpus(Workspace& workspace, const std::vector<std::filesystem::path>& files) {
    waitFor(files.empty() ? workspace.importSample() : workspace.importPaths(files));
    library::Corpus corpus = workspace.library().corpora().list().front();
    say(fmt::format("Corpus {}: {} bytes, {} documents, {} words, {} types, {}", corpus.name,
                    corpus.bytes, corpus.documentCount, corpus.tokens, corpus.types,
                    corpus.encodings));
    return corpus;
}

/// The rows that occur most often.
void printTable(const ngram::NgramModel& model) {
    const ngram::Table table(model);
    ngram::TableQuery query;
    query.sort = ngram::TableColumn::Count;
    query.descending = true;
    const auto order = table.select(query, {});
    say(fmt::format("{:>16}  {:<16} {:>10} {:>10} {:>10} {:>8}", "history", "next", "C(h, w)",
                    "C(h)", "P(w | h)", "bits"));
    for (std::size_t i = 0; i < std::min<std::uint64_t>(rowsShown, table.size()); ++i) {
        const ngram::TableRow row = table.row(order[i]);
        say(fmt::format("{:>16}  {:<16} {:>10} {:>10} {:>10.6f} {:>8.3f}",
                        table.historyText(row.history), table.tokenText(row.next), row.count,
                        row.historyCount, row.probability,
                        row.surprisal + 0.0)); // never -0.000
    }
}

/// The beginning of a story that suits the sample corpus.
constexpr const char* storyBegin = "Then Mira saw a";

/// Something to say that both models know: the story's beginning, or of another corpus the word
/// that begins the most sentences.
std::string opening(const ngram::NgramModel& model) {
    const auto tokens = model.tokenizer().encode(storyBegin);
    if (std::none_of(tokens.begin(), tokens.end(),
                     [](auto token) { return token == text::Vocabulary::unknown; }))
        return storyBegin;
    const auto session = model.openSession();
    session->feed(std::array{text::Vocabulary::begin});
    const auto probabilities = session->logProbabilities();
    const text::Vocabulary& words = model.tokenizer().vocabulary();
    std::string best;
    double highest = -std::numeric_limits<double>::infinity();
    for (std::size_t id = text::Vocabulary::specialCount; id < words.size(); ++id) {
        const std::string word(words.token(text::tokenId(id)));
        if (probabilities[id] > highest && toQString(word).front().isLetter()) {
            best = word;
            highest = probabilities[id];
        }
    }
    return best.empty() ? std::string(words.token(text::tokenId(words.size() - 1))) : best;
}

library::Model trainBigram(Workspace& workspace, const library::Corpus& corpus) {
    tasks::NgramRequest request;
    request.library = workspace.folder();
    request.corpora = {corpus.id};
    auto model = run(workspace, QStringLiteral("Train a bigram model"),
                     [request](base::Progress& progress, const std::stop_token& stop) {
                         return tasks::trainNgram(request, progress, stop);
                     });
    emit workspace.modelsChanged();
    return model;
}

library::Model trainBengio(Workspace& workspace, const library::Corpus& corpus) {
    tasks::NeuralRequest request;
    request.library = workspace.folder();
    request.corpora = {corpus.id};
    request.cut.maximumSize = 2000; // an output layer that trains in a minute
    request.spec.training.steps = tourSteps;
    request.spec.training.validationInterval = 200;
    auto outcome =
        run(workspace, QStringLiteral("Train Bengio's network"),
            [request](base::Progress& progress, const std::stop_token& stop) {
                return tasks::trainNeural(request, tasks::NeuralObserver(), progress, stop);
            });
    emit workspace.runsChanged();
    emit workspace.modelsChanged();
    if (!outcome.model)
        throw std::runtime_error("The network was stopped before its first checkpoint.");
    say(fmt::format("\nBengio's network {}: {} steps, training loss {:.4f}, validation loss {:.4f} "
                    "nats, {:.1f} s",
                    outcome.model->name, outcome.result.step, outcome.result.trainingLoss,
                    outcome.result.validationLoss.value_or(0), outcome.result.seconds));
    return *outcome.model;
}

/// One turn of a conversation, kept in the library as the chat page keeps it.
void chatWith(Workspace& workspace, const library::Model& model, const std::string& line) {
    chat::Conversation conversation;
    conversation.title = chat::titleFor(line);
    conversation.modelId = model.id;
    conversation.sampling.length = 30;
    conversation.sampling.topK = 20;
    conversation.sampling.seed = 4;
    auto& store = workspace.library().conversations();
    conversation.id = store.add(conversation);
    chat::Message message;
    message.text = line;
    message.id = store.addMessage(conversation.id, message);
    conversation.messages.push_back(message);

    auto reply = run(workspace, QStringLiteral("Chat"),
                     [folder = workspace.folder(), model,
                      conversation](base::Progress&, const std::stop_token& stop) {
                         const auto opened = tasks::openModel(folder, model);
                         return chat::reply(
                             *opened, conversation.messages, conversation.sampling,
                             [](const chat::ReplyPiece&) {}, stop);
                     });
    reply.model = model.name;
    store.addMessage(conversation.id, reply);
    emit workspace.conversationsChanged();
    say(fmt::format("\nYou: {}\n{}: {}", line, model.name, reply.text));
}

/// Chooses the first row of the page's lists, so that the picture shows what a choice shows.
void chooseFirstRows(const Page& page) {
    for (auto* view : page.findChildren<QAbstractItemView*>()) {
        const bool choosable = view->isVisible() && view->model() != nullptr &&
                               view->selectionMode() != QAbstractItemView::NoSelection &&
                               !view->currentIndex().isValid();
        if (choosable && view->model()->rowCount(view->rootIndex()) > 0)
            view->setCurrentIndex(view->model()->index(0, 0, view->rootIndex()));
    }
}

/// The chat page keeps what is open: it was made before there was a conversation.
void openLatestConversation(MainWindow& window) {
    Page* page = window.page(Mode::Chat);
    if (auto* list = page->findChild<QListWidget*>(QStringLiteral("conversations"));
        list != nullptr && list->count() > 0)
        list->setCurrentRow(0);
    if (auto* tint = page->findChild<QCheckBox*>(QStringLiteral("tint")))
        tint->setChecked(true);
}

/// A few lines of the corpus: a text to which even a table of bare counts gives a probability.
QString someLines(Workspace& workspace, const library::Corpus& corpus) {
    constexpr int wanted = 4;
    constexpr int shortest = 20; // characters: no headings
    corpus::LineReader reader(workspace.library().corpora().documents(corpus.id).front());
    QStringList lines;
    for (corpus::Line line; lines.size() < wanted && reader.next(line);) {
        const QString text = toQString(std::string(line.text)).trimmed();
        if (text.size() >= shortest)
            lines << text;
    }
    return lines.join('\n');
}

/// Types a text into the pages that read one, and asks for their answer.
void giveText(Page& page, Mode mode, const QString& given) {
    auto* text = page.findChild<QPlainTextEdit*>(QStringLiteral("text"));
    if (text == nullptr || (mode != Mode::Inspect && mode != Mode::Compare))
        return;
    text->setPlainText(given);
    text->moveCursor(QTextCursor::Start);
    for (int i = 0; i < 3; ++i)
        text->moveCursor(QTextCursor::NextWord);
    if (auto* compare = page.findChild<QPushButton*>(QStringLiteral("compare")))
        compare->click();
}

void takeScreenshots(MainWindow& window, const QString& text, const std::filesystem::path& folder) {
    for (const Mode mode : allModes) {
        window.setMode(mode);
        letEventsPass(settleMilliseconds / 2);
        giveText(*window.page(mode), mode, text);
        letEventsPass(settleMilliseconds / 2);
        chooseFirstRows(*window.page(mode));
        letEventsPass(settleMilliseconds);
        const QString path = toQString(folder / toStd(modeName(mode) + QStringLiteral(".png")));
        if (!window.grab().save(path))
            throw std::runtime_error("The picture " + toStd(path) + " cannot be written.");
    }
}

/// What the platform's plugin says of itself says nothing of the tour.
void installQuietHandler() {
    static QtMessageHandler usual = nullptr;
    usual = qInstallMessageHandler(
        [](QtMsgType type, const QMessageLogContext& context, const QString& message) {
            if (!message.contains(QLatin1String("propagateSizeHints")))
                usual(type, context, message);
        });
}

} // namespace

int runTour(MainWindow& window, Workspace& workspace,
            const std::vector<std::filesystem::path>& files, const std::filesystem::path& folder) {
    installQuietHandler();
    try {
        std::filesystem::create_directories(folder);
        window.resize(1280, 800);
        window.show();
        const library::Corpus corpus = openCorpus(workspace, files);
        const library::Model bigram = trainBigram(workspace, corpus);
        const auto opened = tasks::openNgramModel(workspace.folder(), bigram);
        say(fmt::format("\nBigram model {}: its most frequent n-grams", bigram.name));
        printTable(*opened);
        const library::Model network = trainBengio(workspace, corpus);
        const std::string begin = opening(*opened);
        chatWith(workspace, bigram, begin);
        chatWith(workspace, network, begin);
        openLatestConversation(window);
        emit workspace.showModelRequested(bigram.id);
        takeScreenshots(window, someLines(workspace, corpus), folder);
        say(fmt::format("\nScreenshots of every page: {}",
                        std::filesystem::absolute(folder).string()));
        return 0;
    } catch (const std::exception& error) {
        std::fputs((toStd(describe(error)) + "\n").c_str(), stderr);
        return 1;
    }
}

} // namespace window
