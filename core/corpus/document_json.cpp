// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/corpus/document_json.h"

#include "core/text/utf8.h"

#include <nlohmann/json.hpp>

namespace corpus {

void to_json(nlohmann::json& json, const Document& document) {
    const std::string path = document.path.string();
    json = {{"size", document.size},         {"modified", document.modified},
            {"encoding", document.encoding}, {"encoding_chosen", document.encodingChosen},
            {"lines", document.lines},       {"replaced", document.decoded.replaced}};
    if (text::validUtf8Prefix(path) == path.size())
        json["path"] = path;
    else
        json["path"] = std::vector<unsigned char>(path.begin(), path.end());
    if (document.decoded.firstOffset)
        json["first_replaced"] = *document.decoded.firstOffset;
}

void from_json(const nlohmann::json& json, Document& document) {
    const auto& path = json.at("path");
    if (path.is_string()) {
        document.path = path.get<std::string>();
    } else {
        const auto bytes = path.get<std::vector<unsigned char>>();
        document.path = std::string(bytes.begin(), bytes.end());
    }
    document.size = json.at("size").get<std::uint64_t>();
    document.modified = json.at("modified").get<std::int64_t>();
    document.encoding = json.at("encoding").get<std::string>();
    document.encodingChosen = json.at("encoding_chosen").get<bool>();
    document.lines = json.at("lines").get<std::uint64_t>();
    document.decoded.replaced = json.at("replaced").get<std::uint64_t>();
    if (json.contains("first_replaced"))
        document.decoded.firstOffset = json.at("first_replaced").get<std::uint64_t>();
}

} // namespace corpus
