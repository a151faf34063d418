// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "core/text/tokenizer_json.h"
#include "core/text/tokenizer_json_parts.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>

namespace text {

namespace {

using Json = nlohmann::json;

constexpr std::array<TokenId, 3> specials = {Vocabulary::unknown, Vocabulary::begin,
                                             Vocabulary::end};

Json addedToken(std::size_t number, std::string_view token, bool normalized) {
    return {{"id", number},    {"content", token}, {"single_word", false},
            {"lstrip", false}, {"rstrip", false},  {"normalized", normalized},
            {"special", true}};
}

/// What follows the vocabulary.
using Further = std::vector<std::string>;

/// Tokens of the vocabulary that no text spells, as a padding token is.
Json unspelledTokens(const Tokenizer& tokenizer) {
    Json added = Json::array();
    const SubwordRules& rules = tokenizer.spec().subwords;
    if (rules.empty())
        return added;
    const std::unordered_set<std::string_view> pieces(rules.pieces().begin(), rules.pieces().end());
    const Vocabulary& vocabulary = tokenizer.vocabulary();
    for (std::size_t number = Vocabulary::specialCount; number < vocabulary.size(); ++number)
        if (const std::string_view token = vocabulary.token(tokenId(number));
            !pieces.contains(token))
            added.push_back(addedToken(number, token, false));
    return added;
}

Json addedTokens(const Tokenizer& tokenizer, const Further& further) {
    // Where line ends become them, they are looked for only then.
    const bool late = tokenizer.spec().unit == SentenceUnit::Line;
    const Vocabulary& vocabulary = tokenizer.vocabulary();
    Json added = unspelledTokens(tokenizer);
    for (const TokenId id : specials)
        added.push_back(
            addedToken(index(id), vocabulary.token(id), late && id != Vocabulary::unknown));
    for (std::size_t i = 0; i < further.size(); ++i)
        added.push_back(addedToken(vocabulary.size() + i, further[i], false));
    return added;
}

/// A token of the text that is spelled like a special one keeps its number, but has no name here:
/// there a spelling has one meaning.
Json vocabularyOf(const Vocabulary& vocabulary, const Further& further) {
    Json tokens = Json::object();
    for (const TokenId id : specials)
        tokens[std::string(vocabulary.token(id))] = index(id);
    for (std::size_t i = 0; i < further.size(); ++i)
        tokens[further[i]] = vocabulary.size() + i;
    for (std::size_t number = Vocabulary::specialCount; number < vocabulary.size(); ++number)
        tokens.emplace(std::string(vocabulary.token(tokenId(number))), number);
    return tokens;
}

Json mergesOf(const TokenizerRules& rules) {
    Json merges = Json::array();
    for (const std::string& merge : rules.merges()) {
        const std::size_t space = merge.find(' ');
        merges.push_back({merge.substr(0, space), merge.substr(space + 1)});
    }
    return merges;
}

/// Every token with its score, in the order of their numbers. One that is spelled like another gets
/// a name that no text has.
Json scoresOf(const Vocabulary& vocabulary, const SubwordRules& rules, const Further& further) {
    std::unordered_map<std::string_view, double> scores;
    for (std::size_t piece = 0; piece < rules.pieces().size(); ++piece)
        scores.emplace(rules.pieces()[piece], rules.scores()[piece]);
    Json tokens = Json::array();
    const Json numbers = vocabularyOf(vocabulary, further);
    for (std::size_t number = 0; number < vocabulary.size() + further.size(); ++number) {
        std::string token = number < vocabulary.size()
                                ? std::string(vocabulary.token(tokenId(number)))
                                : further[number - vocabulary.size()];
        if (numbers.at(token) != number)
            token = "<unused " + std::to_string(number) + ">";
        const auto score = scores.find(token);
        tokens.push_back({token, score == scores.end() ? 0.0 : score->second});
    }
    // What is unknown is rarer than the rarest: the library takes the lowest of all scores for it.
    tokens[index(Vocabulary::unknown)][1] = rules.parts().at("model").at("minimum");
    return tokens;
}

Json subwordModelOf(const Tokenizer& tokenizer, const Further& further) {
    const Vocabulary& vocabulary = tokenizer.vocabulary();
    const SubwordRules& rules = tokenizer.spec().subwords;
    Json model = rules.parts().at("model");
    if (tokenizer.spec().kind == TokenizerKind::WordPiece) {
        model["unk_token"] = vocabulary.token(Vocabulary::unknown);
        model["vocab"] = vocabularyOf(vocabulary, further);
    } else {
        model.erase("minimum");
        model["unk_id"] = index(Vocabulary::unknown);
        model["vocab"] = scoresOf(vocabulary, rules, further);
    }
    return model;
}

Json modelOf(const Tokenizer& tokenizer, const Further& further) {
    if (!tokenizer.spec().subwords.empty())
        return subwordModelOf(tokenizer, further);
    Json tokens = vocabularyOf(tokenizer.vocabulary(), further);
    const std::string unknown(tokenizer.vocabulary().token(Vocabulary::unknown));
    const TokenizerKind kind = tokenizer.spec().kind;
    if (kind != TokenizerKind::Bytes && kind != TokenizerKind::Bpe)
        return {{"type", "WordLevel"}, {"vocab", std::move(tokens)}, {"unk_token", unknown}};
    return {{"type", "BPE"},
            {"dropout", nullptr},
            {"unk_token", unknown},
            {"continuing_subword_prefix", nullptr},
            {"end_of_word_suffix", nullptr},
            {"fuse_unk", false},
            {"byte_fallback", kind == TokenizerKind::Bytes},
            {"ignore_merges", false},
            {"vocab", std::move(tokens)},
            {"merges", mergesOf(tokenizer.spec().rules)}};
}

/// <s> and the text; and the end where a model sees both ways.
Json postProcessor(const Vocabulary& vocabulary, bool ends) {
    const std::string begin(vocabulary.token(Vocabulary::begin));
    const std::string end(vocabulary.token(Vocabulary::end));
    const auto special = [](const std::string& token) {
        return Json{{"SpecialToken", {{"id", token}, {"type_id", 0}}}};
    };
    const auto sequence = [](const char* name) {
        return Json{{"Sequence", {{"id", name}, {"type_id", 0}}}};
    };
    const auto entry = [](const std::string& token, TokenId id) {
        return Json{{"id", token}, {"ids", {index(id)}}, {"tokens", {token}}};
    };
    Json single = Json::array({special(begin), sequence("A")});
    Json pair = single;
    if (ends) {
        single.push_back(special(end));
        pair.push_back(special(end));
    }
    pair.push_back(sequence("B"));
    if (ends)
        pair.push_back(special(end));
    return {{"type", "TemplateProcessing"},
            {"single", single},
            {"pair", pair},
            {"special_tokens",
             {{begin, entry(begin, Vocabulary::begin)}, {end, entry(end, Vocabulary::end)}}}};
}

} // namespace

void writeTokenizerJson(const std::filesystem::path& path, const Tokenizer& tokenizer, bool ends,
                        const Further& further) {
    const TokenizerSpec& spec = tokenizer.spec();
    const Json json = {{"version", "1.0"},
                       {"truncation", nullptr},
                       {"padding", nullptr},
                       {"added_tokens", addedTokens(tokenizer, further)},
                       {"normalizer", tokenizer_json::normalizerOf(spec)},
                       {"pre_tokenizer", tokenizer_json::preTokenizerOf(spec)},
                       {"post_processor", postProcessor(tokenizer.vocabulary(), ends)},
                       {"decoder", tokenizer_json::decoderOf(spec)},
                       {"model", modelOf(tokenizer, further)}};
    base::AtomicFile file(path);
    file.write(json.dump());
    file.commit();
}

} // namespace text
