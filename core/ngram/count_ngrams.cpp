// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/count_ngrams.h"

#include "core/base/parallel.h"
#include "core/base/scratch_memory.h"
#include "core/ngram/read_off.h"
#include "core/ngram/record_sort.h"
#include "core/ngram/trie.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <limits>
#include <mutex>
#include <numeric>

namespace ngram {

namespace {

constexpr std::size_t chunk = std::size_t{1} << 18; ///< tokens between two looks at the stop token

/// The records whose first token is in [firstToken, lastToken).
struct Part {
    std::size_t firstToken = 0;
    std::size_t lastToken = 0;
    std::uint64_t records = 0;
};

struct Plan {
    std::vector<Part> parts;
    std::vector<std::uint32_t> partOf; ///< by token
};

/// Parts of about equal size; a token more frequent than that is one alone.
Plan planParts(std::span<const std::uint64_t> unigrams, std::size_t recordsInPart) {
    Plan plan;
    plan.partOf.resize(unigrams.size());
    Part part;
    for (std::size_t token = 0; token < unigrams.size(); ++token) {
        if (part.records > 0 && part.records + unigrams[token] > recordsInPart) {
            plan.parts.push_back(part);
            part = {token, token, 0};
        }
        plan.partOf[token] = static_cast<std::uint32_t>(plan.parts.size());
        part.lastToken = token + 1;
        part.records += unigrams[token];
    }
    plan.parts.push_back(part);
    return plan;
}

/// The piece of [0, size) that is a thread's own.
std::pair<std::size_t, std::size_t> pieceOf(std::size_t size, unsigned thread, unsigned threads) {
    return {size * thread / threads, size * (thread + 1) / threads};
}

std::vector<std::vector<std::uint64_t>> countUnigrams(std::span<const text::TokenId> tokens,
                                                      std::size_t vocabularySize, unsigned threads,
                                                      const std::stop_token& stop) {
    std::vector<std::vector<std::uint64_t>> byThread(threads);
    base::runInParallel(threads, [&](unsigned thread) {
        std::vector<std::uint64_t> counts(vocabularySize);
        const auto [first, last] = pieceOf(tokens.size(), thread, threads);
        for (std::size_t i = first; i < last; ++i) {
            if (i % chunk == 0)
                base::throwIfStopped(stop);
            const std::size_t token = text::index(tokens[i]);
            if (token >= vocabularySize)
                throw base::FormatError(
                    {NG_TEXT("core", "The stored tokens do not belong to this tokenizer (token {0} "
                                     "of {1} entries). Import the corpus again."),
                     {std::to_string(token), std::to_string(vocabularySize)}});
            ++counts[token];
        }
        byThread[thread] = std::move(counts);
    });
    return byThread;
}

/// Takes the parts' levels in the parts' order, whoever is ready first, and appends them.
class Appender {
public:
    explicit Appender(CountedNgrams& counted) : counted_(counted) {}

    /// Waits until it is this part's turn.
    void append(std::size_t part, std::vector<PartLevel>& levels) {
        std::unique_lock lock(mutex_);
        turn_.wait(lock, [&] { return next_ == part || failed_; });
        if (failed_)
            return;
        const unsigned order = static_cast<unsigned>(levels.size());
        for (unsigned k = 0; k < order; ++k) {
            CountedLevel& level = counted_.levels[k];
            if (k + 1 < order) {
                const auto base = static_cast<std::uint32_t>(counted_.levels[k + 1].size);
                for (std::uint32_t& child : levels[k].children)
                    child += base;
                level.children.write(std::as_bytes(std::span(levels[k].children)));
            }
            level.tokens.write(std::as_bytes(std::span(levels[k].tokens)));
            level.counts.write(std::as_bytes(std::span(levels[k].counts)));
            level.largeCounts.insert(level.largeCounts.end(), levels[k].largeCounts.begin(),
                                     levels[k].largeCounts.end());
        }
        for (unsigned k = 0; k < order; ++k) {
            CountedLevel& level = counted_.levels[k];
            level.size += k == 0 ? 0 : levels[k].tokens.size();
            if (level.size >= std::numeric_limits<std::uint32_t>::max())
                throw base::InputError(
                    NG_TEXT("core", "The text has more than 4 billion different n-grams, too many "
                                    "for one model. Choose a lower order or a smaller "
                                    "vocabulary."));
        }
        ++next_;
        turn_.notify_all();
    }
    /// Lets go whoever waits for a part that will not come.
    void fail() {
        const std::lock_guard lock(mutex_);
        failed_ = true;
        turn_.notify_all();
    }

private:
    CountedNgrams& counted_;
    std::mutex mutex_;
    std::condition_variable turn_;
    std::size_t next_ = 0;
    bool failed_ = false;
};

void clear(std::vector<PartLevel>& levels) {
    for (PartLevel& level : levels) {
        level.tokens.clear();
        level.counts.clear();
        level.largeCounts.clear();
        level.children.clear();
    }
}

/// Counting with records of this many words.
template <std::size_t words>
class Counter {
public:
    Counter(CountedNgrams& counted, std::span<const text::TokenId> tokens,
            const RecordLayout& layout, unsigned threads, base::Progress& progress,
            const std::stop_token& stop)
        : tokens_(tokens),
          layout_(layout),
          threads_(threads),
          progress_(progress),
          stop_(stop),
          appender_(counted) {}

