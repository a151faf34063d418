// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chat/reply.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

namespace chatui {

/// What a worker needs to write a reply that outlives it.
struct ReplyTask {
    std::filesystem::path library;
    std::shared_ptr<const lm::LanguageModel> model;
    std::vector<chat::Message> messages; ///< the last one is the person's
    lm::SamplingSpec sampling;
    chat::Message reply; ///< as it is stored already: empty, interrupted
};

/// Writes the reply and stores it as it grows, at most twice a second, and as it ends, however it
/// ends: a program that is killed loses half a second of text, a model that fails nothing.
chat::Message runReply(const ReplyTask& task,
                       const std::function<void(const chat::ReplyPiece&)>& onPiece,
                       const std::stop_token& stop);

} // namespace chatui
