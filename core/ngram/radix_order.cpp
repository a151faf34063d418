// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/radix_order.h"

#include "core/base/parallel.h"
#include "core/base/progress.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <vector>

namespace ngram {

namespace {

constexpr std::size_t radix = std::size_t{1} << 16;
constexpr std::uint32_t crowd = 1U << 20; ///< places sharing an upper half that are very many
constexpr std::size_t enough = 1U << 16;  ///< fewer are sorted before a thread has begun

using Counters = std::vector<std::uint32_t>;

class RadixOrder {
public:
    RadixOrder(std::span<const std::uint32_t> keys, std::span<std::uint32_t> order,
               const std::stop_token& stop)
        : keys_(keys),
          order_(order),
          stop_(stop),
          threads_(keys.size() < enough ? 1 : base::computeThreads()),
          upper_(threads_, Counters(radix)),
          begins_(radix + 1),
          crowded_(radix, none) {
        std::uint32_t most = 1;
        for (const std::uint32_t key : keys)
            most = std::max(most, key);
        shift_ = std::countl_zero(most);
    }

    void run() {
        forEachKey([&](unsigned thread, std::uint32_t key, std::uint32_t /*place*/) {
            ++upper_[thread][upper(key)];
        });
        findCrowds();
        if (!lower_.empty())
            forEachKey([&](unsigned thread, std::uint32_t key, std::uint32_t /*place*/) {
                if (const auto number = crowded_[upper(key)]; number != none)
                    ++lower_[number * threads_ + thread][lower(key)];
            });
        placeBegins();
        forEachKey([&](unsigned thread, std::uint32_t key, std::uint32_t place) {
            const auto number = crowded_[upper(key)];
            std::uint32_t& next = number == none ? upper_[thread][upper(key)]
                                                 : lower_[number * threads_ + thread][lower(key)];
            order_[next++] = place;
        });
        if (shift_ < 16) // else the upper half is the whole key
            sortGroups();
    }

private:
    static constexpr std::uint32_t none = ~std::uint32_t{0};
    std::size_t upper(std::uint32_t key) const { return (key << shift_) >> 16; }
    std::size_t lower(std::uint32_t key) const { return (key << shift_) & (radix - 1); }

    /// Each thread goes through a part of the keys, in order.
    template <class Visit>
    void forEachKey(Visit visit) const {
        base::runInParallel(threads_, [&](unsigned thread) {
            const std::size_t end = keys_.size() * (thread + 1) / threads_;
            for (std::size_t i = keys_.size() * thread / threads_; i < end;) {
                base::throwIfStopped(stop_);
                for (const std::size_t pause = std::min(end, i + 65536); i < pause; ++i)
                    visit(thread, keys_[i], static_cast<std::uint32_t>(i));
            }
        });
    }

    void findCrowds() {
        std::uint32_t number = 0;
        for (std::size_t i = 0; i < radix; ++i) {
            std::uint64_t all = 0;
            for (const Counters& counters : upper_)
                all += counters[i];
            if (all > crowd)
                crowded_[i] = number++;
        }
        lower_.assign(std::size_t{number} * threads_, Counters(radix));
    }

    /// Numbers of keys become the places where they begin.
    void placeBegins() {
        std::uint32_t begin = 0;
        const auto place = [&](std::uint32_t& counter) {
            const std::uint32_t number = counter;
            counter = begin;
            begin += number;
        };
        for (std::size_t i = 0; i < radix; ++i) {
            begins_[i] = begin;
            if (const auto number = crowded_[i]; number != none)
                for (std::size_t j = 0; j < radix; ++j)
                    for (unsigned thread = 0; thread < threads_; ++thread)
                        place(lower_[number * threads_ + thread][j]);
            else
                for (Counters& counters : upper_)
                    place(counters[i]);
        }
        begins_[radix] = begin;
    }

    void sortGroups() const {
        std::atomic<std::size_t> next = 0;
        base::runInParallel(threads_, [&](unsigned /*thread*/) {
            std::vector<std::uint64_t> group; // the key's lower half, then the place
            std::vector<std::uint64_t> sorted;
            for (std::size_t i = next++; i < radix; i = next++) {
                base::throwIfStopped(stop_);
                if (crowded_[i] == none && begins_[i + 1] - begins_[i] > 1)
                    sortGroup(order_.subspan(begins_[i], begins_[i + 1] - begins_[i]), group,
                              sorted);
            }
        });
    }

    void sortGroup(std::span<std::uint32_t> places, std::vector<std::uint64_t>& group,
                   std::vector<std::uint64_t>& sorted) const {
        group.resize(places.size());
        for (std::size_t i = 0; i < places.size(); ++i)
            group[i] = std::uint64_t{lower(keys_[places[i]])} << 32 | places[i];
        if (places.size() < 256) {
            std::sort(group.begin(), group.end());
        } else {
            sorted.resize(group.size());
            for (const unsigned digit : {32U, 40U}) {
                std::array<std::uint32_t, 257> begins{};
                for (const std::uint64_t entry : group)
                    ++begins[(entry >> digit & 255) + 1];
                for (std::size_t i = 1; i < begins.size(); ++i)
                    begins[i] += begins[i - 1];
                for (const std::uint64_t entry : group)
                    sorted[begins[entry >> digit & 255]++] = entry;
                group.swap(sorted);
            }
        }
        for (std::size_t i = 0; i < places.size(); ++i)
            places[i] = static_cast<std::uint32_t>(group[i]);
    }

    std::span<const std::uint32_t> keys_;
    std::span<std::uint32_t> order_;
    const std::stop_token& stop_;
    unsigned threads_;
    int shift_ = 0;               ///< the greatest key's first bit becomes the first of all
    std::vector<Counters> upper_; ///< for each thread and upper half
    std::vector<Counters> lower_; ///< for each crowd, thread and lower half
    std::vector<std::uint32_t> begins_;
    std::vector<std::uint32_t> crowded_; ///< by upper half: which crowd
};

} // namespace

void orderByKeys(std::span<const std::uint32_t> keys, std::span<std::uint32_t> order,
                 const std::stop_token& stop) {
    base::throwIfStopped(stop);
    if (!keys.empty())
        RadixOrder(keys, order, stop).run();
}

} // namespace ngram