    void run(const Plan& plan, std::uint64_t memory) {
        const std::uint64_t size = sizeof(Record<words>);
        // A part is sorted beside a buffer of its own size, one on each thread.
        const std::uint64_t most =
            memory == 0 ? std::numeric_limits<std::uint64_t>::max() : memory / size;
        for (std::size_t first = 0; first < plan.parts.size();) {
            std::size_t last = first;
            std::uint64_t records = 0;
            std::uint64_t largest = 0;
            while (last < plan.parts.size()) {
                const std::uint64_t next = plan.parts[last].records;
                const std::uint64_t buffers = std::max(largest, next) * threads_;
                if (last > first && records + next + buffers > most)
                    break;
                records += next;
                largest = std::max(largest, next);
                ++last;
            }
            countGroup(plan, first, last, records, largest);
            first = last;
        }
    }

private:
    void countGroup(const Plan& plan, std::size_t first, std::size_t last, std::uint64_t records,
                    std::uint64_t largest) {
        const base::ScratchMemory memory(records * sizeof(Record<words>));
        const auto all = memory.template as<Record<words>>();
        const std::vector<std::uint64_t> begins = deal(plan, first, last, all);
        std::atomic<std::size_t> next = first;
        base::runInParallel(threads_, [&](unsigned /*thread*/) {
            try {
                const base::ScratchMemory bufferMemory(largest * sizeof(Record<words>));
                const auto buffer = bufferMemory.template as<Record<words>>();
                std::vector<PartLevel> levels(layout_.order());
                for (std::size_t part; (part = next++) < last;) {
                    base::throwIfStopped(stop_);
                    progress_.report({{NG_TEXT("core", "Counting n-grams")},
                                      tokens_.size() + begins[part - first] * tokens_.size() /
                                                           std::max<std::uint64_t>(records, 1),
                                      2 * tokens_.size()});
                    const std::uint64_t size = plan.parts[part].records;
                    const auto own = all.subspan(begins[part - first], size);
                    sortRecords<words>(own, buffer.first(size));
                    ReadOff<words>(layout_, levels)
                        .read(own, plan.parts[part].firstToken, plan.parts[part].lastToken);
                    appender_.append(part, levels);
                    clear(levels);
                }
            } catch (...) {
                appender_.fail();
                throw;
            }
        });
    }

