// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/library/conversation_store.h"
#include "core/library/library.h"
#include "core/library/model_store.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <limits>

namespace fs = std::filesystem;
using library::Library;

class ConversationsTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void conversationRoundTrip();
    void removeFromRegenerates();
    void searchFindsAnyScript();
    void searchTakesWildcardsAsTheyStand();
    void searchForgetsWhatWasChangedOrRemoved();
    void deletedModelLeavesTheConversation();

private:
    static std::int64_t addModel(Library& library);
    std::int64_t addConversation(Library& library, const std::string& title,
                                 const std::vector<std::string>& texts);
    static std::vector<std::string> titles(const std::vector<library::ConversationEntry>& found);

    std::unique_ptr<QTemporaryDir> folder_;
    fs::path path_;
};

void ConversationsTest::init() {
    folder_ = std::make_unique<QTemporaryDir>();
    path_ = folder_->path().toStdString();
}

std::int64_t ConversationsTest::addModel(Library& library) {
    library::Model model;
    model.name = "m";
    model.kind = "ngram";
    model.file = library.models().newFile("ngm");
    return library.models().add(model);
}

std::int64_t ConversationsTest::addConversation(Library& library, const std::string& title,
                                                const std::vector<std::string>& texts) {
    chat::Conversation conversation;
    conversation.title = title;
    const std::int64_t id = library.conversations().add(conversation);
    for (const std::string& text : texts) {
        chat::Message message;
        message.text = text;
        library.conversations().addMessage(id, message);
    }
    return id;
}

std::vector<std::string>
ConversationsTest::titles(const std::vector<library::ConversationEntry>& found) {
    std::vector<std::string> all;
    for (const auto& entry : found)
        all.push_back(entry.title);
    std::sort(all.begin(), all.end());
    return all;
}

void ConversationsTest::conversationRoundTrip() {
    Library library(path_);
    chat::Conversation conversation;
    conversation.title = "Talk";
    conversation.modelId = addModel(library);
    conversation.sampling = {0.5, 10, 0.9, std::numeric_limits<std::uint64_t>::max(), 77};
    const auto id = library.conversations().add(conversation);
    chat::Message message;
    message.text = "emma";
    library.conversations().addMessage(id, message);
    chat::Message reply;
    reply.role = chat::Role::Model;
    reply.text = "an";
    reply.end = chat::ReplyEnd::Interrupted;
    reply.model = "m";
    reply.id = library.conversations().addMessage(id, reply);
    reply.text = "anna";
    reply.end = chat::ReplyEnd::Length;
    reply.beganAnew = true;
    reply.tokens = {{0, 2, 0.25, {{"an", 0.25}, {"\xff", 0.125}}}, {2, 4, 1, {}}};
    library.conversations().updateMessage(reply);
    const chat::Conversation stored = library.conversations().get(id);
    QCOMPARE(stored.modelId, conversation.modelId);
    QVERIFY(stored.sampling == conversation.sampling);
    QCOMPARE(stored.messages.size(), 2U);
    QVERIFY(stored.messages[0].role == chat::Role::Person);
    const chat::Message& last = stored.messages[1];
    QCOMPARE(last.id, reply.id);
    QCOMPARE(last.text, "anna");
    QVERIFY(last.end == chat::ReplyEnd::Length);
    QVERIFY(last.beganAnew);
    QCOMPARE(last.tokens.size(), 2U);
    QCOMPARE(last.tokens[0].alternatives[0].probability, 0.25);
    QCOMPARE(last.tokens[0].alternatives[1].token, "\xEF\xBF\xBD");
    QCOMPARE(last.tokens[1].end, 4U);
    conversation.id = id;
    conversation.title = "Renamed";
    library.conversations().update(conversation);
    QCOMPARE(library.conversations().list()[0].title, "Renamed");
    QCOMPARE(library.conversations().list()[0].snippet, "anna");
}

void ConversationsTest::removeFromRegenerates() {
    Library library(path_);
    const auto id = addConversation(library, "t", {"one", "two", "three"});
    const auto other = addConversation(library, "o", {"four"});
    library.conversations().removeFrom(id, library.conversations().get(id).messages[1].id);
    QCOMPARE(library.conversations().get(id).messages.size(), 1U);
    QCOMPARE(library.conversations().get(other).messages.size(), 1U);
}

void ConversationsTest::searchFindsAnyScript() {
    Library library(path_);
    addConversation(library, "weather", {"The quick Brown fox", "no"});
    addConversation(library, "诗", {"春眠不觉晓", "处处闻啼鸟"});
    addConversation(library, "fox in the title", {"nothing"});
    auto& store = library.conversations();
    using Titles = std::vector<std::string>;
    QCOMPARE(titles(store.list("brown FOX")), Titles{"weather"});
    QCOMPARE(titles(store.list("fox")), (Titles{"fox in the title", "weather"}));
    QCOMPARE(titles(store.list("ow")), Titles{"weather"});
    QCOMPARE(titles(store.list("眠")), Titles{"诗"});
    QCOMPARE(titles(store.list("闻啼")), Titles{"诗"});
    QCOMPARE(titles(store.list("处处闻啼")), Titles{"诗"});
    QCOMPARE(titles(store.list("诗")), Titles{"诗"});
    QVERIFY(store.list("冬").empty());
    QCOMPARE(store.list("眠")[0].snippet, "春眠不觉晓"); // of the message that was found
    QCOMPARE(store.list().size(), 3U);
    QCOMPARE(store.list()[0].title, "fox in the title"); // last changed first
}

void ConversationsTest::searchTakesWildcardsAsTheyStand() {
    Library library(path_);
    addConversation(library, "a", {"100% sure"});
    addConversation(library, "b", {"1000 sure"});
    addConversation(library, "c", {"snake_case"});
    addConversation(library, "d", {"snakescase \\ back"});
    addConversation(library, "e", {"it's \"quoted\""});
    auto& store = library.conversations();
    using Titles = std::vector<std::string>;
    QCOMPARE(titles(store.list("100% s")), Titles{"a"});
    QCOMPARE(titles(store.list("e_c")), Titles{"c"});
    QCOMPARE(titles(store.list("%")), Titles{"a"});
    QCOMPARE(titles(store.list("\\ b")), Titles{"d"});
    QCOMPARE(titles(store.list("t's \"q")), Titles{"e"});
}

void ConversationsTest::searchForgetsWhatWasChangedOrRemoved() {
    Library library(path_);
    const auto id = addConversation(library, "t", {"first words", "second words"});
    auto& store = library.conversations();
    chat::Message message = store.get(id).messages[0];
    message.text = "other phrase";
    store.updateMessage(message);
    QVERIFY(store.list("first").empty());
    QCOMPARE(store.list("phrase").size(), 1U);
    store.removeFrom(id, store.get(id).messages[1].id);
    QVERIFY(store.list("second").empty());
    store.remove(id);
    QVERIFY(store.list("phrase").empty());
    QVERIFY_EXCEPTION_THROWN(store.get(id), base::InputError);
}

void ConversationsTest::deletedModelLeavesTheConversation() {
    Library library(path_);
    chat::Conversation conversation;
    conversation.title = "t";
    conversation.modelId = addModel(library);
    const auto id = library.conversations().add(conversation);
    library.models().remove(conversation.modelId);
    QCOMPARE(library.conversations().get(id).modelId, 0);
}

QTEST_APPLESS_MAIN(ConversationsTest)
#include "tst_conversations.moc"
