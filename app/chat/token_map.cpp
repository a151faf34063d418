// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/chat/token_map.h"

#include <QByteArrayView>

#include <algorithm>

namespace chatui {

namespace {

bool isContinuation(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

} // namespace

std::vector<TokenRange> tokenRanges(const std::string& utf8,
                                    const std::vector<chat::TokenTrace>& tokens) {
    if (!QByteArrayView(utf8.data(), static_cast<qsizetype>(utf8.size())).isValidUtf8())
        return {};
    // units[i]: UTF-16 units before byte i. Four bytes are a surrogate pair, fewer are one unit.
    std::vector<int> units(utf8.size() + 1, 0);
    int unit = 0;
    for (std::size_t byte = 0; byte < utf8.size();) {
        const auto lead = static_cast<unsigned char>(utf8[byte]);
        const int length = lead >= 0xF0 ? 2 : 1;
        do {
            units[byte++] = unit;
        } while (byte < utf8.size() && isContinuation(utf8[byte]));
        unit += length;
    }
    units.back() = unit;

    std::vector<TokenRange> ranges;
    ranges.reserve(tokens.size());
    for (const auto& token : tokens) {
        const auto begin = std::min(token.begin, utf8.size());
        auto end = std::clamp(token.end, begin, utf8.size());
        if (end > begin)
            while (end < utf8.size() && isContinuation(utf8[end]))
                ++end;
        ranges.push_back({units[begin], units[end]});
    }
    return ranges;
}

int tokenAt(const std::vector<TokenRange>& ranges, int position) {
    const auto next =
        std::upper_bound(ranges.begin(), ranges.end(), position,
                         [](int place, const TokenRange& range) { return place < range.begin; });
    for (auto range = next; range != ranges.begin();) {
        --range;
        if (position < range->end)
            return static_cast<int>(range - ranges.begin());
        if (range->end > range->begin)
            break;
    }
    return -1;
}

} // namespace chatui
