// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/text/byte_token.h"
#include "core/text/tokenizer_json.h"
#include "core/text/tokenizer_json_parts.h"

#include <algorithm>
#include <set>

namespace text {

namespace {

using Json = nlohmann::json;
using tokenizer_json::gpt2Pattern;
using tokenizer_json::whitespacePattern;

/// More than any vocabulary has; a number beyond it is damage.
constexpr std::size_t mostTokens = std::size_t{1} << 22;

class Reader {
public:
    Reader(const std::filesystem::path& path, const Json& json)
        : path_(path), json_(json), model_(json.at("model")) {}

    TokenizerJson read() {
        const std::string kind = typeOf(model_);
        if (kind != "WordLevel" && kind != "BPE" && kind != "WordPiece" && kind != "Unigram")
            throwUnsupported("model", model_);
        if (kind == "Unigram")
            addUnigrams();
        else
            for (const auto& [token, number] : model_.at("vocab").get_ref<const Json::object_t&>())
                add(token, number);
        if (const Json* added = find(json_, "added_tokens"))
            for (const Json& token : *added)
                add(token.at("content").get<std::string>(), token.at("id"));
        if (const Json* unknown = find(model_, "unk_token"))
            read_.unknown = unknown->get<std::string>();
        if (kind == "WordLevel")
            read_.spec = wholeWords();
        else
            read_.spec = kind == "BPE" ? bytePairs() : subwords(kind);
        return std::move(read_);
    }

private:
    [[noreturn]] void throwUnsupported(const char* part, const Json& value) const {
        throw base::FormatError(
            {NG_TEXT("core", "The tokenizer in the file {0} is not supported: its part “{1}” is "
                             "{2}. Supported are whole words (WordLevel, cut by WhitespaceSplit, "
                             "Whitespace, or as Ngramophone itself writes it), byte-level BPE as "
                             "GPT-2 has it, WordPiece as BERT has it, and Unigram as T5 has it. "
                             "Choose a model with one of these."),
             {path_.string(), part, typeOf(value)}});
    }

    static std::string typeOf(const Json& part) {
        return part.is_object() ? part.value("type", std::string("?")) : "null";
    }

    /// Null counts as absent.
    static const Json* find(const Json& json, const char* key) {
        const auto found = json.find(key);
        return found == json.end() || found->is_null() ? nullptr : &*found;
    }

    [[noreturn]] void throwNumber(const std::string& token, const Json& number) const {
        throw base::FormatError({NG_TEXT("core", "The file {0} gives the token “{1}” the "
                                                 "number {2}, which is out of range or "
                                                 "another token's. Save or download it again."),
                                 {path_.string(), token, number.dump()}});
    }

    void add(const std::string& token, const Json& number) {
        const std::size_t place =
            number.is_number_unsigned() ? number.get<std::size_t>() : SIZE_MAX;
        auto& tokens = read_.tokens;
        if (place >= mostTokens || token.empty() ||
            (place < tokens.size() && !tokens[place].empty() && tokens[place] != token))
            throwNumber(token, number);
        if (place >= tokens.size())
            tokens.resize(place + 1);
        tokens[place] = token;
    }

    Json part(const char* key) const {
        const Json* found = find(json_, key);
        return found ? *found : Json();
    }

    /// Whether this program writes these parts for the spec.
    bool isWritten(const TokenizerSpec& spec) const {
        return part("normalizer") == tokenizer_json::normalizerOf(spec) &&
               part("pre_tokenizer") == tokenizer_json::preTokenizerOf(spec);
    }

    /// The first of these kinds, in any variety, that is written like this.
    std::optional<TokenizerSpec> known(const std::vector<TokenizerSpec>& kinds) const {
        for (TokenizerSpec spec : kinds)
            for (const SentenceUnit unit : {SentenceUnit::Line, SentenceUnit::Document})
                for (const bool foldCase : {false, true}) {
                    spec.unit = unit;
                    spec.foldCase = foldCase;
                    if (isWritten(spec))
                        return spec;
                }
        return std::nullopt;
    }

