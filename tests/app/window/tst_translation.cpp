// SPDX-License-Identifier: GPL-3.0-or-later
// That the program speaks Simplified Chinese: the file of sentences, and the real window.
#include "app/jobs/job_manager.h"
#include "app/ngrams/train_form.h"
#include "app/pages.h"
#include "app/window/about.h"
#include "app/window/language.h"
#include "app/window/main_window.h"
#include "app/window/names.h"
#include "app/window/page.h"
#include "app/window/settings_dialog.h"
#include "app/window/text.h"
#include "app/window/workspace.h"
#include "core/base/error.h"
#include "core/corpus/document.h"
#include "core/library/conversation_store.h"
#include "core/library/corpus_store.h"
#include "core/neural/specification/specification.h"
#include "core/tasks/import_corpus.h"
#include "core/tasks/train_neural.h"
#include "core/tasks/train_ngram.h"
#include "tests/app/window/visible_texts.h"

#include <QDialogButtonBox>
#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLibraryInfo>
#include <QListWidget>
#include <QMenuBar>
#include <QProcess>
#include <QPushButton>
#include <QSet>
#include <QSettings>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include <algorithm>
#include <memory>

namespace {

constexpr int patience = 60'000; // ms; loading LibTorch on a busy machine is slow

struct Sentence {
    QString source;
    QStringList translations; ///< one, or one a plural form
    bool finished = true;
};

QList<Sentence> readSentences(const QString& file) {
    QFile in(file);
    if (!in.open(QIODevice::ReadOnly))
        return {};
    QXmlStreamReader xml(&in);
    QList<Sentence> sentences;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == u"source") {
            sentences.append({xml.readElementText(), {}, true});
        } else if (xml.name() == u"translation") {
            sentences.back().finished = !xml.attributes().hasAttribute(QStringLiteral("type"));
            const QString text = xml.readElementText(QXmlStreamReader::IncludeChildElements);
            sentences.back().translations << text.trimmed();
        }
    }
    return xml.hasError() ? QList<Sentence>() : sentences;
}

/// "{0}", "%1", "%n", and "&F" for the key of an accelerator, sorted.
QStringList placesIn(const QString& text) {
    static const QRegularExpression place(QStringLiteral("\\{\\d\\}|%\\d|%n|&\\w"));
    QStringList places;
    for (auto matches = place.globalMatch(text); matches.hasNext();)
        places << matches.next().captured().toUpper();
    places.sort();
    return places;
}

bool hasChinese(const QString& text) {
    return std::any_of(text.begin(), text.end(),
                       [](QChar c) { return c.script() == QChar::Script_Han; });
}

/// Fails with all the texts that are not Chinese; QCOMPARE would cut the list.
void verifyNoEnglish(const QWidget& root) {
    const QStringList english = support::englishIn(support::visibleTexts(root));
    QVERIFY2(english.isEmpty(), qPrintable(english.join(u'\n')));
}

QString describeThrown(const std::function<void()>& act) {
    try {
        act();
    } catch (const base::Error& error) {
        return window::describe(error);
    }
    return {};
}

} // namespace

class TestTranslation : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanup() { window::applyLanguage("en"); }
    void everySentenceIsTranslated();
    void placesAgree();
    void theFileHasEverySentenceOfTheSources();
    void qtSpeaksToo();
    void errorsSpeakWithTheirParts();
    void everyTokenizerHasAName();
    void noEnglishIsLeft();

private:
    QString file() const { return QStringLiteral(NGRAMOPHONE_SOURCE "/translations/") + name_; }
    void fillLibrary(window::Workspace& workspace);

    QTemporaryDir folder_;
    const QString name_ = QStringLiteral("ngramophone_zh_CN.ts");
    QList<Sentence> sentences_;
};

void TestTranslation::initTestCase() {
    QCoreApplication::setOrganizationName("ngramophone-test");
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, folder_.path());
    sentences_ = readSentences(file());
    QVERIFY(sentences_.size() > 600);
}

void TestTranslation::everySentenceIsTranslated() {
    QStringList faults;
    for (const Sentence& sentence : sentences_) {
        if (!sentence.finished || sentence.translations.size() != 1 ||
            (sentence.translations.front().isEmpty() && !sentence.source.trimmed().isEmpty()))
            faults << sentence.source;
    }
    QCOMPARE(faults.join(u'\n'), QString());
}

