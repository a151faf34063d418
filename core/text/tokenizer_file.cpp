// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/tokenizer_file.h"

#include "core/base/error.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <bit>

namespace text {
namespace {

constexpr const char* specName = "tokenizer";
constexpr const char* offsetsName = "vocabulary-offsets";
constexpr const char* textName = "vocabulary-text";
constexpr const char* slotsName = "vocabulary-slots";

[[noreturn]] void failAsDamaged(const base::SectionFile& file, const char* section) {
    throw base::FormatError({NG_TEXT("core", "The tokenizer in the file {0} is damaged in its "
                                             "section “{1}”. Make the file again, or take it from "
                                             "a backup."),
                             {file.path().string(), section}});
}

Vocabulary::Arrays readArrays(const base::SectionFile& file) {
    Vocabulary::Arrays arrays;
    arrays.offsets = file.values<std::uint64_t>(offsetsName);
    arrays.text = file.text(textName);
    if (arrays.offsets.empty() || arrays.offsets.front() != 0 ||
        arrays.offsets.back() != arrays.text.size() ||
        !std::is_sorted(arrays.offsets.begin(), arrays.offsets.end()))
        failAsDamaged(file, offsetsName);
    if (file.contains(slotsName)) {
        arrays.table = file.values<std::uint32_t>(slotsName);
        if (!std::has_single_bit(arrays.table.size()) ||
            arrays.table.size() < arrays.offsets.size())
            failAsDamaged(file, slotsName);
    }
    return arrays;
}

} // namespace

void writeTokenizer(base::SectionFileWriter& file, const Tokenizer& tokenizer) {
    const Vocabulary& vocabulary = tokenizer.vocabulary();
    const nlohmann::json description = {{"spec", tokenizer.spec()},
                                        {"unknown_count", vocabulary.unknownCount()}};
    file.addSection(specName, description.dump());

    const Vocabulary::Arrays& arrays = vocabulary.arrays();
    file.beginSection(offsetsName);
    file.writeValues(arrays.offsets);
    file.addSection(textName, arrays.text);
    file.beginSection(slotsName);
    file.writeValues(arrays.table);
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
    } catch (const base::FormatError&) { // rules that are none
        failAsDamaged(file, specName);
    }
    return {spec, Vocabulary::fromArrays(readArrays(file), file.mapping(), unknownCount)};
}

} // namespace text