    /// Deals the group's records out to their parts; returns where each part begins.
    std::vector<std::uint64_t> deal(const Plan& plan, std::size_t first, std::size_t last,
                                    std::span<Record<words>> all) {
        const std::size_t parts = last - first;
        const std::size_t firstToken = plan.parts[first].firstToken;
        const std::size_t lastToken = plan.parts[last - 1].lastToken;
        const auto inGroup = [&](std::size_t token) {
            return token >= firstToken && token < lastToken;
        };
        std::vector<std::vector<std::uint64_t>> places(threads_);
        base::runInParallel(threads_, [&](unsigned thread) {
            std::vector<std::uint64_t> sizes(parts);
            const auto [begin, end] = pieceOf(tokens_.size(), thread, threads_);
            for (std::size_t i = begin; i < end; ++i) {
                if (i % chunk == 0)
                    base::throwIfStopped(stop_);
                const std::size_t token = text::index(tokens_[i]);
                if (inGroup(token))
                    ++sizes[plan.partOf[token] - first];
            }
            places[thread] = std::move(sizes);
        });
        std::vector<std::uint64_t> begins(parts);
        std::uint64_t place = 0;
        for (std::size_t part = 0; part < parts; ++part) {
            begins[part] = place;
            for (unsigned thread = 0; thread < threads_; ++thread)
                place += std::exchange(places[thread][part], place);
        }
        base::runInParallel(threads_, [&](unsigned thread) {
            auto& own = places[thread];
            const auto [begin, end] = pieceOf(tokens_.size(), thread, threads_);
            for (std::size_t i = begin; i < end; ++i) {
                if (i % chunk == 0) {
                    base::throwIfStopped(stop_);
                    if (thread == 0)
                        progress_.report({{NG_TEXT("core", "Counting n-grams")},
                                          i * threads_,
                                          2 * tokens_.size()});
                }
                const std::size_t token = text::index(tokens_[i]);
                if (inGroup(token))
                    all[own[plan.partOf[token] - first]++] =
                        layout_.template pack<words>(tokens_, i);
            }
        });
        return begins;
    }

    std::span<const text::TokenId> tokens_;
    const RecordLayout& layout_;
    unsigned threads_;
    base::Progress& progress_;
    const std::stop_token& stop_;
    Appender appender_;
};

template <std::size_t words>
void countRecords(CountedNgrams& counted, std::span<const text::TokenId> tokens,
                  const RecordLayout& layout, const CountingLimits& limits, unsigned threads,
                  base::Progress& progress, const std::stop_token& stop) {
    constexpr std::size_t wanted = record_sort::cacheBytes / sizeof(Record<words>);
    constexpr std::size_t mostParts = 4096; // more streams at once than that cost page walks
    const Plan plan = planParts(counted.unigrams, std::max(wanted, tokens.size() / mostParts));
    Counter<words>(counted, tokens, layout, threads, progress, stop).run(plan, limits.memory);
}

} // namespace

CountedNgrams countNgrams(const std::filesystem::path& beside,
                          std::span<const text::TokenId> tokens, std::size_t vocabularySize,
                          unsigned order, const CountingLimits& limits, base::Progress& progress,
                          const std::stop_token& stop) {
    const unsigned threads = limits.threads > 0 ? limits.threads : base::computeThreads();
    CountedNgrams counted;
    counted.unigrams.resize(vocabularySize);
    for (const auto& counts : countUnigrams(tokens, vocabularySize, threads, stop))
        for (std::size_t token = 0; token < vocabularySize; ++token)
            counted.unigrams[token] += counts[token];
    counted.events =
        std::accumulate(counted.unigrams.begin(), counted.unigrams.end(), std::uint64_t{0}) -
        counted.unigrams[text::index(text::Vocabulary::begin)];
    for (unsigned length = 1; length <= order; ++length)
        counted.levels.emplace_back(beside);
    counted.levels.front().size = vocabularySize;
    if (order == 1)
        return counted;
    const RecordLayout layout(vocabularySize, order);
    const auto count = [&](auto words) {
        countRecords<decltype(words)::value>(counted, tokens, layout, limits, threads, progress,
                                             stop);
    };
    // 64 bits hold at least two tokens: ten take at most five words.
    switch (layout.words()) {
    case 1:
        count(std::integral_constant<std::size_t, 1>());
        break;
    case 2:
        count(std::integral_constant<std::size_t, 2>());
        break;
    case 3:
        count(std::integral_constant<std::size_t, 3>());
        break;
    case 4:
        count(std::integral_constant<std::size_t, 4>());
        break;
    default:
        count(std::integral_constant<std::size_t, 5>());
    }
    for (unsigned k = 0; k + 1 < order; ++k) {
        const auto end = static_cast<std::uint32_t>(counted.levels[k + 1].size);
        counted.levels[k].children.write(std::as_bytes(std::span(&end, 1)));
    }
    return counted;
}

} // namespace ngram
