// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/vocabulary.h"

#include "core/base/error.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace text {

Vocabulary::Vocabulary() : tokens_{"<unk>", "<s>", "</s>"} {}

Vocabulary::Vocabulary(std::vector<TokenCount> counts, const VocabularyCut& cut) {
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

Vocabulary Vocabulary::fromTokens(std::vector<std::string> tokens, std::uint64_t unknownCount) {
    if (tokens.size() > std::numeric_limits<std::uint32_t>::max() - specialCount)
        throw base::InputError({NG_TEXT("core", "The vocabulary has too many tokens: {0}. Cut it "
                                                "by size or by minimum count."),
                                {std::to_string(tokens.size())}});
    Vocabulary vocabulary;
    vocabulary.unknownCount_ = unknownCount;
    vocabulary.tokens_.reserve(tokens.size() + specialCount);
    vocabulary.ids_.reserve(tokens.size());
    for (std::string& token : tokens) {
        const TokenId id = tokenId(vocabulary.tokens_.size());
        if (!vocabulary.ids_.emplace(token, id).second)
            throw base::FormatError({NG_TEXT("core", "The vocabulary has the token “{0}” twice. "
                                                     "Make it again, or remove one of them."),
                                     {token}});
        vocabulary.tokens_.push_back(std::move(token));
    }
    return vocabulary;
}

TokenId Vocabulary::find(std::string_view token) const {
    const auto found = ids_.find(token);
    return found == ids_.end() ? unknown : found->second;
}

} // namespace text
