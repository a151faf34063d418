// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/chat/reply.h"
#include "core/lm/blank_filler.h"
#include "core/lm/turn_taker.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <map>

using text::TokenId;
using text::Vocabulary;

namespace {

/// Says a fixed token after each last token; after any other it has no distribution.
class ScriptedModel : public lm::LanguageModel {
public:
    ScriptedModel(text::TokenizerSpec spec, std::vector<std::string> tokens)
        : tokenizer_(spec, Vocabulary::fromTokens(std::move(tokens))) {}

    ScriptedModel& after(const std::string& last, const std::string& next) {
        next_[id(last)] = id(next);
        return *this;
    }
    const text::Tokenizer& tokenizer() const override { return tokenizer_; }
    std::unique_ptr<lm::Session> openSession() const override;
    lm::Description describe() const override { return {}; }

    mutable std::vector<TokenId> fed;

private:
    friend class ScriptedSession;
    TokenId id(const std::string& token) const {
        if (token == "<s>")
            return Vocabulary::begin;
        return token == "</s>" ? Vocabulary::end : tokenizer_.vocabulary().find(token);
    }
    text::Tokenizer tokenizer_;
    std::map<TokenId, TokenId> next_;
};

class ScriptedSession final : public lm::Session {
public:
    explicit ScriptedSession(const ScriptedModel& model) : model_(&model) {}
    void feed(std::span<const TokenId> tokens) override {
        if (model_->fed.empty())
            model_->fed.assign(tokens.begin(), tokens.end());
        last_ = tokens.back();
    }
    std::span<const double> logProbabilities() override {
        values_.assign(model_->tokenizer().vocabulary().size(),
                       -std::numeric_limits<double>::infinity());
        const auto next = model_->next_.find(last_);
        if (next != model_->next_.end())
            values_[text::index(next->second)] = 0;
        return values_;
    }

private:
    const ScriptedModel* model_;
    TokenId last_{};
    std::vector<double> values_;
};

std::unique_ptr<lm::Session> ScriptedModel::openSession() const {
    return std::make_unique<ScriptedSession>(*this);
}

/// One that has learnt to take turns, over few tokens.
class TurnModel final : public ScriptedModel, public lm::TurnTaker {
public:
    using ScriptedModel::ScriptedModel;
    std::optional<lm::TurnMarks> turnMarks() const override { return lm::TurnMarks{TokenId{100}}; }
    std::size_t tokensOfTurns() const override { return most; }

    std::size_t most = 64;
};

std::vector<chat::Message> say(const std::string& text) {
    std::vector<chat::Message> messages(1);
    messages[0].text = text;
    return messages;
}

chat::Message replyTo(const ScriptedModel& model, const std::vector<chat::Message>& messages) {
    std::string streamed;
    const auto message = chat::reply(
        model, messages, {}, [&](const chat::ReplyPiece& piece) { streamed += piece.piece; }, {});
    if (streamed != message.text)
        qFatal("what was streamed is not what was returned");
    return message;
}

} // namespace

namespace {

/// Goes on in a blank as it would after what stands before it.
class FillingModel final : public ScriptedModel, public lm::BlankFiller {
public:
    using ScriptedModel::ScriptedModel;

    std::unique_ptr<lm::Session>
    openBlank(std::span<const std::vector<TokenId>> pieces) const override {
        /// Fed <s>, it is where the first piece ends.
        class InBlank final : public lm::Session {
        public:
            InBlank(std::unique_ptr<lm::Session> session, TokenId before)
                : session_(std::move(session)), before_(before) {}
            void feed(std::span<const TokenId> tokens) override {
                if (tokens.front() == Vocabulary::begin)
                    session_->feed({&before_, 1});
                else
                    session_->feed(tokens);
            }
            std::span<const double> logProbabilities() override {
                return session_->logProbabilities();
            }

        private:
            std::unique_ptr<lm::Session> session_;
            TokenId before_;
        };
        asked.push_back({pieces.begin(), pieces.end()});
        if (!fills)
            return nullptr;
        const TokenId before = pieces[0].empty() ? Vocabulary::begin : pieces[0].back();
        return std::make_unique<InBlank>(openSession(), before);
    }

    bool fills = true;
    mutable std::vector<std::vector<std::vector<TokenId>>> asked;
};

} // namespace

class ReplyTest : public QObject {
    Q_OBJECT

private slots:
    void continuesTheLastLine();
    void documentUnitReadsTheConversation();
    void beginsAnewWhereItHasNothingToSay();
    void noBeginningIsAnError();
    void placesAreExact();
    void bytesOfOneCharacterAreHeldBack();
    void brokenCharacterIsClosed();
    void leadingSpaceIsDropped();
    void stopsWithinAToken();
    void endsAtTheLength();
    void blanksAreFilled();
    void turnsAreTaken();
    void titles();
};

