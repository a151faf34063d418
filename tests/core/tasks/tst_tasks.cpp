// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/chat/reply.h"
#include "core/library/library.h"
#include "core/library/token_files.h"
#include "core/lm/score.h"
#include "core/ngram/table.h"
#include "core/tasks/build_index.h"
#include "core/tasks/import_corpus.h"
#include "core/tasks/import_counts.h"
#include "core/tasks/open_model.h"
#include "core/tasks/prepare_tokens.h"
#include "core/tasks/reestimate.h"
#include "core/tasks/train_ngram.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <csignal>
#include <fstream>
#include <sstream>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace fs = std::filesystem;
using library::Library;

namespace {

/// Does something at a report: requests a stop, changes a file.
class Meddling final : public base::Progress {
public:
    explicit Meddling(std::function<void(const base::ProgressReport&)> action)
        : action_(std::move(action)) {}
    void report(const base::ProgressReport& report) override { action_(report); }

private:
    std::function<void(const base::ProgressReport&)> action_;
};

/// Of a task that is cancelled before it begins. On the heap, because GCC 12 takes a stop source on
/// the stack for uninitialized.
std::stop_token stopRequested() {
    const auto source = std::make_unique<std::stop_source>();
    source->request_stop();
    return source->get_token();
}

} // namespace

class TasksTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void importOfAFolderAndFiles();
    void importRefusesWhatIsNoText();
    void cancelledImportLeavesNothing();
    void fileThatChangesHalfWayLeavesNothing();
    void fullDiskImportLeavesNothing();
    void importAgainByAnotherEncoding();
    void sampleIsImportedOnce();
    void tokensAreReusedAndRepaired();
    void progressHasOneScale();
    void ngramFromTextToScore();
    void ngramThatIsCancelledLeavesNothing();
    void ngramRefusesBadValues();
    void countsFromElsewhere();
    void removalTakesTheFilesAlong();
    void indexIsMadeOnceAndGoesWithTheTokens();
    void damagedIndexIsMadeAgain();
    void damagedModelIsAFormatError();
    void knownFiguresOfNames();

private:
    fs::path write(const std::string& name, const std::string& text) const;
    library::Corpus import(const std::vector<fs::path>& paths) const;
    std::size_t filesIn(const std::string& folder) const;

    std::unique_ptr<QTemporaryDir> folder_;
    fs::path path_;
    fs::path library_;
};

void TasksTest::init() {
    folder_ = std::make_unique<QTemporaryDir>();
    path_ = folder_->path().toStdString();
    library_ = path_ / "library";
}

fs::path TasksTest::write(const std::string& name, const std::string& text) const {
    fs::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << text;
    return path_ / name;
}

library::Corpus TasksTest::import(const std::vector<fs::path>& paths) const {
    base::NoProgress progress;
    return tasks::importCorpus({library_, paths, {}, {}}, {}, progress, {});
}

std::size_t TasksTest::filesIn(const std::string& folder) const {
    std::error_code error;
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(library_ / folder, error), {}));
}

void TasksTest::importOfAFolderAndFiles() {
    write("texts/b.txt", "one two\n");
    write("texts/deep/c.txt", "two three four\n");
    const fs::path more = write("more.txt", "雪\n");
    base::NoProgress progress;
    std::int64_t registered = 0;
    const auto corpus =
        tasks::importCorpus({library_, {path_ / "texts/", more}, {}, {}},
                            [&](std::int64_t id) {
                                registered = id;
                                QVERIFY(!Library(library_).corpora().get(id).ready);
                                QCOMPARE(Library(library_).corpora().documents(id).size(), 3U);
                            },
                            progress, {});
    QCOMPARE(corpus.id, registered);
    QVERIFY(corpus.ready);
    QCOMPARE(corpus.name, "texts");
    QCOMPARE(corpus.tokens, 6U);
    QCOMPARE(corpus.types, 5U);
    QCOMPARE(Library(library_).corpora().frequencies(corpus.id).counts.front().token, "two");
    QCOMPARE(import({more}).name, "more");
}

void TasksTest::importRefusesWhatIsNoText() {
    fs::create_directories(path_ / "hollow");
    QVERIFY_EXCEPTION_THROWN(import({write("empty.txt", "")}), base::FormatError);
    QVERIFY_EXCEPTION_THROWN(import({path_ / "hollow"}), base::FormatError);
    QVERIFY_EXCEPTION_THROWN(import({path_ / "nowhere"}), base::FileError);
    QVERIFY_EXCEPTION_THROWN(import({}), base::InputError);
    QVERIFY(Library(library_).corpora().list().empty());
}

