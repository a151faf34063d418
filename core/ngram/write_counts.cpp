// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/continuations.h"
#include "core/ngram/count_ngrams.h"
#include "core/ngram/counts.h"
#include "core/ngram/ngram_model.h"
#include "core/ngram/packed_counts.h"
#include "core/ngram/token_sampler.h"
#include "core/text/tokenizer_file.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace ngram {

namespace {

constexpr std::uint64_t chunk = 65536; ///< values between two looks at the stop token

/// The counts of one length as they were packed while counting, one after the other.
class CountReader {
public:
    explicit CountReader(CountedLevel& level)
        : bytes_(level.counts.map()), large_(level.largeCounts) {}
    std::uint64_t next() {
        const auto small = static_cast<std::uint8_t>(bytes_[place_++]);
        return small != packed::large ? small : large_[largePlace_++];
    }

private:
    std::span<const std::byte> bytes_;
    std::span<const std::uint64_t> large_;
    std::uint64_t place_ = 0;
    std::uint64_t largePlace_ = 0;
};

/// Writes the levels of a counts file, and sums up what the estimators ask of all n-grams of one
/// length. The values of each level are gone through once for the counts and once for what followed
/// the histories one shorter.
class LevelWriter {
public:
    LevelWriter(base::SectionFileWriter& file, CountedNgrams& counted,
                const std::vector<base::ScratchMemory>& continuations, const std::stop_token& stop)
        : file_(file), counted_(counted), stop_(stop), order_(counted.levels.size()) {
        for (const auto& numbers : continuations)
            continuations_.push_back(numbers.as<const std::uint32_t>());
    }

    void write(std::size_t k) {
        if (k > 0)
            writeTokens(k);
        writeCounts(k);
        if (k + 1 < order_)
            writeNodes(k);
        else
            ofAdjusted_.push_back(ofCounts_.back());
        if (k + 1 < order_ && !counted_.sumsHold)
            writeHistoryCounts(k);
    }
    nlohmann::json countsOfCounts() const { return ofCounts_; }
    nlohmann::json adjustedCountsOfCounts() const { return ofAdjusted_; }

private:
    void writeTokens(std::size_t k) {
        constexpr std::size_t block = std::size_t{1} << 20;
        const auto bytes = counted_.levels[k].tokens.map();
        TokenSampler sampler;
        file_.beginSection(fmt::format("level-{}-tokens", k + 1));
        for (std::span rest(reinterpret_cast<const text::TokenId*>(bytes.data()),
                            bytes.size() / sizeof(text::TokenId));
             !rest.empty();) {
            base::throwIfStopped(stop_);
            const auto some = rest.first(std::min(block, rest.size()));
            file_.write(std::as_bytes(some));
            sampler.add(some);
            rest = rest.subspan(some.size());
        }
        sampler.write(file_, k + 1);
    }

    void writeCounts(std::size_t k) {
        PackedCountsWriter writer(file_, fmt::format("level-{}-counts", k + 1));
        Counts::CountsOfCounts ofCounts{};
        if (k == 0) {
            for (std::size_t token = 0; token < counted_.unigrams.size(); ++token) {
                writer.add(counted_.unigrams[token]);
                if (text::tokenId(token) != text::Vocabulary::begin)
                    countUp(ofCounts, counted_.unigrams[token]);
            }
        } else {
            const auto bytes = counted_.levels[k].counts.map();
            const std::span packedBytes(reinterpret_cast<const std::uint8_t*>(bytes.data()),
                                        bytes.size());
            for (std::size_t i = 0; i < packedBytes.size(); ++i) {
                if (i % chunk == 0)
                    base::throwIfStopped(stop_);
                countUp(ofCounts, packedBytes[i]);
            }
            writer.add(packedBytes, counted_.levels[k].largeCounts);
        }
        writer.finish();
        ofCounts_.push_back(ofCounts);
    }

    /// The n-grams of length k + 1 with what followed them.
    void writeNodes(std::size_t k) {
        const auto bytes = counted_.levels[k].children.map();
        const std::span begins(reinterpret_cast<const std::uint32_t*>(bytes.data()),
                               bytes.size() / sizeof(std::uint32_t));
        const std::uint64_t size = counted_.levels[k].size;
        NodeRecordWriter writer(file_, fmt::format("level-{}-nodes", k + 1));
        Counts::CountsOfCounts ofAdjusted{};
        AdjustedReader own(*this, k);
        AdjustedReader following(*this, k + 1);
        for (std::uint64_t node = 0; node < size; ++node) {
            if (node % chunk == 0)
                base::throwIfStopped(stop_);
            NodeNumbers numbers;
            numbers.adjusted = own.next();
            countUp(ofAdjusted, numbers.adjusted);
            for (std::uint32_t i = begins[node]; i < begins[node + 1]; ++i) {
                const std::uint64_t count = following.next();
                numbers.once += count == 1 ? 1 : 0;
                numbers.twice += count == 2 ? 1 : 0;
                numbers.total += count;
            }
            writer.add(begins[node], numbers);
        }
        writer.finish(begins[size]);
        ofAdjusted_.push_back(ofAdjusted);
    }

