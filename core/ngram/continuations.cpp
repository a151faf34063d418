// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/continuations.h"

#include "core/base/parallel.h"
#include "core/base/prefetch.h"
#include "core/ngram/trie.h"

#include <algorithm>
#include <array>
#include <atomic>

namespace ngram {

namespace {

using Numbers = std::span<const std::uint32_t>;

Numbers numbers(base::SpillFile& file) {
    const auto bytes = file.map();
    return {reinterpret_cast<const std::uint32_t*>(bytes.data()),
            bytes.size() / sizeof(std::uint32_t)};
}

base::ScratchMemory makeNumbers(std::uint64_t size, const std::filesystem::path& beside,
                                const CountingLimits& limits) {
    const std::size_t bytes = size * sizeof(std::uint32_t);
    return limits.memory == 0 ? base::ScratchMemory(bytes) : base::ScratchMemory(bytes, beside);
}

/// Where the histories of one length lead, and where their children are.
struct Step {
    Numbers suffixes;     ///< of each history: the place of what it is without its first token
    Numbers begins;       ///< of each history: where its children begin
    Numbers tokens;       ///< of the children
    Numbers suffixBegins; ///< the same one level up
    Numbers suffixTokens; ///< none for unigrams, whose place is the token
    std::span<std::uint32_t> childSuffixes; ///< to fill in; none at the highest order
    std::span<std::uint32_t> continuations; ///< to add to
};

/// The children of one history: both lists are sorted, and each child has its suffix in the other.
void follow(const Step& step, std::uint64_t history) {
    const std::uint32_t first = step.begins[history];
    const std::uint32_t last = step.begins[history + 1];
    if (first == last)
        return;
    const std::uint32_t suffix = step.suffixes[history];
    auto candidate = step.suffixTokens.begin() + step.suffixBegins[suffix];
    const auto end = step.suffixTokens.begin() + step.suffixBegins[suffix + 1];
    for (std::uint32_t child = first; child < last; ++child) {
        const std::uint32_t token = step.tokens[child];
        // Galloping: the other list may be far longer.
        std::ptrdiff_t stride = 1;
        while (end - candidate > stride && candidate[stride] <= token) {
            candidate += stride;
            stride *= 2;
        }
        candidate = std::lower_bound(candidate, std::min(candidate + stride, end), token);
        const auto place = static_cast<std::uint32_t>(candidate - step.suffixTokens.begin());
        if (!step.childSuffixes.empty())
            step.childSuffixes[child] = place;
        std::atomic_ref(step.continuations[place]).fetch_add(1, std::memory_order_relaxed);
    }
}

void followFromUnigrams(const Step& step, std::uint64_t history) {
    for (std::uint32_t child = step.begins[history]; child < step.begins[history + 1]; ++child) {
        const std::uint32_t token = step.tokens[child];
        if (!step.childSuffixes.empty())
            step.childSuffixes[child] = token;
        std::atomic_ref(step.continuations[token]).fetch_add(1, std::memory_order_relaxed);
    }
}

/// Runs over all histories on all threads. Memory is asked for a few histories ahead: a suffix may
/// stand anywhere.
void followAll(const Step& step, unsigned threads, const std::stop_token& stop) {
    constexpr std::uint64_t far = 24;
    constexpr std::uint64_t near = 12;
    constexpr std::uint64_t piece = 1U << 16;
    const std::uint64_t histories = step.begins.size() - 1;
    std::atomic<std::uint64_t> next = 0;
    base::runInParallel(threads, [&](unsigned /*thread*/) {
        for (std::uint64_t begin; (begin = next.fetch_add(piece)) < histories;) {
            base::throwIfStopped(stop);
            const std::uint64_t end = std::min(begin + piece, histories);
            for (std::uint64_t history = begin; history < end; ++history) {
                if (step.suffixes.empty()) {
                    followFromUnigrams(step, history);
                    continue;
                }
                if (history + far < end)
                    base::prefetch(&step.suffixBegins[step.suffixes[history + far]]);
                if (history + near < end) {
                    const std::uint32_t ahead = step.suffixBegins[step.suffixes[history + near]];
                    base::prefetch(step.suffixTokens.data() + ahead);
                    base::prefetch(step.continuations.data() + ahead);
                }
                follow(step, history);
            }
        }
    });
}

} // namespace

std::vector<base::ScratchMemory> countContinuations(CountedNgrams& counted,
                                                    const std::filesystem::path& beside,
                                                    const CountingLimits& limits,
                                                    base::Progress& progress,
                                                    const std::stop_token& stop) {
    const std::size_t order = counted.levels.size();
    const unsigned threads = limits.threads > 0 ? limits.threads : base::computeThreads();
    std::vector<base::ScratchMemory> continuations;
    base::ScratchMemory suffixes; // of the histories, one length at a time
    for (std::size_t k = 1; k < order; ++k) {
        progress.report({{NG_TEXT("core", "Counting what stands before")}, k - 1, order - 1});
        CountedLevel& shorter = counted.levels[k - 1];
        CountedLevel& level = counted.levels[k];
        continuations.push_back(makeNumbers(shorter.size, beside, limits));
        base::ScratchMemory childSuffixes;
        if (k + 1 < order)
            childSuffixes = makeNumbers(level.size, beside, limits);
        Step step;
        step.begins = numbers(shorter.children);
        step.tokens = numbers(level.tokens);
        step.childSuffixes = childSuffixes.as<std::uint32_t>();
        step.continuations = continuations.back().as<std::uint32_t>();
        if (k > 1) {
            step.suffixes = suffixes.as<const std::uint32_t>();
            step.suffixBegins = numbers(counted.levels[k - 2].children);
            step.suffixTokens = numbers(shorter.tokens);
        }
        followAll(step, threads, stop);
        suffixes = std::move(childSuffixes);
    }
    return continuations;
}

} // namespace ngram