void TasksTest::cancelledImportLeavesNothing() {
    const auto file = write("a.txt", std::string(2000000, 'x'));
    std::stop_source stop;
    base::NoProgress progress;
    QVERIFY_EXCEPTION_THROWN(tasks::importCorpus(
                                 {library_, {file}, {}, {}},
                                 [&](std::int64_t) { stop.request_stop(); }, progress,
                                 stop.get_token()),
                             base::Cancelled);
    QVERIFY(Library(library_).corpora().list().empty());
    QCOMPARE(filesIn("corpora"), 0U);
    QCOMPARE(import({file}).name, "a"); // the name is free again
}

void TasksTest::fileThatChangesHalfWayLeavesNothing() {
    std::string text;
    for (int i = 0; i < 300000; ++i)
        text += "line " + std::to_string(i) + "\n";
    base::NoProgress progress;
    for (const bool vanish : {true, false}) {
        const auto first = write("first.txt", text);
        const auto second = write("second.txt", text);
        const auto meddle = [&](std::int64_t) {
            if (vanish)
                fs::remove(second);
            else
                fs::resize_file(second, text.size() / 2);
        };
        QVERIFY_EXCEPTION_THROWN(
            tasks::importCorpus({library_, {first, second}, {}, {}}, meddle, progress, {}),
            base::FileError);
        QVERIFY(Library(library_).corpora().list().empty());
    }
}

void TasksTest::fullDiskImportLeavesNothing() {
    std::string text;
    for (int i = 0; i < 30000; ++i)
        text += "word" + std::to_string(i) + " ";
    const auto file = write("a.txt", text);
    { Library library(library_); }
    const pid_t process = ::fork();
    if (process == 0) {
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{100 * 1024, 100 * 1024}; // the frequencies need more
        ::setrlimit(RLIMIT_FSIZE, &limit);
        try {
            import({file});
        } catch (const base::FileError&) {
            ::_exit(Library(library_).corpora().list().empty() ? 0 : 2);
        } catch (const std::exception& error) {
            ::fprintf(stderr, "%s\n", error.what());
        }
        ::_exit(1);
    }
    int status = 0;
    ::waitpid(process, &status, 0);
    QCOMPARE(WEXITSTATUS(status), 0);
    QCOMPARE(filesIn("corpora"), 0U);
    QVERIFY(import({file}).ready);
}

void TasksTest::importAgainByAnotherEncoding() {
    const auto file = write("a.txt", "caf\xe9 na\xefve caf\xe9\n");
    base::NoProgress progress;
    const auto corpus = tasks::importCorpus({library_, {file}, {}, "UTF-8"}, {}, progress, {});
    QCOMPARE(corpus.replaced, 3U);
    QVERIFY_EXCEPTION_THROWN(
        tasks::reimportCorpus(library_, corpus.id, "windows-1252", progress, stopRequested()),
        base::Cancelled);
    QCOMPARE(Library(library_).corpora().get(corpus.id).replaced, 3U);
    QVERIFY_EXCEPTION_THROWN(tasks::reimportCorpus(library_, corpus.id, "klingon", progress, {}),
                             base::InputError);
    const auto again = tasks::reimportCorpus(library_, corpus.id, "windows-1252", progress, {});
    QVERIFY(again.ready);
    QCOMPARE(again.replaced, 0U);
    QCOMPARE(again.encodings, "windows-1252");
    QCOMPARE(Library(library_).corpora().frequencies(corpus.id).counts.front().token, "café");
}

void TasksTest::sampleIsImportedOnce() {
    base::NoProgress progress;
    const auto first = tasks::importSample(library_, "a sample\n", progress, {});
    QCOMPARE(first.name, tasks::sampleName);
    QCOMPARE(tasks::importSample(library_, "a sample\n", progress, {}).id, first.id);
    QCOMPARE(Library(library_).corpora().list().size(), 1U);
    const auto changed = tasks::importSample(library_, "another sample text\n", progress, {});
    QCOMPARE(changed.id, first.id); // a newer program brings a newer text
    QCOMPARE(changed.tokens, 3U);
}

