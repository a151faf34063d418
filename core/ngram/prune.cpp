// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/prune.h"

#include "core/base/parallel.h"
#include "core/ngram/backoff_arrays.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace ngram {

namespace {

const Smoothed& requirePrunable(const NgramModel& model, const PruneSpec& spec) {
    const auto* smoothed = dynamic_cast<const Smoothed*>(&model.estimator());
    if (smoothed == nullptr || !smoothed->isDistribution())
        throw base::InputError(
            {NG_TEXT("core",
                     "A model by {0} cannot be pruned: it has no distribution with back-off "
                     "weights. Choose a model by another estimator, Witten-Bell or "
                     "modified Kneser-Ney, say."),
             {model.estimatorSpec().name}});
    if (!(spec.entropy >= 0 && std::isfinite(spec.entropy)))
        throw base::InputError(NG_TEXT("core", "The threshold of entropy pruning is below 0. "
                                               "Choose a small number such as 1e-8."));
    if (!spec.counts.empty())
        model.counts(); // says why, where there are none
    return *smoothed;
}

class Pruner {
public:
    Pruner(const NgramModel& model, const Smoothed& smoothed, const PruneSpec& spec,
           base::Progress& progress, const std::stop_token& stop)
        : model_(model),
          smoothed_(smoothed),
          trie_(smoothed.trie()),
          spec_(spec),
          progress_(&progress),
          stop_(stop) {}

    Pruned run(const std::filesystem::path& path, const std::string& source) {
        for (unsigned length = 1; length <= trie_.order(); ++length) {
            report(length - 1);
            readLevel(length);
        }
        for (unsigned length = trie_.order(); length > 1; --length)
            decide(length);
        report(trie_.order());
        write(path, source);
        return pruned_;
    }

private:
    struct Level {
        std::vector<double> probability; ///< P(w | h)
        std::vector<double> lower;       ///< P(w | h'), from bigrams up
        std::vector<char> stays;
    };

    void report(std::uint64_t done) {
        base::throwIfStopped(stop_);
        progress_->report({{NG_TEXT("core", "Pruning")}, done, trie_.order() + 1});
    }
    Level& level(unsigned length) { return levels_[length - 1]; }

    void readLevel(unsigned length) {
        Level read;
        const std::uint64_t size = trie_.size(length);
        read.probability.resize(size);
        read.lower.resize(length > 1 ? size : 0);
        read.stays.assign(size, length == 1 ? 1 : 0);
        const unsigned threads = base::computeThreads();
        base::runInParallel(threads, [&](unsigned thread) {
            const std::uint64_t last = size * (thread + 1) / threads;
            for (std::uint64_t i = size * thread / threads; i < last; ++i) {
                if (i % 4096 == 0)
                    base::throwIfStopped(stop_);
                const auto ngram = trie_.ngram({length, i});
                const auto history = std::span(ngram).first(length - 1);
                read.probability[i] = smoothed_.probability(history, ngram.back());
                if (length > 1)
                    read.lower[i] = smoothed_.probability(history.subspan(1), ngram.back());
            }
        });
        levels_.push_back(std::move(read));
    }

    /// P(h): each token's probability after those before it. <s> is as frequent as </s>.
    double historyProbability(Node history) {
        double product = 1;
        for (Node node = history; node.level > 0; node = trie_.parent(node))
            product *= trie_.token(node) == text::Vocabulary::begin
                           ? level(1).probability[text::index(text::Vocabulary::end)]
                           : level(node.level).probability[node.index];
        return product;
    }

    bool hasFewCounts(Node ngram) const {
        if (spec_.counts.empty())
            return false;
        const std::size_t place = std::min<std::size_t>(ngram.level, spec_.counts.size()) - 1;
        return model_.count(ngram) <= spec_.counts[place];
    }

    /// Marks what stays of the n-grams of one length; those one longer are decided.
    void decide(unsigned length) {
        Level& here = level(length);
        for (std::uint64_t h = 0; h < trie_.size(length - 1); ++h) {
            if (h % 4096 == 0)
                base::throwIfStopped(stop_);
            const Node history{length - 1, h};
            const Trie::Range range = trie_.children(history);
            if (range.first == range.last)
                continue;
            double left = 1;      // of the history's distribution, for what it was not seen with
            double leftLower = 1; // the same of the shorter history's
            for (std::uint64_t i = range.first; i < range.last; ++i) {
                if (!smoothed_.isSeen({length, i}))
                    continue;
                left -= here.probability[i];
                leftLower -= here.lower[i];
            }
            const double ofHistory = historyProbability(history);
            for (std::uint64_t i = range.first; i < range.last; ++i) {
                const Node ngram{length, i};
                const bool beginsLonger = here.stays[i] != 0;
                const bool goes = !smoothed_.isSeen(ngram) || hasFewCounts(ngram) ||
                                  increase(ofHistory, here.probability[i], here.lower[i], left,
                                           leftLower) < spec_.entropy;
                here.stays[i] = beginsLonger || !goes ? 1 : 0;
                if (here.stays[i] != 0 && length > 2)
                    level(length - 1).stays[h] = 1;
            }
        }
    }

