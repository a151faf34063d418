// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/chat/message_view.h"
#include "app/chat/token_map.h"
#include "app/chat/token_tip.h"
#include "app/window/text.h"

#include <QApplication>
#include <QClipboard>
#include <QTest>

using chatui::MessageView;
using chatui::TokenTip;

namespace {

/// A reply made of these tokens, one after the other, with probabilities 0.5, 0.25, 0.125, …
chat::Message replyOf(const std::vector<std::string>& tokens) {
    chat::Message message;
    message.role = chat::Role::Model;
    double probability = 0.5;
    for (const auto& token : tokens) {
        chat::TokenTrace trace;
        trace.begin = message.text.size();
        message.text += token;
        trace.end = message.text.size();
        trace.probability = probability;
        trace.alternatives = {{"likelier", 0.6}, {token, probability}};
        probability /= 2;
        message.tokens.push_back(trace);
    }
    return message;
}

} // namespace

class MessageViewTest : public QObject {
    Q_OBJECT

private slots:
    void bytesBecomeUnits() {
        // a: 1 byte; 中: 3 bytes, 1 unit; 😀: 4 bytes, a surrogate pair; é: 2 bytes, 1 unit.
        const auto message = replyOf({"a", "中文", "😀", "é"});
        const auto ranges = chatui::tokenRanges(message.text, message.tokens);
        const QString text = window::toQString(message.text);
        QCOMPARE(text.size(), 6);
        QCOMPARE(ranges.size(), 4U);
        QCOMPARE(text.mid(ranges[1].begin, ranges[1].end - ranges[1].begin), QString("中文"));
        QCOMPARE(text.mid(ranges[2].begin, ranges[2].end - ranges[2].begin), QString("😀"));
        QCOMPARE(text.mid(ranges[3].begin, ranges[3].end - ranges[3].begin), QString("é"));
        QCOMPARE(chatui::tokenAt(ranges, 4), 2); // the pair's second half
        QCOMPARE(chatui::tokenAt(ranges, 5), 3);
        QCOMPARE(chatui::tokenAt(ranges, 6), -1);
    }

    void bytesOfOneCharacterStandForIt() {
        chat::Message message;
        message.text = "中";
        for (std::size_t byte = 0; byte < 3; ++byte)
            message.tokens.push_back({byte, byte + 1, 0.5, {}});
        const auto ranges = chatui::tokenRanges(message.text, message.tokens);
        for (const auto& range : ranges) {
            QCOMPARE(range.begin, 0);
            QCOMPARE(range.end, 1);
        }
    }

    void brokenTextHasNoPlaces() {
        const std::string text = "a\xff";
        QVERIFY(chatui::tokenRanges(text, {{0, 1, 0.5, {}}}).empty());
    }

    void hoveringTellsOfTheTokenUnderTheMouse() {
        MessageView view;
        view.resize(400, 100);
        view.setMessage(replyOf({"the", " 猫", " sat", "\n", "😀", "."}));
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        auto* tip = view.findChild<TokenTip*>("tokenTip");
        for (const int token : {0, 1, 2, 4, 5}) {
            QTest::mouseMove(&view, view.tokenRect(token).center());
            QTRY_COMPARE(view.currentToken(), token);
            QVERIFY(tip->isVisible());
            const double expected = 0.5 / (1 << token);
            const auto& lines = tip->lines();
            QCOMPARE(lines.size(), 2U);
            QVERIFY(!lines[0].chosen);
            QVERIFY(lines[1].chosen);
            QCOMPARE(lines[1].probability, expected);
            QVERIFY(tip->heading().contains(window::formatProbability(expected)));
        }
        QTest::mouseMove(&view, {390, 95}); // beside the text
        QTRY_COMPARE(view.currentToken(), -1);
        QVERIFY(!tip->isVisible());
    }

    void arrowKeysReachTheTokens() {
        MessageView view;
        view.resize(400, 100);
        view.setMessage(replyOf({"one", " two", " three"}));
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        view.setFocus();
        QTest::keyClick(&view, Qt::Key_Right);
        QCOMPARE(view.currentToken(), 0);
        QTest::keyClick(&view, Qt::Key_End);
        QCOMPARE(view.currentToken(), 2);
        QTest::keyClick(&view, Qt::Key_Left);
        QCOMPARE(view.currentToken(), 1);
        QVERIFY(view.accessibleDescription().contains("two"));
        QTest::keyClick(&view, Qt::Key_Escape);
        QCOMPARE(view.currentToken(), -1);
    }

    void textIsSelectedAndCopied() {
        MessageView view;
        view.resize(400, 100);
        view.setMessage(replyOf({"one", " two", " three"}));
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        const QRect two = view.tokenRect(1);
        QTest::mousePress(&view, Qt::LeftButton, {}, two.topLeft() + QPoint(0, 4));
        QMouseEvent drag(QEvent::MouseMove, two.topRight() + QPoint(1, 4),
                         view.mapToGlobal(two.topRight()), Qt::NoButton, Qt::LeftButton, {});
        QApplication::sendEvent(&view, &drag);
        QCOMPARE(view.selectedText(), QString("two"));
        QTest::keyClick(&view, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text(), QString("two"));
    }

    void longTextNeedsMoreHeight() {
        MessageView view;
        view.setMessage(replyOf(std::vector<std::string>(200, "word ")));
        QVERIFY(view.heightForWidth(200) > view.heightForWidth(800));
        QVERIFY(view.heightForWidth(800) > view.fontMetrics().height());
    }
};

QTEST_MAIN(MessageViewTest)
#include "tst_message_view.moc"
