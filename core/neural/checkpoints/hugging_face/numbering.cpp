// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/checkpoints/hugging_face/numbering.h"

#include "core/base/error.h"
#include "core/lm/turn_taker.h"

#include <algorithm>
#include <initializer_list>
#include <set>
#include <span>
#include <string_view>
#include <utility>

namespace neural::hugging_face {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t none = -1;

/// Their numbers of the tokens that mean something to the program.
struct Specials {
    std::int64_t unknown = none;
    std::int64_t begin = none;
    std::int64_t end = none;
    std::vector<std::int64_t> hidden = {}; ///< the hidden token, or sentinels

    bool contain(std::int64_t number) const {
        return number == unknown || number == begin || number == end ||
               std::find(hidden.begin(), hidden.end(), number) != hidden.end();
    }
};

std::int64_t firstKnown(std::initializer_list<std::int64_t> numbers) {
    const auto found = std::find_if(numbers.begin(), numbers.end(),
                                    [](std::int64_t number) { return number >= 0; });
    return found == numbers.end() ? none : *found;
}

Specials specialsOf(const fs::path& folder, const Config& config,
                    const text::TokenizerJson& tokenizer, const TransformerSpec& spec) {
    const fs::path file = folder / "tokenizer_config.json";
    const Config named = fs::exists(file) ? Config::read(file) : Config(file, {});
    const auto spelled = [&](std::string_view token) {
        const auto number = tokenizer.find(token);
        return number ? static_cast<std::int64_t>(*number) : none;
    };
    const auto role = [&](const char* key) { return spelled(named.content(key)); };
    Specials specials;
    if (spec.kind == TransformerKind::Encoder) {
        specials.begin = firstKnown({role("cls_token"), spelled("[CLS]")});
        specials.end = firstKnown({role("sep_token"), spelled("[SEP]")});
        specials.hidden = {firstKnown({role("mask_token"), spelled("[MASK]"), spelled("<mask>")})};
    }
    if (spec.kind == TransformerKind::EncoderDecoder) {
        specials.begin =
            firstKnown({config.token("decoder_start_token_id"), config.token("pad_token_id"),
                        role("pad_token"), spelled("<pad>")});
        for (const std::string& sentinel : namesBeyond(spec))
            if (specials.hidden.emplace_back(spelled(sentinel)) == none)
                break; // one that is lacking is error enough
    }
    specials.begin = firstKnown(
        {specials.begin, config.token("bos_token_id"), role("bos_token"), spelled("<s>")});
    specials.end = firstKnown(
        {specials.end, config.token("eos_token_id"), role("eos_token"), spelled("</s>")});
    specials.begin = firstKnown({specials.begin, specials.end});
    specials.end = firstKnown({specials.end, specials.begin});
    specials.unknown =
        firstKnown({spelled(tokenizer.unknown), role("unk_token"), spelled("[UNK]")});
    if (specials.unknown == specials.begin || specials.unknown == specials.end)
        specials.unknown = none; // GPT-2's knows every byte
    return specials;
}

[[noreturn]] void throwLacking(const fs::path& folder, const char* what) {
    throw base::FormatError({NG_TEXT("core", "The model in the folder {0} does not say which token "
                                             "{1}. Name it in its config.json or "
                                             "tokenizer_config.json."),
                             {folder.string()},
                             {what}});
}

void requireHidden(const fs::path& folder, const Specials& specials, const TransformerSpec& spec) {
    const auto lacking = std::find(specials.hidden.begin(), specials.hidden.end(), none);
    if (lacking == specials.hidden.end())
        return;
    if (spec.kind == TransformerKind::Encoder)
        throwLacking(folder, NG_TEXT("core", "stands for hidden ones"));
    const std::vector<std::string> names = namesBeyond(spec);
    throw base::FormatError(
        {NG_TEXT("core", "The tokenizer in the folder {0} has no token “{1}”. A text of {2} tokens "
                         "can have blanks that need {3} of this kind. Add them to the tokenizer, "
                         "or write a smaller “n_positions” into config.json."),
         {folder.string(), names[static_cast<std::size_t>(lacking - specials.hidden.begin())],
          std::to_string(spec.contextLength), std::to_string(names.size())}});
}

/// A name for a number that has none.
std::string unused(std::int64_t number, const std::set<std::string>& taken) {
    std::string name = "<unused " + std::to_string(number) + ">";
    while (taken.contains(name))
        name += '_';
    return name;
}

} // namespace

std::vector<std::string> namesBeyond(const TransformerSpec& spec) {
    std::vector<std::string> names;
    if (spec.objective == Objective::SpanCorruption)
        for (std::int64_t i = 0; i < extraTokens(spec.objective, spec.contextLength); ++i)
            names.push_back("<extra_id_" + std::to_string(i) + ">");
    if (spec.objective == Objective::MaskedTokens)
        names.emplace_back(text::hiddenToken);
    const auto marks = std::span(lm::turnMarkNames).first(turnMarks(spec));
    names.insert(names.end(), marks.begin(), marks.end());
    return names;
}

Numbering numberTokens(const fs::path& folder, const Config& config, std::int64_t tokens,
                       const TransformerSpec& spec) {
    const fs::path file = folder / "tokenizer.json";
    text::TokenizerJson read = text::readTokenizerJson(file);
    const Specials specials = specialsOf(folder, config, read, spec);
    const std::int64_t marks = turnMarks(spec);
    if (specials.begin == none)
        throwLacking(folder, NG_TEXT("core", "begins or ends a text"));
    requireHidden(folder, specials, spec);
    const auto most = std::max({specials.begin, specials.end, // those of hidden ones were found
                                static_cast<std::int64_t>(read.tokens.size()) - 1});
    if (most >= tokens)
        throw base::FormatError({NG_TEXT("core", "The tokenizer in the file {0} has a token of the "
                                                 "number {1}, and the model knows {2} tokens. Save "
                                                 "or download both again."),
                                 {file.string(), std::to_string(most), std::to_string(tokens)}});

    const std::set<std::string> taken(read.tokens.begin(), read.tokens.end());
    std::vector<std::string> ordinary;
    std::vector<std::int64_t> rows = {specials.unknown, specials.begin, specials.end};
    read.tokens.resize(static_cast<std::size_t>(tokens));
    for (std::int64_t number = 0; number < tokens - marks; ++number) {
        if (specials.contain(number))
            continue;
        std::string& token = read.tokens[static_cast<std::size_t>(number)];
        ordinary.push_back(token.empty() ? unused(number, taken) : std::move(token));
        rows.push_back(number);
    }
    rows.insert(rows.end(), specials.hidden.begin(), specials.hidden.end());
    for (std::int64_t number = std::max(tokens - marks, std::int64_t{0}); number < tokens; ++number)
        rows.push_back(number);
    // What is unknown is expected where there is a token for it.
    const unsigned usual = specials.unknown == none ? 0 : 1;
    const unsigned unknownCount = config.part("ngramophone").count("unknown_count", usual);
    return {text::Tokenizer(read.spec, text::Vocabulary::fromTokens(ordinary, unknownCount)),
            std::move(rows)};
}

} // namespace neural::hugging_face
