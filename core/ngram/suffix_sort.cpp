// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/suffix_sort.h"

#include "core/base/prefetch.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace ngram {

namespace {

constexpr Place none = std::numeric_limits<Place>::max();
constexpr std::size_t ahead = 24; ///< places between asking memory for a symbol and needing it

/// Passes over the places, all levels of the recursion together, in a text of words. Only for the
/// progress that is shown.
constexpr std::uint64_t usualPasses = 13;

class Watch {
public:
    Watch(base::Progress& progress, const std::stop_token& stop, std::size_t places)
        : progress_(&progress), stop_(&stop), total_(places * usualPasses) {}

    /// Called at each step of each pass.
    void step() {
        constexpr std::uint64_t stepsBetweenLooks = 65536;
        if (++done_ % stepsBetweenLooks != 0)
            return;
        base::throwIfStopped(*stop_);
        progress_->report(
            {{NG_TEXT("core", "Sorting the places of the text")}, std::min(done_, total_), total_});
    }

private:
    base::Progress* progress_;
    const std::stop_token* stop_;
    std::uint64_t total_;
    std::uint64_t done_ = 0;
};

std::size_t number(text::TokenId token) {
    return text::index(token);
}
std::size_t number(Place name) {
    return name;
}

/// One level of the recursion. The paper's words: a suffix is S-type where it is smaller than the
/// next one, else L-type; it is LMS ("leftmost S") where it is S-type behind an L-type one.
template <class Symbol>
class Level {
public:
    Level(std::span<const Symbol> text, std::size_t alphabet, std::span<Place> places, Watch& watch)
        : text_(text), places_(places), watch_(&watch), isS_(text.size()), begins_(alphabet + 1) {}

    void sort() {
        if (text_.empty())
            return;
        findTypes();
        fill(0, none);
        const std::size_t found = placeLms();
        induce();
        if (found > 1) {
            gatherLms();
            const std::size_t names = nameLms(found);
            sortNames(found, names);
            replaceLms(found);
            induce();
        }
    }

private:
    bool isLms(std::size_t i) const { return i > 0 && isS_[i] && !isS_[i - 1]; }

    void fill(std::size_t first, Place value) {
        for (std::size_t i = first; i < places_.size(); ++i) {
            watch_->step();
            places_[i] = value;
        }
    }

    /// Types, and where each symbol's suffixes begin in the result.
    void findTypes() {
        for (std::size_t i = text_.size(); i-- > 0;) {
            watch_->step();
            ++begins_[number(text_[i]) + 1];
            if (i + 1 < text_.size()) // the last suffix is L-type: the end is smaller
                isS_[i] = text_[i] < text_[i + 1] || (text_[i] == text_[i + 1] && isS_[i + 1]);
        }
        std::partial_sum(begins_.begin(), begins_.end(), begins_.begin());
    }

    void toBegins() { next_.assign(begins_.begin(), begins_.end() - 1); }
    void toEnds() { next_.assign(begins_.begin() + 1, begins_.end()); }
    void putFirst(std::size_t i) { places_[next_[number(text_[i])]++] = static_cast<Place>(i); }
    void putLast(std::size_t i) { places_[--next_[number(text_[i])]] = static_cast<Place>(i); }

    /// LMS suffixes to the ends of their buckets, in any order; returns how many there are.
    std::size_t placeLms() {
        std::size_t found = 0;
        toEnds();
        for (std::size_t i = 1; i < text_.size(); ++i) {
            watch_->step();
            if (!isLms(i))
                continue;
            putLast(i);
            ++found;
        }
        return found;
    }

    void prefetch(std::size_t i) const {
        if (i < places_.size() && places_[i] - 1 < text_.size())
            base::prefetch(&text_[places_[i] - 1]);
    }

