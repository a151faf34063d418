// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/data.h"

#include "core/base/error.h"
#include "core/text/vocabulary.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace neural {

namespace {

constexpr auto sentenceStart = text::Vocabulary::begin;

/// SplitMix64's finaliser: every bit of the input stirs every bit of the output.
std::uint64_t mix(std::uint64_t value) {
    value += 0x9e3779b97f4a7c15;
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
    value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
    return value ^ (value >> 31);
}

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
        history[history.size() - back] = static_cast<std::int64_t>(text::index(token));
    }
}

Examples::Examples(std::span<const text::TokenId> tokens, unsigned contextLength,
                   double validationShare)
    : tokens_(tokens), contextLength_(contextLength), cut_(findCut(tokens, validationShare)) {
    const auto training = tokens_.first(cut_);
    const auto rest = tokens_.subspan(cut_);
    if (std::none_of(training.begin(), training.end(), isExample) ||
        (validationShare > 0 && std::none_of(rest.begin(), rest.end(), isExample)))
        throw base::TrainingError(
            {NG_TEXT("core", "The text is too short to learn from: {0} tokens, of which {1} are "
                             "kept for validation. Choose a longer text or a smaller share."),
             {fmt::format("{}", tokens.size()), fmt::format("{}", rest.size())}});
}

void Examples::append(std::size_t position, Batch& batch) const {
    const std::size_t filled = batch.histories.size();
    batch.histories.resize(filled + contextLength_);
    fillHistory(tokens_, position, std::span(batch.histories).subspan(filled));
    batch.targets.push_back(static_cast<std::int64_t>(text::index(tokens_[position])));
}

void Examples::draw(std::uint64_t seed, std::uint64_t step, std::size_t size, Batch& batch) const {
    batch.histories.clear();
    batch.targets.clear();
    const std::uint64_t key = mix(mix(seed) ^ step);
    std::uint64_t drawn = 0;
    while (batch.targets.size() < size) {
        const auto position = static_cast<std::size_t>(mix(key + drawn++) % cut_);
        if (isExample(tokens_[position]))
            append(position, batch);
    }
}

std::vector<std::size_t> Examples::validation(std::size_t most) const {
    std::vector<std::size_t> positions;
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

void Examples::gather(std::span<const std::size_t> positions, Batch& batch) const {
    batch.histories.clear();
    batch.targets.clear();
    for (const std::size_t position : positions)
        append(position, batch);
}

} // namespace neural
