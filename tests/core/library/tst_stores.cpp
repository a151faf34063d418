// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/library/conversation_store.h"
#include "core/library/corpus_store.h"
#include "core/library/library.h"
#include "core/library/model_store.h"
#include "core/library/run_store.h"
#include "core/ngram/table_order.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <fstream>
#include <limits>

namespace fs = std::filesystem;
using library::Library;

class StoresTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void corpusRoundTrip();
    void corpusCountedAgainKeepsOneFile();
    void takenNamesGetNumbers();
    void unknownIdsAreInputErrors();
    void modelRoundTripAndRemoval();
    void tokensStayWhileSomethingNamesThem();
    void runRoundTripWithMetrics();
    void metricsAreExact();
    void runThatGoesOnIsNotRemoved();

private:
    static corpus::Document document(const std::string& path, const std::string& encoding);
    std::int64_t addModel(Library& library, const std::string& name, const fs::path& tokens);

    std::unique_ptr<QTemporaryDir> folder_;
    fs::path path_;
};

void StoresTest::init() {
    folder_ = std::make_unique<QTemporaryDir>();
    path_ = folder_->path().toStdString();
}

corpus::Document StoresTest::document(const std::string& path, const std::string& encoding) {
    corpus::Document document;
    document.path = path;
    document.size = 1000;
    document.modified = 1234567890;
    document.encoding = encoding;
    return document;
}

std::int64_t StoresTest::addModel(Library& library, const std::string& name,
                                  const fs::path& tokens) {
    library::Model model;
    model.name = name;
    model.kind = "ngram";
    model.file = library.models().newFile("ngm");
    model.tokenCache = tokens;
    model.specification = R"({"name":"mle"})";
    std::ofstream(path_ / model.file) << "counts";
    if (!tokens.empty())
        std::ofstream(path_ / tokens) << "tokens";
    return library.models().add(model);
}

void StoresTest::corpusRoundTrip() {
    corpus::Frequencies frequencies;
    frequencies.counts = {{"the", 12}, {"雪", 3}, {std::string("a\0b", 3), 1}};
    frequencies.tokens = 16;
    frequencies.sentences = 4;
    std::int64_t id = 0;
    {
        Library library(path_);
        auto documents =
            std::vector{document("/a/one.txt", "UTF-8"), document("/a/二.txt", "GB18030"),
                        document("/a/three.txt", "UTF-8")};
        id = library.corpora().add("texts", documents);
        QVERIFY(!library.corpora().get(id).ready);
        QCOMPARE(library.corpora().get(id).bytes, 3000U);
        QVERIFY_EXCEPTION_THROWN(library.corpora().frequencies(id), base::InputError);
        documents[1].decoded = {7, 42};
        documents[1].lines = 99;
        documents[1].encodingChosen = true;
        library.corpora().finish(id, documents, frequencies);
    }
    Library library(path_);
    const library::Corpus corpus = library.corpora().get(id);
    QVERIFY(corpus.ready);
    QCOMPARE(corpus.name, "texts");
    QCOMPARE(corpus.documentCount, 3U);
    QCOMPARE(corpus.tokens, 16U);
    QCOMPARE(corpus.types, 3U);
    QCOMPARE(corpus.replaced, 7U);
    QCOMPARE(corpus.encodings, "UTF-8, GB18030");
    QVERIFY(corpus.added > 1500000000000);
    const auto documents = library.corpora().documents(id);
    QCOMPARE(documents.size(), 3U);
    QCOMPARE(documents[1].path, fs::path("/a/二.txt"));
    QCOMPARE(documents[1].decoded.firstOffset, std::optional<std::uint64_t>(42));
    QVERIFY(!documents[0].decoded.firstOffset);
    QCOMPARE(documents[1].lines, 99U);
    QVERIFY(documents[1].encodingChosen && !documents[0].encodingChosen);
    QCOMPARE(documents[2].modified, 1234567890);
    const auto stored = library.corpora().frequencies(id);
    QCOMPARE(stored.tokens, 16U);
    QCOMPARE(stored.sentences, 4U);
    QCOMPARE(stored.counts.size(), 3U);
    QCOMPARE(stored.counts[2].token, std::string("a\0b", 3));
    QCOMPARE(stored.counts[1].count, 3U);
    library.corpora().remove(id);
    QVERIFY(fs::is_empty(path_ / "corpora"));
    QVERIFY(library.corpora().list().empty());
}

