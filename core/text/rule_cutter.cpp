// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/rule_cutter.h"

#include <queue>

#include <cstdint>
#include <functional>
#include <tuple>
#include <utility>

namespace text {

namespace {

/// Words that are kept cut, so that memory stays small.
constexpr std::size_t mostKnown = std::size_t{1} << 16;
constexpr std::size_t longestKnown = 64;

/// A word as a chain of pieces, of which the earliest merge joins two at a time.
class Chain {
public:
    Chain(const TokenizerRules& rules, std::string_view word) : rules_(rules) {
        for (std::size_t i = 0; i < word.size(); ++i)
            links_.push_back({static_cast<unsigned char>(word[i]), i + 1});
        for (std::size_t i = 0; i + 1 < links_.size(); ++i) {
            links_[i + 1].before = i;
            consider(i);
        }
    }

    std::vector<std::uint32_t> merged() {
        while (!due_.empty()) {
            const Due next = due_.top();
            due_.pop();
            const auto [rank, left, first, second] = next;
            const std::size_t right = links_[left].after;
            if (links_[left].gone || right >= links_.size() || links_[left].piece != first ||
                links_[right].piece != second)
                continue; // one of the two has become another piece
            join(left, right);
        }
        std::vector<std::uint32_t> pieces;
        for (std::size_t i = 0; i < links_.size(); i = links_[i].after)
            pieces.push_back(links_[i].piece);
        return pieces;
    }

private:
    struct Link {
        std::uint32_t piece = 0;
        std::size_t after = 0;
        std::size_t before = SIZE_MAX;
        bool gone = false;
    };
    /// Rank, place, and the two pieces that were to be merged.
    using Due = std::tuple<std::uint32_t, std::size_t, std::uint32_t, std::uint32_t>;

    void consider(std::size_t left) {
        const std::size_t right = links_[left].after;
        if (right >= links_.size())
            return;
        const std::uint32_t first = links_[left].piece;
        const std::uint32_t second = links_[right].piece;
        if (const auto* merge = rules_.merge(first, second))
            due_.emplace(merge->rank, left, first, second);
    }

    void join(std::size_t left, std::size_t right) {
        links_[left].piece = rules_.merge(links_[left].piece, links_[right].piece)->result;
        links_[left].after = links_[right].after;
        links_[right].gone = true;
        if (links_[left].after < links_.size())
            links_[links_[left].after].before = left;
        consider(left);
        if (links_[left].before != SIZE_MAX)
            consider(links_[left].before);
    }

    const TokenizerRules& rules_;
    std::vector<Link> links_;
    std::priority_queue<Due, std::vector<Due>, std::greater<>> due_;
};

} // namespace

RuleCutter::RuleCutter(TokenizerRules rules) : rules_(std::move(rules)) {
    for (const std::string& pattern : rules_.patterns())
        matchers_.emplace_back(Pattern(pattern));
}

void RuleCutter::cutFurther(Matcher& matcher) {
    further_.clear();
    const auto keep = [this](std::string_view part) {
        if (!part.empty())
            further_.push_back(part);
    };
    for (const std::string_view part : parts_) {
        std::size_t end = 0;
        for (const TextRange match : matcher.matches(part)) {
            keep(part.substr(end, match.begin - end));
            keep(match.of(part));
            end = match.end;
        }
        keep(part.substr(end));
    }
    parts_.swap(further_);
}

const std::vector<std::string_view>& RuleCutter::cut(std::string_view text) {
    parts_.clear();
    if (!text.empty())
        parts_.push_back(text);
    for (Matcher& matcher : matchers_)
        cutFurther(matcher);
    return parts_;
}

const std::vector<std::uint32_t>& RuleCutter::piecesOf(std::string_view word) {
    if (word.size() > longestKnown)
        return long_ = Chain(rules_, word).merged();
    if (known_.size() >= mostKnown)
        known_.clear();
    const auto [place, isNew] = known_.try_emplace(std::string(word));
    if (isNew)
        place->second = Chain(rules_, word).merged();
    return place->second;
}

void RuleCutter::cutIntoPieces(std::string_view text, std::vector<std::string_view>& pieces) {
    if (rules_.addsSpace() && !text.empty() && text.front() != ' ') {
        spaced_ = ' ';
        spaced_ += text;
        text = spaced_;
    }
    for (const std::string_view word : cut(text))
        for (const std::uint32_t number : piecesOf(word))
            pieces.push_back(rules_.piece(number));
}

} // namespace text
