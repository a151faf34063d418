// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/count_level.h"

#include "core/base/progress.h"

#include <limits>

namespace ngram {

CountLevel::CountLevel() : slots_(1024) {}

std::size_t CountLevel::firstSlot(std::uint32_t parent, text::TokenId token) const {
    // The finalizer of SplitMix64 (Steele, Lea and Flood 2014) mixes both halves of the key; the
    // number of slots is a power of two.
    std::uint64_t key = (std::uint64_t{parent} << 32) | text::index(token);
    key += 0x9e3779b97f4a7c15ULL;
    key = (key ^ (key >> 30)) * 0xbf58476d1ce4e5b9ULL;
    key = (key ^ (key >> 27)) * 0x94d049bb133111ebULL;
    key ^= key >> 31;
    return static_cast<std::size_t>(key) & (slots_.size() - 1);
}

CountLevel::Counted CountLevel::countOnce(std::uint32_t parent, text::TokenId token,
                                          const std::stop_token& stop) {
    std::size_t slot = firstSlot(parent, token);
    while (slots_[slot] != 0) {
        Entry& entry = entries_[slots_[slot] - 1];
        if (entry.parent == parent && entry.token == token) {
            ++entry.count;
            return {slots_[slot] - 1, false};
        }
        slot = (slot + 1) & (slots_.size() - 1);
    }
    if (entries_.size() >= std::numeric_limits<std::uint32_t>::max() - 1)
        throw base::InputError(
            NG_TEXT("core", "The text has more than 4 billion different n-grams, too many for one "
                            "model. Choose a lower order or a smaller vocabulary."));
    const auto number = static_cast<std::uint32_t>(entries_.size());
    entries_.push_back({parent, token, 1});
    continuations_.push_back(0);
    slots_[slot] = number + 1;
    if (entries_.size() * 10 > slots_.size() * 7)
        grow(stop);
    return {number, true};
}

void CountLevel::grow(const std::stop_token& stop) {
    slots_ = std::vector<std::uint32_t>(slots_.size() * 2);
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        if (i % 65536 == 0)
            base::throwIfStopped(stop);
        std::size_t slot = firstSlot(entries_[i].parent, entries_[i].token);
        while (slots_[slot] != 0)
            slot = (slot + 1) & (slots_.size() - 1);
        slots_[slot] = static_cast<std::uint32_t>(i) + 1;
    }
}

} // namespace ngram
