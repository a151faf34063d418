// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/tokenizer_json_parts.h"

namespace text::tokenizer_json {

using Json = nlohmann::json;

Json split(const char* pattern, const char* behavior) {
    return {{"type", "Split"},
            {"pattern", {{"Regex", pattern}}},
            {"behavior", behavior},
            {"invert", false}};
}

namespace {

Json byteLevel(bool addsSpace, bool cuts) {
    return {{"type", "ByteLevel"},
            {"add_prefix_space", addsSpace},
            {"trim_offsets", true},
            {"use_regex", cuts}};
}

Json sequence(const char* key, Json parts) {
    return {{"type", "Sequence"}, {key, std::move(parts)}};
}

Json bytePairs(const TokenizerRules& rules) {
    if (rules.patterns() == TokenizerRules::Patterns{gpt2Pattern})
        return byteLevel(rules.addsSpace(), true);
    Json parts = Json::array();
    for (const std::string& pattern : rules.patterns())
        parts.push_back(split(pattern.c_str(), "Isolated"));
    parts.push_back(byteLevel(rules.addsSpace(), false));
    return sequence("pretokenizers", parts);
}

Json words(const TokenizerRules& rules) {
    if (rules.patterns() == TokenizerRules::Patterns{whitespacePattern})
        return {{"type", "Whitespace"}};
    // UAX #29, as Oniguruma has it.
    return sequence("pretokenizers",
                    {split(R"(\s+)", "Removed"), split(R"((?y{w})\X)", "Isolated")});
}

} // namespace

Json normalizerOf(const TokenizerSpec& spec) {
    if (!spec.subwords.empty())
        return spec.subwords.parts().at("normalizer");
    const Json lowercase = {{"type", "Lowercase"}};
    if (spec.unit == SentenceUnit::Document)
        return spec.foldCase ? lowercase : Json();
    // A line end between sentences; blank lines are none where they do not count.
    const bool counts = spec.kind == TokenizerKind::Whitespace;
    const Json ends = {{"type", "Replace"},
                       {"pattern", {{"Regex", counts ? R"(\r\n|\r|\n)" : R"([\r\n]+)"}}},
                       {"content", "</s><s>"}};
    return spec.foldCase ? sequence("normalizers", {lowercase, ends}) : ends;
}

Json preTokenizerOf(const TokenizerSpec& spec) {
    switch (spec.kind) {
    case TokenizerKind::Characters:
        return split(R"([\s\S])", "Isolated");
    case TokenizerKind::Graphemes:
        return split(R"(\X)", "Isolated");
    case TokenizerKind::Words:
        return words(spec.rules);
    case TokenizerKind::Whitespace:
        return split(R"([ \t\n\r\x00]+)", "Removed");
    case TokenizerKind::Bytes: // the model itself takes bytes for characters that it has not
        break;
    case TokenizerKind::Bpe:
        return bytePairs(spec.rules);
    case TokenizerKind::WordPiece:
    case TokenizerKind::Unigram:
        return spec.subwords.parts().at("pre_tokenizer");
    }
    return {};
}

Json decoderOf(const TokenizerSpec& spec) {
    const Json fuse = {{"type", "Fuse"}};
    switch (spec.kind) {
    case TokenizerKind::Characters:
    case TokenizerKind::Graphemes:
        return fuse;
    case TokenizerKind::Bytes:
        return sequence("decoders", {{{"type", "ByteFallback"}}, fuse});
    case TokenizerKind::Bpe:
        return byteLevel(true, true);
    case TokenizerKind::WordPiece:
    case TokenizerKind::Unigram:
        return spec.subwords.parts().at("decoder");
    case TokenizerKind::Words: // joined by spaces
    case TokenizerKind::Whitespace:
        break;
    }
    return {};
}

} // namespace text::tokenizer_json