void TasksTest::tokensAreReusedAndRepaired() {
    const auto corpus = import({write("a.txt", "a b\nb c\n")});
    base::NoProgress progress;
    const text::TokenizerSpec spec;
    fs::path file;
    {
        const auto tokens = tasks::prepareTokens(library_, {corpus.id}, spec, {}, progress, {});
        QCOMPARE(tokens.cache->tokens().size(), 8U);
        QCOMPARE(tokens.cache->sentences(), 2U);
        QCOMPARE(tokens.tokenizer->vocabulary().size(), 6U);
        file = library_ / tokens.relativePath;
        Library(library_).recover(); // nobody names it, but it is in use
        QVERIFY(fs::exists(file));
        const auto cut = tasks::prepareTokens(library_, {corpus.id}, spec, {1, 0}, progress, {});
        QVERIFY(cut.relativePath != tokens.relativePath);
        QVERIFY(cut.tokenizer->vocabulary().isOpen());
    }
    const auto time = fs::last_write_time(file);
    QCOMPARE(tasks::prepareTokens(library_, {corpus.id}, spec, {}, progress, {}).relativePath,
             file.lexically_relative(library_));
    QVERIFY(fs::last_write_time(file) == time);
    fs::resize_file(file, fs::file_size(file) - 1); // damaged: made again
    const auto whole = tasks::prepareTokens(library_, {corpus.id}, spec, {}, progress, {});
    QCOMPARE(whole.cache->tokens().size(), 8U);
    QCOMPARE(tasks::openTokens(library_, whole.relativePath).tokenizer->vocabulary().size(), 6U);
    write("a.txt", "other, longer text\n");
    QVERIFY_EXCEPTION_THROWN(tasks::prepareTokens(library_, {corpus.id}, spec, {}, progress, {}),
                             base::FileError);
    QVERIFY_EXCEPTION_THROWN(tasks::prepareTokens(library_, {}, spec, {}, progress, {}),
                             base::InputError);
    QVERIFY_EXCEPTION_THROWN(tasks::prepareTokens(library_, {99}, spec, {}, progress, {}),
                             base::InputError);
    const auto blank = import({write("blank.txt", " \n \n")});
    QVERIFY_EXCEPTION_THROWN(tasks::prepareTokens(library_, {blank.id}, spec, {}, progress, {}),
                             base::InputError);
}

void TasksTest::progressHasOneScale() {
    std::string text;
    for (int i = 0; i < 100000; ++i)
        text += "line " + std::to_string(i) + "\n";
    const auto corpus = import({write("a.txt", text)});
    std::uint64_t last = 0;
    std::size_t reports = 0;
    Meddling progress([&](const base::ProgressReport& report) {
        ++reports;
        QVERIFY(report.done >= last && report.done <= report.total);
        QCOMPARE(report.total, 1000U);
        last = report.done;
    });
    tasks::trainNgram({library_, {corpus.id}, {}, {}, 2, {}, {}}, progress, {});
    QVERIFY(reports > 3 && last > 600);
}

void TasksTest::ngramFromTextToScore() {
    const auto corpus = import({write("abc.txt", "a b a\na b c\n")});
    base::NoProgress progress;
    const auto model =
        tasks::trainNgram({library_, {corpus.id}, {}, {}, 2, {"mle", 1}, {}}, progress, {});
    QCOMPARE(model.name, "abc bigram");
    QCOMPARE(model.corpora, std::vector{corpus.id});
    QCOMPARE(Library(library_).models().getByName("abc bigram").file, model.file);
    const auto opened = tasks::openModel(library_, model);
    // By hand: P(a|<s>) = 1, P(b|a) = 2/3, P(c|b) = 1/2, P(</s>|c) = 1.
    const lm::Score score = lm::scoreText(*opened, "a b c\n");
    QCOMPARE(score.tokens.size(), 4U);
    QVERIFY(std::abs(score.summary.logProbability - std::log(1.0 / 3)) < 1e-12);
    QCOMPARE(tasks::openNgramModel(library_, model)->order(), 2U);
    const auto named =
        tasks::trainNgram({library_, {corpus.id}, {}, {}, 4, {"add-k", 0.5}, {}}, progress, {});
    QCOMPARE(named.name, "abc 4-gram");
    QCOMPARE(tasks::openNgramModel(library_, named)->estimatorSpec().k, 0.5);

    std::vector<chat::Message> messages(1);
    messages[0].text = "say a";
    lm::SamplingSpec sampling;
    sampling.seed = 7;
    const auto one = chat::reply(*opened, messages, sampling, {}, {});
    const auto two = chat::reply(*opened, messages, sampling, {}, {});
    QVERIFY(!one.text.empty());
    QCOMPARE(one.text, two.text);
}

