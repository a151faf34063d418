// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <csignal>

/// Drives the real program as a person or a script does.
class TestCli : public QObject {
    Q_OBJECT

    struct Outcome {
        int status = -1;
        QByteArray out;
        QByteArray err;
        QJsonDocument json() const { return QJsonDocument::fromJson(out); }
    };

    QTemporaryDir folder_;
    QString path(const QString& name) const { return folder_.filePath(name); }
    QStringList withLibrary(const QStringList& arguments) const {
        return QStringList{"--library", path("library")} + arguments;
    }
    Outcome run(const QStringList& arguments, const QByteArray& input = {}) const {
        QProcess process;
        process.start(NGRAMOPHONE_CLI, withLibrary(arguments));
        process.write(input);
        process.closeWriteChannel();
        process.waitForFinished(60000);
        return {process.exitCode(), process.readAllStandardOutput(),
                process.readAllStandardError()};
    }
    double perplexityOf(const QString& model) const {
        return run({"score", model, path("small.txt"), "--json"})
            .json()
            .object()["perplexity"]
            .toDouble();
    }
    void write(const QString& name, const QByteArray& text) const {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }

private slots:
    void initTestCase() {
        write("small.txt", "a b a\na c\nb a\n");
        write("chinese.txt", "学而时习之\n不亦说乎\n");
        write("empty.txt", "");
        QCOMPARE(run({"corpus", "add", path("small.txt"), "--name", "small"}).status, 0);
        const auto trained = run({"train", "ngram", "--corpus", "small", "--tokenizer",
                                  "whitespace", "--name", "bigram", "--json"});
        QCOMPARE(trained.status, 0);
        QVERIFY(trained.err.isEmpty()); // no progress bar in a pipe
        const auto json = trained.json().object();
        QCOMPARE(json["model"].toString(), QString("bigram"));
        // -(4 ln 2/3… by hand: <s> a 2/3 ×2, <s> b 1/3, a b 1/4, a c 1/4, a </s> 1/2 ×2, b a 1 ×2,
        // c </s> 1) / 10.
        const double loss =
            -(2 * std::log(2.0 / 3) + std::log(1.0 / 3) + 2 * std::log(0.25) + 2 * std::log(0.5)) /
            10;
        QVERIFY(std::abs(json["training_loss"].toDouble() - loss) < 1e-12);
        QVERIFY(json["peak_memory_bytes"].toDouble() > 1e6);
    }

    void corpora() {
        QCOMPARE(run({"corpus", "add", path("chinese.txt")}).status, 0);
        auto list = run({"corpus", "list", "--json"});
        QCOMPARE(list.json().array().size(), 2);
        QCOMPARE(list.json()[0]["name"].toString(), QString("chinese"));
        QCOMPARE(list.json()[0]["documents"].toInt(), 1);
        QVERIFY(run({"corpus", "list"}).out.contains("chinese"));
        QCOMPARE(run({"corpus", "remove", "chinese"}).status, 0);
        QCOMPARE(run({"corpus", "list", "--json"}).json().array().size(), 1);
        QVERIFY(QFile::exists(path("chinese.txt")));
    }

    void failures() {
        const auto empty = run({"corpus", "add", path("empty.txt")});
        QCOMPARE(empty.status, 1);
        QVERIFY(empty.err.contains("empty.txt"));
        QVERIFY(empty.out.isEmpty());
        QCOMPARE(run({"corpus", "add", path("nowhere.txt")}).status, 1);
        const auto model = run({"table", "nothing"});
        QCOMPARE(model.status, 1);
        QVERIFY(model.err.contains("bigram")); // says which there are
        QCOMPARE(run({"corpus", "remove", "nothing"}).status, 1);
        QCOMPARE(run({"runs"}).status, 0);
    }

    void usage() {
        for (const QStringList& arguments :
             {QStringList{},
              {"dance"},
              {"corpus"},
              {"corpus", "add"},
              {"train", "ngram"},
              {"train", "ngram", "--corpus", "small", "--order", "11"},
              {"train", "ngram", "--corpus", "small", "--estimator", "guess"},
              {"train", "neural"},
              {"train", "neural", "--resume", "1", "--hidden", "3"},
              {"table", "bigram", "--sort", "beauty"},
              {"occurrences", "bigram"},
              {"overlap", "bigram"},
              {"models", "--loud"}}) {
            const auto outcome = run(arguments);
            QVERIFY2(outcome.status == 2, qPrintable(arguments.join(' ')));
            QVERIFY(!outcome.err.isEmpty());
            QVERIFY(outcome.out.isEmpty());
        }
        QCOMPARE(run({"--help"}).status, 0);
    }

