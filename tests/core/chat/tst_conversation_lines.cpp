// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/chat/conversation_lines.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using chat::Preference;
using lm::Speaker;
using lm::Turn;

class TestConversationLines : public QObject {
    Q_OBJECT
private slots:
    void conversationsAreRead();
    void preferencesAreReadInEachForm();
    void preferencesComeBack();
    void badLinesAreNamed_data();
    void badLinesAreNamed();

private:
    corpus::Document write(const std::string& text) {
        const std::filesystem::path path = folder_.path().toStdString() + "/chats.jsonl";
        std::ofstream(path, std::ios::binary) << text;
        return corpus::findDocuments({path}).at(0);
    }
    QTemporaryDir folder_;
};

void TestConversationLines::conversationsAreRead() {
    const auto conversations = chat::readConversations(write(
        R"({"id": 7, "messages": [{"role": "system", "content": "Be brief."}, )"
        R"({"role": "user", "content": "Hi\n你好"}, {"role": "assistant", "content": "Hello."}]})"
        "\n\n"
        R"({"messages": [{"role": "assistant", "content": "I begin."}]})"
        "\r\n"));
    QCOMPARE(conversations.size(), std::size_t{2});
    QCOMPARE(conversations[0], (std::vector<Turn>{{Speaker::System, "Be brief."},
                                                  {Speaker::Person, "Hi\n你好"},
                                                  {Speaker::Model, "Hello."}}));
    QCOMPARE(conversations[1], (std::vector<Turn>{{Speaker::Model, "I begin."}}));
}

void TestConversationLines::preferencesAreReadInEachForm() {
    const auto preferences = chat::readPreferences(write(
        R"({"prompt": "Why?", "chosen": "Because.", "rejected": "No."})"
        "\n"
        R"({"prompt": [{"role": "system", "content": "s"}, {"role": "user", "content": "u"}], )"
        R"("chosen": [{"role": "assistant", "content": "c"}], "rejected": "r"})"
        "\n"
        R"({"chosen": [{"role": "user", "content": "u"}, {"role": "assistant", "content": "c"}], )"
        R"("rejected": [{"role": "user", "content": "u"}, {"role": "assistant", "content": "r"}]})"
        "\n"));
    QCOMPARE(preferences, (std::vector<Preference>{
                              {{{Speaker::Person, "Why?"}}, "Because.", "No."},
                              {{{Speaker::System, "s"}, {Speaker::Person, "u"}}, "c", "r"},
                              {{{Speaker::Person, "u"}}, "c", "r"},
                          }));
}

void TestConversationLines::preferencesComeBack() {
    const Preference preference{{{Speaker::Person, "a \"b\"\n"}, {Speaker::Model, "c"}}, "d", "e"};
    const std::string line = chat::preferenceLine(preference);
    QVERIFY(line.find('\n') == std::string::npos);
    QCOMPARE(chat::preferenceFrom(line), preference);
    QCOMPARE(chat::readPreferences(write(line + "\n")), std::vector<Preference>{preference});
}

void TestConversationLines::badLinesAreNamed_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("preferences");
    const QByteArray good = R"({"messages": [{"role": "assistant", "content": "a"}]})"
                            "\n";
    QTest::newRow("no JSON") << good + "{\n" << false;
    QTest::newRow("no object") << good + "[1]\n" << false;
    QTest::newRow("no messages") << good + "{\"text\": \"a\"}\n" << false;
    QTest::newRow("content") << good + R"({"messages": [{"role": "user", "content": 3}]})" << false;
    QTest::newRow("role") << good + R"({"messages": [{"role": "robot", "content": "a"}]})" << false;
    QTest::newRow("nothing said") << good + R"({"messages": [{"role": "user", "content": "a"}]})"
                                  << false;
    const QByteArray pair = R"({"prompt": "p", "chosen": "a", "rejected": "b"})"
                            "\n";
    QTest::newRow("no rejected") << pair + R"({"prompt": "p", "chosen": "a"})" << true;
    QTest::newRow("empty reply") << pair + R"({"prompt": "p", "chosen": [], "rejected": "b"})"
                                 << true;
}

void TestConversationLines::badLinesAreNamed() {
    QFETCH(QByteArray, text);
    QFETCH(bool, preferences);
    try {
        if (preferences)
            chat::readPreferences(write(text.toStdString()));
        else
            chat::readConversations(write(text.toStdString()));
        QFAIL("was read");
    } catch (const base::FormatError& error) {
        const QByteArray what = error.what();
        QVERIFY2(what.contains("chats.jsonl") && what.toLower().contains("line 2"), what);
    }
}

QTEST_APPLESS_MAIN(TestConversationLines)
#include "tst_conversation_lines.moc"