void TestTranslation::placesAgree() {
    QStringList faults;
    for (const Sentence& sentence : sentences_) {
        if (placesIn(sentence.source) != placesIn(sentence.translations.value(0)) ||
            sentence.source.endsWith(u'…') != sentence.translations.value(0).endsWith(u'…'))
            faults << sentence.source;
    }
    QCOMPARE(faults.join(u'\n'), QString());
}

/// What `cmake --build … --target update_translations` would add: nothing.
void TestTranslation::theFileHasEverySentenceOfTheSources() {
    const QString copy = folder_.filePath(name_);
    QVERIFY(QFile::copy(file(), copy));
    const QString root = QStringLiteral(NGRAMOPHONE_SOURCE);
    QJsonArray sources;
    for (const char* part : {"/core", "/app"}) {
        QDirIterator files(root + part, {"*.cpp", "*.h"}, QDir::Files,
                           QDirIterator::Subdirectories);
        while (files.hasNext()) {
            const QString source = files.next();
            if (!source.contains("/app/cli/"))
                sources << source;
        }
    }
    QFile project(folder_.filePath("project.json"));
    QVERIFY(project.open(QIODevice::WriteOnly));
    project.write(QJsonDocument(QJsonObject{{"projectFile", root + "/app/CMakeLists.txt"},
                                            {"includePaths", QJsonArray{root}},
                                            {"sources", sources},
                                            {"translations", QJsonArray{copy}}})
                      .toJson());
    project.close();
    QProcess lupdate;
    lupdate.start(QStringLiteral(NGRAMOPHONE_LUPDATE),
                  {"-project", project.fileName(), "-tr-function-alias",
                   "QT_TRANSLATE_NOOP+=NG_TEXT", "-locations", "none", "-no-obsolete",
                   "-disable-heuristic", "sametext", "-disable-heuristic", "similartext",
                   "-disable-heuristic", "number"});
    QVERIFY(lupdate.waitForFinished(patience));
    QCOMPARE(lupdate.exitCode(), 0);
    QStringList untranslated;
    const QList<Sentence> found = readSentences(copy);
    for (const Sentence& sentence : found) {
        if (!sentence.finished)
            untranslated << sentence.source;
    }
    QCOMPARE(untranslated.join(u'\n'), QString());
    QCOMPARE(found.size(), sentences_.size()); // none that no source has any more
}

void TestTranslation::qtSpeaksToo() {
    const QString folder = QLibraryInfo::path(QLibraryInfo::TranslationsPath);
    if (!QFile::exists(folder + "/qtbase_zh_CN.qm"))
        QSKIP("Qt's own translations are not installed");
    window::applyLanguage("zh_CN");
    const QDialogButtonBox box(QDialogButtonBox::Ok | QDialogButtonBox::Cancel |
                               QDialogButtonBox::Close);
    QVERIFY(hasChinese(box.button(QDialogButtonBox::Ok)->text()));
    QVERIFY(hasChinese(box.button(QDialogButtonBox::Cancel)->text()));
    QVERIFY(hasChinese(box.button(QDialogButtonBox::Close)->text()));
}

void TestTranslation::errorsSpeakWithTheirParts() {
    QFile pdf(folder_.filePath("a.pdf"));
    QVERIFY(pdf.open(QIODevice::WriteOnly));
    pdf.write("%PDF-1.7\n");
    pdf.close();
    neural::RunSpec spec;
    spec.training.learningRate = 0;
    const auto open = [&] { corpus::findDocuments({window::toPath(pdf.fileName())}); };
    const auto validate = [&] { neural::requireValid(spec); };
    QVERIFY(describeThrown(open).contains("is not a text: it is a PDF file."));
    QCOMPARE(describeThrown(validate),
             QString("The learning rate is 0. Choose a value from 1e-09 to 1000."));
    window::applyLanguage("zh_CN");
    QVERIFY(describeThrown(open).contains("不是文本：它是 PDF 文件。"));
    QCOMPARE(describeThrown(validate), QString("学习率为 0。请选择 1e-09 到 1000 之间的值。"));
}

/// Those too that only models made elsewhere have.
void TestTranslation::everyTokenizerHasAName() {
    using text::TokenizerKind;
    QSet<QString> names;
    for (const auto kind : {TokenizerKind::Characters, TokenizerKind::Graphemes,
                            TokenizerKind::Words, TokenizerKind::Whitespace, TokenizerKind::Bytes,
                            TokenizerKind::Bpe, TokenizerKind::WordPiece, TokenizerKind::Unigram}) {
        window::applyLanguage("en");
        const QString english = window::tokenizerTitle(kind);
        QVERIFY(!english.isEmpty() && !names.contains(english));
        names << english;
        window::applyLanguage("zh_CN");
        QVERIFY2(hasChinese(window::tokenizerTitle(kind)), qPrintable(english));
    }
}

