// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chat/conversation.h"
#include "core/lm/language_model.h"

#include <functional>
#include <span>
#include <stop_token>
#include <string>

namespace chat {

/// What is added to a reply: its text so far grows by `piece`.
struct ReplyPiece {
    std::string piece;
    TokenTrace trace;
};

/// Replies to a conversation whose last message is the person's. A model that has learnt to take
/// turns (lm::TurnTaker) is given all of them, and speaks up to the end of its own. A base model
/// continues text: it is fed the person's last message (by SentenceUnit::Line its last line, by
/// SentenceUnit::Document the whole conversation) and goes on from there. Where it has nothing to
/// say after it (the sentence is over at once, or maximum likelihood never saw the history) it
/// begins a new sentence, and the reply says so (beganAnew). Where that text has blanks, three
/// underscores or more, and the model can fill them (lm::BlankFiller), the reply is the text with
/// its blanks filled, whose tokens alone have traces. `onPiece` sees each token at once, in this
/// thread; `stop` ends within one token.
Message reply(const lm::LanguageModel& model, std::span<const Message> messages,
              const lm::SamplingSpec& spec, const std::function<void(const ReplyPiece&)>& onPiece,
              const std::stop_token& stop);

} // namespace chat
