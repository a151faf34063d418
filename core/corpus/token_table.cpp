// SPDX-License-Identifier: GPL-3.0-or-later
#define XXH_INLINE_ALL
#include "core/corpus/token_table.h"

#include "core/base/parallel.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <numeric>
#include <xxhash.h>

namespace corpus {
namespace {

constexpr std::size_t firstSize = 1024;

std::uint64_t hashOf(std::string_view token) {
    return XXH3_64bits(token.data(), token.size());
}

/// A token's place in the ranking, decided by its first bytes more often than not.
struct Key {
    std::uint64_t count = 0;
    std::uint64_t prefix = 0; ///< the first eight bytes, zeroes behind
    std::uint32_t number = 0;
};

std::uint64_t prefixOf(std::string_view token) {
    std::uint64_t prefix = 0;
    std::memcpy(&prefix, token.data(), std::min<std::size_t>(token.size(), sizeof prefix));
    return __builtin_bswap64(prefix);
}

} // namespace

TokenTable::TokenTable() : slots_(firstSize) {}

void TokenTable::number(std::span<const std::string_view> tokens,
                        std::vector<std::uint32_t>& numbers) {
    hashes_.clear();
    for (const std::string_view token : tokens) {
        hashes_.push_back(hashOf(token));
        __builtin_prefetch(&slots_[hashes_.back() & (slots_.size() - 1)]);
    }
    for (std::size_t i = 0; i < tokens.size(); ++i)
        numbers.push_back(numberAt(hashes_[i], tokens[i], 1));
}

std::uint32_t TokenTable::number(std::string_view token, std::uint64_t times) {
    return numberAt(hashOf(token), token, times);
}

std::uint32_t TokenTable::numberAt(std::uint64_t hash, std::string_view token,
                                   std::uint64_t times) {
    const auto upper = static_cast<std::uint32_t>(hash >> 32);
    for (std::size_t i = hash & (slots_.size() - 1);; i = (i + 1) & (slots_.size() - 1)) {
        Slot& slot = slots_[i];
        if (slot.number == 0) {
            text_ += token;
            ends_.push_back(text_.size());
            counts_.push_back(times);
            const auto number = static_cast<std::uint32_t>(counts_.size());
            slot = {upper, number};
            if (counts_.size() * 8 > slots_.size() * 5)
                grow();
            return number - 1;
        }
        if (slot.hash == upper && this->token(slot.number - 1) == token) {
            counts_[slot.number - 1] += times;
            return slot.number - 1;
        }
    }
}

void TokenTable::grow() {
    std::vector<Slot> slots(slots_.size() * 4);
    for (std::size_t number = 0; number < counts_.size(); ++number) {
        const std::uint64_t hash = hashOf(token(number));
        std::size_t i = hash & (slots.size() - 1);
        while (slots[i].number != 0)
            i = (i + 1) & (slots.size() - 1);
        slots[i] = {static_cast<std::uint32_t>(hash >> 32), static_cast<std::uint32_t>(number + 1)};
    }
    slots_ = std::move(slots);
}

RankedTokens rankTokens(std::vector<TokenTable> tables) {
    RankedTokens ranked;
    ranked.ranks.resize(tables.size());
    if (tables.empty())
        return ranked;
    // The first table takes the others in; ranks hold its numbers until the order is known.
    TokenTable& all = tables.front();
    for (std::size_t i = 1; i < tables.size(); ++i) {
        for (std::size_t number = 0; number < tables[i].size(); ++number)
            ranked.ranks[i].push_back(all.number(tables[i].token(number), tables[i].count(number)));
        tables[i] = TokenTable();
    }
    ranked.ranks.front().resize(all.size());
    std::iota(ranked.ranks.front().begin(), ranked.ranks.front().end(), 0U);

    std::vector<Key> keys;
    keys.reserve(all.size());
    for (std::size_t number = 0; number < all.size(); ++number)
        keys.push_back(
            {all.count(number), prefixOf(all.token(number)), static_cast<std::uint32_t>(number)});
    std::sort(keys.begin(), keys.end(), [&](const Key& a, const Key& b) {
        if (a.count != b.count)
            return a.count > b.count;
        if (a.prefix != b.prefix)
            return a.prefix < b.prefix;
        return all.token(a.number) < all.token(b.number);
    });
    std::vector<std::uint32_t> rankOf(keys.size());
    ranked.tokens.reserve(keys.size());
    for (const Key& key : keys) {
        rankOf[key.number] = static_cast<std::uint32_t>(ranked.tokens.size());
        ranked.tokens.push_back({std::string(all.token(key.number)), key.count});
    }
    for (auto& ranks : ranked.ranks)
        for (std::uint32_t& rank : ranks)
            rank = rankOf[rank];
    return ranked;
}

std::vector<TokenTable> tabulateTokens(std::vector<Document>& documents,
                                       const text::TokenizerSpec& spec, const char* stage,
                                       TokenSink& sink, base::Progress& progress,
                                       const std::stop_token& stop) {
    std::vector<TokenTable> tables(base::computeThreads());
    std::vector<TokenNumberer*> numberers;
    for (TokenTable& table : tables)
        numberers.push_back(&table);
    streamTokens(documents, spec, stage, numberers, sink, progress, stop);
    return tables;
}

} // namespace corpus