void StoresTest::corpusCountedAgainKeepsOneFile() {
    Library library(path_);
    const auto documents = std::vector{document("/a", "UTF-8")};
    const auto id = library.corpora().add("a", documents);
    library.corpora().finish(id, documents, {{{"x", 1}}, 1, 1});
    library.corpora().finish(id, {document("/a", "Big5")}, {{{"y", 2}}, 2, 1});
    QCOMPARE(library.corpora().frequencies(id).counts[0].token, "y");
    QCOMPARE(library.corpora().get(id).encodings, "Big5");
    QCOMPARE(std::distance(fs::directory_iterator(path_ / "corpora"), {}), 1);
    library.corpora().replaceDocuments(id, {document("/a", "EUC-KR")});
    QVERIFY(!library.corpora().get(id).ready);
    library.recover(); // it was ready once: not a half-done import
    QCOMPARE(library.corpora().get(id).encodings, "EUC-KR");
}

void StoresTest::takenNamesGetNumbers() {
    Library library(path_);
    const auto first = library.corpora().add("names", {});
    const auto second = library.corpora().add("names", {});
    const auto third = library.corpora().add("names", {});
    QCOMPARE(library.corpora().get(second).name, "names (2)");
    QCOMPARE(library.corpora().get(third).name, "names (3)");
    library.corpora().rename(third, "names"); // taken
    QCOMPARE(library.corpora().get(third).name, "names (3)");
    library.corpora().rename(first, "names"); // its own
    QCOMPARE(library.corpora().get(first).name, "names");
    QCOMPARE(library.corpora().findByName("names")->id, first);
    QVERIFY(!library.corpora().findByName("nobody"));
    QVERIFY_EXCEPTION_THROWN(library.corpora().rename(first, "  "), base::InputError);
    addModel(library, "m", {});
    QCOMPARE(library.models().get(addModel(library, "m", {})).name, "m (2)");
    library::Run run;
    run.name = "r";
    library.runs().add(run);
    QCOMPARE(library.runs().get(library.runs().add(run)).name, "r (2)");
}

void StoresTest::unknownIdsAreInputErrors() {
    Library library(path_);
    addModel(library, "bigram", {});
    QVERIFY_EXCEPTION_THROWN(library.corpora().get(9), base::InputError);
    QVERIFY_EXCEPTION_THROWN(library.corpora().documents(9), base::InputError);
    QVERIFY_EXCEPTION_THROWN(library.corpora().remove(9), base::InputError);
    QVERIFY_EXCEPTION_THROWN(library.corpora().finish(9, {}, {}), base::InputError);
    QVERIFY_EXCEPTION_THROWN(library.models().remove(9), base::InputError);
    QVERIFY_EXCEPTION_THROWN(library.runs().get(9), base::InputError);
    QVERIFY_EXCEPTION_THROWN(library.runs().setState(9, library::RunState::Failed),
                             base::InputError);
    QVERIFY_EXCEPTION_THROWN(library.conversations().get(9), base::InputError);
    QVERIFY_EXCEPTION_THROWN(library.conversations().addMessage(9, {}), base::InputError);
    QVERIFY_EXCEPTION_THROWN(library.conversations().updateMessage({}), base::InputError);
    try {
        library.models().getByName("trigram");
        QFAIL("found a model that is not there");
    } catch (const base::InputError& error) {
        QVERIFY(QString(error.what()).contains("bigram"));
    }
}

void StoresTest::modelRoundTripAndRemoval() {
    Library library(path_);
    const auto corpus = library.corpora().add("c", {});
    library::Model model;
    model.name = "m";
    model.kind = "ngram";
    model.file = library.models().newFile(".ngm");
    model.tokenCache = "tokens/x.tokens";
    model.specification = "{}";
    model.corpora = {corpus};
    const auto id = library.models().add(model);
    QCOMPARE(library.models().get(id).corpora, std::vector{corpus});
    QCOMPARE(library.models().get(id).file.parent_path(), fs::path("models"));
    QVERIFY(library.models().newFile("ngm") != model.file);
    library.corpora().remove(corpus); // the model stays
    QVERIFY(library.models().get(id).corpora.empty());
    library.models().remove(id); // its files were never written: no failure
    QVERIFY(library.models().list().empty());
    QVERIFY(library.models().add(model) != id); // ids are never used twice
}

void StoresTest::tokensStayWhileSomethingNamesThem() {
    Library library(path_);
    const auto one = addModel(library, "one", "tokens/shared.tokens");
    const auto two = addModel(library, "two", "tokens/shared.tokens");
    library.models().remove(one);
    QVERIFY(fs::exists(path_ / "tokens/shared.tokens"));
    const fs::path orders = ngram::orderFolder(path_ / library.models().get(two).file);
    fs::create_directories(orders); // a large table's, made when it was sorted
    library.models().remove(two);
    QVERIFY(!fs::exists(path_ / "tokens/shared.tokens"));
    QVERIFY(!fs::exists(orders));
    QVERIFY(fs::is_empty(path_ / "models"));
}

