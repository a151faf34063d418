// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/subword_rules.h"

#include "core/base/error.h"
#include "core/text/byte_token.h"
#include "core/text/tokenizer_json_steps.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <utility>

namespace text {

namespace {

using Json = nlohmann::json;

constexpr std::size_t readable = 16;
/// What an unknown character costs beyond the rarest piece (SentencePiece's unigram model).
constexpr double unknownPenalty = 10;

/// No token is spelled so: it is no UTF-8.
std::string_view unknownPiece() {
    static constexpr std::array<char, readable> bytes{'\xFF'};
    return {bytes.data(), 1};
}

} // namespace

struct SubwordRules::Rules {
    Rules(Json theParts, std::vector<std::string> thePieces, std::vector<double> theScores)
        : parts(std::move(theParts)), pieces(std::move(thePieces)), scores(std::move(theScores)) {}

    Json parts;
    std::vector<std::string> pieces;
    std::vector<double> scores;

    std::vector<steps::Step> steps;
    std::vector<steps::Cut> cuts;
    std::function<std::vector<WordPart>(std::string_view)> model;
    std::optional<steps::SpaceSign> sign;
    std::string prefix;
    bool cutsLines = false;
    bool hasBytes = false;
    std::array<bool, 256> isPiece{}; ///< of each byte

    void useWordPiece(const Json& description);
    void useUnigram(const Json& description);
    void add(std::string_view part, TextRange place, std::vector<Piece>& found) const;
};

void SubwordRules::Rules::useWordPiece(const Json& description) {
    prefix = description.at("continuing_subword_prefix").get<std::string>();
    model = [wordPiece = WordPieceModel(
                 pieces, prefix, description.at("max_input_chars_per_word").get<std::size_t>())](
                std::string_view word) { return wordPiece.cut(word); };
}

void SubwordRules::Rules::useUnigram(const Json& description) {
    if (scores.size() != pieces.size())
        throw base::FormatError(base::Message{
            NG_TEXT("core", "Its pieces and their scores are not as many. Save or download it "
                            "again.")});
    model = [unigram = UnigramModel(pieces, scores,
                                    description.at("minimum").get<double>() - unknownPenalty)](
                std::string_view word) { return unigram.cut(word); };
    hasBytes = description.value("byte_fallback", false);
    for (const std::string& piece : pieces)
        if (const auto byte = byteOfToken(piece))
            isPiece.at(*byte) = true;
}

/// An unknown part, in bytes where there is a piece for each.
void SubwordRules::Rules::add(std::string_view part, TextRange place,
                              std::vector<Piece>& found) const {
    const bool inBytes = hasBytes && std::all_of(part.begin(), part.end(), [&](char byte) {
                             return isPiece.at(static_cast<unsigned char>(byte));
                         });
    if (!inBytes)
        found.push_back({unknownPiece(), place});
    else
        for (const char byte : part)
            found.push_back({byteToken(static_cast<unsigned char>(byte)), place});
}

SubwordRules::SubwordRules(const Json& parts, std::vector<std::string> pieces,
                           std::vector<double> scores) {
    const auto rules = std::make_shared<Rules>(parts, std::move(pieces), std::move(scores));
    for (std::string& piece : rules->pieces)
        piece.reserve(readable);
    const Json& preTokenizer = parts.at("pre_tokenizer");
    rules->steps = tokenizer_json::stepsOf(parts.at("normalizer"));
    rules->cuts = tokenizer_json::cutsOf(preTokenizer);
    rules->sign = tokenizer_json::spaceSignOf(preTokenizer);
    rules->cutsLines = tokenizer_json::cutsLines(parts.at("normalizer"), preTokenizer);
    const Json& model = parts.at("model");
    if (model.at("type") == "WordPiece")
        rules->useWordPiece(model);
    else
        rules->useUnigram(model);
    rules_ = rules;
}

const Json& SubwordRules::parts() const {
    static const Json none;
    return rules_ ? rules_->parts : none;
}

const std::vector<std::string>& SubwordRules::pieces() const {
    static const std::vector<std::string> none;
    return rules_ ? rules_->pieces : none;
}

const std::vector<double>& SubwordRules::scores() const {
    static const std::vector<double> none;
    return rules_ ? rules_->scores : none;
}

bool SubwordRules::operator==(const SubwordRules& other) const {
    return rules_ == other.rules_ ||
           (parts() == other.parts() && pieces() == other.pieces() && scores() == other.scores());
}

bool SubwordRules::cutsLines() const {
    return rules_ && rules_->cutsLines;
}

std::string_view SubwordRules::prefix() const {
    return rules_ ? std::string_view(rules_->prefix) : std::string_view();
}

std::string_view SubwordRules::spaceSign() const {
    return rules_ && rules_->sign ? std::string_view(rules_->sign->sign) : std::string_view();
}

bool SubwordRules::addsSpace() const {
    return rules_ && rules_->sign && rules_->sign->before != steps::SpaceSign::Before::None;
}

bool SubwordRules::fallsBackToBytes() const {
    return rules_ && rules_->hasBytes;
}

void SubwordRules::cut(std::string_view text, std::vector<Piece>& pieces) const {
    steps::CutText cutText{AlignedText(text), {}};
    for (const steps::Step& step : rules_->steps)
        cutText.text = step(cutText.text);
    if (const std::size_t size = cutText.text.text().size(); size > 0)
        cutText.words = {{0, size}};
    for (const steps::Cut& further : rules_->cuts)
        cutText = further(std::move(cutText));
    for (const TextRange word : cutText.words) {
        const std::string_view spelled = word.of(cutText.text.text());
        for (const WordPart& part : rules_->model(spelled)) {
            const TextRange place =
                cutText.text.origin({word.begin + part.place.begin, word.begin + part.place.end});
            if (part.piece == WordPart::unknown)
                rules_->add(part.place.of(spelled), place, pieces);
            else
                pieces.push_back({rules_->pieces[part.piece], place});
        }
    }
}

void to_json(Json& json, const SubwordRules& rules) {
    json = {{"parts", rules.parts()}, {"pieces", rules.pieces()}, {"scores", rules.scores()}};
}

void from_json(const Json& json, SubwordRules& rules) {
    rules = {json.at("parts"), json.at("pieces").get<std::vector<std::string>>(),
             json.at("scores").get<std::vector<double>>()};
}

} // namespace text
