// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/tokenizer_file.h"

#include "core/base/error.h"

#include <nlohmann/json.hpp>

namespace text {
namespace {

constexpr const char* specName = "tokenizer";
constexpr const char* offsetsName = "vocabulary-offsets";
constexpr const char* textName = "vocabulary-text";

[[noreturn]] void failAsDamaged(const base::SectionFile& file, const char* section) {
    throw base::FormatError({NG_TEXT("core", "The tokenizer in the file {0} is damaged in its "
                                             "section “{1}”. Make the file again, or take it from "
                                             "a backup."),
                             {file.path().string(), section}});
}

std::vector<std::string> readTokens(const base::SectionFile& file) {
    const auto offsets = file.values<std::uint64_t>(offsetsName);
    const std::string_view joined = file.text(textName);
    if (offsets.empty() || offsets.front() != 0 || offsets.back() != joined.size())
        failAsDamaged(file, offsetsName);
    std::vector<std::string> tokens;
    tokens.reserve(offsets.size() - 1);
    for (std::size_t i = 0; i + 1 < offsets.size(); ++i) {
        if (offsets[i] > offsets[i + 1] || offsets[i + 1] > joined.size())
            failAsDamaged(file, offsetsName);
        tokens.emplace_back(joined.substr(offsets[i], offsets[i + 1] - offsets[i]));
    }
    return tokens;
}

} // namespace

void writeTokenizer(base::SectionFileWriter& file, const Tokenizer& tokenizer) {
    const Vocabulary& vocabulary = tokenizer.vocabulary();
    const nlohmann::json description = {{"spec", tokenizer.spec()},
                                        {"unknown_count", vocabulary.unknownCount()}};
    file.addSection(specName, description.dump());

    file.beginSection(offsetsName);
    std::uint64_t offset = 0;
    file.writeValues(std::span<const std::uint64_t>(&offset, 1));
    for (std::size_t i = Vocabulary::specialCount; i < vocabulary.size(); ++i) {
        offset += vocabulary.token(tokenId(i)).size();
        file.writeValues(std::span<const std::uint64_t>(&offset, 1));
    }
    file.beginSection(textName);
    for (std::size_t i = Vocabulary::specialCount; i < vocabulary.size(); ++i)
        file.write(std::as_bytes(std::span(vocabulary.token(tokenId(i)))));
}

Tokenizer readTokenizer(const base::SectionFile& file) {
    TokenizerSpec spec;
    std::uint64_t unknownCount = 0;
    try {
        const auto description = nlohmann::json::parse(file.text(specName));
        spec = description.at("spec").get<TokenizerSpec>();
        unknownCount = description.at("unknown_count").get<std::uint64_t>();
    } catch (const nlohmann::json::exception&) {
        failAsDamaged(file, specName);
    } catch (const base::InputError&) { // a kind that does not exist
        failAsDamaged(file, specName);
    }
    return {spec, Vocabulary::fromTokens(readTokens(file), unknownCount)};
}

} // namespace text