    TokenizerSpec wholeWords() const {
        TokenizerSpec words{TokenizerKind::Words, SentenceUnit::Document, false};
        words.rules = {{whitespacePattern}, {}, false};
        if (const auto spec = known({{TokenizerKind::Characters, SentenceUnit::Line, false},
                                     {TokenizerKind::Graphemes, SentenceUnit::Line, false},
                                     {TokenizerKind::Words, SentenceUnit::Line, false},
                                     {TokenizerKind::Whitespace, SentenceUnit::Line, false},
                                     words}))
            return *spec;
        TokenizerSpec spec{TokenizerKind::Whitespace, SentenceUnit::Document, false};
        const Json normalizer = part("normalizer");
        spec.foldCase = typeOf(normalizer) == "Lowercase";
        if (!spec.foldCase && !normalizer.is_null())
            throwUnsupported("normalizer", normalizer);
        if (typeOf(part("pre_tokenizer")) != "WhitespaceSplit")
            throwUnsupported("pre_tokenizer", part("pre_tokenizer"));
        return spec;
    }

    /// Of a model of bytes alone there is nothing to merge.
    bool isOfBytes() const {
        return model_.value("byte_fallback", false) && model_.at("merges").empty() &&
               std::any_of(read_.tokens.begin(), read_.tokens.end(),
                           [](const std::string& token) { return byteOfToken(token); });
    }

    TokenizerSpec bytePairs() const {
        if (isOfBytes()) {
            if (const auto spec = known({{TokenizerKind::Bytes, SentenceUnit::Line, false}}))
                return *spec;
            throwUnsupported("normalizer", part("normalizer"));
        }
        requirePlainModel();
        TokenizerRules rules = rulesOf(part("pre_tokenizer"));
        if (const auto spec = known({{TokenizerKind::Bpe, SentenceUnit::Line, false, rules}});
            spec && !spec->foldCase)
            return *spec;
        if (!part("normalizer").is_null())
            throwUnsupported("normalizer", part("normalizer"));
        return {TokenizerKind::Bpe, SentenceUnit::Document, false, std::move(rules)};
    }

    void addUnigrams() {
        for (const Json& entry : model_.at("vocab")) {
            add(entry.at(0).get<std::string>(), Json(scores_.size()));
            scores_.push_back(entry.at(1).get<double>());
        }
        const Json* unknown = find(model_, "unk_id");
        if (!unknown)
            return;
        if (!unknown->is_number_unsigned() || unknown->get<std::size_t>() >= read_.tokens.size())
            throwNumber("unk_id", *unknown);
        read_.unknown = read_.tokens[unknown->get<std::size_t>()];
    }

    /// Those of the model that are no special tokens: a text's own spelling of one is text.
    std::vector<std::size_t> spelledTokens() const {
        std::set<std::string> special = {read_.unknown};
        if (const Json* added = find(json_, "added_tokens"))
            for (const Json& token : *added) {
                special.insert(token.at("content").get<std::string>());
                if (!token.value("special", false))
                    throwAdded(token);
            }
        std::vector<std::size_t> numbers;
        for (std::size_t number = 0; number < read_.tokens.size(); ++number)
            if (!read_.tokens[number].empty() && !special.contains(read_.tokens[number]))
                numbers.push_back(number);
        return numbers;
    }

    [[noreturn]] void throwAdded(const Json& token) const {
        throw base::FormatError(
            {NG_TEXT("core", "The tokenizer in the file {0} is not supported: it adds the token "
                             "“{1}”, which is to be found in a text before words are. Choose a "
                             "model that adds special tokens alone."),
             {path_.string(), token.at("content").get<std::string>()}});
    }

