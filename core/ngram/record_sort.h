// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ngram/record.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

namespace ngram {

namespace record_sort {

inline constexpr unsigned digitBits = 8;
inline constexpr std::size_t buckets = std::size_t{1} << digitBits;
inline constexpr std::size_t cacheBytes = std::size_t{1} << 18; ///< half of a second-level cache

/// The bits in which the records differ at all, word by word.
template <std::size_t words>
Record<words> varyingBits(std::span<const Record<words>> records) {
    Record<words> varying{};
    for (const auto& record : records)
        for (std::size_t i = 0; i < words; ++i)
            varying.word[i] |= record.word[i] ^ records.front().word[i];
    return varying;
}

/// One digit of the records.
struct Digit {
    std::size_t word = 0;
    unsigned shift = 0;

    template <std::size_t words>
    std::size_t of(const Record<words>& record) const {
        return static_cast<std::size_t>(record.word[word] >> shift) & (buckets - 1);
    }
};

using Begins = std::array<std::uint32_t, buckets + 1>;

/// Turns sizes at [bucket + 1] into where each bucket begins.
inline void sumUp(Begins& begins) {
    for (std::size_t i = 1; i <= buckets; ++i)
        begins[i] += begins[i - 1];
}

/// Stable pass by one digit, `from` into `to`.
template <std::size_t words>
void scatter(std::span<const Record<words>> from, std::span<Record<words>> to, const Digit& digit,
             Begins begins) {
    for (const auto& record : from)
        to[begins[digit.of(record)]++] = record;
}

/// From the lowest digit up, between two buffers that both fit the cache. The digits' histograms
/// are all made in one pass beforehand.
template <std::size_t words>
void sortInCache(std::span<Record<words>> records, std::span<Record<words>> buffer,
                 const Record<words>& varying) {
    std::array<Digit, words*(64 / digitBits)> digits;
    std::size_t number = 0;
    for (std::size_t word = words; word-- > 0;) {
        std::uint64_t left = varying.word[word];
        while (left != 0) {
            const auto shift = static_cast<unsigned>(std::countr_zero(left));
            digits[number++] = {word, shift};
            left = shift + digitBits < 64 ? left & (~std::uint64_t{0} << (shift + digitBits)) : 0;
        }
    }
    std::array<Begins, words*(64 / digitBits)> begins;
    std::fill_n(begins.begin(), number, Begins{});
    for (const auto& record : records)
        for (std::size_t i = 0; i < number; ++i)
            ++begins[i][digits[i].of(record) + 1];
    auto from = records;
    auto to = buffer;
    for (std::size_t i = 0; i < number; ++i) {
        sumUp(begins[i]);
        scatter<words>(from, to, digits[i], begins[i]);
        std::swap(from, to);
    }
    if (from.data() != records.data())
        std::copy(from.begin(), from.end(), records.begin());
}

} // namespace record_sort

/// Sorts records by rising value. `buffer` is as long as they are. What does not fit the cache is
/// first split by its highest varying digit (a radix sort from the top), the parts are then sorted
/// from the lowest digit up; digits in which all agree cost nothing.
template <std::size_t words>
void sortRecords(std::span<Record<words>> records, std::span<Record<words>> buffer) {
    using namespace record_sort;
    constexpr std::size_t few = 32;
    if (records.size() <= few) {
        std::sort(records.begin(), records.end(),
                  [](const auto& a, const auto& b) { return a.word < b.word; });
        return;
    }
    const Record<words> varying = varyingBits<words>(records);
    std::size_t word = 0;
    while (word < words && varying.word[word] == 0)
        ++word;
    if (word == words)
        return;
    if (records.size_bytes() <= cacheBytes) {
        sortInCache(records, buffer, varying);
        return;
    }
    const auto top = static_cast<unsigned>(std::bit_width(varying.word[word]));
    const unsigned shift = top > digitBits ? top - digitBits : 0;
    const Digit digit{word, shift};
    std::array<std::size_t, buckets + 1> begins{};
    for (const auto& record : records)
        ++begins[digit.of(record) + 1];
    for (std::size_t i = 1; i <= buckets; ++i)
        begins[i] += begins[i - 1];
    auto next = begins;
    for (const auto& record : records)
        buffer[next[digit.of(record)]++] = record;
    std::copy(buffer.begin(), buffer.end(), records.begin());
    for (std::size_t i = 0; i < buckets; ++i)
        if (const std::size_t size = begins[i + 1] - begins[i]; size > 1)
            sortRecords(records.subspan(begins[i], size), buffer.subspan(begins[i], size));
}

} // namespace ngram
