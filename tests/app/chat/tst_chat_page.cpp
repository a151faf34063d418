// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/chat/chat_page.h"
#include "app/chat/message_list.h"
#include "app/chat/message_row.h"
#include "app/chat/message_view.h"
#include "app/chat/reply_task.h"
#include "app/chat/token_tip.h"
#include "app/window/mode.h"
#include "app/window/text.h"
#include "app/window/workspace.h"
#include "core/library/conversation_store.h"
#include "core/library/model_store.h"
#include "core/library/rating_store.h"
#include "core/ngram/ngram_model.h"
#include "core/ngram/overlap.h"
#include "core/tasks/build_index.h"
#include "core/tasks/import_corpus.h"
#include "core/tasks/open_model.h"
#include "core/tasks/train_ngram.h"
#include "tests/app/support/accessibility.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <csignal>
#include <fstream>
#include <sys/wait.h>
#include <unistd.h>

using chatui::ChatPage;
using chatui::MessageList;

class ChatPageTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        QVERIFY(files_.isValid());
        std::ofstream(path("cats.txt")) << "the cat sat\nthe cat ran\nthe dog sat\n"
                                           "猫坐在垫子上\n猫跑了\n";
    }

    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        workspace_ = std::make_unique<window::Workspace>(folder_->path().toStdString());
    }
    void cleanup() {
        page_.reset();
        workspace_.reset();
    }

    void emptyPageSaysWhatToDo() {
        showPage();
        QVERIFY(child<QLabel>("emptyText")->text().contains("no model"));
        QSignalSpy asked(workspace_.get(), &window::Workspace::pageRequested);
        QTest::mouseClick(child<QPushButton>("trainModel"), Qt::LeftButton);
        QTest::mouseClick(child<QPushButton>("trainNetwork"), Qt::LeftButton);
        QCOMPARE(asked.count(), 2);
        QCOMPARE(asked[0][0].toInt(), int(window::Mode::Ngrams));
        QCOMPARE(asked[1][0].toInt(), int(window::Mode::Training));
        write("hello");
        QVERIFY(!child<QPushButton>("send")->isEnabled());
        QTest::keyClick(child<QPlainTextEdit>("composer"), Qt::Key_Return);
        QCOMPARE(messageCount(), 0);
        QCOMPARE(child<QPlainTextEdit>("composer")->toPlainText(), QString("hello"));
    }

    void replyStreamsInAndIsStored() {
        addModel(text::TokenizerKind::Words);
        showPage();
        // Shift+Enter is a new line, Enter sends.
        write("a");
        QTest::keyClick(child<QPlainTextEdit>("composer"), Qt::Key_Return, Qt::ShiftModifier);
        QTest::keyClicks(child<QPlainTextEdit>("composer"), "the");
        QTest::keyClick(child<QPlainTextEdit>("composer"), Qt::Key_Return);
        waitForReply(2);
        QVERIFY(child<QPlainTextEdit>("composer")->toPlainText().isEmpty());
        const auto stored = openConversation();
        QCOMPARE(stored.messages.size(), 2U);
        QCOMPARE(stored.messages[0].text, std::string("a\nthe"));
        QVERIFY(!stored.messages[1].text.empty());
        QCOMPARE(stored.messages[1].end, chat::ReplyEnd::Complete);
        QCOMPARE(stored.messages[1].model, std::string("cats bigram"));
        QCOMPARE(stored.title, std::string("a"));
        QVERIFY(row(1)->findChild<QLabel*>("note")->text().isEmpty());
    }

    void regeneratingWithTheSameSeedSaysTheSame() {
        addModel(text::TokenizerKind::Characters);
        showPage();
        child<QSpinBox>("seed")->setValue(5);
        say("the ");
        waitForReply(2);
        const auto first = openConversation().messages[1];
        QTest::mouseClick(row(1)->findChild<QToolButton*>("regenerate"), Qt::LeftButton);
        waitForReply(2);
        const auto second = openConversation().messages[1];
        QVERIFY(first.id != second.id);
        QCOMPARE(second.text, first.text);
    }

    void thumbsAreKept() {
        addModel(text::TokenizerKind::Characters);
        showPage();
        child<QSpinBox>("seed")->setValue(5);
        say("the ");
        waitForReply(2);
        QVERIFY(!row(0)->findChild<QToolButton*>("good")->isVisible()); // the person's own
        // Nothing to learn from yet, and the page says what to do.
        QTest::mouseClick(child<QPushButton>("preferences"), Qt::LeftButton);
        QVERIFY(child<QLabel>("error")->text().contains("thumbs"));
        const auto thumb = [&](const char* name) { return row(1)->findChild<QToolButton*>(name); };
        QTest::mouseClick(thumb("good"), Qt::LeftButton);
        QVERIFY(openConversation().messages[1].rating == chat::Rating::Good);
        QVERIFY(thumb("good")->isChecked() && !thumb("bad")->isChecked());
        QTest::mouseClick(thumb("bad"), Qt::LeftButton);
        QVERIFY(openConversation().messages[1].rating == chat::Rating::Bad);
        QVERIFY(!thumb("good")->isChecked() && thumb("bad")->isChecked());
        child<QSpinBox>("seed")->setValue(9);
        QTest::mouseClick(row(1)->findChild<QToolButton*>("regenerate"), Qt::LeftButton);
        waitForReply(2);
        QVERIFY(!thumb("good")->isChecked() && !thumb("bad")->isChecked());
        QTest::mouseClick(thumb("good"), Qt::LeftButton);
        QCOMPARE(workspace_->library().ratings().preferences().size(), std::size_t{1});
        QTest::mouseClick(thumb("good"), Qt::LeftButton); // taken back
        QVERIFY(openConversation().messages[1].rating == chat::Rating::None);
        QVERIFY(workspace_->library().ratings().preferences().empty());
    }

    void hoveredTokenTellsItsProbability() {
        const auto id = addModel(text::TokenizerKind::Words);
        showPage();
        say("the");
        waitForReply(2);
        const auto model =
            tasks::openNgramModel(workspace_->folder(), workspace_->library().models().get(id));
        const auto& tokenizer = model->tokenizer();
        const auto context = tokenizer.encode("the");
        const auto reply = openConversation().messages[1];
        const auto& first = reply.tokens.front();
        const auto drawn =
            tokenizer.vocabulary().find(reply.text.substr(first.begin, first.end - first.begin));
        const double expected = model->explain(context, drawn).probability;
        QVERIFY(expected > 0);

        auto* view = row(1)->view();
        QTest::mouseMove(view, view->tokenRect(0).center());
        QTRY_COMPARE(view->currentToken(), 0);
        auto* tip = view->findChild<chatui::TokenTip*>("tokenTip");
        QVERIFY(tip->isVisible());
        QVERIFY(tip->heading().contains(window::formatProbability(expected)));
        // After "the": cat 2 of 3, dog 1 of 3.
        QCOMPARE(tip->lines()[0].token, QString("cat"));
        QCOMPARE(tip->lines()[0].probability, 2.0 / 3);
        QCOMPARE(tip->lines()[1].token, QString("dog"));
    }

    void stopEndsAReplyAndSaysSo() {
        addModel(text::TokenizerKind::Characters, text::SentenceUnit::Document);
        showPage();
        child<QSpinBox>("length")->setValue(100'000);
        say("t");
        QTRY_COMPARE(child<QPushButton>("send")->text(), QString("St&op"));
        QTRY_VERIFY(messageCount() == 2);
        QTest::mouseClick(child<QPushButton>("send"), Qt::LeftButton);
        waitForReply(2);
        const auto end = openConversation().messages[1].end;
        // A sentence may have ended by itself before the click.
        QVERIFY(end == chat::ReplyEnd::Stopped || end == chat::ReplyEnd::Complete);
        if (end == chat::ReplyEnd::Stopped)
            QVERIFY(row(1)->findChild<QLabel*>("note")->text().contains("Stopped"));
        QVERIFY(!page_->stopWork());
    }

    void editingReplacesTheLastMessage() {
        addModel(text::TokenizerKind::Words);
        showPage();
        say("the");
        waitForReply(2);
        QTest::mouseClick(row(0)->findChild<QToolButton*>("edit"), Qt::LeftButton);
        auto* composer = child<QPlainTextEdit>("composer");
        QCOMPARE(composer->toPlainText(), QString("the"));
        // Given up: nothing has changed.
        QTest::keyClick(composer, Qt::Key_Escape);
        QCOMPARE(openConversation().messages.size(), 2U);
        QTest::mouseClick(row(0)->findChild<QToolButton*>("edit"), Qt::LeftButton);
        QTest::keyClicks(composer, " cat");
        QTest::keyClick(composer, Qt::Key_Return);
        waitForReply(2);
        const auto stored = openConversation();
        QCOMPARE(stored.messages.size(), 2U);
        QCOMPARE(stored.messages[0].text, std::string("the cat"));
    }

    void chineseIsContinued() {
        addModel(text::TokenizerKind::Characters);
        showPage();
        say("猫");
        waitForReply(2);
        const auto reply = openConversation().messages[1];
        QVERIFY(!reply.text.empty());
        auto* view = row(1)->view();
        QTest::mouseMove(view, view->tokenRect(0).center());
        QTRY_COMPARE(view->currentToken(), 0);
        auto* tip = view->findChild<chatui::TokenTip*>("tokenTip");
        // 猫 is followed by 坐 once and by 跑 once.
        QCOMPARE(tip->lines()[0].probability, 0.5);
        QVERIFY(tip->heading().contains("坐") || tip->heading().contains("跑"));
    }

    void conversationsAreFoundRenamedAndDeleted() {
        addModel(text::TokenizerKind::Words);
        showPage();
        say("the dog");
        waitForReply(2);
        QTest::mouseClick(child<QPushButton>("new"), Qt::LeftButton);
        QCOMPARE(messageCount(), 0);
        say("猫");
        waitForReply(2);
        auto* list = child<QListWidget>("conversations");
        QCOMPARE(list->count(), 2);
        QTest::keyClicks(child<QLineEdit>("search"), "dog");
        QTRY_COMPARE(list->count(), 1);
        QVERIFY(list->item(0)->text().startsWith("the dog"));
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {},
                          list->visualItemRect(list->item(0)).center());
        QTRY_COMPARE(openTitle(), std::string("the dog"));
        child<QLineEdit>("search")->clear();
        QTRY_COMPARE(list->count(), 2);

        QTest::mouseClick(child<QPushButton>("rename"), Qt::LeftButton);
        auto* dialog = page_->findChild<QInputDialog*>("renameDialog");
        QVERIFY(dialog);
        auto* field = dialog->findChild<QLineEdit*>();
        field->selectAll();
        QTest::keyClicks(field, "Dogs");
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_COMPARE(openTitle(), std::string("Dogs"));
        // A later message keeps the new title.
        say("the cat");
        waitForReply(4);
        QCOMPARE(openTitle(), std::string("Dogs"));

        QTest::mouseClick(child<QPushButton>("delete"), Qt::LeftButton);
        auto* question = page_->findChild<QMessageBox*>("deleteQuestion");
        QVERIFY(question);
        for (auto* button : question->buttons())
            if (question->buttonRole(button) == QMessageBox::DestructiveRole)
                QTest::mouseClick(button, Qt::LeftButton);
        QTRY_COMPARE(list->count(), 1);
        QCOMPARE(messageCount(), 0);
    }

    void everythingIsThereAfterARestart() {
        addModel(text::TokenizerKind::Words);
        showPage();
        child<QSpinBox>("topK")->setValue(3);
        say("the");
        waitForReply(2);
        const auto before = openConversation();
        page_.reset();
        workspace_ = std::make_unique<window::Workspace>(folder_->path().toStdString());
        workspace_->library().recover();
        showPage();
        QCOMPARE(messageCount(), 2);
        QCOMPARE(child<QSpinBox>("topK")->value(), 3);
        QCOMPARE(row(1)->view()->accessibleDescription(),
                 window::toQString(before.messages[1].text));
        QTest::mouseMove(row(1)->view(), row(1)->view()->tokenRect(0).center());
        QTRY_COMPARE(row(1)->view()->currentToken(), 0);
    }

    void draftIsHandedToANewPage() {
        addModel(text::TokenizerKind::Words);
        showPage();
        say("the");
        waitForReply(2);
        write("not sent yet");
        const auto state = page_->saveState();
        showPage();
        page_->restoreState(state);
        QCOMPARE(child<QPlainTextEdit>("composer")->toPlainText(), QString("not sent yet"));
        QCOMPARE(messageCount(), 2);
    }

    void brokenModelLosesNothing() {
        const auto id = addModel(text::TokenizerKind::Words);
        showPage();
        const auto file = workspace_->folder() / workspace_->library().models().get(id).file;
        std::ofstream(file, std::ios::trunc) << "no model";
        say("the");
        QTRY_VERIFY(child<QLabel>("error")->isVisible());
        QVERIFY(!child<QLabel>("error")->text().isEmpty());
        QCOMPARE(openConversation().messages.size(), 1U);
        QCOMPARE(child<QPushButton>("send")->text(), QString("&Send"));
        QVERIFY(row(0)->findChild<QToolButton*>("regenerate")->isVisible());
    }

    void replyGoesOnBehindAnotherConversation() {
        addModel(text::TokenizerKind::Words, text::SentenceUnit::Document);
        showPage();
        child<QSpinBox>("length")->setValue(100'000);
        say("the");
        QTRY_COMPARE(messageCount(), 2);
        QTRY_VERIFY(!row(1)->view()->accessibleDescription().isEmpty());
        const auto first = openConversation().id;
        QTest::mouseClick(child<QPushButton>("new"), Qt::LeftButton);
        QCOMPARE(messageCount(), 0);
        QCOMPARE(child<QPushButton>("send")->text(), QString("&Send"));
        // Nobody stops it: it comes to its own end, and says so when it is opened again.
        const auto end = [&] {
            return workspace_->library().conversations().get(first).messages.at(1).end;
        };
        QTRY_VERIFY_WITH_TIMEOUT(end() != chat::ReplyEnd::Interrupted, 60'000);
        QVERIFY(end() == chat::ReplyEnd::Complete || end() == chat::ReplyEnd::Length);
        child<QListWidget>("conversations")->setCurrentRow(0);
        waitForReply(2);
        QCOMPARE(row(1)->view()->accessibleDescription(),
                 window::toQString(openConversation().messages[1].text));
    }

    void killedProgramKeepsWhatItHadWritten() {
        const auto id = addModel(text::TokenizerKind::Words, text::SentenceUnit::Document);
        const auto library = workspace_->folder();
        chatui::ReplyTask task;
        task.library = library;
        task.model = tasks::openNgramModel(library, workspace_->library().models().get(id));
        chat::Conversation conversation;
        conversation.title = "the";
        auto& store = workspace_->library().conversations();
        conversation.id = store.add(conversation);
        chat::Message line;
        line.text = "the";
        line.id = store.addMessage(conversation.id, line);
        task.messages = {line};
        task.reply.role = chat::Role::Model;
        task.reply.end = chat::ReplyEnd::Interrupted;
        task.reply.id = store.addMessage(conversation.id, task.reply);
        workspace_.reset(); // no connection may be open across a fork

        const pid_t child = fork();
        if (child == 0) {
            // Slower than the half second between two writes: every token is stored.
            chatui::runReply(task, [](const chat::ReplyPiece&) { usleep(700'000); }, {});
            _exit(0);
        }
        const auto written = [&] {
            library::Library reader(library);
            return reader.conversations().get(conversation.id).messages.at(1).text;
        };
        QTRY_VERIFY(!written().empty());
        kill(child, SIGKILL);
        int status = 0;
        QCOMPARE(waitpid(child, &status, 0), child);
        QVERIFY(WIFSIGNALED(status));

        workspace_ = std::make_unique<window::Workspace>(library);
        workspace_->library().recover();
        const auto kept = workspace_->library().conversations().get(conversation.id);
        QCOMPARE(kept.messages.size(), 2U);
        QVERIFY(!kept.messages[1].text.empty());
        QCOMPARE(kept.messages[1].end, chat::ReplyEnd::Interrupted);
    }

    void saysWhatAReplyHasFromTheText() {
        const auto id = addModel(text::TokenizerKind::Words);
        showPage();
        say("the cat");
        waitForReply(2);
        auto* origin = row(1)->findChild<QLabel*>("origin");
        QVERIFY(!origin->isVisible()); // the corpus is not indexed
        base::NoProgress progress;
        const auto model = workspace_->library().models().get(id);
        const auto index = tasks::buildIndex(workspace_->folder(), model, progress, {});
        page_->hide();
        page_->show(); // as when the page is come back to
        const auto text = openConversation().messages[1].text;
        const auto longest =
            ngram::overlapOf(*index.counts, *index.tokens.tokenizer, text, 2, 1, {}).longest;
        if (longest.empty()) // a reply of one token: another is drawn below
            QVERIFY(!origin->isVisible());
        else
            QTRY_VERIFY(origin->isVisible());
        // Replies that the model writes from now on tell it as they end; the person's lines never.
        const auto isTold = [&](int place) {
            auto* label = row(place)->findChild<QLabel*>("origin");
            return label->isVisible() && label->text().contains("training text") &&
                   !label->toolTip().isEmpty();
        };
        int told = 0;
        for (int round = 2; round < 8; ++round) {
            say("the");
            waitForReply(2 * round);
            const int last = 2 * round - 1;
            const auto reply = openConversation().messages[static_cast<std::size_t>(last)].text;
            const auto found =
                ngram::overlapOf(*index.counts, *index.tokens.tokenizer, reply, 2, 1, {}).longest;
            if (found.empty())
                continue;
            QTRY_VERIFY(isTold(last));
            ++told;
            const auto stretch =
                window::toQString(reply.substr(found[0].begin, found[0].end - found[0].begin));
            QCOMPARE(row(last)->findChild<QLabel*>("origin")->toolTip(),
                     "<p>" + stretch.toHtmlEscaped() + "</p>");
            QVERIFY(!row(last - 1)->findChild<QLabel*>("origin")->isVisible());
        }
        QVERIFY(told > 0);
        // Another conversation's rows are not told what these were.
        QTest::mouseClick(child<QPushButton>("new"), Qt::LeftButton);
        QCOMPARE(messageCount(), 0);
    }

    void everyWidgetHasAName() {
        addModel(text::TokenizerKind::Words);
        showPage();
        say("the");
        waitForReply(2);
        QCOMPARE(support::unnamedWidgets(*page_), QStringList());
    }

private:
    std::filesystem::path path(const char* name) const {
        return std::filesystem::path(files_.path().toStdString()) / name;
    }

    std::int64_t addModel(text::TokenizerKind kind,
                          text::SentenceUnit unit = text::SentenceUnit::Line) {
        base::NoProgress progress;
        tasks::ImportRequest import;
        import.library = workspace_->folder();
        import.paths = {path("cats.txt")};
        const auto corpus = tasks::importCorpus(import, {}, progress, {});
        tasks::NgramRequest request;
        request.library = workspace_->folder();
        request.corpora = {corpus.id};
        request.tokenizer.kind = kind;
        request.tokenizer.unit = unit;
        request.name = "cats bigram";
        return tasks::trainNgram(request, progress, {}).id;
    }

    void showPage() {
        page_.reset();
        page_ = std::make_unique<ChatPage>(*workspace_);
        page_->resize(1000, 700);
        page_->show();
        QVERIFY(QTest::qWaitForWindowExposed(page_.get()));
    }

    template <class Widget>
    Widget* child(const char* name) const {
        return page_->findChild<Widget*>(name);
    }

    void write(const QString& text) {
        auto* composer = child<QPlainTextEdit>("composer");
        composer->setFocus();
        composer->insertPlainText(text); // keyClicks knows no Chinese
    }

    void say(const QString& text) {
        write(text);
        QTest::keyClick(child<QPlainTextEdit>("composer"), Qt::Key_Return);
    }

    void waitForReply(int messages) {
        QTRY_COMPARE(messageCount(), messages);
        QTRY_COMPARE(child<QPushButton>("send")->text(), QString("&Send"));
    }

    int messageCount() const { return child<MessageList>("messages")->count(); }
    chatui::MessageRow* row(int index) const {
        return child<MessageList>("messages")->rowAt(index);
    }

    /// The conversation that the page shows, as it is stored.
    chat::Conversation openConversation() const {
        const auto id = page_->saveState().toMap().value("conversation").toLongLong();
        return workspace_->library().conversations().get(id);
    }
    std::string openTitle() const { return openConversation().title; }

    QTemporaryDir files_;
    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<window::Workspace> workspace_;
    std::unique_ptr<ChatPage> page_;
};

QTEST_MAIN(ChatPageTest)
#include "tst_chat_page.moc"