    void table() {
        const auto json =
            run({"table", "bigram", "--sort", "count", "--limit", "3", "--json"}).json().array();
        QCOMPARE(json.size(), 3);
        for (const auto& row : json)
            QCOMPARE(row.toObject()["count"].toInt(), 2);
        const auto filtered = run({"--json", "table", "bigram", "--history", "<s>", "--next", "b"});
        const auto row = filtered.json()[0];
        QCOMPARE(filtered.json().array().size(), 1);
        QCOMPARE(row["history"][0].toString(), QString("<s>"));
        QCOMPARE(row["history_count"].toInt(), 3);
        QVERIFY(std::abs(row["surprisal"].toDouble() - std::log2(3.0)) < 1e-12);
        const auto lines = QString::fromUtf8(run({"table", "bigram"}).out).split('\n');
        QCOMPARE(lines.size(), 9); // a heading, seven bigrams, and what stands behind the last end
        QCOMPARE(lines[1].size(), lines[0].size());
    }

    void score() {
        const auto outcome = run({"score", "bigram", "-", "--tokens", "--json"}, "a b\n");
        const auto json = outcome.json().object();
        QCOMPARE(json["tokens"].toInt(), 3);
        // b </s> was never seen.
        QCOMPARE(json["perplexity"].toString(), QString("Infinity"));
        QCOMPARE(json["token_scores"].toArray().size(), 3);
        QVERIFY(std::abs(json["token_scores"][1]["log_probability"].toDouble() - std::log(0.25)) <
                1e-12);
        const auto file = run({"score", "bigram", path("small.txt"), "--json"}).json().object();
        QCOMPARE(file["tokens"].toInt(), 10);
        QCOMPARE(file["bytes"].toInt(), 14);
        QVERIFY(file["perplexity"].toDouble() > 1);
        const auto unknown = run({"score", "bigram", "--json"}, "a zebra\n").json().object();
        QCOMPARE(unknown["oov"].toInt(), 1);
        QVERIFY(run({"score", "bigram"}, "a zebra\n").out.contains("inf"));
    }

    /// An infinite perplexity comes with the n-gram that causes it, also where a file is streamed.
    void scoreNamesTheImpossible() {
        write("held.txt", "a b a\na b b\n");
        for (const QStringList& how : {QStringList{}, QStringList{"--tokens"}}) {
            const auto json =
                run(QStringList{"score", "bigram", path("held.txt"), "--json"} + how).json();
            const auto causes = json.object()["impossible"].toArray();
            QCOMPARE(causes.size(), 1);
            QCOMPARE(causes[0]["token"].toString(), QString("b"));
            QCOMPARE(causes[0]["history"].toArray(), QJsonArray{"b"});
            QCOMPARE(causes[0]["known"].toBool(), true);
        }
        QVERIFY(run({"score", "bigram", path("held.txt")}).out.contains("P(b | b) = 0\n"));
        const auto unknown = run({"score", "bigram"}, "a zebra\n").out;
        QVERIFY2(unknown.contains("zebra is outside the vocabulary"), unknown.constData());
        const auto finite = run({"score", "bigram", "--json"}, "a c\n").json().object();
        QCOMPARE(finite["impossible"].toArray().size(), 0);
    }

    /// What a model computes with, and where too few counts made it fall back.
    void describesAModel() {
        QCOMPARE(run({"train", "ngram", "--from", "bigram", "--estimator", "modified-kneser-ney",
                      "--name", "smoothed"})
                     .status,
                 0);
        const auto text = run({"models", "smoothed"}).out;
        QVERIFY2(text.contains("Discount, order 2 (fall-back: too few counts)"), text.constData());
        const auto json = run({"models", "smoothed", "--json"}).json().object();
        QCOMPARE(json["name"].toString(), QString("smoothed"));
        QCOMPARE(json["description"][1]["label"].toString(), QString("Estimator"));
        QCOMPARE(json["description"][1]["value"].toString(), QString("modified-kneser-ney"));
        QCOMPARE(run({"models", "nobody"}).status, 1);
    }

