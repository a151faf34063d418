// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/data/layout.h"

#include "core/neural/data/luck.h"
#include "core/neural/data/token_numbers.h"

#include <algorithm>
#include <numeric>

namespace neural {

namespace {

using Ids = std::vector<std::int64_t>;

constexpr auto filler = numberOf(text::Vocabulary::unknown);

void append(Ids& to, std::span<const std::int64_t> from) {
    to.insert(to.end(), from.begin(), from.end());
}

void pad(Ids& ids, std::size_t size, std::int64_t with) {
    ids.resize(size, with);
}

/// `total` as a sum of `parts` numbers of at least 1, each sum as likely as any other.
std::vector<std::size_t> composition(std::size_t total, std::size_t parts, Luck& luck) {
    std::vector<std::size_t> sizes = {1};
    for (std::size_t left = total - 1; left > 0; --left) {
        if (luck.below(left) < parts - sizes.size())
            sizes.push_back(1);
        else
            ++sizes.back();
    }
    return sizes;
}

/// What stands before, between and after spans: something between two of them.
std::vector<std::size_t> gaps(std::size_t kept, std::size_t spans, Luck& luck) {
    std::vector<std::size_t> sizes = composition(kept + 2, spans + 1, luck);
    --sizes.front();
    --sizes.back();
    return sizes;
}

/// Lengths by Poisson's distribution whose sum is `hidden`, at most `spans` of them.
std::vector<std::size_t> poissonSpans(Blanks blanks, std::size_t least, Luck& luck) {
    std::vector<std::size_t> sizes;
    for (std::size_t left = blanks.hidden; left > 0;) {
        const bool last = sizes.size() + 1 == blanks.spans;
        const std::size_t size = last ? left : std::min(luck.poisson(meanSpan), left);
        if (size < least)
            continue;
        sizes.push_back(size);
        left -= size;
    }
    return sizes;
}

/// Calls `keep` with each part of `tokens` that is left as it is and `hide` with each span, in
/// turn.
template <class Keep, class Hide>
void cut(std::span<const std::int64_t> tokens, const std::vector<std::size_t>& spans, Luck& luck,
         Keep keep, Hide hide) {
    const std::size_t hidden = std::accumulate(spans.begin(), spans.end(), std::size_t{0});
    const auto kept = gaps(tokens.size() - hidden, spans.size(), luck);
    for (std::size_t i = 0; i < spans.size(); ++i) {
        keep(tokens.first(kept[i]));
        hide(tokens.subspan(kept[i], spans[i]));
        tokens = tokens.subspan(kept[i] + spans[i]);
    }
    keep(tokens);
}

/// A row while it is filled, sentence by sentence.
class Row {
public:
    explicit Row(const ExampleShape& shape)
        : shape_(shape), targetsAtMost_(targetsOfRow(shape.objective, shape.length)) {}
    virtual ~Row() = default;

    bool isEmpty() const { return targets_.empty(); }
    std::size_t length() const { return shape_.length; }
    /// Whether a sentence of so many tokens still fits, <s> before them if it `begins`.
    virtual bool fits(std::size_t tokens, bool begins) const = 0;
    virtual void add(const Ids& tokens, bool begins, Luck& luck) = 0;
    virtual void finish(Batch& batch) = 0;

protected:
    ExampleShape shape_;
    std::size_t targetsAtMost_;
    Ids targets_;
};

/// A source that an encoder reads, and what a decoder reads and is to write.
class PairRow : public Row {
public:
    using Row::Row;

    void finish(Batch& batch) override {
        // What an encoder sees after the text is sentences of their own; nothing in a decoder looks
        // back from there.
        pad(source_, shape_.length, numberOfStart);
        pad(read_, targetsAtMost_, filler);
        pad(targets_, targetsAtMost_, noTarget);
        append(batch.tokens, source_);
        append(batch.tokens, read_);
        append(batch.targets, targets_);
    }

protected:
    /// The decoder reads what it has written, after <s>.
    void write(const Ids& written) {
        read_.push_back(numberOfStart);
        append(read_, std::span(written).first(written.size() - 1));
        append(targets_, written);
    }

    Ids source_;

private:
    Ids read_;
};

/// Raffel et al. 2020, section 3.1.4: a sentinel in each span's place, and the decoder writes each
/// sentinel, what its span hides, and one more sentinel.
class SpanCorruptionRow final : public PairRow {
public:
    using PairRow::PairRow;

    bool fits(std::size_t tokens, bool begins) const override {
        const Blanks blanks = corruptedSpans(tokens);
        return source_.size() + tokens + (begins ? 1 : 0) <= shape_.length &&
               targets_.size() + blanks.hidden + blanks.spans + 1 <= targetsAtMost_;
    }