void ReplyTest::continuesTheLastLine() {
    ScriptedModel model({}, {"the", "cat", "sat"});
    model.after("cat", "sat").after("sat", "</s>");
    const auto message = replyTo(model, say("the sat\nthe cat\n"));
    QCOMPARE(message.text, "sat");
    QVERIFY(message.end == chat::ReplyEnd::Complete);
    QVERIFY(message.role == chat::Role::Model);
    QVERIFY(!message.beganAnew);
    QCOMPARE(model.fed, (std::vector{TokenId{1}, TokenId{3}, TokenId{4}}));
    QVERIFY_EXCEPTION_THROWN(chat::reply(model, {}, {}, {}, {}), base::InputError);
}

void ReplyTest::documentUnitReadsTheConversation() {
    ScriptedModel model({text::TokenizerKind::Characters, text::SentenceUnit::Document, false},
                        {"a", "b", "\n"});
    model.after("a", "b").after("b", "</s>");
    auto messages = say("a");
    messages.push_back({});
    messages.back().role = chat::Role::Model;
    messages.back().text = "b";
    messages.push_back(messages.front());
    QCOMPARE(replyTo(model, messages).text, "b");
    QCOMPARE(model.fed,
             (std::vector{TokenId{1}, TokenId{3}, TokenId{5}, TokenId{4}, TokenId{5}, TokenId{3}}));
}

void ReplyTest::beginsAnewWhereItHasNothingToSay() {
    ScriptedModel model({}, {"the", "cat"});
    model.after("<s>", "the").after("the", "cat").after("cat", "</s>");
    const auto over = replyTo(model, say("the cat")); // </s> at once
    QVERIFY(over.beganAnew);
    QCOMPARE(over.text, "the cat");
    const auto unseen = replyTo(model, say("dog")); // no distribution
    QVERIFY(unseen.beganAnew);
    QCOMPARE(unseen.text, "the cat");
}

void ReplyTest::noBeginningIsAnError() {
    const ScriptedModel model({}, {"the"});
    QVERIFY_EXCEPTION_THROWN(replyTo(model, say("the")), base::InputError);
    QVERIFY_EXCEPTION_THROWN(replyTo(model, say("")), base::InputError);
}

void ReplyTest::placesAreExact() {
    ScriptedModel model({}, {"雪", "été", ",", "go"});
    model.after("go", "été").after("été", ",").after(",", "雪").after("雪", "</s>");
    const auto message = replyTo(model, say("go"));
    QCOMPARE(message.tokens.size(), 3U);
    const auto piece = [&](std::size_t i) {
        return message.text.substr(message.tokens[i].begin,
                                   message.tokens[i].end - message.tokens[i].begin);
    };
    QCOMPARE(piece(0), "été");
    QCOMPARE(piece(1), ",");
    QCOMPARE(piece(2), "雪");
    QCOMPARE(message.tokens[0].probability, 1.0);
    QCOMPARE(message.tokens[0].alternatives[0].token, "été");
}

void ReplyTest::bytesOfOneCharacterAreHeldBack() {
    ScriptedModel model({text::TokenizerKind::Bytes, text::SentenceUnit::Line, false},
                        {"<0x61>", "<0xE9>", "<0x9B>", "<0xAA>"});
    model.after("<0x61>", "<0xE9>").after("<0xE9>", "<0x9B>").after("<0x9B>", "<0xAA>");
    model.after("<0xAA>", "</s>");
    const auto message = replyTo(model, say("a"));
    QCOMPARE(message.text, "雪");
    QCOMPARE(message.tokens.size(), 3U);
    QCOMPARE(message.tokens[0].end, 0U);
    QCOMPARE(message.tokens[1].end, 0U);
    QCOMPARE(message.tokens[2].begin, 0U);
    QCOMPARE(message.tokens[2].end, 3U);
}

void ReplyTest::brokenCharacterIsClosed() {
    ScriptedModel model({text::TokenizerKind::Bytes, text::SentenceUnit::Line, false},
                        {"<0x61>", "<0x62>", "<0xE9>"});
    model.after("<0x61>", "<0x62>").after("<0x62>", "<0xE9>").after("<0xE9>", "</s>");
    const auto message = replyTo(model, say("a"));
    QCOMPARE(message.text, "b\xEF\xBF\xBD");
    QCOMPARE(message.tokens.back().begin, 1U);
    QCOMPARE(message.tokens.back().end, 4U);
}

void ReplyTest::leadingSpaceIsDropped() {
    ScriptedModel model({text::TokenizerKind::Characters, text::SentenceUnit::Line, false},
                        {" ", "a", "b", "c"});
    model.after("a", " ").after(" ", "b").after("b", "c").after("c", "</s>");
    const auto message = replyTo(model, say("a"));
    QCOMPARE(message.text, "bc");
    QCOMPARE(message.tokens[0].begin, message.tokens[0].end);
    QCOMPARE(message.tokens[0].alternatives[0].token, "␣");
    QCOMPARE(message.tokens[2].begin, 1U);
}

