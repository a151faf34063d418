// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/count_ngrams.h"

#include "core/base/parallel.h"
#include "core/base/scratch_memory.h"
#include "core/ngram/read_off.h"
#include "core/ngram/record_plan.h"
#include "core/ngram/record_sort.h"
#include "core/ngram/trie.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <limits>
#include <map>
#include <mutex>
#include <numeric>

namespace ngram {

namespace {

constexpr std::size_t chunk = std::size_t{1} << 12; ///< tokens between two looks at the stop token
/// Bytes of records that are dealt and sorted at a time, whatever the limit allows. More costs
/// more, not less: fresh memory is dearer than reading the tokens once more.
constexpr std::uint64_t recordsAtOnce = std::uint64_t{1} << 28;

/// The piece of [0, size) that is a thread's own.
std::pair<std::size_t, std::size_t> pieceOf(std::size_t size, unsigned thread, unsigned threads) {
    return {size * thread / threads, size * (thread + 1) / threads};
}

/// Takes the parts' levels, whoever is ready first, and appends them in the parts' order.
class Appender {
public:
    explicit Appender(CountedNgrams& counted) : counted_(counted) {}

    /// Keeps what comes before its turn, so that the other threads can go on while one sorts a
    /// large part; waits once that is too much.
    void append(std::size_t part, std::vector<PartLevel> levels) {
        std::unique_lock lock(mutex_);
        const std::uint64_t size = bytesOf(levels);
        turn_.wait(lock, [&] { return part == next_ || kept_ + size <= mostKept || failed_; });
        if (failed_)
            return;
        kept_ += size;
        waiting_.emplace(part, std::move(levels));
        for (; !waiting_.empty() && waiting_.begin()->first == next_; ++next_) {
            kept_ -= bytesOf(waiting_.begin()->second);
            append(waiting_.begin()->second);
            waiting_.erase(waiting_.begin());
        }
        turn_.notify_all();
    }
    /// Lets go whoever waits for a part that will not come.
    void fail() {
        const std::lock_guard lock(mutex_);
        failed_ = true;
        turn_.notify_all();
    }

private:
    static constexpr std::uint64_t mostKept = std::uint64_t{1} << 26;

    static std::uint64_t bytesOf(const std::vector<PartLevel>& levels) {
        std::uint64_t bytes = 0;
        for (const PartLevel& level : levels)
            bytes += (level.tokens.size() + level.children.size()) * sizeof(std::uint32_t) +
                     level.counts.size() + level.largeCounts.size() * sizeof(std::uint64_t);
        return bytes;
    }
    void append(std::vector<PartLevel>& levels) {
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
    }

    CountedNgrams& counted_;
    std::mutex mutex_;
    std::condition_variable turn_;
    std::map<std::size_t, std::vector<PartLevel>> waiting_;
    std::uint64_t kept_ = 0; ///< bytes of what waits
    std::size_t next_ = 0;
    bool failed_ = false;
};

/// Counting with records of this many words.
template <std::size_t words>
class Counter {
public:
    Counter(CountedNgrams& counted, std::span<const text::TokenId> tokens,
            const RecordLayout& layout, unsigned threads, base::Progress& progress,
            const std::stop_token& stop)
        : counted_(counted),
          tokens_(tokens),
          layout_(layout),
          threads_(threads),
          progress_(progress),
          stop_(stop),
          appender_(counted) {}