void TasksTest::ngramThatIsCancelledLeavesNothing() {
    const auto corpus = import({write("a.txt", "a b a\n")});
    std::stop_source stop;
    Meddling progress([&](const base::ProgressReport& report) {
        if (report.done >= 600)
            stop.request_stop();
    });
    QVERIFY_EXCEPTION_THROWN(
        tasks::trainNgram({library_, {corpus.id}, {}, {}, 3, {}, {}}, progress, stop.get_token()),
        base::Cancelled);
    QVERIFY(Library(library_).models().list().empty());
    QCOMPARE(filesIn("models"), 0U);
}

void TasksTest::countsFromElsewhere() {
    const auto text = import({write("abc.txt", "a b a\na b c\n")});
    const auto counts = write("web.counts.txt", "a b\t2\nb a\t1\na </s>\t1\nb c\t1\nc </s>\t1\n");
    const auto more = write("more.counts", "<s>\t2\n<s> a\t2\n");
    base::NoProgress progress;
    const auto model = tasks::importCounts({library_, {counts, more}, {}}, progress, {});
    QCOMPARE(model.name, "web.counts");
    QVERIFY(model.tokenCache.empty() && model.corpora.empty());
    const auto opened = tasks::openNgramModel(library_, model);
    QCOMPARE(opened->estimatorSpec().name, "modified-kneser-ney");
    text::TokenizerSpec spaces;
    spaces.kind = text::TokenizerKind::Whitespace;
    const auto trained = tasks::openModel(
        library_,
        tasks::trainNgram({library_, {text.id}, spaces, {}, 2, {"modified-kneser-ney"}, {}},
                          progress, {}));
    for (const char* line : {"a b c\n", "c a\n", "d\n\n"}) {
        const auto score = lm::scoreText(*opened, line);
        QCOMPARE(score.tokens.size(), lm::scoreText(*trained, line).tokens.size());
        QCOMPARE(score.summary.logProbability,
                 lm::scoreText(*trained, line).summary.logProbability);
    }
    QCOMPARE(ngram::Table(*opened).size(), 6U);
    QVERIFY(!tasks::hasIndex(library_, model.tokenCache));
    QVERIFY_EXCEPTION_THROWN(tasks::buildIndex(library_, model, progress, {}), base::InputError);
    const auto other = tasks::reestimate(library_, model.id, {"witten-bell"}, {});
    QCOMPARE(tasks::openNgramModel(library_, other)->order(), 2U);

    const std::size_t files = filesIn("models");
    QVERIFY_EXCEPTION_THROWN(
        tasks::importCounts({library_, {counts, write("bad", "a\n")}, {}}, progress, {}),
        base::FormatError);
    QVERIFY_EXCEPTION_THROWN(tasks::importCounts({library_, {}, {}}, progress, {}),
                             base::InputError);
    QVERIFY_EXCEPTION_THROWN(
        tasks::importCounts({library_, {counts}, {}}, progress, stopRequested()), base::Cancelled);
    QCOMPARE(filesIn("models"), files);
    Library(library_).models().remove(model.id);
    QCOMPARE(filesIn("models"), files - 1);
    QCOMPARE(Library(library_).models().list().size(), 2U);
}

void TasksTest::ngramRefusesBadValues() {
    const auto corpus = import({write("a.txt", "a b a\n")});
    base::NoProgress progress;
    tasks::NgramRequest request;
    request.library = library_;
    request.corpora = {corpus.id};
    for (const unsigned order : {0U, ngram::maximumOrder + 1}) {
        request.order = order;
        QVERIFY_EXCEPTION_THROWN(tasks::trainNgram(request, progress, {}), base::InputError);
    }
    request.order = 2;
    request.estimator.name = "best";
    QVERIFY_EXCEPTION_THROWN(tasks::trainNgram(request, progress, {}), base::InputError);
}

void TasksTest::removalTakesTheFilesAlong() {
    const auto corpus = import({write("a.txt", "a b a\n")});
    base::NoProgress progress;
    const auto model = tasks::trainNgram({library_, {corpus.id}, {}, {}, 2, {}, {}}, progress, {});
    Library library(library_);
    library.corpora().remove(corpus.id);
    QVERIFY(tasks::openModel(library_, model)); // stands without its corpus
    library.models().remove(model.id);
    QCOMPARE(filesIn("models") + filesIn("tokens") + filesIn("corpora"), 0U);
    QVERIFY(fs::exists(path_ / "a.txt"));
}