    /// How often something followed the n-grams of length k + 1, where that is not their count.
    void writeHistoryCounts(std::size_t k) {
        const auto bytes = counted_.levels[k].children.map();
        const std::span begins(reinterpret_cast<const std::uint32_t*>(bytes.data()),
                               bytes.size() / sizeof(std::uint32_t));
        const auto tokenBytes = counted_.levels[k].tokens.map();
        const auto* const tokens = reinterpret_cast<const text::TokenId*>(tokenBytes.data());
        const std::uint64_t histories = counted_.levels[k].size;
        // Calls visit(history, its count, how often something followed it).
        const auto forEach = [&](const auto& visit) {
            CountReader own(counted_.levels[k]);
            CountReader following(counted_.levels[k + 1]);
            for (std::uint64_t history = 0; history < histories; ++history) {
                if (history % chunk == 0)
                    base::throwIfStopped(stop_);
                std::uint64_t sum = 0;
                for (std::uint32_t i = begins[history]; i < begins[history + 1]; ++i)
                    sum += following.next();
                visit(history, k == 0 ? counted_.unigrams[history] : own.next(), sum);
            }
        };
        bool holds = true;
        forEach([&](std::uint64_t history, std::uint64_t count, std::uint64_t sum) {
            const text::TokenId last = k == 0 ? text::tokenId(history) : tokens[history];
            holds = holds && (count == sum || last == text::Vocabulary::end);
        });
        if (holds)
            return;
        PackedCountsWriter writer(file_, fmt::format("level-{}-followed", k + 1));
        forEach([&](std::uint64_t /*history*/, std::uint64_t /*count*/, std::uint64_t sum) {
            writer.add(sum);
        });
        writer.finish();
    }

    static void countUp(Counts::CountsOfCounts& ofCounts, std::uint64_t count) {
        if (count < ofCounts.size())
            ++ofCounts[count];
    }

    /// The adjusted counts of the n-grams of length k + 1, in their order. What has nothing before
    /// it begins with <s>, and keeps its count (Heafield et al. 2013, section 3.2); so does what
    /// has lost what stood before it, because that was rare. <s> itself follows nothing.
    class AdjustedReader {
    public:
        AdjustedReader(const LevelWriter& writer, std::size_t k)
            : unigrams_(k == 0 ? writer.counted_.unigrams : std::span<const std::uint64_t>()),
              highest_(k + 1 == writer.order_),
              counts_(writer.counted_.levels[k]) {
            if (!highest_)
                continuations_ = writer.continuations_[k];
        }
        std::uint64_t next() {
            if (!unigrams_.empty()) {
                const std::uint64_t place = place_++;
                const bool keeps =
                    continuations_[place] == 0 && text::tokenId(place) != text::Vocabulary::begin;
                return keeps ? unigrams_[place] : continuations_[place];
            }
            const std::uint64_t count = counts_.next();
            if (highest_)
                return count;
            const std::uint64_t before = continuations_[place_++];
            return before > 0 ? before : count;
        }

    private:
        std::span<const std::uint64_t> unigrams_; ///< none for longer n-grams
        bool highest_;
        CountReader counts_;
        std::span<const std::uint32_t> continuations_;
        std::uint64_t place_ = 0;
    };

    base::SectionFileWriter& file_;
    CountedNgrams& counted_;
    const std::stop_token& stop_;
    std::size_t order_;
    std::vector<std::span<const std::uint32_t>> continuations_;
    std::vector<Counts::CountsOfCounts> ofCounts_;
    std::vector<Counts::CountsOfCounts> ofAdjusted_;
};

} // namespace

void writeCounts(const std::filesystem::path& path, std::span<const text::TokenId> tokens,
                 const text::Tokenizer& tokenizer, unsigned order, base::Progress& progress,
                 const std::stop_token& stop, const CountingLimits& limits) {
    if (order < 1 || order > maximumOrder)
        throw base::InputError({NG_TEXT("core", "The order is {0}. Choose one from 1 to {1}."),
                                {std::to_string(order), std::to_string(maximumOrder)}});
    CountedNgrams counted =
        countNgrams(path, tokens, tokenizer.vocabulary().size(), order, limits, progress, stop);
    writeCounts(path, counted, tokenizer, limits, progress, stop);
}

void writeCounts(const std::filesystem::path& path, CountedNgrams& counted,
                 const text::Tokenizer& tokenizer, const CountingLimits& limits,
                 base::Progress& progress, const std::stop_token& stop) {
    const std::size_t order = counted.levels.size();
    const auto continuations = countContinuations(counted, path, limits, progress, stop);

    base::SectionFileWriter file(path, countsFileKind());
    text::writeTokenizer(file, tokenizer);
    LevelWriter levels(file, counted, continuations, stop);
    for (std::size_t k = 0; k < order; ++k) {
        progress.report({{NG_TEXT("core", "Writing the counts")}, k, order});
        levels.write(k);
    }
    const nlohmann::json config = {
        {"order", order},
        {"events", counted.events},
        {"sentences", counted.unigrams[text::index(text::Vocabulary::begin)]},
        {"counts_of_counts", levels.countsOfCounts()},
        {"adjusted_counts_of_counts", levels.adjustedCountsOfCounts()}};
    file.addSection("config", config.dump());
    base::throwIfStopped(stop);
    file.commit();
}

} // namespace ngram
