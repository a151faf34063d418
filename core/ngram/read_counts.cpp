// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/read_counts.h"

#include "core/base/error.h"
#include "core/ngram/count_lines.h"
#include "core/ngram/counts.h"
#include "core/ngram/packed_counts.h"

#include <algorithm>
#include <limits>
#include <optional>

namespace ngram {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t chunk = 65536; ///< n-grams between two looks at the stop token

/// A source of n-grams that can be looked at before it is taken.
template <class Source>
class Ahead {
public:
    explicit Ahead(Source& source) : source_(source) { take(); }
    bool has() const { return has_; }
    const NgramCount& get() const { return ngram_; }
    void take() { has_ = source_.next(ngram_); }
    bool is(const NgramCount& other) const { return has_ && ngram_.tokens == other.tokens; }

private:
    Source& source_;
    NgramCount ngram_;
    bool has_ = false;
};

/// The n-grams one shorter that those of a sorted list begin with, each with the sum of the counts.
class Beginnings {
public:
    explicit Beginnings(NgramList& list)
        : last_(list.length() - 1), reader_(list), ahead_(reader_) {}
    bool next(NgramCount& ngram) {
        if (!ahead_.has())
            return false;
        ngram = beginning();
        ngram.count = 0;
        for (; ahead_.has() && beginning().tokens == ngram.tokens; ahead_.take())
            ngram.count += ahead_.get().count;
        return true;
    }

private:
    NgramCount beginning() const {
        NgramCount ngram = ahead_.get();
        ngram.tokens[last_] = {};
        return ngram;
    }

    unsigned last_;
    NgramList::Reader reader_;
    Ahead<NgramList::Reader> ahead_;
};

/// From lines to the n-grams of a counts file.
class Reading {
public:
    Reading(fs::path path, base::Progress& progress, const std::stop_token& stop,
            std::uint64_t memory)
        : path_(std::move(path)),
          progress_(progress),
          stop_(stop),
          memory_(memory),
          lines_(path_) {}

    void read(std::span<const fs::path> files) {
        for (const fs::path& file : files) {
            base::TextSource source(file);
            lines_.read(source, progress_, stop_);
        }
        if (lines_.lengths().empty())
            throw base::InputError(
                {NG_TEXT("core", "There is no n-gram with a count in {0}. Choose files of lines "
                                 "that are words, a tab, and a number."),
                 {files.empty() ? std::string() : files.front().string()}});
    }

    /// Numbers the tokens by their counts. Where these have to be summed up from longer n-grams
    /// they are known only when all is sorted, which is then done once more.
    void complete() {
        counts_ = lines_.tokens().counts();
        do {
            rank();
            completeLengths();
        } while (takeCounts());
    }

    text::Tokenizer tokenizer() const {
        return {{text::TokenizerKind::Whitespace, text::SentenceUnit::Line, false},
                text::Vocabulary::fromTokens(names_,
                                             unigrams_[text::index(text::Vocabulary::unknown)])};
    }

    CountedNgrams counted() {
        CountedNgrams counted;
        counted.unigrams = unigrams_;
        std::uint64_t& begins = counted.unigrams[text::index(text::Vocabulary::begin)];
        for (const std::uint64_t count : unigrams_)
            counted.events += count;
        counted.events -= begins;
        if (begins == 0)
            begins = unigrams_[text::index(text::Vocabulary::end)];
        counted.sumsHold = false;
        for (std::size_t k = 0; k < complete_.size(); ++k)
            counted.levels.emplace_back(path_);
        counted.levels.front().size = unigrams_.size();
        for (std::size_t k = 1; k < complete_.size(); ++k) {
            takeChildren(counted, k);
            takeLevel(counted.levels[k], complete_[k]);
        }
        return counted;
    }

private:
    void rank() {
        const auto& tokens = lines_.tokens();
        order_.resize(tokens.size());
        for (std::size_t i = 0; i < order_.size(); ++i)
            order_[i] = static_cast<std::uint32_t>(i);
        std::sort(order_.begin(), order_.end(), [&](std::uint32_t a, std::uint32_t b) {
            return counts_[a] != counts_[b] ? counts_[a] > counts_[b]
                                            : tokens.token(a) < tokens.token(b);
        });
        constexpr std::size_t special = text::Vocabulary::specialCount;
        ids_.resize(special + order_.size());
        for (std::size_t i = 0; i < special; ++i)
            ids_[i] = text::tokenId(i);
        names_.clear();
        for (std::size_t i = 0; i < order_.size(); ++i) {
            ids_[special + order_[i]] = text::tokenId(special + i);
            names_.emplace_back(tokens.token(order_[i]));
        }
    }

    /// From the longest down, because what is missing comes from what is longer.
    void completeLengths() {
        auto& lengths = lines_.lengths();
        complete_.clear();
        for (unsigned length = 1; length <= lengths.size(); ++length)
            complete_.emplace_back(path_, length);
        for (auto k = lengths.size(); k-- > 0;) {
            progress_.report(
                {{NG_TEXT("core", "Sorting n-grams")}, lengths.size() - 1 - k, lengths.size()});
            NgramSort given = sorter(k);
            NgramList::Reader reader(lengths[k]);
            for (NgramCount ngram; next(reader, ngram);) {
                for (std::size_t i = 0; i <= k; ++i)
                    ngram.tokens[i] = ids_[text::index(ngram.tokens[i])];
                given.add(ngram);
            }
            if (k + 1 == lengths.size())
                for (NgramCount ngram; next(given, ngram);)
                    complete_[k].write(ngram);
            else
                completeFrom(given, k);
        }
    }

