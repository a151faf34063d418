// SPDX-License-Identifier: GPL-3.0-or-later
#define XXH_INLINE_ALL
#include "core/corpus/token_table.h"

#include "core/base/parallel.h"
#include "core/base/prefetch.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <numeric>
#include <utility>
#include <xxhash.h>

namespace corpus {
namespace {

constexpr std::size_t firstSize = 1024;
constexpr std::size_t ahead = 16; ///< tokens between asking for a slot and looking at it

std::uint64_t load(const char* bytes) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes, sizeof word);
    return word;
}

/// A token's place in the ranking, decided by its first bytes more often than not.
struct Key {
    std::uint64_t count = 0;
    std::uint64_t prefix = 0; ///< the first eight bytes, zeroes behind
    std::uint32_t place = 0;
};

std::uint64_t prefixOf(std::string_view token) {
    std::uint64_t prefix = 0;
    std::memcpy(&prefix, token.data(), std::min<std::size_t>(token.size(), sizeof prefix));
    return __builtin_bswap64(prefix);
}

} // namespace

TokenTable::TokenTable() {
    resize(firstSize);
}

void TokenTable::resize(std::size_t size) {
    memory_ = base::ScratchMemory(size * sizeof(Slot));
    slots_ = memory_.as<Slot>();
}

// Key and hash are put together in registers, without a branch for lengths: this is done for each
// token of a text. 16 bytes from the token's first one on are readable.
inline TokenTable::Key TokenTable::keyOf(const char* begin, std::size_t size) {
    const auto length = static_cast<std::uint32_t>(size);
    if (size > 16) {
        const XXH128_hash_t hash = XXH3_128bits(begin, size);
        return {hash.low64, hash.high64, length};
    }
    // Little-endian: what lies behind the token are the high bits.
    const auto kept = [](std::size_t bytes) {
        return bytes >= 8 ? ~std::uint64_t{0} : (std::uint64_t{1} << (8 * bytes)) - 1;
    };
    return {load(begin) & kept(size), load(begin + 8) & kept(size > 8 ? size - 8 : 0), length};
}

inline std::uint64_t TokenTable::hashOf(const Key& key) {
    // The two halves of a product of 128 bits, as in wyhash; the constants are digits of π.
    const std::uint64_t a = key.low ^ 0x243F6A8885A308D3U;
    const std::uint64_t b = key.high ^ key.length ^ 0x13198A2E03707344U;
    __extension__ using Product = unsigned __int128;
    const Product product = static_cast<Product>(a) * b;
    const std::uint64_t mixed =
        static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
    // Where one factor is 0 the other is lost.
    return (mixed ^ key.low ^ key.high << 32) * 0x9E3779B97F4A7C15U >> 20;
}

inline std::uint32_t TokenTable::addAt(std::uint64_t hash, const Key& key, std::string_view token,
                                       std::uint64_t times) {
    for (std::size_t i = hash & (slots_.size() - 1);; i = (i + 1) & (slots_.size() - 1)) {
        Slot& slot = slots_[i];
        if (slot.place == 0)
            return insert(slot, key, token, times);
        if (slot.has(key) && (key.length <= 16 || this->token(slot.place - 1) == token)) {
            slot.count += times;
            return slot.place - 1;
        }
    }
}

std::uint32_t TokenTable::insert(Slot& slot, const Key& key, std::string_view token,
                                 std::uint64_t times) {
    text_ += token;
    ends_.push_back(text_.size());
    const auto number = static_cast<std::uint32_t>(ends_.size());
    slot = {key.low, key.high, key.length, number, times};
    if (ends_.size() * 2 > slots_.size())
        grow();
    return number - 1;
}

void TokenTable::number(std::span<const std::string_view> tokens,
                        std::vector<std::uint32_t>& numbers) {
    const std::size_t before = numbers.size();
    numbers.resize(before + tokens.size());
    std::array<Key, ahead> keys;
    std::array<std::uint64_t, ahead> hashes{};
    const auto ask = [&](std::size_t i) {
        const std::size_t lane = i % ahead;
        const Key key = keyOf(tokens[i].data(), tokens[i].size());
        keys[lane].low = key.low;
        keys[lane].high = key.high;
        keys[lane].length = key.length;
        hashes[lane] = hashOf(key);
        base::prefetch(&slots_[hashes[lane] & (slots_.size() - 1)]);
    };
    for (std::size_t i = 0; i < std::min(ahead, tokens.size()); ++i)
        ask(i);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const std::size_t lane = i % ahead;
        numbers[before + i] = addAt(hashes[lane], keys[lane], tokens[i], 1) +
                              static_cast<std::uint32_t>(text::Vocabulary::specialCount);
        if (i + ahead < tokens.size())
            ask(i + ahead);
    }
}

std::uint32_t TokenTable::add(std::string_view token, std::uint64_t times) {
    std::array<char, readable> begin{};
    const bool isShort = token.size() <= readable;
    if (isShort)
        std::copy(token.begin(), token.end(), begin.begin());
    const Key key = keyOf(isShort ? begin.data() : token.data(), token.size());
    return addAt(hashOf(key), key, token, times);
}

void TokenTable::grow() {
    const base::ScratchMemory memory = std::move(memory_);
    const auto before = slots_;
    resize(before.size() * 2);
    for (const Slot& slot : before) {
        if (slot.place == 0)
            continue;
        std::size_t i = hashOf(slot.key()) & (slots_.size() - 1);
        while (slots_[i].place != 0)
            i = (i + 1) & (slots_.size() - 1);
        slots_[i] = slot;
    }
}

std::vector<std::uint64_t> TokenTable::counts() const {
    std::vector<std::uint64_t> counts(size());
    for (const Slot& slot : slots_)
        if (slot.place > 0)
            counts[slot.place - 1] = slot.count;
    return counts;
}

RankedTokens rankTokens(std::vector<TokenTable> tables) {
    RankedTokens ranked;
    ranked.ranks.resize(tables.size());
    if (tables.empty())
        return ranked;
    // The first table takes the others in; ranks hold its numbers until the order is known.
    TokenTable& all = tables.front();
    for (std::size_t i = 1; i < tables.size(); ++i) {
        const auto counts = tables[i].counts();
        for (std::size_t place = 0; place < counts.size(); ++place)
            ranked.ranks[i].push_back(all.add(tables[i].token(place), counts[place]));
        tables[i] = TokenTable();
    }
    ranked.ranks.front().resize(all.size());
    std::iota(ranked.ranks.front().begin(), ranked.ranks.front().end(), 0U);

    std::vector<Key> keys;
    keys.reserve(all.size());
    const auto counts = all.counts();
    for (std::size_t place = 0; place < all.size(); ++place)
        keys.push_back(
            {counts[place], prefixOf(all.token(place)), static_cast<std::uint32_t>(place)});
    std::sort(keys.begin(), keys.end(), [&](const Key& a, const Key& b) {
        if (a.count != b.count)
            return a.count > b.count;
        if (a.prefix != b.prefix)
            return a.prefix < b.prefix;
        return all.token(a.place) < all.token(b.place);
    });
    std::vector<std::uint32_t> rankOf(keys.size());
    ranked.tokens.reserve(keys.size());
    for (const Key& key : keys) {
        rankOf[key.place] = static_cast<std::uint32_t>(ranked.tokens.size());
        ranked.tokens.push_back({std::string(all.token(key.place)), key.count});
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
