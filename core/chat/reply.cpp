// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/chat/reply.h"

#include "core/base/error.h"
#include "core/text/visible_text.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

namespace chat {

namespace {

using text::TokenId;
using text::Vocabulary;

std::string_view lastLine(std::string_view text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r'))
        text.remove_suffix(1);
    const auto end = text.rfind('\n');
    return end == std::string_view::npos ? text : text.substr(end + 1);
}

/// <s> and what the model is to go on from.
std::vector<TokenId> contextOf(const text::Tokenizer& tokenizer,
                               std::span<const Message> messages) {
    std::vector<TokenId> context{Vocabulary::begin};
    std::string whole;
    if (tokenizer.spec().unit == text::SentenceUnit::Line) {
        whole = lastLine(messages.back().text);
    } else {
        for (const Message& message : messages)
            whole += (whole.empty() ? "" : "\n") + message.text;
    }
    const std::vector<TokenId> tokens = tokenizer.encode(whole);
    context.insert(context.end(), tokens.begin(), tokens.end());
    return context;
}

/// Makes a message of the tokens that are drawn, and knows where in it each one stands.
class Writer {
public:
    Writer(const text::Tokenizer& tokenizer, Message& message,
           const std::function<void(const ReplyPiece&)>& onPiece)
        : vocabulary_(tokenizer.vocabulary()),
          decoder_(tokenizer),
          message_(message),
          onPiece_(onPiece) {}

    void add(const lm::Choice& choice) {
        TokenTrace trace;
        trace.probability = choice.probability;
        for (const lm::Alternative& alternative : choice.alternatives)
            trace.alternatives.push_back(
                {text::visibleText(vocabulary_.token(alternative.id)), alternative.probability});
        const std::string_view token = vocabulary_.token(choice.id);
        append(decoder_.push(choice.id), token.starts_with(' '), trace);
        message_.tokens.push_back(trace);
        if (onPiece_)
            onPiece_({message_.text.substr(length_), trace});
        length_ = message_.text.size();
    }

    /// What the decoder still holds back belongs to the last token.
    void finish() {
        const std::string rest = decoder_.finish();
        if (rest.empty() || message_.tokens.empty())
            return;
        message_.text += rest;
        message_.tokens.back().end = message_.text.size();
        if (onPiece_)
            onPiece_({rest, message_.tokens.back()});
    }

private:
    /// A message begins with a character that can be seen; a space that the decoder puts before a
    /// word is not part of the word. A token whose bytes are held back has an empty place.
    void append(std::string piece, bool ownSpace, TokenTrace& trace) {
        if (message_.text.empty())
            piece.erase(0, std::min(piece.find_first_not_of(" \t\r\n"), piece.size()));
        trace.begin = message_.text.size();
        if (piece.size() > 1 && piece.front() == ' ' && !ownSpace)
            ++trace.begin;
        message_.text += piece;
        trace.end = message_.text.size();
    }

    const Vocabulary& vocabulary_;
    text::StreamingDecoder decoder_;
    Message& message_;
    const std::function<void(const ReplyPiece&)>& onPiece_;
    std::size_t length_ = 0; ///< of the text that has been handed out
};

} // namespace

Message reply(const lm::LanguageModel& model, std::span<const Message> messages,
              const lm::SamplingSpec& spec, const std::function<void(const ReplyPiece&)>& onPiece,
              const std::stop_token& stop) {
    lm::requireValid(spec);
    if (messages.empty() || messages.back().role != Role::Person)
        throw base::InputError(
            base::Message{NG_TEXT("core", "There is nothing to reply to. Write a message first.")});

    Message message;
    message.role = Role::Model;
    Writer writer(model.tokenizer(), message, onPiece);
    const auto continueFrom = [&](std::span<const TokenId> context) {
        const auto session = model.openSession();
        return lm::generate(
            *session, context, spec, [&](const lm::Choice& choice) { writer.add(choice); }, stop);
    };

    std::vector<TokenId> context = contextOf(model.tokenizer(), messages);
    lm::GenerationEnd end = continueFrom(context);
    const bool saidNothing = message.tokens.empty() && (end == lm::GenerationEnd::EndOfText ||
                                                        end == lm::GenerationEnd::NoDistribution);
    if (saidNothing && context.size() > 1) {
        message.beganAnew = true;
        context.resize(1);
        end = continueFrom(context);
    }
    if (message.tokens.empty() && end == lm::GenerationEnd::NoDistribution)
        throw base::InputError(base::Message{
            NG_TEXT("core", "This model cannot begin a sentence: it has seen no text. Train it on "
                            "a corpus with text, or choose another model.")});
    writer.finish();
    switch (end) {
    case lm::GenerationEnd::Length:
        message.end = ReplyEnd::Length;
        break;
    case lm::GenerationEnd::Stopped:
        message.end = ReplyEnd::Stopped;
        break;
    case lm::GenerationEnd::EndOfText:
    case lm::GenerationEnd::NoDistribution:
        message.end = ReplyEnd::Complete;
        break;
    }
    return message;
}

} // namespace chat