    /// From LMS suffixes in order at the ends of their buckets, all L-type ones; from those, all
    /// S-type ones, which then fill the ends of the buckets exactly.
    void induce() {
        toBegins();
        putFirst(text_.size() - 1);
        for (std::size_t i = 0; i < places_.size(); ++i) {
            watch_->step();
            prefetch(i + ahead);
            const Place place = places_[i];
            if (place != none && place > 0 && !isS_[place - 1])
                putFirst(place - 1);
        }
        toEnds();
        for (std::size_t i = places_.size(); i-- > 0;) {
            watch_->step();
            prefetch(i - ahead); // wraps round at the start, which is no place
            const Place place = places_[i];
            if (place != none && place > 0 && isS_[place - 1])
                putLast(place - 1);
        }
    }

    /// LMS suffixes, now in the order of their substrings, to the front.
    void gatherLms() {
        std::size_t kept = 0;
        for (const Place place : places_) {
            watch_->step();
            if (place != none && isLms(place))
                places_[kept++] = place;
        }
    }

    /// Whether the same stands from a and from b up to the next LMS place of each.
    bool isSameSubstring(std::size_t a, std::size_t b) {
        for (std::size_t length = 0;; ++length) {
            watch_->step();
            if (std::max(a, b) + length == text_.size()) // the end is like nothing else
                return false;
            if (text_[a + length] != text_[b + length] || isS_[a + length] != isS_[b + length])
                return false;
            if (length > 0 && isLms(a + length) && isLms(b + length))
                return true;
        }
    }

    /// Gives the LMS substrings their ranks as names; the text of these names ends up at the back
    /// of the places. Returns how many names there are.
    std::size_t nameLms(std::size_t found) {
        fill(found, none);
        std::size_t names = 0;
        for (std::size_t i = 0; i < found; ++i) {
            if (i == 0 || !isSameSubstring(places_[i - 1], places_[i]))
                ++names;
            // Two LMS places are never neighbours, so that half a place is one of its own.
            places_[found + places_[i] / 2] = static_cast<Place>(names - 1);
        }
        std::size_t back = places_.size();
        for (std::size_t i = places_.size(); i-- > found;) {
            watch_->step();
            if (places_[i] != none)
                places_[--back] = places_[i];
        }
        return names;
    }

    /// The order of the LMS suffixes, as their numbers, to the front: the suffix array of the
    /// names.
    void sortNames(std::size_t found, std::size_t names) {
        const auto text = places_.last(found);
        const auto order = places_.first(found);
        if (names < found) {
            Level<Place>(text, names, order, *watch_).sort();
            return;
        }
        for (std::size_t i = 0; i < found; ++i) {
            watch_->step();
            order[text[i]] = static_cast<Place>(i);
        }
    }

    /// LMS suffixes to the ends of their buckets, in their order, and nothing else.
    void replaceLms(std::size_t found) {
        std::size_t back = places_.size();
        for (std::size_t i = text_.size(); i-- > 1;) {
            watch_->step();
            if (isLms(i))
                places_[--back] = static_cast<Place>(i);
        }
        for (std::size_t i = 0; i < found; ++i) {
            watch_->step();
            places_[i] = places_[back + places_[i]];
        }
        fill(found, none);
        toEnds();
        for (std::size_t i = found; i-- > 0;) { // never to a place before its own
            watch_->step();
            const Place place = places_[i];
            places_[i] = none;
            putLast(place);
        }
    }

    std::span<const Symbol> text_;
    std::span<Place> places_;
    Watch* watch_;
    std::vector<bool> isS_;
    std::vector<Place> begins_; ///< of each symbol's suffixes; one more at the end
    std::vector<Place> next_;   ///< where its next one goes
};

} // namespace

void sortSuffixes(std::span<const text::TokenId> text, std::size_t alphabet,
                  std::span<Place> places, base::Progress& progress, const std::stop_token& stop) {
    Watch watch(progress, stop, text.size());
    Level<text::TokenId>(text, alphabet, places, watch).sort();
}

} // namespace ngram
