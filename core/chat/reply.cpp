// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/chat/reply.h"

#include "core/base/error.h"
#include "core/lm/blank_filler.h"
#include "core/lm/turn_taker.h"
#include "core/text/visible_text.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
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

constexpr std::string_view blankMark = "___";

/// The parts of a text around its blanks; one where it has none.
std::vector<std::string_view> aroundBlanks(std::string_view text) {
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t blank = text.find(blankMark);
        parts.push_back(text.substr(0, blank));
        if (blank == std::string_view::npos)
            return parts;
        text.remove_prefix(std::min(text.find_first_not_of('_', blank), text.size()));
    }
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

/// What a model has learnt to reply to: the last turns, as many as leave room for a reply of at
/// most `reply` tokens, or of half of what it can look back on; and its own mark. Nothing where it
/// takes no turns.
std::optional<std::vector<TokenId>> turnsOf(const lm::LanguageModel& model,
                                            std::span<const Message> messages, std::size_t reply) {
    const auto* taker = dynamic_cast<const lm::TurnTaker*>(&model);
    const auto marks = taker ? taker->turnMarks() : std::nullopt;
    if (!marks)
        return std::nullopt;
    const std::size_t most = taker->tokensOfTurns();
    const std::size_t room = most - std::min(reply, most / 2);
    std::vector<TokenId> turns; // from a person's on: no conversation that was learnt begins with
    std::vector<TokenId> later; // a reply to nothing
    for (auto message = messages.rbegin(); message != messages.rend(); ++message) {
        const bool person = message->role == Role::Person;
        std::vector<TokenId> turn;
        lm::appendTurn(turn, *marks, model.tokenizer(),
                       {person ? lm::Speaker::Person : lm::Speaker::Model, message->text});
        later.insert(later.begin(), turn.begin(), turn.end());
        if (!turns.empty() && later.size() + 2 > room)
            break;
        if (person)
            turns = later;
    }
    turns.insert(turns.begin(), Vocabulary::begin);
    turns.push_back(marks->of(lm::Speaker::Model));
    return turns;
}

/// Makes a message of the tokens that are drawn, and knows where in it each one stands.
class Writer {
public:
    Writer(const text::Tokenizer& tokenizer, Message& message,
           const std::function<void(const ReplyPiece&)>& onPiece)
        : tokenizer_(tokenizer),
          vocabulary_(tokenizer.vocabulary()),
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
        append(decoder_->push(choice.id), token.starts_with(' '), trace);
        message_.tokens.push_back(trace);
        if (onPiece_)
            onPiece_({message_.text.substr(length_), trace});
        length_ = message_.text.size();
    }

    /// Text that no token was drawn for.
    void quote(std::string_view text) {
        message_.text += decoder_->finish();
        message_.text += text;
        decoder_.emplace(tokenizer_);
        quoted_ = text.ends_with(' ');
    }

    /// What the decoder still holds back belongs to the last token.
    void finish() {
        const std::string rest = decoder_->finish();
        const bool quotes = length_ < message_.text.size();
        if ((rest.empty() && !quotes) || message_.tokens.empty())
            return;
        message_.text += rest;
        if (!quotes)
            message_.tokens.back().end = message_.text.size();
        if (onPiece_)
            onPiece_({message_.text.substr(length_), message_.tokens.back()});
    }

private:
    /// A message begins with a character that can be seen; a space that the decoder puts before a
    /// word is not part of the word. A token whose bytes are held back has an empty place.
    void append(std::string piece, bool ownSpace, TokenTrace& trace) {
        if (message_.text.empty() || quoted_)
            piece.erase(0, std::min(piece.find_first_not_of(" \t\r\n"), piece.size()));
        quoted_ = false;
        trace.begin = message_.text.size();
        if (piece.size() > 1 && piece.front() == ' ' && !ownSpace)
            ++trace.begin;
        message_.text += piece;
        trace.end = message_.text.size();
    }

    const text::Tokenizer& tokenizer_;
    const Vocabulary& vocabulary_;
    std::optional<text::StreamingDecoder> decoder_;
    Message& message_;
    const std::function<void(const ReplyPiece&)>& onPiece_;
    bool quoted_ = false;    ///< a space, for the next token to follow
    std::size_t length_ = 0; ///< of the text that has been handed out
};

/// Fills one blank after another, from the left; nothing where the model cannot.
std::optional<lm::GenerationEnd> fillBlanks(const lm::LanguageModel& model,
                                            const std::vector<std::string_view>& parts,
                                            lm::SamplingSpec spec, Writer& writer,
                                            const std::stop_token& stop) {
    const auto* filler = dynamic_cast<const lm::BlankFiller*>(&model);
    if (!filler || parts.size() < 2)
        return std::nullopt;
    std::vector<std::vector<TokenId>> pieces;
    for (const std::string_view part : parts)
        pieces.push_back(model.tokenizer().encode(part));
    std::optional<lm::GenerationEnd> end;
    for (std::size_t blank = 1; blank < parts.size(); ++blank) {
        const auto session = filler->openBlank(pieces);
        if (!session)
            return std::nullopt;
        writer.quote(parts[blank - 1]);
        std::vector<TokenId> known = pieces[0];
        const std::vector<TokenId> start = {Vocabulary::begin};
        end = lm::generate(
            *session, start, spec,
            [&](const lm::Choice& choice) {
                writer.add(choice);
                known.push_back(choice.id);
            },
            stop);
        if (end == lm::GenerationEnd::Stopped)
            return end;
        known.insert(known.end(), pieces[1].begin(), pieces[1].end());
        pieces.erase(pieces.begin());
        pieces[0] = std::move(known);
        ++spec.seed; // another blank, another luck
    }
    writer.quote(parts.back());
    return end;
}

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

    const auto turns = turnsOf(model, messages, spec.length);
    const bool byLine = model.tokenizer().spec().unit == text::SentenceUnit::Line;
    const std::string& said = messages.back().text;
    const auto filled =
        turns ? std::nullopt
              : fillBlanks(model, aroundBlanks(byLine ? lastLine(said) : said), spec, writer, stop);
    std::vector<TokenId> context = turns ? *turns : contextOf(model.tokenizer(), messages);
    lm::GenerationEnd end = filled ? *filled : continueFrom(context);
    const bool saidNothing =
        !filled && !turns && message.tokens.empty() &&
        (end == lm::GenerationEnd::EndOfText || end == lm::GenerationEnd::NoDistribution);
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