    /// WordPiece or Unigram, in the library's own words.
    TokenizerSpec subwords(const std::string& kind) const {
        std::vector<std::string> pieces;
        std::vector<double> scores;
        for (const std::size_t number : spelledTokens()) {
            pieces.push_back(read_.tokens[number]);
            if (number < scores_.size())
                scores.push_back(scores_[number]);
        }
        Json model = {{"type", kind}};
        if (kind == "WordPiece") {
            model["continuing_subword_prefix"] =
                model_.value("continuing_subword_prefix", std::string("##"));
            model["max_input_chars_per_word"] =
                model_.value("max_input_chars_per_word", std::size_t{100});
        } else {
            model["byte_fallback"] = model_.value("byte_fallback", false);
            model["minimum"] =
                scores_.empty() ? 0.0 : *std::min_element(scores_.begin(), scores_.end());
        }
        try {
            const Json parts = {{"normalizer", part("normalizer")},
                                {"pre_tokenizer", part("pre_tokenizer")},
                                {"decoder", part("decoder")},
                                {"model", std::move(model)}};
            return {kind == "WordPiece" ? TokenizerKind::WordPiece : TokenizerKind::Unigram,
                    SentenceUnit::Document,
                    false,
                    {},
                    SubwordRules(parts, std::move(pieces), std::move(scores))};
        } catch (const base::FormatError& error) {
            throw base::FormatError(
                {NG_TEXT("core", "The tokenizer in the file {0} cannot be used. {1}"),
                 {path_.string()},
                 {error.message()}});
        }
    }

    void requirePlainModel() const {
        for (const char* key : {"byte_fallback", "ignore_merges"})
            if (model_.value(key, false))
                throwUnsupported(key, model_);
        for (const char* key : {"continuing_subword_prefix", "end_of_word_suffix"})
            if (const Json* found = find(model_, key);
                found && !found->get_ref<const std::string&>().empty())
                throwUnsupported(key, model_);
        if (const Json* found = find(model_, "dropout"); found && *found != 0)
            throwUnsupported("dropout", model_);
    }

    std::vector<std::string> merges() const {
        std::vector<std::string> all;
        for (const Json& merge : model_.at("merges"))
            all.push_back(merge.is_array() ? merge.at(0).get<std::string>() + " " +
                                                 merge.at(1).get<std::string>()
                                           : merge.get<std::string>());
        return all;
    }

    /// A cut by patterns, then bytes.
    TokenizerRules rulesOf(const Json& preTokenizer) const {
        const Json parts = typeOf(preTokenizer) == "Sequence" ? preTokenizer.at("pretokenizers")
                                                              : Json::array({preTokenizer});
        TokenizerRules::Patterns patterns;
        bool addsSpace = false;
        bool inBytes = false;
        for (const Json& part : parts) {
            if (inBytes)
                throwUnsupported("pre_tokenizer", preTokenizer);
            if (typeOf(part) == "ByteLevel") {
                inBytes = true;
                addsSpace = part.value("add_prefix_space", true);
                if (part.value("use_regex", true))
                    patterns.emplace_back(gpt2Pattern);
            } else {
                patterns.push_back(patternOf(part));
            }
        }
        // A space that is put before a text already cut would stand before every piece.
        if (!inBytes || (addsSpace && parts.size() > 1))
            throwUnsupported("pre_tokenizer", preTokenizer);
        return {std::move(patterns), merges(), addsSpace};
    }

    std::string patternOf(const Json& part) const {
        if (typeOf(part) == "Digits")
            return part.value("individual_digits", false) ? R"(\p{N})" : R"(\p{N}+)";
        if (typeOf(part) != "Split" || part.at("behavior") != "Isolated" ||
            part.value("invert", false))
            throwUnsupported("pre_tokenizer", part);
        const Json& pattern = part.at("pattern");
        if (const Json* plain = find(pattern, "String"))
            return "\\Q" + plain->get<std::string>() + "\\E";
        return pattern.at("Regex").get<std::string>();
    }

    const std::filesystem::path& path_;
    const Json& json_;
    const Json& model_;
    TokenizerJson read_;
    std::vector<double> scores_; ///< Unigram's, by number
};

} // namespace

std::optional<std::size_t> TokenizerJson::find(std::string_view token) const {
    const auto found = std::find(tokens.begin(), tokens.end(), token);
    if (token.empty() || found == tokens.end())
        return std::nullopt;
    return static_cast<std::size_t>(found - tokens.begin());
}

TokenizerJson readTokenizerJson(const std::filesystem::path& path) {
    const std::string text = base::readFile(path);
    try {
        const Json json = Json::parse(text);
        return Reader(path, json).read();
    } catch (const Json::exception& error) {
        throw base::FormatError({NG_TEXT("core", "The file {0} cannot be read as a tokenizer: {1}. "
                                                 "Save or download it again."),
                                 {path.string(), error.what()}});
    }
}

} // namespace text
