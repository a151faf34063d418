// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/chat/reply_task.h"

#include "core/base/error.h"
#include "core/library/conversation_store.h"
#include "core/library/library.h"

#include <chrono>
#include <exception>

namespace chatui {

chat::Message runReply(const ReplyTask& task,
                       const std::function<void(const chat::ReplyPiece&)>& onPiece,
                       const std::stop_token& stop) {
    using Clock = std::chrono::steady_clock;
    constexpr std::chrono::milliseconds interval(500);

    library::Library library(task.library);
    chat::Message growing = task.reply;
    auto stored = Clock::now();
    const auto grow = [&](const chat::ReplyPiece& piece) {
        growing.text += piece.piece;
        growing.tokens.push_back(piece.trace);
        onPiece(piece);
        if (Clock::now() - stored < interval)
            return;
        library.conversations().updateMessage(growing);
        stored = Clock::now();
    };
    try {
        auto reply = chat::reply(*task.model, task.messages, task.sampling, grow, stop);
        reply.id = growing.id;
        reply.model = growing.model;
        library.conversations().updateMessage(reply);
        return reply;
    } catch (const base::Cancelled&) {
        growing.end = chat::ReplyEnd::Stopped;
        library.conversations().updateMessage(growing);
        return growing;
    } catch (...) {
        growing.end = chat::ReplyEnd::Failed;
        try {
            library.conversations().updateMessage(growing);
        } catch (const std::exception&) {
            // The first failure is the one to tell; it may be the same full disk.
        }
        throw;
    }
}

} // namespace chatui