void ReplyTest::stopsWithinAToken() {
    ScriptedModel model({}, {"on"});
    model.after("on", "on");
    std::stop_source stop;
    int pieces = 0;
    const auto message = chat::reply(
        model, say("on"), {},
        [&](const chat::ReplyPiece&) {
            if (++pieces == 3)
                stop.request_stop();
        },
        stop.get_token());
    QVERIFY(message.end == chat::ReplyEnd::Stopped);
    QCOMPARE(message.tokens.size(), 3U);
    QCOMPARE(message.text, "on on on");
}

void ReplyTest::endsAtTheLength() {
    ScriptedModel model({}, {"on"});
    model.after("on", "on");
    lm::SamplingSpec spec;
    spec.length = 5;
    const auto message = chat::reply(model, say("on"), spec, {}, {});
    QVERIFY(message.end == chat::ReplyEnd::Length);
    QCOMPARE(message.tokens.size(), 5U);
    spec.temperature = -1;
    QVERIFY_EXCEPTION_THROWN(chat::reply(model, say("on"), spec, {}, {}), base::InputError);
}

void ReplyTest::blanksAreFilled() {
    FillingModel model({}, {"the", "cat", "sees", "dog"});
    model.after("the", "cat").after("cat", "</s>").after("sees", "the").after("dog", "</s>");
    auto message = replyTo(model, say("go\nthe ___ sees _____ dog"));
    // After “sees” it says “the cat”.
    QCOMPARE(message.text, "the cat sees the cat dog");
    QCOMPARE(message.tokens.size(), std::size_t{3});
    QCOMPARE(message.tokens[0].begin, std::size_t{4});
    QCOMPARE(message.tokens[0].end, std::size_t{7});
    QCOMPARE(message.tokens[2].begin, std::size_t{17});
    QCOMPARE(message.tokens[2].end, std::size_t{20});
    QVERIFY(message.end == chat::ReplyEnd::Complete && !message.beganAnew);
    // It knows what stands around the blanks, and what it has put into them.
    QCOMPARE(model.asked.size(), std::size_t{2});
    const auto ids = [](const std::vector<std::size_t>& numbers) {
        std::vector<TokenId> tokens;
        for (const std::size_t number : numbers)
            tokens.push_back(text::tokenId(number));
        return tokens;
    };
    QCOMPARE(model.asked[0], (std::vector{ids({3}), ids({5}), ids({6})}));
    QCOMPARE(model.asked[1], (std::vector{ids({3, 4, 5}), ids({6})}));

    // Two underscores are none; a model that fills none goes on after the text.
    QCOMPARE(replyTo(model, say("__ the")).text, "cat");
    model.fills = false;
    QCOMPARE(replyTo(model, say("___ the")).text, "cat");
}

void ReplyTest::turnsAreTaken() {
    TurnModel model({}, {"hi", "you", "___", "there"});
    std::vector<chat::Message> messages = say("hi ___");
    messages.push_back({});
    messages[1].role = chat::Role::Model;
    messages[1].text = "there";
    messages.push_back(say("you").front());
    const std::vector<std::uint32_t> whole = {1, 101, 3, 5, 2, 102, 6, 2, 101, 4, 2, 102};
    const auto fedTo = [&](std::size_t most, std::size_t length) {
        model.most = most;
        model.fed.clear();
        lm::SamplingSpec spec;
        spec.length = length;
        try {
            chat::reply(model, messages, spec, {}, {});
        } catch (const base::InputError&) { // it has nothing to say
        }
        std::vector<std::uint32_t> ids;
        for (const TokenId token : model.fed)
            ids.push_back(text::index(token));
        return ids;
    };
    QCOMPARE(fedTo(64, 10), whole);
    QCOMPARE(fedTo(22, 10), whole);
    // The first turns make room for a reply, but not for more than half of all there is.
    // What is left begins with a person's.
    const std::vector<std::uint32_t> last = {1, 101, 4, 2, 102};
    QCOMPARE(fedTo(18, 10), last);
    QCOMPARE(fedTo(10, 10), last);
    QCOMPARE(fedTo(2, 10), last);
}

void ReplyTest::titles() {
    QCOMPARE(chat::titleFor("Hello"), "Hello");
    QCOMPARE(chat::titleFor("\n  Hello there \nmore"), "Hello there");
    QCOMPARE(chat::titleFor(""), "");
    QCOMPARE(chat::titleFor("The quick brown fox jumps over the lazy dog again"),
             "The quick brown fox jumps over the lazy…");
    QString chinese(50, QChar(0x96ea));
    QCOMPARE(QString::fromStdString(chat::titleFor(chinese.toStdString())),
             chinese.left(40) + QChar(0x2026));
}

QTEST_APPLESS_MAIN(ReplyTest)
#include "tst_reply.moc"
