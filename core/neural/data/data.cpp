// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/data/data.h"

#include "core/base/error.h"
#include "core/neural/data/layout.h"
#include "core/neural/data/random_key.h"
#include "core/neural/data/token_numbers.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string_view>
#include <utility>

namespace neural {

namespace {

constexpr auto sentenceStart = text::Vocabulary::begin;

bool isExample(text::TokenId token) {
    return token != sentenceStart;
}

std::size_t findCut(std::span<const text::TokenId> tokens, double share) {
    const auto kept =
        static_cast<std::size_t>(std::ceil(static_cast<double>(tokens.size()) * share));
    const auto cut = tokens.begin() + static_cast<std::ptrdiff_t>(tokens.size() - kept);
    if (kept == 0)
        return tokens.size();
    if (const auto later = std::find(cut, tokens.end(), sentenceStart); later != tokens.end())
        return static_cast<std::size_t>(later - tokens.begin());
    const auto reversed = std::find(std::make_reverse_iterator(cut), tokens.rend(), sentenceStart);
    const auto before = static_cast<std::size_t>(tokens.rend() - reversed);
    return before > 1 ? before - 1 : static_cast<std::size_t>(cut - tokens.begin());
}

} // namespace

void fillHistory(std::span<const text::TokenId> tokens, std::size_t position,
                 std::span<std::int64_t> history) {
    bool inside = true;
    for (std::size_t back = 1; back <= history.size(); ++back) {
        inside = inside && position >= back && tokens[position - back] != sentenceStart;
        const text::TokenId token = inside ? tokens[position - back] : sentenceStart;
        history[history.size() - back] = numberOf(token);
    }
}

void Batch::clear() {
    tokens.clear();
    targets.clear();
    reference.clear();
}

std::size_t Batch::predictions() const {
    return targets.size() -
           static_cast<std::size_t>(std::count(targets.begin(), targets.end(), noTarget));
}

std::vector<bool> endsSentence(const text::Vocabulary& vocabulary) {
    static const std::set<std::string_view> stops = {".", "!", "?", "\n", "。", "！", "？", "…"};
    std::vector<bool> ends(vocabulary.size());
    for (std::size_t id = text::Vocabulary::specialCount; id < ends.size(); ++id)
        ends[id] = stops.contains(vocabulary.token(text::tokenId(id)));
    return ends;
}

Examples::Examples(std::span<const text::TokenId> tokens, ExampleShape shape,
                   double validationShare, std::vector<bool> endsSentence)
    : tokens_(tokens),
      shape_(shape),
      endsSentence_(std::move(endsSentence)),
      cut_(findCut(tokens, validationShare)) {
    // The first token of a part follows nothing that a row could hold.
    const std::size_t first = shape_.everyPosition ? 1 : 0;
    const auto hasExample = [first](std::span<const text::TokenId> part) {
        return part.size() > first && std::any_of(part.begin() + static_cast<std::ptrdiff_t>(first),
                                                  part.end(), isExample);
    };
    const auto rest = tokens_.subspan(cut_);
    if (!hasExample(tokens_.first(cut_)) || (validationShare > 0 && !hasExample(rest)))
        throw base::TrainingError(
            {NG_TEXT("core", "The text is too short to learn from: {0} tokens, of which {1} are "
                             "kept for validation. Choose a longer text or a smaller share."),
             {fmt::format("{}", tokens.size()), fmt::format("{}", rest.size())}});
}

void Examples::append(std::size_t position, Batch& batch) const {
    if (shape_.isLaidOut()) {
        layOutRow(position, mix(position), batch);
        return;
    }
    if (shape_.everyPosition)
        return appendRow(position, position, mix(position), batch);
    const std::size_t filled = batch.tokens.size();
    batch.tokens.resize(filled + shape_.length);
    fillHistory(tokens_, position, std::span(batch.tokens).subspan(filled));
    batch.targets.push_back(numberOf(tokens_[position]));
}

/// Returns how many tokens it holds.
std::size_t Examples::layOutRow(std::size_t start, std::uint64_t key, Batch& batch) const {
    return layOut(shape_, tokens_.subspan(start, partEnd(start) - start), endsSentence_, key,
                  batch);
}

std::size_t Examples::rowStart(std::size_t position) const {
    const std::size_t begin = partBegin(position);
    const std::size_t half = std::max<std::size_t>(shape_.length / 2, 1);
    std::size_t start = position;
    while (start > begin && position - start < half) {
        --start;
        if (!isExample(tokens_[start]))
            break;
    }
    return start;
}

void Examples::appendRow(std::size_t position, std::size_t firstTarget, std::uint64_t key,
                         Batch& batch) const {
    const std::size_t start = rowStart(position);
    const std::size_t end = partEnd(position);
    // What stands after the text's end is seen by no target: nothing looks back from there, and to
    // a network that sees both ways it is other sentences.
    const text::TokenId padding = shape_.hides() ? sentenceStart : text::Vocabulary::unknown;
    for (std::size_t at = start; at < start + shape_.length; ++at) {
        const text::TokenId token = at < end ? tokens_[at] : padding;
        const std::size_t next = at + 1;
        const bool counts =
            !shape_.hides() && next < end && next >= firstTarget && isExample(tokens_[next]);
        batch.tokens.push_back(numberOf(token));
        batch.targets.push_back(counts ? numberOf(tokens_[next]) : noTarget);
    }
    if (shape_.hides())
        hideTokens(start, position, firstTarget, key, batch);
}

/// Devlin et al. 2019, section 3.1: of the tokens 15 % are to be predicted; of these 80 % are
/// hidden, 10 % are another token, 10 % are left as they are. Where none was drawn it is the one at
/// `position`.
void Examples::hideTokens(std::size_t start, std::size_t position, std::size_t firstTarget,
                          std::uint64_t key, Batch& batch) const {
    std::int64_t* tokens = batch.tokens.data() + batch.tokens.size() - shape_.length;
    std::int64_t* targets = batch.targets.data() + batch.targets.size() - shape_.length;
    const auto predict = [&](std::size_t at, std::uint64_t luck) {
        std::int64_t& token = tokens[at - start];
        targets[at - start] = token;
        constexpr std::int64_t special = 3; // <unk>, <s> and </s>
        const std::uint64_t kind = luck / 100 % 10;
        if (kind < 8)
            token = shape_.extra;
        else if (kind == 8 && shape_.extra > special)
            token = special + static_cast<std::int64_t>(
                                  mix(luck) % static_cast<std::uint64_t>(shape_.extra - special));
    };
    bool any = false;
    const std::size_t end = std::min(partEnd(position), start + shape_.length);
    for (std::size_t at = std::max(start, firstTarget); at < end; ++at) {
        const std::uint64_t luck = mix(key + at);
        if (!isExample(tokens_[at]) || luck % 100 >= 15)
            continue;
        predict(at, luck);
        any = true;
    }
    if (!any)
        predict(position, 0);
}

void Examples::draw(std::uint64_t seed, std::uint64_t step, std::size_t size, Batch& batch) const {
    batch.clear();
    const std::uint64_t key = mix(mix(seed) ^ step);
    std::uint64_t drawn = 0;
    for (std::size_t rows = 0; rows < size;) {
        const auto position = static_cast<std::size_t>(mix(key + drawn++) % cut_);
        if (!isExample(tokens_[position]) || (shape_.everyPosition && position == 0))
            continue; // predicts nothing
        if (shape_.isLaidOut())
            layOutRow(rowStart(position), mix(key ^ drawn), batch);
        else if (shape_.everyPosition)
            appendRow(position, 0, mix(key ^ drawn), batch);
        else
            append(position, batch);
        ++rows;
    }
}

std::vector<std::size_t> Examples::validation(std::size_t most) const {
    std::vector<std::size_t> positions;
    if (shape_.everyPosition) {
        const std::vector<std::size_t> rows = validationRows();
        const std::size_t wanted = std::max<std::size_t>(most / shape_.length, 1);
        const std::size_t kept = std::min(rows.size(), wanted);
        for (std::size_t i = 0; i < kept; ++i)
            positions.push_back(rows[i * rows.size() / kept]);
        return positions;
    }
    const std::size_t count = tokens_.size() - cut_;
    const std::size_t drawn = std::min(count, most);
    for (std::size_t i = 0; i < drawn; ++i) {
        std::size_t position = cut_ + i * count / drawn;
        if (!isExample(tokens_[position]))
            ++position; // the sentence's first token instead
        if (position < tokens_.size() && isExample(tokens_[position]) &&
            (positions.empty() || positions.back() != position))
            positions.push_back(position);
    }
    return positions;
}

std::vector<std::size_t> Examples::validationRows() const {
    std::vector<std::size_t> rows;
    if (shape_.isLaidOut()) {
        Batch batch;
        for (std::size_t start = cut_; start < tokens_.size();) {
            batch = {};
            const std::size_t used = layOutRow(start, 0, batch);
            if (batch.predictions() > 0)
                rows.push_back(start);
            start += used;
        }
        return rows;
    }
    for (std::size_t position = cut_ + 1; position < tokens_.size();) {
        if (!isExample(tokens_[position])) {
            ++position;
            continue;
        }
        rows.push_back(position);
        // The last token of a row is a target where it can be hidden, else the one after it.
        position = rowStart(position) + shape_.length + (shape_.hides() ? 0 : 1);
    }
    return rows;
}

void Examples::gather(std::span<const std::size_t> positions, Batch& batch) const {
    batch.clear();
    for (const std::size_t position : positions)
        append(position, batch);
}

} // namespace neural