    void add(const Ids& tokens, bool begins, Luck& luck) override {
        if (begins)
            source_.push_back(numberOfStart);
        const Blanks blanks = corruptedSpans(tokens.size());
        std::int64_t sentinel = shape_.extra;
        Ids written;
        cut(
            tokens, composition(blanks.hidden, blanks.spans, luck), luck,
            [&](std::span<const std::int64_t> kept) { append(source_, kept); },
            [&](std::span<const std::int64_t> hidden) {
                source_.push_back(sentinel);
                written.push_back(sentinel++);
                append(written, hidden);
            });
        written.push_back(sentinel);
        write(written);
    }
};

/// Lewis et al. 2020, section 2.2: the sentences of a text in another order, and one mask in the
/// place of each span, which may be empty; the decoder writes the text as it was.
class DenoisingRow final : public PairRow {
public:
    DenoisingRow(const ExampleShape& shape, const std::vector<bool>& endsSentence)
        : PairRow(shape), endsSentence_(endsSentence) {}

    bool fits(std::size_t tokens, bool begins) const override {
        return source_.size() + tokens + (begins ? 1 : 0) <= shape_.length &&
               targets_.size() + tokens <= targetsAtMost_;
    }

    void add(const Ids& tokens, bool begins, Luck& luck) override {
        if (begins)
            source_.push_back(numberOfStart);
        const Ids mixed = permuted(tokens, luck);
        // No more spans than tokens that they hide: the source is no longer than the text.
        const auto spans = poissonSpans(infilledSpans(tokens.size()), 0, luck);
        cut(
            mixed, spans, luck, [&](std::span<const std::int64_t> kept) { append(source_, kept); },
            [&](std::span<const std::int64_t> /*hidden*/) { source_.push_back(shape_.extra); });
        write(tokens);
    }

private:
    Ids permuted(const Ids& tokens, Luck& luck) const {
        std::vector<Ids> sentences(1);
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            sentences.back().push_back(tokens[i]);
            const auto id = static_cast<std::size_t>(tokens[i]);
            if (id < endsSentence_.size() && endsSentence_[id] && i + 1 < tokens.size())
                sentences.emplace_back();
        }
        for (std::size_t left = sentences.size(); left > 1; --left)
            std::swap(sentences[left - 1], sentences[luck.below(left)]);
        Ids all;
        for (const Ids& sentence : sentences)
            append(all, sentence);
        return all;
    }

    const std::vector<bool>& endsSentence_;
};

/// Du et al. 2022, section 2.1: a text with blanks, then what they hide, in an order that is drawn;
/// of a token in a blank the first place is its blank's, the second counts on inside. Zeng et al.
/// 2023, section 2.2: in 70 % of the texts one blank takes all that follows a place that is drawn.
class BlankRow final : public Row {
public:
    using Row::Row;

    bool fits(std::size_t tokens, bool begins) const override {
        return tokens + (begins ? 1 : 0) <= shape_.length &&
               targets_.size() + tokens + (begins ? 1 : 0) + 2 * blankedSpans(tokens).spans <=
                   targetsAtMost_;
    }

    void add(const Ids& tokens, bool begins, Luck& luck) override {
        place_ = 0;
        if (begins)
            see(numberOfStart);
        hidden_.clear();
        if (luck.below(10) < 7) {
            const std::size_t kept = luck.below(tokens.size());
            for (std::size_t i = 0; i < kept; ++i)
                see(tokens[i]);
            leaveBlank(BlankToken::rest, std::span(tokens).subspan(kept));
        } else {
            cut(
                tokens, poissonSpans(blankedSpans(tokens.size()), 1, luck), luck,
                [&](std::span<const std::int64_t> kept) {
                    for (const std::int64_t token : kept)
                        see(token);
                },
                [&](std::span<const std::int64_t> hidden) {
                    leaveBlank(BlankToken::mask, hidden);
                });
        }
        for (std::size_t left = hidden_.size(); left > 1; --left)
            std::swap(hidden_[left - 1], hidden_[luck.below(left)]);
        for (const Hidden& hidden : hidden_)
            fill(hidden);
    }

    void finish(Batch& batch) override {
        pad(tokens_, targetsAtMost_, numberOfStart); // each alone
        pad(places_, targetsAtMost_, 0);
        pad(insides_, targetsAtMost_, 0);
        pad(targets_, targetsAtMost_, noTarget);
        append(batch.tokens, tokens_);
        append(batch.tokens, places_);
        append(batch.tokens, insides_);
        append(batch.targets, targets_);
    }

private:
    struct Hidden {
        std::int64_t place;
        std::span<const std::int64_t> tokens;
    };

