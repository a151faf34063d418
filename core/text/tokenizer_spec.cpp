// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/tokenizer_spec.h"

#include "core/base/error.h"

#include <nlohmann/json.hpp>

namespace text {

std::string_view toName(TokenizerKind kind) {
    switch (kind) {
    case TokenizerKind::Characters:
        return "characters";
    case TokenizerKind::Graphemes:
        return "graphemes";
    case TokenizerKind::Words:
        return "words";
    case TokenizerKind::Whitespace:
        return "whitespace";
    case TokenizerKind::Bytes:
        return "bytes";
    case TokenizerKind::Bpe:
        return "bpe";
    case TokenizerKind::WordPiece:
        return "wordpiece";
    case TokenizerKind::Unigram:
        break;
    }
    return "unigram";
}

TokenizerKind tokenizerKindFromName(std::string_view name) {
    for (const auto kind : {TokenizerKind::Bpe, TokenizerKind::WordPiece, TokenizerKind::Unigram})
        if (name == toName(kind)) // made elsewhere
            return kind;
    std::string known;
    for (const TokenizerKind kind : allTokenizerKinds()) {
        if (name == toName(kind))
            return kind;
        known += known.empty() ? "" : ", ";
        known += toName(kind);
    }
    throw base::InputError({NG_TEXT("core", "There is no tokenizer “{0}”. Choose one of: {1}."),
                            {std::string(name), known}});
}

const std::vector<TokenizerKind>& allTokenizerKinds() {
    static const std::vector<TokenizerKind> kinds = {
        TokenizerKind::Characters, TokenizerKind::Graphemes, TokenizerKind::Words,
        TokenizerKind::Whitespace, TokenizerKind::Bytes};
    return kinds;
}

bool isLossless(const TokenizerSpec& spec) {
    return !spec.foldCase && spec.subwords.empty() && spec.kind != TokenizerKind::Words &&
           spec.kind != TokenizerKind::Whitespace;
}

void to_json(nlohmann::json& json, const TokenizerSpec& spec) {
    json = {{"kind", std::string(toName(spec.kind))},
            {"unit", spec.unit == SentenceUnit::Line ? "line" : "document"},
            {"fold_case", spec.foldCase}};
    if (!spec.rules.empty())
        json["rules"] = spec.rules;
    if (!spec.subwords.empty())
        json["subwords"] = spec.subwords;
}

void from_json(const nlohmann::json& json, TokenizerSpec& spec) {
    spec.kind = tokenizerKindFromName(json.at("kind").get<std::string>());
    const auto unit = json.at("unit").get<std::string>();
    if (unit != "line" && unit != "document")
        throw base::InputError({NG_TEXT("core", "There is no sentence unit “{0}”. Choose one of: "
                                                "{1}."),
                                {unit, "line, document"}});
    spec.unit = unit == "line" ? SentenceUnit::Line : SentenceUnit::Document;
    spec.foldCase = json.at("fold_case").get<bool>();
    if (json.contains("rules"))
        json.at("rules").get_to(spec.rules);
    else if (spec.kind == TokenizerKind::Bpe)
        spec.rules = {{}, {}, false};
    if (spec.kind == TokenizerKind::WordPiece || spec.kind == TokenizerKind::Unigram)
        json.at("subwords").get_to(spec.subwords);
}

} // namespace text