    /// By which share perplexity rises without an n-gram (Stolcke 1998, eq. 3 to 5).
    static double increase(double ofHistory, double probability, double lower, double left,
                           double leftLower) {
        constexpr double tiny = 1e-12; // what rounding leaves of nothing
        if (left < tiny || leftLower < tiny || !(lower > 0) || !(probability > 0))
            return std::numeric_limits<double>::infinity();
        const double weight = left / leftLower;
        const double without = (left + probability) / (leftLower + lower);
        const double change =
            -ofHistory *
            (probability * (std::log(lower) + std::log(without) - std::log(probability)) +
             left * (std::log(without) - std::log(weight)));
        return std::expm1(change);
    }

    static float log10Of(double value) {
        return value > 0 ? static_cast<float>(std::log10(value)) : log10OfZero;
    }

    void write(const std::filesystem::path& path, const std::string& source) {
        std::vector<float> unigrams;
        for (std::uint64_t i = 0; i < trie_.size(1); ++i) {
            const double value = level(1).probability[i];
            const bool begin = text::tokenId(i) == text::Vocabulary::begin;
            unigrams.push_back(value > 0 || begin ? log10Of(value) : BackoffArrays::none);
        }
        const auto shown = [](const auto& values) {
            return static_cast<std::uint64_t>(std::count_if(
                values.begin(), values.end(), [](float value) { return !std::isnan(value); }));
        };
        pruned_.before.push_back(shown(unigrams));
        pruned_.after.push_back(pruned_.before.back());
        BackoffArrays arrays(std::move(unigrams), std::vector<float>(trie_.size(1), 0));
        std::vector<std::uint64_t> kept(trie_.size(1)); // the old index of each n-gram that stays
        for (std::uint64_t i = 0; i < kept.size(); ++i)
            kept[i] = i;
        for (unsigned length = 2; length <= trie_.order(); ++length)
            kept = appendLevel(arrays, length, kept);
        arrays.write(path, trie_.tokenizer(), source);
    }

    /// The n-grams of a length that stay, and with them the weights of what they begin with.
    std::vector<std::uint64_t> appendLevel(BackoffArrays& arrays, unsigned length,
                                           const std::vector<std::uint64_t>& parents) {
        Level& here = level(length);
        std::vector<std::uint64_t> kept;
        std::vector<double> weights(parents.size(), 1);
        arrays.beginLevel();
        for (std::uint64_t parent = 0; parent < parents.size(); ++parent) {
            if (parent % 4096 == 0)
                base::throwIfStopped(stop_);
            const Node history{length - 1, parents[parent]};
            const Trie::Range range = trie_.children(history);
            std::vector<text::TokenId> shorter;
            double left = 1;
            double leftLower = 1;
            for (std::uint64_t i = range.first; i < range.last; ++i) {
                if (here.stays[i] == 0)
                    continue;
                if (shorter.empty())
                    shorter = trie_.ngram(history);
                const text::TokenId token = trie_.token({length, i});
                arrays.append(parent, token, log10Of(here.probability[i]), 0);
                kept.push_back(i);
                left -= here.probability[i];
                leftLower -= arrays.probability(std::span(shorter).subspan(1), token);
            }
            constexpr double tiny = 1e-12;
            if (!shorter.empty())
                weights[parent] = left < tiny || leftLower < tiny ? 0 : left / leftLower;
        }
        arrays.endLevel();
        for (std::uint64_t parent = 0; parent < weights.size(); ++parent)
            arrays.setBackoff({length - 1, parent}, weights[parent]);
        pruned_.before.push_back(trie_.size(length));
        pruned_.after.push_back(kept.size());
        return kept;
    }

    const NgramModel& model_;
    const Smoothed& smoothed_;
    const Trie& trie_;
    const PruneSpec& spec_;
    base::Progress* progress_;
    std::stop_token stop_;
    std::vector<Level> levels_;
    Pruned pruned_;
};

} // namespace

std::vector<std::uint64_t> pruneCountsFromText(const std::string& text) {
    std::vector<std::uint64_t> counts;
    std::string_view rest = text;
    while (!rest.empty()) {
        const std::string_view field = rest.substr(0, rest.find(','));
        std::uint64_t count = 0;
        const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), count);
        if (field.empty() || error != std::errc() || end != field.data() + field.size() ||
            counts.size() == maximumOrder)
            throw base::InputError({NG_TEXT("core", "“{0}” is no list of counts. Give one count "
                                                    "for each order, such as 0,0,1."),
                                    {text}});
        counts.push_back(count);
        rest.remove_prefix(std::min(field.size() + 1, rest.size()));
    }
    return counts;
}

Pruned prune(const NgramModel& model, const PruneSpec& spec, const std::filesystem::path& path,
             const std::string& source, base::Progress& progress, const std::stop_token& stop) {
    const Smoothed& smoothed = requirePrunable(model, spec);
    return Pruner(model, smoothed, spec, progress, stop).run(path, source);
}

} // namespace ngram
