// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/chat/conversation_lines.h"

#include "core/base/error.h"
#include "core/corpus/whole_lines.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <tuple>
#include <utility>

namespace chat {

namespace {

using Json = nlohmann::json;
using lm::Speaker;
using lm::Turn;

constexpr std::pair<Speaker, const char*> roles[] = {
    {Speaker::System, "system"}, {Speaker::Person, "user"}, {Speaker::Model, "assistant"}};

/// What is wrong with a line; the file and the line are added where they are known.
struct BadLine {
    const char* what;
};

Speaker speakerOf(const Json& role) {
    for (const auto& [speaker, name] : roles)
        if (role == name)
            return speaker;
    throw BadLine{NG_TEXT("core", "Line {1} of {0} has a message whose role is not system, user or "
                                  "assistant. Give it one of these.")};
}

const char* roleOf(Speaker speaker) {
    return std::find_if(std::begin(roles), std::end(roles),
                        [&](const auto& role) { return role.first == speaker; })
        ->second;
}

std::vector<Turn> turnsOf(const Json& messages) {
    std::vector<Turn> turns;
    for (const Json& message : messages)
        turns.push_back({speakerOf(message.at("role")), message.at("content").get<std::string>()});
    return turns;
}

/// A reply, and what stands before it where it is messages.
std::pair<std::string, std::vector<Turn>> replyOf(const Json& json) {
    if (json.is_string())
        return {json.get<std::string>(), {}};
    std::vector<Turn> turns = turnsOf(json);
    if (turns.empty())
        throw BadLine{NG_TEXT("core", "Line {1} of {0} has a reply without messages. Give it its "
                                      "text.")};
    std::string last = std::move(turns.back().text);
    turns.pop_back();
    return {std::move(last), std::move(turns)};
}

Preference preferenceOf(const Json& json) {
    Preference preference;
    std::vector<Turn> before;
    std::tie(preference.chosen, before) = replyOf(json.at("chosen"));
    preference.rejected = replyOf(json.at("rejected")).first;
    if (!json.contains("prompt"))
        preference.prompt = std::move(before);
    else if (json.at("prompt").is_string())
        preference.prompt = {{Speaker::Person, json.at("prompt").get<std::string>()}};
    else
        preference.prompt = turnsOf(json.at("prompt"));
    return preference;
}

std::vector<Turn> conversationOf(const Json& json) {
    std::vector<Turn> turns = turnsOf(json.at("messages"));
    const bool speaks = std::any_of(turns.begin(), turns.end(), [](const Turn& turn) {
        return turn.speaker == Speaker::Model;
    });
    if (!speaks)
        throw BadLine{NG_TEXT("core", "In line {1} of {0} there is no message of the assistant to "
                                      "learn from. Add one, or leave the line out.")};
    return turns;
}

/// Calls `read` with the object of each line.
template <class Read>
void readLines(const corpus::Document& document, Read read) {
    corpus::WholeLines lines(document);
    bool any = false;
    const auto fail = [&](const char* what) {
        throw base::FormatError({what, {document.path.string(), std::to_string(lines.number())}});
    };
    while (lines.next()) {
        if (lines.text().find_first_not_of(" \t") == std::string::npos)
            continue;
        any = true;
        try {
            read(Json::parse(lines.text()));
        } catch (const BadLine& bad) {
            fail(bad.what);
        } catch (const Json::parse_error&) {
            fail(NG_TEXT("core", "Line {1} of {0} is no JSON. Write one object on each line."));
        } catch (const Json::exception&) {
            fail(NG_TEXT("core", "Line {1} of {0} has not what is expected there: “messages” with "
                                 "“role” and “content”, or “prompt”, “chosen” and “rejected”. "
                                 "Write it in one of these forms."));
        }
    }
    if (!any)
        throw base::FormatError({NG_TEXT("core", "There is no line in {0}. Choose a file with "
                                                 "conversations, one on each line."),
                                 {document.path.string()}});
}

} // namespace

std::vector<std::vector<Turn>> readConversations(const corpus::Document& document) {
    std::vector<std::vector<Turn>> conversations;
    readLines(document, [&](const Json& json) { conversations.push_back(conversationOf(json)); });
    return conversations;
}

std::vector<Preference> readPreferences(const corpus::Document& document) {
    std::vector<Preference> preferences;
    readLines(document, [&](const Json& json) { preferences.push_back(preferenceOf(json)); });
    return preferences;
}

std::string preferenceLine(const Preference& preference) {
    Json prompt = Json::array();
    for (const Turn& turn : preference.prompt)
        prompt.push_back({{"role", roleOf(turn.speaker)}, {"content", turn.text}});
    return Json{{"prompt", std::move(prompt)},
                {"chosen", preference.chosen},
                {"rejected", preference.rejected}}
        .dump(-1, ' ', false, Json::error_handler_t::replace);
}

Preference preferenceFrom(const std::string& line) {
    return preferenceOf(Json::parse(line));
}

} // namespace chat
