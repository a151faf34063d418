// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lm/sampler.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace chat {

enum class Role { Person, Model };

/// A token of a reply with what it beat, in words, so that it can be shown without the model.
struct TokenTrace {
    struct Alternative {
        std::string token;
        double probability = 0;
    };
    std::size_t begin = 0; ///< bytes [begin, end) of the message's text
    std::size_t end = 0;
    double probability = 0;
    std::vector<Alternative> alternatives; ///< falling
};

/// What the person thinks of a reply.
enum class Rating { None, Good, Bad };

/// Why a reply ended.
enum class ReplyEnd { Complete, Length, Stopped, Interrupted, Failed };

struct Message {
    std::int64_t id = 0; ///< 0: not stored yet
    Role role = Role::Person;
    std::string text;
    std::vector<TokenTrace> tokens; ///< replies only
    ReplyEnd end = ReplyEnd::Complete;
    bool beganAnew = false; ///< the model knew nothing to say after the text and began a sentence
    std::string model;      ///< the name of the model that replied
    Rating rating = Rating::None;
};

struct Conversation {
    std::int64_t id = 0;
    std::string title;
    std::int64_t modelId = 0; ///< 0 where it has been deleted
    lm::SamplingSpec sampling;
    std::int64_t changed = 0; ///< milliseconds since the epoch
    std::vector<Message> messages;
};

/// A title made from the first message: its first line, cut at a word near 40 characters.
std::string titleFor(const std::string& firstMessage);

void to_json(nlohmann::json& json, const TokenTrace& trace);
void from_json(const nlohmann::json& json, TokenTrace& trace);

} // namespace chat
