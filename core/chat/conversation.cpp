// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/chat/conversation.h"

#include <nlohmann/json.hpp>

namespace chat {

namespace {

bool isContinuation(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

std::string trimmed(const std::string& text) {
    const auto first = text.find_first_not_of(" \t\r");
    if (first == std::string::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

} // namespace

std::string titleFor(const std::string& firstMessage) {
    constexpr std::size_t longest = 40; // characters
    std::string line;
    for (std::size_t begin = 0; line.empty() && begin < firstMessage.size();) {
        const std::size_t end = std::min(firstMessage.find('\n', begin), firstMessage.size());
        line = trimmed(firstMessage.substr(begin, end - begin));
        begin = end + 1;
    }
    std::size_t cut = 0;
    for (std::size_t characters = 0; cut < line.size(); ++cut) {
        if (!isContinuation(line[cut]) && characters++ == longest)
            break;
    }
    if (cut == line.size())
        return line;
    // Back to the last space, unless that loses more than half (text without spaces, a long word).
    const std::size_t space = line.rfind(' ', cut);
    if (space != std::string::npos && space > cut / 2)
        cut = space;
    return trimmed(line.substr(0, cut)) + "…";
}

void to_json(nlohmann::json& json, const TokenTrace& trace) {
    auto alternatives = nlohmann::json::array();
    for (const TokenTrace::Alternative& alternative : trace.alternatives)
        alternatives.push_back({alternative.token, alternative.probability});
    json = {{"begin", trace.begin},
            {"end", trace.end},
            {"p", trace.probability},
            {"over", std::move(alternatives)}};
}

void from_json(const nlohmann::json& json, TokenTrace& trace) {
    trace = {};
    trace.begin = json.at("begin").get<std::size_t>();
    trace.end = json.at("end").get<std::size_t>();
    trace.probability = json.at("p").get<double>();
    for (const auto& alternative : json.at("over"))
        trace.alternatives.push_back(
            {alternative.at(0).get<std::string>(), alternative.at(1).get<double>()});
}

} // namespace chat