    void completeFrom(NgramSort& givenSort, std::size_t k) {
        NgramSort endSort = sorter(k);
        NgramList::Reader longer(complete_[k + 1]);
        for (NgramCount ngram; next(longer, ngram);) {
            std::shift_left(ngram.tokens.begin(), ngram.tokens.end(), 1);
            ngram.tokens[k + 1] = {};
            endSort.add(ngram);
        }
        Beginnings beginningsOf(complete_[k + 1]);
        Ahead given(givenSort);
        Ahead beginnings(beginningsOf);
        Ahead ends(endSort);
        while (given.has() || beginnings.has() || ends.has()) {
            if (complete_[k].size() % chunk == 0)
                base::throwIfStopped(stop_);
            std::optional<NgramCount> first;
            const auto consider = [&](const auto& source) {
                if (source.has() && (!first || source.get().tokens < first->tokens))
                    first = source.get();
            };
            consider(given); // of equal ones the first to be considered counts
            consider(beginnings);
            consider(ends);
            complete_[k].write(*first);
            const auto pass = [&](auto& source) {
                if (source.is(*first))
                    source.take();
            };
            pass(given);
            pass(beginnings);
            pass(ends);
        }
    }

    /// Whether the tokens' counts have turned out to be others than those they were ordered by.
    bool takeCounts() {
        unigrams_.assign(ids_.size(), 0);
        NgramList::Reader reader(complete_.front());
        for (NgramCount ngram; next(reader, ngram);)
            unigrams_[text::index(ngram.tokens[0])] = ngram.count;
        bool changed = false;
        for (std::size_t i = 0; i < order_.size(); ++i) {
            const std::uint64_t count = unigrams_[text::Vocabulary::specialCount + i];
            changed = std::exchange(counts_[order_[i]], count) != count || changed;
        }
        return changed;
    }

    void takeLevel(CountedLevel& level, NgramList& list) {
        level.size = list.size();
        if (level.size >= std::numeric_limits<std::uint32_t>::max())
            throw base::InputError(
                NG_TEXT("core", "The files have more than 4 billion different n-grams of one "
                                "length, too many for one model. Leave out rare or long ones."));
        NgramList::Reader reader(list);
        for (NgramCount ngram; next(reader, ngram);) {
            level.tokens.write(std::as_bytes(std::span(&ngram.tokens[list.length() - 1], 1)));
            const auto small =
                static_cast<std::uint8_t>(std::min<std::uint64_t>(ngram.count, packed::large));
            level.counts.write(std::as_bytes(std::span(&small, 1)));
            if (ngram.count >= packed::large)
                level.largeCounts.push_back(ngram.count);
        }
    }

    /// Where the children of the n-grams of length k begin.
    void takeChildren(CountedNgrams& counted, std::size_t k) {
        base::SpillFile& begins = counted.levels[k - 1].children;
        std::uint32_t place = 0;
        const auto writePlace = [&] { begins.write(std::as_bytes(std::span(&place, 1))); };
        NgramList::Reader reader(complete_[k]);
        Ahead children(reader);
        const auto passChildren = [&](const NgramCount& parent) {
            writePlace();
            for (; children.has() &&
                   std::equal(parent.tokens.begin(),
                              parent.tokens.begin() + static_cast<std::ptrdiff_t>(k),
                              children.get().tokens.begin());
                 children.take())
                ++place;
        };
        NgramCount parent;
        if (k == 1) {
            for (std::size_t token = 0; token < unigrams_.size(); ++token) {
                parent.tokens[0] = text::tokenId(token);
                passChildren(parent);
            }
        } else {
            for (NgramList::Reader parents(complete_[k - 1]); next(parents, parent);)
                passChildren(parent);
        }
        writePlace();
    }

    NgramSort sorter(std::size_t k) const {
        // Two are at work at a time.
        const std::uint64_t memory = memory_ == 0 ? 0 : std::max<std::uint64_t>(memory_ / 2, 1);
        return {path_, RecordLayout(ids_.size(), static_cast<unsigned>(k) + 1), memory, stop_};
    }

    template <class Source>
    bool next(Source& source, NgramCount& ngram) {
        if (passed_++ % chunk == 0)
            base::throwIfStopped(stop_);
        return source.next(ngram);
    }

    fs::path path_;
    base::Progress& progress_;
    const std::stop_token& stop_;
    std::uint64_t memory_;
    std::uint64_t passed_ = 0;
    CountLines lines_;
    std::vector<std::uint64_t> counts_;   ///< of the ordinary tokens, by their numbers in the lines
    std::vector<std::uint32_t> order_;    ///< these numbers, the most frequent first
    std::vector<text::TokenId> ids_;      ///< by number in the lines, the special ones before
    std::vector<std::string> names_;      ///< the ordinary tokens by id
    std::vector<std::uint64_t> unigrams_; ///< counts by id
    std::deque<NgramList> complete_;      ///< [k]: the n-grams of length k + 1, sorted, each once
};

} // namespace

void readCounts(const fs::path& path, std::span<const fs::path> files, base::Progress& progress,
                const std::stop_token& stop, const CountingLimits& limits) {
    Reading reading(path, progress, stop, limits.memory);
    reading.read(files);
    reading.complete();
    CountedNgrams counted = reading.counted();
    writeCounts(path, counted, reading.tokenizer(), limits, progress, stop);
}

} // namespace ngram
