// SPDX-License-Identifier: GPL-3.0-or-later
#define XXH_INLINE_ALL
#include "core/text/vocabulary.h"

#include "core/base/error.h"
#include "core/base/prefetch.h"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <utility>
#include <xxhash.h>

namespace text {

namespace {

constexpr std::array<std::string_view, Vocabulary::specialCount> special{"<unk>", "<s>", "</s>"};

/// The arrays of a vocabulary that comes from no file.
struct Owned {
    std::vector<std::uint64_t> offsets{0};
    std::string text;
    std::vector<std::uint32_t> slots;
    std::shared_ptr<const void> rest; ///< whose the other arrays are
};

std::size_t firstSlot(std::string_view token, std::size_t slots) {
    return XXH3_64bits(token.data(), token.size()) & (slots - 1);
}

void requireSize(std::size_t tokens) {
    if (tokens > std::numeric_limits<std::uint32_t>::max() - Vocabulary::specialCount)
        throw base::InputError({NG_TEXT("core", "The vocabulary has too many tokens: {0}. Cut it "
                                                "by size or by minimum count."),
                                {std::to_string(tokens)}});
}

std::vector<std::uint32_t> makeSlots(const Vocabulary& vocabulary) {
    // At most three quarters taken.
    std::vector<std::uint32_t> slots(std::bit_ceil(vocabulary.size() * 4 / 3 + 1));
    for (std::size_t id = Vocabulary::specialCount; id < vocabulary.size(); ++id) {
        const std::string_view token = vocabulary.token(tokenId(id));
        std::size_t slot = firstSlot(token, slots.size());
        for (; slots[slot] != 0; slot = (slot + 1) & (slots.size() - 1))
            if (vocabulary.token(tokenId(slots[slot])) == token)
                throw base::FormatError({NG_TEXT("core", "The vocabulary has the token “{0}” "
                                                         "twice. Make it again, or remove one of "
                                                         "them."),
                                         {std::string(token)}});
        slots[slot] = static_cast<std::uint32_t>(id);
    }
    return slots;
}

} // namespace

Vocabulary::Vocabulary() : Vocabulary(fromTokens({})) {}

Vocabulary::Vocabulary(std::vector<TokenCount> counts, const VocabularyCut& cut) {
    if (!std::is_sorted(counts.begin(), counts.end(), isRankedBefore))
        std::sort(counts.begin(), counts.end(), isRankedBefore);
    std::size_t kept = counts.size();
    if (cut.maximumSize > 0)
        kept = std::min(kept, cut.maximumSize);
    while (kept > 0 && counts[kept - 1].count < cut.minimumCount)
        --kept;
    std::uint64_t unknownCount = 0;
    for (std::size_t i = kept; i < counts.size(); ++i)
        unknownCount += counts[i].count;
    std::vector<std::string> tokens;
    tokens.reserve(kept);
    for (std::size_t i = 0; i < kept; ++i)
        tokens.push_back(std::move(counts[i].token));
    *this = fromTokens(std::move(tokens), unknownCount);
}

Vocabulary Vocabulary::fromTokens(const std::vector<std::string>& tokens,
                                  std::uint64_t unknownCount) {
    auto owned = std::make_shared<Owned>();
    owned->offsets.reserve(tokens.size() + 1);
    for (const std::string& token : tokens) {
        owned->text += token;
        owned->offsets.push_back(owned->text.size());
    }
    const Arrays arrays{owned->offsets, owned->text, {}};
    return fromArrays(arrays, std::move(owned), unknownCount);
}

Vocabulary Vocabulary::fromArrays(const Arrays& arrays, std::shared_ptr<const void> owner,
                                  std::uint64_t unknownCount) {
    const bool sound = !arrays.offsets.empty() &&
                       (arrays.table.empty() || (std::has_single_bit(arrays.table.size()) &&
                                                 arrays.table.size() >= arrays.offsets.size()));
    if (!sound)
        throw base::FormatError(base::Message{
            NG_TEXT("core", "The vocabulary's parts do not fit together. Make it again.")});
    requireSize(arrays.offsets.size() - 1);
    Vocabulary vocabulary{Empty{}};
    vocabulary.arrays_ = arrays;
    vocabulary.unknownCount_ = unknownCount;
    vocabulary.owner_ = std::move(owner);
    if (arrays.table.empty()) {
        auto owned = std::make_shared<Owned>();
        owned->slots = makeSlots(vocabulary);
        owned->rest = std::move(vocabulary.owner_);
        vocabulary.arrays_.table = owned->slots;
        vocabulary.owner_ = std::move(owned);
    }
    return vocabulary;
}

std::string_view Vocabulary::token(TokenId id) const {
    if (isSpecial(id))
        return special[index(id)];
    const std::size_t place = index(id) - specialCount;
    if (place + 1 >= arrays_.offsets.size())
        return special[index(unknown)];
    const std::uint64_t end =
        std::min<std::uint64_t>(arrays_.offsets[place + 1], arrays_.text.size());
    const std::uint64_t begin = std::min(arrays_.offsets[place], end);
    return arrays_.text.substr(begin, end - begin);
}

TokenId Vocabulary::find(std::string_view token) const {
    return findFrom(firstSlot(token, arrays_.table.size()), token);
}

TokenId Vocabulary::findFrom(std::size_t slot, std::string_view token) const {
    const auto slots = arrays_.table;
    // A damaged file may have no free slot.
    for (std::size_t looked = 0; looked < slots.size() && slots[slot] != 0; ++looked) {
        const TokenId id = tokenId(slots[slot]);
        if (index(id) < size() && !isSpecial(id) && this->token(id) == token)
            return id;
        slot = (slot + 1) & (slots.size() - 1);
    }
    return unknown;
}

void Vocabulary::find(std::span<const std::string_view> tokens,
                      std::vector<std::uint32_t>& ids) const {
    // Three stations, some tokens apart: the slot, where the text is, the text.
    constexpr std::size_t apart = 8;
    std::array<std::size_t, 4 * apart> slots{};
    const auto slotOf = [&](std::size_t i) -> std::size_t& { return slots[i % slots.size()]; };
    const auto offsetsOf = [&](std::size_t i) -> const std::uint64_t* {
        const std::size_t id = arrays_.table[slotOf(i)];
        return id >= specialCount && id < size() ? &arrays_.offsets[id - specialCount] : nullptr;
    };
    ids.reserve(ids.size() + tokens.size());
    for (std::size_t i = 0; i < tokens.size() + 3 * apart; ++i) {
        if (i < tokens.size()) {
            slotOf(i) = firstSlot(tokens[i], arrays_.table.size());
            base::prefetch(&arrays_.table[slotOf(i)]);
        }
        if (const std::size_t at = i - apart; i >= apart && at < tokens.size())
            if (const auto* const offsets = offsetsOf(at))
                base::prefetch(offsets);
        if (const std::size_t at = i - 2 * apart; i >= 2 * apart && at < tokens.size())
            if (const auto* const offsets = offsetsOf(at))
                base::prefetch(arrays_.text.data() + *offsets);
        if (const std::size_t at = i - 3 * apart; i >= 3 * apart)
            ids.push_back(static_cast<std::uint32_t>(findFrom(slotOf(at), tokens[at])));
    }
}

} // namespace text