    void run(RecordPlan& plan, std::uint64_t memory) {
        countRecords(plan);
        if (layout_.order() == 1)
            return;
        const std::uint64_t size = sizeof(Record<words>);
        // A part is sorted beside a buffer of its own size, one on each thread.
        const std::uint64_t most =
            (memory == 0 ? recordsAtOnce : std::min(memory, recordsAtOnce)) / size;
        for (std::size_t first = 0; first < plan.parts().size();) {
            base::throwIfStopped(stop_);
            std::size_t last = first;
            std::uint64_t records = 0;
            std::uint64_t largest = 0;
            while (last < plan.parts().size()) {
                const std::uint64_t next = plan.parts()[last].records;
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
    void countGroup(const RecordPlan& plan, std::size_t first, std::size_t last,
                    std::uint64_t records, std::uint64_t largest) {
        const auto all = enough(records_, records);
        const std::vector<std::uint64_t> begins = deal(plan, first, last, all);
        buffers_.resize(threads_);
        std::atomic<std::size_t> next = first;
        base::runInParallel(threads_, [&](unsigned thread) {
            try {
                const auto buffer = enough(buffers_[thread], largest);
                for (std::size_t part; (part = next++) < last;) {
                    base::throwIfStopped(stop_);
                    progress_.report({{NG_TEXT("core", "Counting n-grams")},
                                      done_ + begins[part - first],
                                      tokens_.size()});
                    const std::uint64_t size = plan.parts()[part].records;
                    const auto own = all.subspan(begins[part - first], size);
                    sortRecords<words>(own, buffer.first(size));
                    std::vector<PartLevel> levels(layout_.order());
                    ReadOff<words>(layout_, levels)
                        .read(own, plan.parts()[part].firstToken, plan.parts()[part].lastToken);
                    appender_.append(part, std::move(levels));
                }
            } catch (...) {
                appender_.fail();
                throw;
            }
        });
        done_ += records;
    }
    /// Memory for so many records, what is there where that is enough.
    static std::span<Record<words>> enough(base::ScratchMemory& memory, std::uint64_t records) {
        if (memory.template as<Record<words>>().size() < records) {
            memory = {}; // before more is asked for
            memory = base::ScratchMemory(records * sizeof(Record<words>));
        }
        return memory.template as<Record<words>>().first(records);
    }

    /// How many records each part has, of each thread's piece of the text, and the unigrams.
    void countRecords(RecordPlan& plan) {
        progress_.report({{NG_TEXT("core", "Counting n-grams")}, 0, tokens_.size()});
        sizes_.assign(threads_, {});
        std::vector<std::vector<std::uint64_t>> unigrams(threads_);
        base::runInParallel(threads_, [&](unsigned thread) {
            std::vector<std::uint64_t> sizes(plan.parts().size());
            std::vector<std::uint64_t> own(counted_.unigrams.size());
            forEachChunk(thread, [&](std::size_t begin, std::size_t end) {
                plan.forEach(tokens_, begin, end, [&](std::size_t place, std::uint32_t part) {
                    ++sizes[part];
                    ++own[text::index(tokens_[place])];
                });
            });
            sizes_[thread] = std::move(sizes);
            unigrams[thread] = std::move(own);
        });
        for (const auto& own : unigrams)
            for (std::size_t token = 0; token < own.size(); ++token)
                counted_.unigrams[token] += own[token];
        for (const auto& sizes : sizes_)
            for (std::size_t part = 0; part < sizes.size(); ++part)
                plan.parts()[part].records += sizes[part];
    }

    /// Deals the group's records out to their parts; returns where each part begins.
    std::vector<std::uint64_t> deal(const RecordPlan& plan, std::size_t firstPart,
                                    std::size_t lastPart, std::span<Record<words>> all) {
        // Each thread deals its own piece of the text, to its own places.
        const std::size_t parts = lastPart - firstPart;
        std::vector<std::vector<std::uint64_t>> places(threads_, std::vector<std::uint64_t>(parts));
        std::vector<std::uint64_t> begins(parts);
        std::uint64_t next = 0;
        for (std::size_t part = 0; part < parts; ++part) {
            begins[part] = next;
            for (unsigned thread = 0; thread < threads_; ++thread) {
                places[thread][part] = next;
                next += sizes_[thread][firstPart + part];
            }
        }
        base::runInParallel(threads_, [&](unsigned thread) {
            auto& own = places[thread];
            // First which, then what to do with them: which token comes next cannot be foretold,
            // and a branch on it would cost more than all the rest.
            struct Chosen {
                std::uint32_t place;
                std::uint32_t part;
            };
            std::vector<Chosen> chosen(chunk);
            forEachChunk(thread, [&](std::size_t begin, std::size_t end) {
                std::size_t number = 0;
                plan.forEach(tokens_, begin, end, [&](std::size_t place, std::uint32_t part) {
                    const std::size_t ofGroup = part - firstPart;
                    chosen[number] = {static_cast<std::uint32_t>(place - begin),
                                      static_cast<std::uint32_t>(ofGroup)};
                    number += ofGroup < parts ? 1 : 0;
                });
                for (std::size_t i = 0; i < number; ++i)
                    all[own[chosen[i].part]++] =
                        layout_.template pack<words>(tokens_, begin + chosen[i].place);
            });
        });
        return begins;
    }

    template <class Visit>
    void forEachChunk(unsigned thread, Visit visit) const {
        const auto [begin, end] = pieceOf(tokens_.size(), thread, threads_);
        for (std::size_t first = begin; first < end; first += chunk) {
            base::throwIfStopped(stop_);
            visit(first, std::min(first + chunk, end));
        }
    }

    CountedNgrams& counted_;
    std::span<const text::TokenId> tokens_;
    const RecordLayout& layout_;
    unsigned threads_;
    base::Progress& progress_;
    const std::stop_token& stop_;
    Appender appender_;
    std::vector<std::vector<std::uint64_t>> sizes_; ///< [thread][part]
    base::ScratchMemory records_;
    std::vector<base::ScratchMemory> buffers_; ///< of each thread
    std::uint64_t done_ = 0;                   ///< records
};

template <std::size_t words>
void countRecords(CountedNgrams& counted, std::span<const text::TokenId> tokens,
                  const RecordLayout& layout, const CountingLimits& limits, unsigned threads,
                  base::Progress& progress, const std::stop_token& stop) {
    constexpr std::size_t wanted = record_sort::cacheBytes / sizeof(Record<words>);
    constexpr std::size_t mostParts = 4096; // or so: more streams at once than that cost page walks
    RecordPlan plan(sampleUnigrams(tokens, counted.unigrams.size()),
                    std::max(wanted, tokens.size() / mostParts));
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
    for (unsigned length = 1; length <= order; ++length)
        counted.levels.emplace_back(beside);
    counted.levels.front().size = vocabularySize;
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
    counted.events =
        std::accumulate(counted.unigrams.begin(), counted.unigrams.end(), std::uint64_t{0}) -
        counted.unigrams[text::index(text::Vocabulary::begin)];
    for (unsigned k = 0; k + 1 < order; ++k) {
        const auto end = static_cast<std::uint32_t>(counted.levels[k + 1].size);
        counted.levels[k].children.write(std::as_bytes(std::span(&end, 1)));
    }
    return counted;
}

} // namespace ngram