void StoresTest::runRoundTripWithMetrics() {
    Library library(path_);
    library::Run run;
    run.name = "names bengio";
    run.spec.bengio.hiddenWidth = 99;
    run.spec.training.learningRate = 0.1;
    run.tokenCache = "tokens/a.tokens";
    run.parameters = 12345;
    const auto id = library.runs().add(run);
    run = library.runs().get(id);
    QCOMPARE(run.spec.bengio.hiddenWidth, 99U);
    QCOMPARE(run.spec.training.learningRate, 0.1);
    QVERIFY(run.state == library::RunState::Running);
    QCOMPARE(run.step, 0U);
    QVERIFY(!run.trainingLoss && !run.validationLoss);
    library.runs().addMetrics(id, std::vector<neural::StepMetrics>{{1, 3.5, 3.25, 3.75, 100, 0.1},
                                                                   {2, 3.0, {}, {}, 100, 0.2},
                                                                   {3, 2.5, {}, {}, 100, 0.3}});
    run = library.runs().get(id);
    QCOMPARE(run.step, 3U);
    QCOMPARE(run.trainingLoss, std::optional(2.5));
    QCOMPARE(run.validationLoss, std::optional(3.25));
    QCOMPARE(library.runs().metrics(id, 1).size(), 2U);
    QCOMPARE(library.runs().metrics(id).size(), 3U);
    library.runs().forgetMetricsAfter(id, 2);
    QCOMPARE(library.runs().get(id).step, 2U);
    library.runs().setState(id, library::RunState::Failed, "no luck");
    QCOMPARE(library.runs().get(id).error, "no luck");
    QCOMPARE(library::toName(library.runs().get(id).state), "failed");
    QVERIFY(library.runs().checkpoint(id).is_absolute());
    QVERIFY(fs::exists(path_ / "runs" / std::to_string(id)));
    library.runs().remove(id);
    QVERIFY(!fs::exists(path_ / "runs" / std::to_string(id)));
    QVERIFY(library.runs().metrics(id).empty());
}

void StoresTest::metricsAreExact() {
    Library library(path_);
    library::Run run;
    run.name = "r";
    const auto id = library.runs().add(run);
    const double odd = 0.1 + 0.2;
    library.runs().addMetrics(
        id, std::vector<neural::StepMetrics>{
                {1, odd, std::nextafter(odd, 1), {}, 0.75, 1e300, 5e-324, 7, odd, 1e-300},
                {2, std::numeric_limits<double>::quiet_NaN(), {}, {}, {}, 0, 1},
                {3, std::numeric_limits<double>::infinity(), {}, {}, {}, 0, 1}});
    const auto metrics = library.runs().metrics(id);
    QVERIFY(metrics[0].trainingLoss == odd);
    QVERIFY(*metrics[0].validationLoss == std::nextafter(odd, 1));
    QVERIFY(metrics[0].accuracy == 0.75);
    QVERIFY(!metrics[1].accuracy);
    QVERIFY(metrics[0].seconds == 5e-324);
    QCOMPARE(metrics[0].predictions, std::uint64_t{7});
    QVERIFY(metrics[0].learningRate == odd);
    QVERIFY(metrics[0].gradientNorm == 1e-300);
    QVERIFY(std::isnan(metrics[1].trainingLoss));
    QVERIFY(std::isinf(metrics[2].trainingLoss));
}

void StoresTest::runThatGoesOnIsNotRemoved() {
    Library library(path_);
    library::Run run;
    run.name = "r";
    const auto id = library.runs().add(run);
    library::Model model;
    model.name = "m";
    model.kind = "neural";
    model.file = fs::path("runs") / std::to_string(id) / "checkpoint.ngc";
    model.run = id;
    const auto modelId = library.models().add(model);
    std::ofstream(library.runs().checkpoint(id)) << "tensors";
    {
        const library::WorkLock lock(path_, "run-" + std::to_string(id));
        QVERIFY_EXCEPTION_THROWN(library.runs().remove(id), base::LibraryError);
        QVERIFY_EXCEPTION_THROWN(library.models().remove(modelId), base::LibraryError);
    }
    library.runs().remove(id); // the model needs the checkpoint
    QVERIFY(fs::exists(path_ / model.file));
    QVERIFY(!library.models().get(modelId).run);
    library.models().remove(modelId);
    QVERIFY(!fs::exists((path_ / model.file).parent_path()));
}

QTEST_APPLESS_MAIN(StoresTest)
#include "tst_stores.moc"
