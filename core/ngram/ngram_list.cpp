// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/ngram_list.h"

#include "core/base/progress.h"
#include "core/ngram/record_sort.h"

#include <algorithm>
#include <cstring>
#include <limits>

namespace ngram {

void NgramList::write(const NgramCount& ngram) {
    file_.write(std::as_bytes(std::span(ngram.tokens).first(length_)));
    file_.write(std::as_bytes(std::span(&ngram.count, 1)));
    ++size_;
}

bool NgramList::Reader::next(NgramCount& ngram) {
    if (rest_.empty())
        return false;
    const std::size_t tokenBytes = length_ * sizeof(text::TokenId);
    std::memcpy(ngram.tokens.data(), rest_.data(), tokenBytes);
    std::memcpy(&ngram.count, rest_.data() + tokenBytes, sizeof ngram.count);
    rest_ = rest_.subspan(tokenBytes + sizeof ngram.count);
    return true;
}

NgramSort::NgramSort(const std::filesystem::path& beside, const RecordLayout& layout,
                     std::uint64_t memory, std::stop_token stop)
    : layout_(layout),
      words_(layout.words()),
      stride_(sizeof(CountRecord) / sizeof(std::uint64_t)),
      // A part is sorted beside a buffer of its own size.
      most_(memory == 0 ? std::numeric_limits<std::size_t>::max()
                        : std::max<std::size_t>(memory / (2 * sizeof(CountRecord)), 16)),
      stop_(std::move(stop)),
      spilled_(beside) {}

void NgramSort::add(const NgramCount& ngram) {
    if (part_.size() == most_)
        spillPart();
    const std::span<const text::TokenId> tokens(ngram.tokens);
    CountRecord record = layout_.pack<6>(tokens.first(layout_.order()), 0);
    record.word[words_] = ngram.count;
    part_.push_back(record);
}

void NgramSort::sortPart() {
    base::throwIfStopped(stop_);
    buffer_.resize(part_.size());
    sortRecords<6>(part_, buffer_);
}

void NgramSort::spillPart() {
    sortPart();
    for (const CountRecord& record : part_)
        spilled_.write(std::as_bytes(std::span(record.word).first(words_ + 1)));
    runEnds_.push_back(spilled_.size() / sizeof(std::uint64_t));
    part_.clear();
}

void NgramSort::beginReading() {
    reading_ = true;
    if (runEnds_.empty()) {
        sortPart();
        buffer_ = {};
        if (!part_.empty())
            runs_.push_back(
                {part_.front().word.data(), part_.front().word.data() + part_.size() * stride_});
        return;
    }
    spillPart();
    part_ = {};
    buffer_ = {};
    stride_ = words_ + 1;
    const auto* const begin = reinterpret_cast<const std::uint64_t*>(spilled_.map().data());
    std::uint64_t first = 0;
    for (const std::uint64_t end : runEnds_)
        runs_.push_back({begin + std::exchange(first, end), begin + end});
    std::make_heap(runs_.begin(), runs_.end(),
                   [this](const Run& a, const Run& b) { return isLater(a, b); });
}

bool NgramSort::isLater(const Run& a, const Run& b) const {
    return std::lexicographical_compare(b.place, b.place + words_, a.place, a.place + words_);
}

void NgramSort::advance() {
    const auto later = [this](const Run& a, const Run& b) { return isLater(a, b); };
    Run& top = runs_.front();
    top.place += stride_;
    const bool ended = top.place == top.end;
    if (runs_.size() > 1) {
        std::pop_heap(runs_.begin(), runs_.end(), later);
        if (!ended)
            std::push_heap(runs_.begin(), runs_.end(), later);
    }
    if (ended)
        runs_.pop_back();
}

bool NgramSort::next(NgramCount& ngram) {
    if (!reading_)
        beginReading();
    if (runs_.empty())
        return false;
    CountRecord record{};
    std::copy_n(runs_.front().place, words_, record.word.begin());
    ngram.count = 0;
    while (!runs_.empty() && std::equal(record.word.begin(),
                                        record.word.begin() + static_cast<std::ptrdiff_t>(words_),
                                        runs_.front().place)) {
        ngram.count += runs_.front().place[words_];
        advance();
    }
    for (unsigned i = 0; i < layout_.order(); ++i)
        ngram.tokens[i] = layout_.token(record, i);
    return true;
}

} // namespace ngram
