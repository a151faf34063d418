// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/tokenizer_json_steps.h"

#include "core/base/base64.h"
#include "core/base/error.h"
#include "core/text/charsmap.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <memory>

namespace text::tokenizer_json {

namespace {

using Json = nlohmann::json;

std::string typeOf(const Json& part) {
    return part.is_object() ? part.value("type", std::string("?")) : part.dump();
}

[[noreturn]] void throwUnknown(const char* part, const Json& value, const char* known) {
    throw base::FormatError({NG_TEXT("core", "Its part “{0}” is {1}, which is not known here. "
                                             "Known are {2}. Choose a model with one of these."),
                             {part, typeOf(value), known}});
}

/// A sequence's parts; itself where it is none.
std::vector<Json> partsOf(const Json& part, const char* key) {
    if (part.is_null())
        return {};
    if (typeOf(part) == "Sequence")
        return part.at(key).get<std::vector<Json>>();
    return {part};
}

/// Absent or null is false.
bool flag(const Json& part, const char* key) {
    const auto found = part.find(key);
    return found != part.end() && !found->is_null() && found->get<bool>();
}

std::vector<steps::Step> bert(const Json& part) {
    std::vector<steps::Step> all;
    if (flag(part, "clean_text"))
        all.emplace_back(steps::bertClean);
    if (flag(part, "handle_chinese_chars"))
        all.emplace_back(steps::bertChinese);
    // Where nothing is said of accents, they go with the upper case.
    const auto accents = part.find("strip_accents");
    if (flag(part, accents == part.end() || accents->is_null() ? "lowercase" : "strip_accents"))
        all.emplace_back(steps::bertAccents);
    if (flag(part, "lowercase"))
        all.emplace_back(steps::lowercase);
    return all;
}

steps::Step charsmap(const Json& part) {
    const auto bytes = base::decodeBase64(part.at("precompiled_charsmap").get<std::string>());
    const auto map = std::make_shared<const Charsmap>(bytes.value_or(std::string()));
    return [map](const AlignedText& text) { return map->apply(text); };
}

/// A pattern that matches just this.
std::string literally(std::string_view text) {
    std::string pattern;
    for (const char c : text) {
        if (static_cast<unsigned char>(c) < 0x80 &&
            std::isalnum(static_cast<unsigned char>(c)) == 0)
            pattern += '\\';
        pattern += c;
    }
    return pattern;
}

steps::Step replacement(const Json& part) {
    const Json& pattern = part.at("pattern");
    const std::string expression = pattern.contains("String")
                                       ? literally(pattern.at("String").get<std::string>())
                                       : pattern.at("Regex").get<std::string>();
    return steps::replace(expression, part.at("content").get<std::string>());
}

steps::Step stepOf(const Json& part) {
    const std::string type = typeOf(part);
    if (type == "Precompiled")
        return charsmap(part);
    if (type == "Replace")
        return replacement(part);
    if (type == "Lowercase")
        return steps::lowercase;
    if (type == "StripAccents")
        return steps::stripMarks;
    if (type == "Nmt")
        return steps::nmtSpaces;
    if (type == "Strip")
        return [left = flag(part, "strip_left"), right = flag(part, "strip_right")](
                   const AlignedText& text) { return steps::strip(text, left, right); };
    if (type == "Prepend")
        return [before = part.at("prepend").get<std::string>()](const AlignedText& text) {
            return steps::prepend(text, before);
        };
    if (auto form = steps::normalForm(type))
        return form;
    throwUnknown("normalizer", part,
                 "BertNormalizer, Precompiled, Replace, Lowercase, StripAccents, Nmt, Strip, "
                 "Prepend, NFC, NFD, NFKC, NFKD");
}

steps::SpaceSign spaceSign(const Json& part) {
    using Before = steps::SpaceSign::Before;
    steps::SpaceSign sign;
    sign.sign = part.at("replacement").get<std::string>();
    const std::string scheme = part.value("prepend_scheme", std::string("always"));
    if (!part.value("add_prefix_space", true) || scheme == "never")
        sign.before = Before::None;
    else if (scheme == "first")
        sign.before = Before::FirstWord;
    sign.cuts = part.value("split", true);
    return sign;
}

steps::Cut cutOf(const Json& part) {
    const std::string type = typeOf(part);
    if (type == "BertPreTokenizer")
        return steps::cutForBert;
    if (type == "WhitespaceSplit")
        return steps::cutAtSpaces;
    if (type == "Metaspace")
        return [sign = spaceSign(part)](const steps::CutText& text) {
            return steps::signSpaces(text, sign);
        };
    throwUnknown("pre_tokenizer", part, "BertPreTokenizer, WhitespaceSplit, Metaspace");
}

} // namespace

std::vector<steps::Step> stepsOf(const Json& normalizer) {
    std::vector<steps::Step> all;
    for (const Json& part : partsOf(normalizer, "normalizers")) {
        if (typeOf(part) == "BertNormalizer")
            for (steps::Step& step : bert(part))
                all.push_back(std::move(step));
        else
            all.push_back(stepOf(part));
    }
    return all;
}

std::vector<steps::Cut> cutsOf(const Json& preTokenizer) {
    std::vector<steps::Cut> all;
    for (const Json& part : partsOf(preTokenizer, "pretokenizers"))
        all.push_back(cutOf(part));
    return all;
}

std::optional<steps::SpaceSign> spaceSignOf(const Json& preTokenizer) {
    for (const Json& part : partsOf(preTokenizer, "pretokenizers"))
        if (typeOf(part) == "Metaspace")
            return spaceSign(part);
    return std::nullopt;
}

bool cutsLines(const Json& normalizer, const Json& preTokenizer) {
    const auto normalizers = partsOf(normalizer, "normalizers");
    const auto cuts = partsOf(preTokenizer, "pretokenizers");
    const auto sign = spaceSignOf(preTokenizer);
    const bool atSpaces = !cuts.empty() && (typeOf(cuts.front()) == "BertPreTokenizer" ||
                                            typeOf(cuts.front()) == "WhitespaceSplit");
    return atSpaces && (!sign || sign->before != steps::SpaceSign::Before::FirstWord) &&
           std::none_of(normalizers.begin(), normalizers.end(),
                        [](const Json& part) { return typeOf(part) == "Prepend"; });
}

} // namespace text::tokenizer_json