    void exportArpa() {
        QTemporaryDir folder;
        const QString path = folder.filePath("model.arpa");
        QCOMPARE(run({"export", "bigram", path}).status, 1); // no back-off model
        QVERIFY(!QFile::exists(path));
        QCOMPARE(run({"train", "ngram", "--corpus", "small", "--tokenizer", "whitespace",
                      "--estimator", "witten-bell", "--name", "smooth"})
                     .status,
                 0);
        QCOMPARE(run({"export", "smooth", path}).status, 0);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().startsWith("\\data\\\nngram 1="));
        const auto explained = run({"explain", "smooth", "b a", "--json"}).json().object();
        QCOMPARE(explained["levels"].toArray().size(), 3);
        // A parameter says what it comes from.
        const auto text = run({"explain", "smooth", "b a"}).out;
        QVERIFY2(text.contains(": entries of the vocabulary, all but <s>"), text.constData());
        QVERIFY(explained["levels"]
                    .toArray()
                    .last()
                    .toObject()["symbols"]
                    .toArray()[0]
                    .toObject()["source"]
                    .toString()
                    .startsWith("entries"));
        QCOMPARE(run({"models", "--json"}).status, 0);
    }

    /// Another estimator from the same counts; removing one model leaves the other its counts.
    void reestimate() {
        QCOMPARE(run({"train", "ngram", "--corpus", "small", "--tokenizer", "whitespace", "--order",
                      "3", "--memory", "1M", "--name", "first"})
                     .status,
                 0);
        QCOMPARE(run({"train", "ngram", "--from", "first", "--estimator", "kneser-ney", "--name",
                      "second"})
                     .status,
                 0);
        const auto score = [&] { return run({"score", "second", "--json"}, "a b\n").out; };
        const auto before = score();
        QVERIFY(before.contains("perplexity"));
        QCOMPARE(run({"train", "ngram", "--corpus", "small", "--tokenizer", "whitespace", "--order",
                      "3", "--estimator", "kneser-ney", "--name", "counted"})
                     .status,
                 0);
        QCOMPARE(run({"score", "counted", "--json"}, "a b\n").out, before);
        QCOMPARE(run({"train", "ngram", "--corpus", "small", "--from", "first"}).status, 2);
        QCOMPARE(run({"train", "ngram", "--estimator", "mle"}).status, 2);
    }

    /// A model goes out as ARPA, plain or packed, and comes back the same.
    void arpaOutAndIn() {
        QCOMPARE(run({"train", "ngram", "--corpus", "small", "--tokenizer", "whitespace",
                      "--estimator", "witten-bell", "--name", "out"})
                     .status,
                 0);
        for (const QString& name : {QString("m.arpa"), QString("m.arpa.gz")}) {
            QCOMPARE(run({"export", "out", path(name)}).status, 0);
            QCOMPARE(run({"import", path(name), "--name", "in " + name}).status, 0);
            const double found = perplexityOf("in " + name);
            QVERIFY(std::abs(found / perplexityOf("out") - 1) < 1e-5);
        }
        QCOMPARE(run({"table", "in m.arpa"}).status, 0);
        QVERIFY(run({"explain", "in m.arpa", "a b"}).out.contains("P(table)"));
        const auto refused = run({"import", path("small.txt")});
        QCOMPARE(refused.status, 1);
        QVERIFY(refused.err.contains("small.txt"));
        for (const QString& name : {QString("empty.arpa"), QString("empty.arpa.gz")}) {
            write(name, "");
            const auto empty = run({"import", path(name)});
            QCOMPARE(empty.status, 1);
            QVERIFY2(empty.err.contains("ARPA file is empty"), empty.err.constData());
        }
        write("counts.tsv", "a b\t3\na\t4\nb\t3\n<s> a\t2\nb </s>\t2\n");
        QCOMPARE(run({"import", path("counts.tsv"), "--name", "counted elsewhere"}).status, 0);
        QVERIFY(run({"table", "counted elsewhere"}).out.contains("3"));
        // Another estimator of counts whose text is not here: there is no loss to tell.
        const auto other = run({"train", "ngram", "--from", "counted elsewhere", "--estimator",
                                "witten-bell", "--json", "--name", "elsewhere witten-bell"});
        QVERIFY2(other.status == 0, other.err.constData());
        QVERIFY(other.json().object()["training_loss"].isNull());
    }

    void prune() {
        QCOMPARE(run({"train", "ngram", "--corpus", "small", "--tokenizer", "whitespace", "--order",
                      "3", "--estimator", "witten-bell", "--name", "large"})
                     .status,
                 0);
        const auto made = run({"prune", "large", "--counts", "0,0,1", "--json", "--name", "less"});
        QCOMPARE(made.status, 0);
        const auto before = made.json().object()["ngrams_before"].toArray();
        const auto after = made.json().object()["ngrams_after"].toArray();
        QCOMPARE(after[1], before[1]);
        QVERIFY(after[2].toInt() < before[2].toInt());
        QCOMPARE(run({"prune", "large", "--entropy", "0.001"}).status, 0);
        QCOMPARE(run({"prune", "large"}).status, 2);
        QCOMPARE(run({"prune", "less", "--counts", "1"}).status, 1);
        QCOMPARE(run({"train", "ngram", "--corpus", "small", "--tokenizer", "whitespace", "--order",
                      "3", "--estimator", "witten-bell", "--prune", "0,0,1", "--name", "direct"})
                     .status,
                 0);
        QCOMPARE(run({"score", "direct", "--json"}, "a b\n").out,
                 run({"score", "less", "--json"}, "a b\n").out);
    }

    void mix() {
        for (const char* estimator : {"witten-bell", "add-k"})
            QCOMPARE(run({"train", "ngram", "--corpus", "small", "--tokenizer", "whitespace",
                          "--estimator", estimator, "--name", QString("mix-") + estimator})
                         .status,
                     0);
        const auto made = run({"mix", "mix-witten-bell", "mix-add-k", "--held-out",
                               path("small.txt"), "--json", "--name", "both"});
        QCOMPARE(made.status, 0);
        const double weight = made.json().object()["weight"].toDouble();
        QVERIFY(weight >= 0 && weight <= 1);
        QCOMPARE(run({"score", "both"}, "a b\n").status, 0);
        // Both parts say how they come to their number, with their own parameters.
        const QByteArray explained = run({"explain", "both", "a b"}).out;
        for (const char* line :
             {"  P1 = ", ": the model mix-witten-bell\n",
              "    witten-bell: P = ", "      T = ", "    add-k: P = ", "      k = 1\n"})
            QVERIFY2(explained.contains(line), explained.constData());
        const auto parts =
            run({"explain", "both", "a b", "--json"}).json().object()["parts"].toArray();
        QCOMPARE(parts.size(), 2);
        QCOMPARE(parts[0]["model"].toString(), QString("mix-witten-bell"));
        QVERIFY(parts[0]["explanation"]["levels"].toArray().size() > 1);
        QCOMPARE(parts[1]["explanation"]["estimator"].toString(), QString("add-k"));
        QVERIFY(run({"models", "both"}).out.contains("First model: Estimator"));
        QCOMPARE(run({"mix", "mix-witten-bell", "mix-add-k", "--weight", "2"}).status, 2);
    }

    void jelinekMercer() {
        QCOMPARE(run({"train", "ngram", "--corpus", "small", "--tokenizer", "whitespace",
                      "--estimator", "jelinek-mercer", "--name", "mixed"})
                     .status,
                 0);
        QCOMPARE(
            run({"train", "ngram", "--corpus", "small", "--tokenizer", "whitespace", "--estimator",
                 "jelinek-mercer", "--held-out", path("small.txt"), "--name", "fitted"})
                .status,
            0);
        const auto perplexity = [&](const char* model) {
            return run({"score", model, path("small.txt"), "--json"})
                .json()
                .object()["perplexity"]
                .toDouble();
        };
        QVERIFY(perplexity("mixed") > 1);
        QVERIFY(perplexity("fitted") < perplexity("mixed"));
    }

    /// Parameters set by hand are taken, kept with the model, and checked.
    void parametersByHand() {
        const auto train = [&](const QStringList& more) {
            return run(QStringList{"train", "ngram", "--corpus", "small", "--tokenizer",
                                   "whitespace", "--estimator"} +
                       more);
        };
        const auto probability = [&](const char* model) { // of c after a
            return run({"explain", model, "a c", "--json"})
                .json()
                .object()["probability"]
                .toDouble();
        };
        // Unigrams: a 4, b 2, c 1, </s> 3; after a: b 1, c 1, </s> 2. V = 5.
        QCOMPARE(train({"absolute", "--discount", "0.4", "--name", "by D"}).status, 0);
        QVERIFY(std::abs(probability("by D") -
                         (0.6 / 4 + 0.4 * 3 / 4 * (0.6 / 10 + 0.4 * 4 / 10 / 5))) < 1e-12);
        QCOMPARE(
            train({"modified-kneser-ney", "--discount", "0,1,1.5", "--name", "by three"}).status,
            0);
        // Adjusted: a 2, b 2, c 1, </s> 2.
        QVERIFY(std::abs(probability("by three") - (1 / 4.0 + 1 / 4.0 * (1 / 7.0 + 3 / 7.0 / 5))) <
                1e-12);
        QCOMPARE(train({"jelinek-mercer", "--lambda", "0.5", "--name", "by lambda"}).status, 0);
        QVERIFY(std::abs(probability("by lambda") - (0.5 / 4 + 0.5 * (0.5 / 10 + 0.5 / 5))) <
                1e-12);
        QCOMPARE(train({"stupid-backoff", "--alpha", "0.7", "--name", "by alpha"}).status, 0);
        const auto unseen = run({"explain", "by alpha", "b c", "--json"}).json().object();
        QVERIFY(std::abs(unseen["probability"].toDouble() - 0.07) < 1e-12);
        const auto refused = train({"kneser-ney", "--discount", "1.5"});
        QCOMPARE(refused.status, 1);
        QVERIFY2(refused.err.contains("Choose a number from 0 to 1."), refused.err);
        QCOMPARE(train({"witten-bell", "--discount", "0.5"}).status, 1);
        QCOMPARE(train({"jelinek-mercer", "--lambda", "2"}).status, 2);
    }

    void explain() {
        const auto json = run({"explain", "bigram", "b a", "--json"}).json().object();
        QCOMPARE(json["probability"].toDouble(), 1.0);
        QCOMPARE(json["symbols"][0]["name"].toString(), QString("C(b, a)"));
        QCOMPARE(json["symbols"][0]["value"].toInt(), 2);
        QVERIFY(run({"explain", "bigram", "b a"}).out.contains("C(history, next) / C(history)"));
    }

    void occurrences() {
        // a b a / a c / b a: "a" stands four times, before b, </s> (twice) and c.
        const auto outcome = run({"occurrences", "bigram", "a", "--limit", "2", "--json"});
        QCOMPARE(outcome.status, 0);
        const auto json = outcome.json().object();
        QCOMPARE(json["count"].toInt(), 4);
        QCOMPARE(json["effective_order"].toInt(), 2);
        QCOMPARE(json["next_types"].toInt(), 3);
        QCOMPARE(json["next"][0]["token"].toString(), QString("</s>"));
        QCOMPARE(json["next"][0]["probability"].toDouble(), 0.5);
        QCOMPARE(json["lines"].toArray().size(), 2);
        QCOMPARE(json["lines"][0]["line"].toInt(), 1);
        QVERIFY(json["lines"][0]["document"].toString().endsWith("small.txt"));
        const auto longer = run({"occurrences", "bigram", "c b a", "--json"}).json().object();
        QCOMPARE(longer["count"].toInt(), 0);
        QCOMPARE(longer["history_length"].toInt(), 2); // "b a" is what the corpus has of it
        const auto shown = run({"occurrences", "bigram", "a", "--limit", "1"});
        QVERIFY(shown.out.contains("Stands in the corpus: 4"));
        QVERIFY(shown.out.contains("1 of 4 places"));
        QVERIFY(shown.out.contains("a b a"));
        QCOMPARE(run({"occurrences", "bigram", " "}).status, 1);
    }

    void overlap() {
        const auto json = run({"overlap", "bigram", "a c a b a", "--json"}).json().object();
        QCOMPARE(json["tokens"].toInt(), 5);
        QCOMPARE(json["tokens_in_stretches"].toInt(), 5);
        const auto stretches = json["stretches"].toArray();
        QCOMPARE(stretches.size(), 2);
        QCOMPARE(stretches[0]["text"].toString(), QString("a b a"));
        QCOMPARE(stretches[0]["count"].toInt(), 1);
        QCOMPARE(stretches[0]["line"].toInt(), 1);
        QCOMPARE(stretches[1]["text"].toString(), QString("a c"));
        QCOMPARE(stretches[1]["line"].toInt(), 2);
        // A line's end is part of a stretch, and what is unknown ends it.
        const auto lines = run({"overlap", "bigram", "-", "--json"}, "b a\na c zebra c\n");
        QCOMPARE(lines.json()["stretches"][0]["text"].toString(), QString("b a\na c"));
        QCOMPARE(lines.json()["tokens_in_stretches"].toInt(), 4);
        QVERIFY(run({"overlap", "bigram", "a c b"}).out.contains("2 of 3 tokens"));
    }

    void generate() {
        const QStringList arguments{"generate", "bigram", "--prompt", "b",
                                    "--seed",   "5",      "--length", "12"};
        const auto first = run(arguments);
        QCOMPARE(first.status, 0);
        QVERIFY(first.out.startsWith("b a"));
        QCOMPARE(run(arguments).out, first.out);
        const auto json = run(arguments + QStringList{"--json"}).json().object();
        QCOMPARE(json["prompt"].toString(), QString("b"));
        QCOMPARE(json["seed"].toInt(), 5);
        QCOMPARE(run({"generate", "bigram", "--top-p", "0"}).status, 1);
    }

    void chat() {
        const auto outcome = run({"chat", "bigram", "--seed", "1"}, "a b\nb\n");
        QCOMPARE(outcome.status, 0);
        QCOMPARE(outcome.out.count('\n'), 2);
        const auto json = run({"chat", "bigram", "--json"}, "b\na\n").json().array();
        QCOMPARE(json.size(), 2);
        QCOMPARE(json[0]["message"].toString(), QString("b"));
        QVERIFY(!json[0]["reply"].toString().isEmpty());
    }

    void interrupted() {
        QProcess process;
        process.start(NGRAMOPHONE_CLI, withLibrary({"chat", "bigram"}));
        process.write("a\n");
        QVERIFY(process.waitForReadyRead(30000)); // it talks: signals are prepared
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(30000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 130);
    }

    /// An interrupted run keeps what it learnt, says 130, and goes on from there.
    void neuralRun() {
        if (!QFile::exists(qEnvironmentVariable("NGRAMOPHONE_NEURAL_MODULE")))
            QSKIP("the neural module is not built");
        QProcess process;
        const QString options = "train neural --corpus small --tokenizer whitespace --name net "
                                "--steps 100000000 --context 1 --embedding 2 --hidden 3 --batch 2 "
                                "--validation-share 0 --threads 1 --json";
        process.start(NGRAMOPHONE_CLI, withLibrary(options.split(' ')));
        QVERIFY(process.waitForStarted());
        const auto newestRun = [&] { return run({"runs", "--json"}).json()[0]; };
        QTRY_VERIFY2_WITH_TIMEOUT(newestRun()["step"].toInt() > 0,
                                  process.readAllStandardError().constData(), 8000);
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(60000));
        QCOMPARE(process.exitCode(), 130);
        const auto stopped = QJsonDocument::fromJson(process.readAllStandardOutput()).object();
        QVERIFY(stopped["stopped"].toBool());
        QCOMPARE(stopped["model"].toString(), QString("net"));
        QVERIFY(stopped["validation_loss"].isNull());
        QCOMPARE(newestRun()["state"].toString(), QString("stopped"));

        const int step = stopped["step"].toInt() + 3;
        const auto resumed =
            run({"train", "neural", "--resume", "net", "--steps", QString::number(step), "--json"});
        QCOMPARE(resumed.status, 0);
        QCOMPARE(resumed.json()["step"].toInt(), step);
        QCOMPARE(run({"explain", "net", "a"}).status, 1);
        QCOMPARE(run({"generate", "net", "--length", "3"}).status, 0);
        QVERIFY(run({"score", "net", path("small.txt")}).out.contains("perplexity"));
    }

    /// An architecture has its own settings; what the model says as it learns is kept.
    void transformerRun() {
        if (!QFile::exists(qEnvironmentVariable("NGRAMOPHONE_NEURAL_MODULE")))
            QSKIP("the neural module is not built");
        const auto train = [&](const QString& options) {
            return run(QString("train neural --corpus small --tokenizer characters --steps 12 "
                               "--validation-share 0 --threads 1 --json " +
                               options)
                           .split(' '));
        };
        const auto trained =
            train("--heads 2 --architecture llama --width 16 --layers 1 --context 8 --attention "
                  "multi-query --untied --name small-llama --schedule cosine --warmup 3 --clip 1 "
                  "--accumulation 2 --batch 2 --dropout 0.1 --sample-interval 6 --beta1 0.8 "
                  "--beta2 0.95");
        QVERIFY2(trained.status == 0, trained.err.constData());
        QCOMPARE(trained.json()["step"].toInt(), 12);
        const auto models = run({"models", "small-llama", "--json"}).json();
        const auto specification = models["specification"].toObject();
        const auto network = specification["transformer"].toObject();
        QCOMPARE(network["width"].toInt(), 16);
        QCOMPARE(network["head_width"].toInt(), 8);
        QCOMPARE(network["attention"].toString(), QString("multi-query"));
        QCOMPARE(network["feed_forward"].toString(), QString("swiglu")); // the preset's
        QCOMPARE(specification["training"].toObject()["batch_size"].toInt(), 2);
        QCOMPARE(specification["training"].toObject()["beta1"].toDouble(), 0.8);
        QCOMPARE(specification["training"].toObject()["beta2"].toDouble(), 0.95);
        const auto samples = run({"samples", "small-llama", "--json"}).json();
        QCOMPARE(samples[0]["step"].toInt(), 0);
        QCOMPARE(samples[2]["step"].toInt(), 12);
        QVERIFY(samples[3].isUndefined());
        QVERIFY(run({"score", "small-llama", path("small.txt")}).out.contains("perplexity"));

        // Those that learn to fill blanks fill them.
        const QString small = "--width 16 --heads 2 --layers 1 --context 16 --batch 2 ";
        for (const QString name : {"t5", "bart", "glm", "xlnet", "bert"}) {
            const auto pair = train(small + "--architecture " + name + " --name small-" + name);
            QVERIFY2(pair.status == 0, pair.err.constData());
            QVERIFY(run({"score", "small-" + name, path("small.txt")}).out.contains("perplexity"));
            QCOMPARE(run({"generate", "small-" + name, "--prompt", "a", "--length", "3"}).status,
                     0);
            const auto filled = run({"chat", "small-" + name, "--seed", "1", "--json"}, "a___b\n");
            QCOMPARE(filled.status, 0);
            const auto reply = filled.json()[0].toObject();
            QVERIFY2(reply["reply"].toString().startsWith("a") &&
                         reply["reply"].toString().endsWith("b"),
                     filled.out.constData());
            QVERIFY(!reply["tokens"].toArray().isEmpty());
        }
        QCOMPARE(train(small + "--architecture t5 --objective next-token").status, 1);
        QCOMPARE(train(small + "--architecture bart --objective span-corruption").status, 0);

        const auto list = run({"architectures", "--json"}).json();
        QCOMPARE(list[0]["architecture"].toString(), QString("bengio"));
        QCOMPARE(list[4]["parameters"].toInt(), 809'856); // of gpt-2 at 65 symbols
        QCOMPARE(list[4]["system"]["parameters"].toInt(), 124'439'808);
        QVERIFY(run({"architectures"}).out.contains("GPT-2 small"));

        QCOMPARE(train("--architecture gru --direct").status, 2);
        QCOMPARE(train("--architecture gpt-2 --position nowhere").status, 2);
        QCOMPARE(train("--architecture bengio --heads 2").status, 2);
        const auto endless = train("--architecture gpt-2 --beta2 1");
        QCOMPARE(endless.status, 1);
        QVERIFY2(endless.err.contains("0.999999"), endless.err.constData());
        const auto uneven = train("--architecture ernie --heads 5");
        QCOMPARE(uneven.status, 1);
        QVERIFY2(uneven.err.contains("evenly"), uneven.err.constData());
    }

    void metricsAreExported() {
        if (!QFile::exists(qEnvironmentVariable("NGRAMOPHONE_NEURAL_MODULE")))
            QSKIP("the neural module is not built");
        QCOMPARE(run({"runs", "export", "small-llama", path("metrics.csv")}).status, 0);
        QFile csv(path("metrics.csv"));
        QVERIFY(csv.open(QIODevice::ReadOnly));
        const auto lines = csv.readAll().split('\n');
        QCOMPARE(lines.size(), 12 + 2); // a header, and nothing behind the last
        QVERIFY(lines[0].startsWith("step,training_loss,"));
        QVERIFY(lines[12].startsWith("12,"));

        const auto board =
            run({"runs", "export", "small-llama", path("logs/small-llama"), "--json"}).json();
        QVERIFY(board["file"].toString().contains("events.out.tfevents."));
        QVERIFY(QFile::exists(board["file"].toString()));
        QCOMPARE(run({"runs", "export", "nobody", path("metrics.csv")}).status, 1);
        QCOMPARE(run({"runs", "export", "small-llama"}).status, 2);
        QVERIFY(run({"runs"}).out.contains("small-llama")); // as before
    }

    void runStopsEarly() {
        if (!QFile::exists(qEnvironmentVariable("NGRAMOPHONE_NEURAL_MODULE")))
            QSKIP("the neural module is not built");
        QByteArray rhyme;
        for (int i = 0; i < 50; ++i)
            rhyme += "the cat sat on the mat\n";
        write("rhyme.txt", rhyme);
        QCOMPARE(run({"corpus", "add", path("rhyme.txt")}).status, 0);
        const QString options = "train neural --corpus rhyme --tokenizer whitespace --name early "
                                "--context 2 --embedding 2 --hidden 3 --batch 4 --threads 1 "
                                "--validation-interval 2 --patience 2 --min-improvement 50 "
                                "--validation-share 0.3 --steps 500 --json";
        const auto outcome = run(options.split(' '));
        QVERIFY2(outcome.status == 0, outcome.err.constData());
        QVERIFY(outcome.json()["stopped_early"].toBool());
        QCOMPARE(outcome.json()["step"].toInt(), 4); // 1 was the best that counted
        QVERIFY2(outcome.err.contains("the model is that of step"), outcome.err.constData());
        QCOMPARE(run({"runs", "--json"}).json()[0]["state"].toString(), QString("stopped early"));
        QCOMPARE(run({"generate", "early", "--length", "3"}).status, 0);
    }

    void learningRatesAreTried() {
        if (!QFile::exists(qEnvironmentVariable("NGRAMOPHONE_NEURAL_MODULE")))
            QSKIP("the neural module is not built");
        const int before = run({"runs", "--json"}).json().array().size();
        const QString options = "train neural --corpus rhyme --tokenizer whitespace --context 2 "
                                "--embedding 4 --hidden 8 --batch 16 --threads 1 --range-test "
                                "--range-steps 60 --lowest-rate 1e-4";
        const auto outcome = run((options + " --json").split(' '));
        QVERIFY2(outcome.status == 0, outcome.err.constData());
        QCOMPARE(outcome.json()["points"][0]["rate"].toDouble(), 1e-4);
        const double suggested = outcome.json()["suggested_rate"].toDouble();
        QVERIFY(suggested > 1e-4 && suggested < 1);
        QVERIFY(run(options.split(' ')).out.contains("try --learning-rate"));
        QCOMPARE(run({"runs", "--json"}).json().array().size(), before); // no run was made
        QCOMPARE(run({"train", "neural", "--corpus", "rhyme", "--range-steps", "60"}).status, 2);
    }

    void outputThatFails() {
        const auto shell = [&](const QString& rest) {
            QProcess process;
            process.start(
                "/bin/sh",
                {"-c",
                 QString("'%1' --library '%2' %3").arg(NGRAMOPHONE_CLI, path("library"), rest)});
            process.waitForFinished(60000);
            return Outcome{process.exitCode(), process.readAllStandardOutput(),
                           process.readAllStandardError()};
        };
        QCOMPARE(shell("models > /dev/full").status, 1);
        const auto closed = shell("models >&-");
        QCOMPARE(closed.status, 1);
        QVERIFY(closed.err.contains("standard output"));
        QVERIFY(shell("models | true").err.isEmpty());
        // The library is whole after all this.
        QCOMPARE(run({"table", "bigram"}).status, 0);
    }

    /// A file that may not grow is an error with a reason, not a death by SIGXFSZ.
    void fullDisk() {
        QByteArray words;
        for (int i = 0; i < 30000; ++i)
            words += QByteArray::number(i * 7919 % 30000) + (i % 10 == 9 ? "\n" : " ");
        write("words.txt", words);
        QCOMPARE(run({"corpus", "add", path("words.txt")}).status, 0);
        QProcess process;
        process.start("/bin/sh", {"-c", QString("ulimit -f 300; '%1' --library '%2' train ngram "
                                                "--corpus words --order 3 --name big")
                                            .arg(NGRAMOPHONE_CLI, path("library"))});
        QVERIFY(process.waitForFinished(60000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 1);
        QVERIFY(!process.readAllStandardError().isEmpty());
        QVERIFY(!run({"models", "--json"}).out.contains("\"big\""));
    }

    void systemTellsWhichBlasAndWhy() {
        if (!QFile::exists(qEnvironmentVariable("NGRAMOPHONE_NEURAL_MODULE")))
            QSKIP("the neural module is not built");
        const auto told = [this](const QMap<QString, QString>& variables) {
            QProcess process;
            auto environment = QProcessEnvironment::systemEnvironment();
            environment.insert("XDG_CACHE_HOME", path("cache"));
            environment.remove("NGRAMOPHONE_BLAS");
            for (const QString& name : variables.keys())
                environment.insert(name, variables[name]);
            process.setProcessEnvironment(environment);
            process.start(NGRAMOPHONE_CLI, withLibrary({"system", "--json"}));
            process.waitForFinished(60000);
            return Outcome{process.exitCode(), process.readAllStandardOutput(),
                           process.readAllStandardError()};
        };
        const auto own = told({{"NGRAMOPHONE_BLAS", "default"}}).json().object();
        QVERIFY(own["description"].toString().startsWith("LibTorch "));
        QCOMPARE(own["blas"].toObject()["reason"].toString(), QString("named"));
        QCOMPARE(own["blas"].toObject()["opened"].toString(), QString());
        const auto missing = told({{"NGRAMOPHONE_BLAS", "/nowhere"}});
        QCOMPARE(missing.status, 1);
        QVERIFY(missing.err.contains("The BLAS /nowhere"));

        // The system's own, and one that cannot be used beside it.
        const QString system = "/usr/lib/x86_64-linux-gnu/libblas.so.3";
        if (!QFile::exists(system))
            QSKIP("Debian's BLAS is not there");
        QVERIFY(QDir(path("")).mkpath("loader/broken"));
        QVERIFY(QFile::link(QFileInfo(system).canonicalFilePath(), path("loader/libblas.so.3")));
        write("loader/broken/libblas.so.3", "no library");
        const QJsonObject blas =
            told({{"LD_LIBRARY_PATH", path("loader")}}).json().object()["blas"].toObject();
        if (blas["reason"] == "no other")
            QSKIP("LibTorch brings its own BLAS");
        QVERIFY(blas["reason"] == "measured" || blas["reason"] == "busy");
        QCOMPARE(blas["opened"].toString(), QString());
        QCOMPARE(blas["builds"].toArray().size(), 2);
        QVERIFY(blas["builds"][1]["library"].toString().endsWith("broken/libblas.so.3"));
        QVERIFY(!blas["builds"][1].toObject().contains("together_seconds"));
        QCOMPARE(QFile::exists(path("cache/ngramophone/blas.json")), blas["reason"] == "measured");
        QVERIFY(run({"system"}).out.contains("BLAS: "));
    }

    /// A network goes out as a folder, comes back the same and is trained further.
    void foldersOutAndIn() {
        if (!QFile::exists(qEnvironmentVariable("NGRAMOPHONE_NEURAL_MODULE")))
            QSKIP("the neural module is not built");
        const auto trained =
            run(QString("train neural --corpus small --tokenizer characters --architecture llama "
                        "--layers 1 --width 8 --heads 2 --context 8 --steps 5 "
                        "--validation-share 0 --name kept")
                    .split(' '));
        QCOMPARE(trained.status, 0);
        QCOMPARE(run({"export", "kept", path("folder")}).status, 0);
        for (const char* file : {"config.json", "model.safetensors", "tokenizer.json"})
            QVERIFY(QFile::exists(path(QString("folder/") + file)));
        QCOMPARE(run({"import", path("folder") + "/"}).status, 0); // named after it
        const auto score = [&](const char* model) {
            return run({"score", model, path("small.txt"), "--json"}).out;
        };
        QVERIFY(!score("kept").isEmpty());
        QCOMPARE(score("folder"), score("kept"));

        const QStringList further =
            QString("train neural --from folder --corpus small --name further --steps 1 "
                    "--learning-rate 1e-9 --validation-share 0 --json")
                .split(' ');
        const auto begun = run(further);
        QCOMPARE(begun.status, 0);
        // A step that moves nothing: the loss is that of the model it began with.
        QVERIFY(std::abs(perplexityOf("further") / perplexityOf("kept") - 1) < 1e-4);
        QCOMPARE(run(further + QStringList{"--layers", "2"}).status, 2);
        QCOMPARE(run({"train", "neural", "--from", "bigram", "--corpus", "small"}).status, 1);
        // A run, with its last checkpoint or its best.
        QStringList ofRun = further;
        ofRun.replace(3, "run:kept");
        const auto origin = run(ofRun);
        QCOMPARE(origin.status, 0);
        const auto listed = run({"runs", "--json"}).out;
        QVERIFY(listed.contains("\"origin\"") && listed.contains("\"unknown_tokens\""));
        QCOMPARE(run(ofRun + QStringList{"--from-best"}).status, 1); // it kept none
        QCOMPARE(run({"train", "neural", "--from", "nobody", "--corpus", "small"}).status, 1);

        QFile::remove(path("folder/tokenizer.json"));
        const auto refused = run({"import", path("folder")});
        QCOMPARE(refused.status, 1);
        QVERIFY(refused.err.contains("tokenizer.json"));
    }
};

QTEST_GUILESS_MAIN(TestCli)
#include "tst_cli.moc"