    void put(std::int64_t token, std::int64_t place, std::int64_t inside, std::int64_t target) {
        tokens_.push_back(token);
        places_.push_back(place);
        insides_.push_back(inside);
        targets_.push_back(target);
    }
    void see(std::int64_t token) { put(token, place_++, 0, noTarget); }
    void leaveBlank(std::int64_t kind, std::span<const std::int64_t> hidden) {
        hidden_.push_back({place_, hidden});
        see(shape_.extra + kind);
    }
    void fill(const Hidden& hidden) {
        std::int64_t token = shape_.extra + BlankToken::begin;
        std::int64_t inside = 1;
        for (const std::int64_t next : hidden.tokens) {
            put(token, hidden.place, inside++, next);
            token = next;
        }
        put(token, hidden.place, inside, shape_.extra + BlankToken::end);
    }

    Ids tokens_;
    Ids places_;
    Ids insides_;
    std::vector<Hidden> hidden_;
    std::int64_t place_ = 0;
};

std::size_t fill(Row& row, std::span<const text::TokenId> text, Luck& luck) {
    std::size_t used = 0;
    while (used < text.size()) {
        const bool begins = text[used] == text::Vocabulary::begin;
        auto rest = text.subspan(used + (begins ? 1 : 0));
        rest = rest.first(std::min(rest.size(), row.length())); // a text may be one long sentence
        const auto next = std::find(rest.begin(), rest.end(), text::Vocabulary::begin);
        auto size = static_cast<std::size_t>(next - rest.begin());
        if (size == 0) { // a sentence that was cut off at once
            used += 1;
            continue;
        }
        if (!row.isEmpty() && !(begins && row.fits(size, begins)))
            break;
        while (!row.fits(size, begins))
            --size;
        Ids tokens;
        for (const text::TokenId token : rest.first(size))
            tokens.push_back(numberOf(token));
        row.add(tokens, begins, luck);
        used += size + (begins ? 1 : 0);
    }
    return used;
}

/// Yang et al. 2019, section 2.3: only the last sixth of the order is predicted (their K is 6 or
/// 7); all that stands before it in the order is known at once. A row's first token never is, so
/// that there is always something to be seen.
std::size_t layOutPermutation(const ExampleShape& shape, std::span<const text::TokenId> text,
                              Luck& luck, Batch& batch) {
    const std::size_t length = std::min<std::size_t>(text.size(), shape.length);
    Ids tokens;
    Ids eligible;
    for (std::size_t i = 0; i < length; ++i) {
        tokens.push_back(numberOf(text[i]));
        if (i > 0 && tokens.back() != numberOfStart)
            eligible.push_back(static_cast<std::int64_t>(i));
    }
    const std::size_t most = targetsOfRow(shape.objective, shape.length);
    const std::size_t sixth = std::max<std::size_t>((eligible.size() + 3) / 6, 1);
    const std::size_t count = std::min({most, sixth, eligible.size()});
    Ids ranks(shape.length, 0);
    Ids places;
    Ids targets;
    for (std::size_t i = 0; i < count; ++i) {
        std::swap(eligible[i], eligible[i + luck.below(eligible.size() - i)]);
        const auto place = static_cast<std::size_t>(eligible[i]);
        ranks[place] = static_cast<std::int64_t>(i) + 1;
        places.push_back(eligible[i]);
        targets.push_back(tokens[place]);
    }
    pad(tokens, shape.length, numberOfStart);
    pad(places, most, 0);
    pad(targets, most, noTarget);
    append(batch.tokens, tokens);
    append(batch.tokens, ranks);
    append(batch.tokens, places);
    append(batch.targets, targets);
    return length;
}

} // namespace

std::size_t layOut(const ExampleShape& shape, std::span<const text::TokenId> text,
                   const std::vector<bool>& endsSentence, std::uint64_t key, Batch& batch) {
    Luck luck(key);
    if (shape.objective == Objective::Permutation)
        return layOutPermutation(shape, text, luck, batch);
    const auto layOutIn = [&](Row&& row) {
        const std::size_t used = fill(row, text, luck);
        row.finish(batch);
        return used;
    };
    if (shape.objective == Objective::SpanCorruption)
        return layOutIn(SpanCorruptionRow(shape));
    if (shape.objective == Objective::Denoising)
        return layOutIn(DenoisingRow(shape, endsSentence));
    return layOutIn(BlankRow(shape));
}

} // namespace neural