void TasksTest::indexIsMadeOnceAndGoesWithTheTokens() {
    const auto corpus = import({write("a.txt", "a b a\na b\n")});
    base::NoProgress progress;
    const auto model = tasks::trainNgram({library_, {corpus.id}, {}, {}, 2, {}, {}}, progress, {});
    QVERIFY(!tasks::hasIndex(library_, model.tokenCache));
    QVERIFY(!tasks::openIndex(library_, model.tokenCache));
    QVERIFY_EXCEPTION_THROWN(tasks::buildIndex(library_, model, progress, stopRequested()),
                             base::Cancelled);
    QCOMPARE(filesIn("tokens"), 1U);
    {
        const auto index = tasks::buildIndex(library_, model, progress, {});
        QCOMPARE(index.counts->count(index.tokens.tokenizer->encode("a b")), 2U);
    }
    QVERIFY(tasks::hasIndex(library_, model.tokenCache));
    const auto made = fs::last_write_time(library_ / library::indexPath(model.tokenCache));
    std::stringstream stages;
    Meddling listening([&](const base::ProgressReport& report) { stages << report.done; });
    tasks::buildIndex(library_, model, listening, {});
    QVERIFY(stages.str().empty()); // nothing was sorted
    QCOMPARE(fs::last_write_time(library_ / library::indexPath(model.tokenCache)), made);
    QVERIFY(tasks::openIndex(library_, model.tokenCache));
    // An index without its tokens is left over; one with them stays.
    std::ofstream(library_ / "tokens" / "gone.suffixes") << "x";
    Library library(library_);
    library.recover();
    QCOMPARE(filesIn("tokens"), 2U);
    library.models().remove(model.id);
    QCOMPARE(filesIn("tokens"), 0U);
    library::Model imported;
    imported.name = "made elsewhere";
    QVERIFY_EXCEPTION_THROWN(tasks::buildIndex(library_, imported, progress, {}), base::InputError);
}

void TasksTest::damagedIndexIsMadeAgain() {
    const auto corpus = import({write("a.txt", "a b a\na b\n")});
    base::NoProgress progress;
    const auto model = tasks::trainNgram({library_, {corpus.id}, {}, {}, 2, {}, {}}, progress, {});
    const fs::path path = library_ / library::indexPath(model.tokenCache);
    std::ofstream(path) << "no index";
    QVERIFY(!tasks::openIndex(library_, model.tokenCache));
    const auto index = tasks::buildIndex(library_, model, progress, {});
    QCOMPARE(index.counts->count(index.tokens.tokenizer->encode("a")), 3U);
    QVERIFY(tasks::openIndex(library_, model.tokenCache));
}

void TasksTest::damagedModelIsAFormatError() {
    const auto corpus = import({write("a.txt", "a b a\n")});
    base::NoProgress progress;
    auto model = tasks::trainNgram({library_, {corpus.id}, {}, {}, 2, {}, {}}, progress, {});
    fs::resize_file(library_ / model.file, fs::file_size(library_ / model.file) / 2);
    QVERIFY_EXCEPTION_THROWN(tasks::openModel(library_, model), base::FormatError);
    fs::remove(library_ / model.file);
    QVERIFY_EXCEPTION_THROWN(tasks::openModel(library_, model), base::FileError);
    model.specification = "{";
    QVERIFY_EXCEPTION_THROWN(tasks::openModel(library_, model), base::Error);
    model.kind = "neural";
    QVERIFY_EXCEPTION_THROWN(tasks::openNgramModel(library_, model), base::InputError);
}

/// The average negative log-likelihood of names.txt under its own character bigrams, as the issue
/// gives it: 2.454014 nats by maximum likelihood, 2.454577 by add-one over 27 symbols.
void TasksTest::knownFiguresOfNames() {
    const fs::path names = fs::path(NGRAMOPHONE_DATA) / "names.txt";
    if (!fs::exists(names))
        QSKIP("names.txt is not here");
    const auto corpus = import({names});
    base::NoProgress progress;
    text::TokenizerSpec spec;
    spec.kind = text::TokenizerKind::Characters;
    const std::pair<ngram::EstimatorSpec, double> expected[] = {{{"mle", 1}, 2.454014},
                                                                {{"add-k", 1}, 2.454577}};
    for (const auto& [estimator, figure] : expected) {
        const auto model =
            tasks::trainNgram({library_, {corpus.id}, spec, {}, 2, estimator, {}}, progress, {});
        const auto documents = Library(library_).corpora().documents(corpus.id);
        const auto summary =
            lm::scoreDocument(*tasks::openModel(library_, model), documents.front(), progress, {});
        const double average = -summary.logProbability / static_cast<double>(summary.tokens);
        QVERIFY2(std::abs(average - figure) < 5e-7, std::to_string(average).c_str());
    }
}

QTEST_APPLESS_MAIN(TasksTest)
#include "tst_tasks.moc"