/// A corpus, models, a run and a conversation, with no Latin letter in what they hold.
void TestTranslation::fillLibrary(window::Workspace& workspace) {
    QFile text(folder_.filePath("论语.txt"));
    QVERIFY(text.open(QIODevice::WriteOnly));
    for (int i = 0; i < 100; ++i)
        text.write("学而时习之，不亦说乎？\n有朋自远方来，不亦乐乎？\n温故而知新，可以为师矣。\n");
    text.close();
    base::NoProgress progress;
    tasks::ImportRequest import;
    import.library = workspace.folder();
    import.paths = {window::toPath(text.fileName())};
    import.name = "论语";
    const auto corpus = tasks::importCorpus(import, {}, progress, {});

    tasks::NgramRequest bigram;
    bigram.library = workspace.folder();
    bigram.corpora = {corpus.id};
    bigram.name = "二元";
    const auto model = tasks::trainNgram(bigram, progress, {});
    if (QFile::exists(qEnvironmentVariable("NGRAMOPHONE_NEURAL_MODULE"))) {
        tasks::NeuralRequest network;
        network.library = workspace.folder();
        network.corpora = {corpus.id};
        network.name = "网络";
        network.spec.training.steps = 20;
        network.spec.training.validationInterval = 10;
        tasks::trainNeural(network, {}, progress, {});
    }
    chat::Conversation conversation;
    conversation.title = "学";
    conversation.modelId = model.id;
    const auto id = workspace.library().conversations().add(conversation);
    chat::Message message;
    message.text = "学";
    workspace.library().conversations().addMessage(id, message);
}

void TestTranslation::noEnglishIsLeft() {
    window::Workspace workspace(window::toPath(folder_.filePath("library")));
    fillLibrary(workspace);
    window::MainWindow window(workspace, allPages());
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    const auto settle = [&] {
        QTest::qWait(50);
        QTRY_VERIFY_WITH_TIMEOUT(workspace.jobManager().running().empty(), patience);
        QTest::qWait(50);
    };
    for (const window::Mode mode : window::allModes)
        window.page(mode);
    settle();
    QVERIFY(support::englishIn(support::visibleTexts(window)).size() > 150); // it does look

    QAction* chinese = nullptr;
    for (const QMenu* menu : window.menuBar()->findChildren<QMenu*>()) {
        for (QAction* action : menu->actions())
            chinese = action->text() == "简体中文" ? action : chinese;
    }
    QVERIFY(chinese != nullptr);
    QPointer<window::Page> old = window.page(window::Mode::Chat);
    chinese->trigger();
    QCOMPARE(window::currentLanguage(), QString("zh_CN"));
    QTRY_VERIFY(old.isNull());

    // Every page with something in it, every tab opened.
    for (const window::Mode mode : window::allModes) {
        window.setMode(mode);
        settle();
        window::Page* page = window.page(mode);
        for (auto* tabs : page->findChildren<QTabWidget*>()) {
            for (int i = 0; i < tabs->count(); ++i) {
                tabs->setCurrentIndex(i);
                settle();
            }
            tabs->setCurrentIndex(0);
        }
        for (auto* text : page->findChildren<QPlainTextEdit*>("text"))
            text->setPlainText("学而时习之，甲");
        for (auto* text : page->findChildren<QTextEdit*>("text"))
            text->setPlainText("学而时习之，甲");
        for (auto* list : page->findChildren<QListWidget*>("models")) {
            for (int i = 0; i < list->count(); ++i)
                list->item(i)->setCheckState(Qt::Checked);
        }
        for (auto* button : page->findChildren<QPushButton*>("compare"))
            button->click();
        settle();
        for (auto* table : page->findChildren<QTableView*>())
            table->selectRow(0);
        settle();
    }
    workspace.reportError(window::translate({"The table has no such row."}));
    verifyNoEnglish(window);

    window::SettingsDialog settings({}, QStringLiteral("/"));
    verifyNoEnglish(settings);
    const ngrams::TrainForm form(workspace);
    verifyNoEnglish(form);
    window::showAbout(&window, QStringLiteral("/"));
    const auto* about = window.findChild<QMessageBox*>();
    QVERIFY(about != nullptr);
    QVERIFY(hasChinese(about->informativeText()));
}

QTEST_MAIN(TestTranslation)
#include "tst_translation.moc"
