// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/ngram/unbounded_counts.h"
#include "core/text/tokenizer_file.h"
#include "tests/core/ngram/small_model.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <numeric>
#include <random>

namespace fs = std::filesystem;
using Tokens = std::vector<text::TokenId>;

namespace {

Tokens tokensOf(const std::vector<unsigned>& numbers) {
    Tokens tokens;
    for (const unsigned number : numbers)
        tokens.push_back(text::tokenId(number));
    return tokens;
}

std::vector<ngram::Place> sorted(const Tokens& tokens, std::size_t alphabet) {
    std::vector<ngram::Place> places(tokens.size());
    base::NoProgress progress;
    ngram::sortSuffixes(tokens, alphabet, places, progress, {});
    return places;
}

std::vector<ngram::Place> sortedNaively(const Tokens& tokens) {
    std::vector<ngram::Place> places(tokens.size());
    std::iota(places.begin(), places.end(), 0U);
    std::sort(places.begin(), places.end(), [&](ngram::Place a, ngram::Place b) {
        return std::lexicographical_compare(tokens.begin() + a, tokens.end(), tokens.begin() + b,
                                            tokens.end());
    });
    return places;
}

std::vector<std::uint64_t> placesNaively(std::span<const text::TokenId> text,
                                         std::span<const text::TokenId> ngram) {
    std::vector<std::uint64_t> places;
    for (std::size_t i = 0; i + ngram.size() <= text.size(); ++i)
        if (std::equal(ngram.begin(), ngram.end(), text.begin() + static_cast<std::ptrdiff_t>(i)))
            places.push_back(i);
    return places;
}

/// A text file, its token cache and its index, below one folder.
class Indexed {
public:
    Indexed(const fs::path& folder, const std::string& text) : folder_(folder) {
        fs::create_directories(folder);
        std::ofstream(folder / "text.txt") << text;
        std::istringstream words(text);
        std::map<std::string, std::uint64_t> counted;
        for (std::string word; words >> word;)
            ++counted[word];
        std::vector<text::TokenCount> counts;
        for (const auto& [token, count] : counted)
            counts.push_back({token, count});
        tokenizer =
            std::make_unique<text::Tokenizer>(text::TokenizerSpec{text::TokenizerKind::Whitespace},
                                              text::Vocabulary(std::move(counts)));
        base::NoProgress progress;
        corpus::writeTokenCache(folder / "text.tokens",
                                corpus::findDocuments({folder / "text.txt"}), *tokenizer, progress,
                                {});
        cache = std::make_shared<corpus::TokenCache>(folder / "text.tokens");
        ngram::writeSuffixArray(index(), *cache, progress, {});
    }
    fs::path index() const { return folder_ / "text.suffixes"; }
    ngram::UnboundedCounts counts() const { return {ngram::SuffixArray(index(), *cache), cache}; }
    Tokens ids(const std::string& spaced) const {
        Tokens found;
        std::istringstream words(spaced);
        for (std::string word; words >> word;)
            found.push_back(word == "<s>"    ? text::Vocabulary::begin
                            : word == "</s>" ? text::Vocabulary::end
                                             : tokenizer->vocabulary().find(word));
        return found;
    }

    std::unique_ptr<text::Tokenizer> tokenizer;
    std::shared_ptr<const corpus::TokenCache> cache;

private:
    fs::path folder_;
};

std::string randomText(std::mt19937& random, std::size_t lines, unsigned words) {
    std::string text;
    for (std::size_t line = 0; line < lines; ++line) {
        for (std::size_t i = 0; i < 1 + random() % 8; ++i)
            text += "w" + std::to_string(random() % words) + " ";
        text += "\n";
    }
    return text;
}

} // namespace

class TestSuffixArray : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    fs::path place(const std::string& name) const {
        return fs::path(folder_.path().toStdString()) / name;
    }

private slots:
    void byHand() {
        // "banana" as b 2, a 1, n 3: a, ana, anana, banana, na, nana.
        const std::vector<ngram::Place> banana{5, 3, 1, 0, 4, 2};
        QCOMPARE(sorted(tokensOf({2, 1, 3, 1, 3, 1}), 4), banana);
        QCOMPARE(sorted({}, 0).size(), 0U);
        QCOMPARE(sorted(tokensOf({7}), 8), std::vector<ngram::Place>{0});
        const std::vector<ngram::Place> rising{0, 1, 2};
        QCOMPARE(sorted(tokensOf({0, 1, 2}), 3), rising);
        const std::vector<ngram::Place> falling{2, 1, 0};
        QCOMPARE(sorted(tokensOf({2, 1, 0}), 3), falling);
        QCOMPARE(sorted(tokensOf({1, 1, 1}), 2), falling); // the end is the smallest
    }

    void randomTextsAsByNaiveSorting() {
        std::mt19937 random(7);
        for (int trial = 0; trial < 3000; ++trial) {
            const std::size_t alphabet = 1 + random() % 6;
            Tokens tokens(random() % 60);
            for (auto& token : tokens)
                token = text::tokenId(random() % alphabet);
            const std::size_t period = 1 + random() % 5;
            if (trial % 2 == 0) // the same again and again
                for (std::size_t i = period; i < tokens.size(); ++i)
                    tokens[i] = tokens[i - period];
            QCOMPARE(sorted(tokens, alphabet), sortedNaively(tokens));
        }
    }

    void repetitiveTexts() {
        // Fibonacci words make the recursion deep, one symbol alone makes every suffix a prefix.
        Tokens shorter = tokensOf({1});
        Tokens longer = tokensOf({1, 0});
        for (int i = 0; i < 13; ++i) {
            Tokens next = longer;
            next.insert(next.end(), shorter.begin(), shorter.end());
            shorter = std::move(longer);
            longer = std::move(next);
        }
        QCOMPARE(sorted(longer, 2), sortedNaively(longer));
        const auto ones = sorted(Tokens(100'000, text::tokenId(3)), 4);
        for (std::size_t i = 0; i < ones.size(); ++i)
            QCOMPARE(ones[i], ones.size() - 1 - i);
    }

    void countsByHand() {
        const Indexed indexed(place("hand"), "the cat sat\nthe cat ran\nthe dog sat\n");
        const auto counts = indexed.counts();
        QCOMPARE(counts.count(indexed.ids("the")), 3U);
        QCOMPARE(counts.count(indexed.ids("the cat")), 2U);
        QCOMPARE(counts.count(indexed.ids("<s> the cat sat </s>")), 1U);
        QCOMPARE(counts.count(indexed.ids("sat </s> <s> the cat ran")), 1U); // across the line
        QCOMPARE(counts.count(indexed.ids("cat dog")), 0U);
        QCOMPARE(counts.count({}), 15U);
        QCOMPARE(counts.count(indexed.ids("zebra")), 0U); // <unk>, which the text has not
        const auto next = counts.next(indexed.ids("the"), {});
        QCOMPARE(next.total, 3U);
        QCOMPARE(next.tokens.size(), 2U);
        for (const auto& [token, count] : next.tokens)
            QCOMPARE(count, token == indexed.ids("cat").front() ? 2U : 1U);
        // <s> is never predicted; </s> is, three times, and the end of all is no token.
        QCOMPARE(counts.next(indexed.ids("</s>"), {}).total, 0U);
        QCOMPARE(counts.next({}, {}).total, 12U);
    }

    void infiniGramByHand() {
        const Indexed indexed(place("infini"), "the cat sat\nthe cat ran\nthe dog sat\n");
        const auto counts = indexed.counts();
        // "the bird cat": only "cat" is an end that the text has.
        const auto backedOff = counts.infiniGram(indexed.ids("dog cat"), {});
        QCOMPARE(backedOff.order(), 2U);
        QCOMPARE(backedOff.next.total, 2U);
        const auto whole = counts.infiniGram(indexed.ids("<s> the dog"), {});
        QCOMPARE(whole.order(), 4U);
        QCOMPARE(whole.next.tokens.size(), 1U);
        QCOMPARE(whole.next.tokens[0].token, indexed.ids("sat").front());
        QCOMPARE(counts.infiniGram(indexed.ids("zebra"), {}).order(), 1U);
        QCOMPARE(counts.infiniGram(indexed.ids("sat </s>"), {}).order(), 1U);
    }

    void stretchesByHand() {
        const Indexed indexed(place("stretch"), "a b c d\nb c e\n");
        const auto counts = indexed.counts();
        const auto text = indexed.ids("b c d b c e zebra a b e");
        const auto found = counts.stretches(text, {});
        const std::vector<std::pair<std::size_t, std::size_t>> expected{
            {0, 3}, {3, 3}, {7, 2}, {9, 1}};
        QCOMPARE(found.size(), expected.size());
        for (std::size_t i = 0; i < found.size(); ++i) {
            QCOMPARE(found[i].begin, expected[i].first);
            QCOMPARE(found[i].length, expected[i].second);
        }
        QCOMPARE(ngram::longest(found).begin, 0U);
        QCOMPARE(ngram::longest({}).length, 0U);
        const auto matches = counts.matchesFrom(text, {});
        const std::vector<std::size_t> lengths{3, 2, 1, 3, 2, 1, 0, 2, 1, 1};
        const std::vector<std::uint64_t> often{1, 1, 1, 1, 1, 1, 0, 1, 2, 1};
        for (std::size_t i = 0; i < lengths.size(); ++i) {
            QCOMPARE(matches[i].length, lengths[i]);
            QCOMPARE(matches[i].places.count(), often[i]);
        }
        QVERIFY(counts.stretches({}, {}).empty());
    }

    void everythingAsByNaiveSearch() {
        std::mt19937 random(3);
        for (int trial = 0; trial < 12; ++trial) {
            const Indexed indexed(place("naive"), randomText(random, 40, 2 + trial));
            const auto counts = indexed.counts();
            const auto tokens = indexed.cache->tokens();
            for (int ask = 0; ask < 150; ++ask) {
                const std::size_t begin = random() % tokens.size();
                const std::size_t length = 1 + random() % 12;
                const auto cut = tokens.subspan(begin, std::min(length, tokens.size() - begin));
                Tokens wanted(cut.begin(), cut.end());
                if (ask % 3 == 0)
                    wanted[random() % wanted.size()] = text::tokenId(random() % (4 + trial));
                const auto places = placesNaively(tokens, wanted);
                const auto range = counts.find(wanted);
                QCOMPARE(range.count(), places.size());
                QCOMPARE(counts.places(range, places.size() + 1, {}), places);
                if (places.size() > 2)
                    QCOMPARE(counts.places(range, 2, {}),
                             std::vector(places.begin(), places.begin() + 2));
                std::map<text::TokenId, std::uint64_t> next;
                for (const auto one : places)
                    if (const auto behind = one + wanted.size();
                        behind < tokens.size() && tokens[behind] != text::Vocabulary::begin)
                        ++next[tokens[behind]];
                const auto found = counts.next(wanted, {});
                QCOMPARE(found.tokens.size(), next.size());
                for (const auto& [token, count] : found.tokens)
                    QCOMPARE(count, next.at(token));
                // The longest match from each place, one token more at a time.
                const auto matches = counts.matchesFrom(wanted, {});
                for (std::size_t i = 0; i < wanted.size(); ++i) {
                    const auto from = std::span<const text::TokenId>(wanted).subspan(i);
                    std::size_t longest = 0;
                    while (longest < from.size() && from[longest] != text::Vocabulary::unknown &&
                           !placesNaively(tokens, from.first(longest + 1)).empty())
                        ++longest;
                    QCOMPARE(matches[i].length, longest);
                    if (longest > 0)
                        QCOMPARE(matches[i].places.count(),
                                 placesNaively(tokens, from.first(longest)).size());
                }
            }
        }
    }

    void agreesWithCountsOfEveryOrder() {
        std::mt19937 random(11);
        const Indexed indexed(place("orders"), randomText(random, 400, 9));
        const auto counts = indexed.counts();
        base::NoProgress progress;
        ngram::writeCounts(place("orders.ngm"), *indexed.cache, *indexed.tokenizer, 5, progress,
                           {});
        const auto trie = ngram::openCounts(place("orders.ngm"));
        for (unsigned level = 1; level <= 5; ++level)
            for (std::uint64_t i = 0; i < trie->size(level); ++i) {
                const ngram::Node node{level, i};
                const Tokens wanted = trie->ngram(node);
                QCOMPARE(counts.count(wanted), trie->count(node));
                if (level == 5)
                    continue;
                const auto children = trie->children(node);
                const auto next = counts.next(wanted, {});
                QCOMPARE(next.tokens.size(), children.last - children.first);
                QCOMPARE(next.total, trie->historyCount(node));
            }
    }

    void linesOfTheSource() {
        const Indexed indexed(place("lines"), "the cat sat\nno\nbut the cat ran\n");
        const auto found =
            indexed.counts().occurrences(*indexed.tokenizer, indexed.ids("the cat"), 10, {});
        QCOMPARE(found.total, 2U);
        QCOMPARE(found.lines.size(), 2U);
        QCOMPARE(found.lines[0].line, 1U);
        QCOMPARE(found.lines[1].line, 3U);
        const auto& second = found.lines[1];
        QCOMPARE(second.text.substr(second.begin, second.end - second.begin),
                 std::string("the cat"));
        QCOMPARE(second.document.filename(), fs::path("text.txt"));
    }

    /// The same places, the same lines as the scan finds.
    void linesAsTheScanFindsThem() {
        std::mt19937 random(5);
        const Indexed indexed(place("scan"), randomText(random, 300, 6));
        const auto counts = indexed.counts();
        for (const char* words : {"w0", "w1 w2", "<s> w3", "w4 </s>", "w5 w5 w5"}) {
            const auto ids = indexed.ids(words);
            const auto fast = counts.occurrences(*indexed.tokenizer, ids, 20, {});
            const auto slow =
                corpus::findOccurrences(*indexed.cache, *indexed.tokenizer, ids, 20, {});
            QCOMPARE(fast.total, slow.total);
            QCOMPARE(fast.lines.size(), slow.lines.size());
            for (std::size_t i = 0; i < fast.lines.size(); ++i) {
                QCOMPARE(fast.lines[i].line, slow.lines[i].line);
                QCOMPARE(fast.lines[i].text, slow.lines[i].text);
                QCOMPARE(fast.lines[i].begin, slow.lines[i].begin);
            }
        }
    }

    void anotherCorpussIndexIsRefused() {
        const Indexed one(place("one"), "a b c\n");
        const Indexed other(place("other"), "a c b\n");
        QVERIFY_EXCEPTION_THROWN(ngram::SuffixArray(other.index(), *one.cache), base::FormatError);
        QVERIFY_EXCEPTION_THROWN(ngram::SuffixArray(place("one") / "text.tokens", *one.cache),
                                 base::FormatError);
        QVERIFY_EXCEPTION_THROWN(ngram::SuffixArray(place("nowhere"), *one.cache), base::FileError);
    }

    /// Whatever stands in the file: refused, or answers that stay in bounds.
    void hostileBytes() {
        std::mt19937 random(1);
        const Indexed indexed(place("hostile"), randomText(random, 30, 5));
        const std::string good = base::readFile(indexed.index());
        const fs::path path = place("hostile") / "changed.suffixes";
        int opened = 0;
        for (int trial = 0; trial < 1500; ++trial) {
            std::string bytes = good;
            const std::size_t changes = 1 + random() % 40;
            for (std::size_t i = 0; i < changes; ++i)
                bytes[(trial % 4 == 0 ? 0 : 128) + random() % (bytes.size() - 128)] =
                    static_cast<char>(random());
            if (trial % 5 == 0)
                bytes.resize(random() % bytes.size());
            std::ofstream(path, std::ios::binary) << bytes;
            try {
                const ngram::UnboundedCounts counts(ngram::SuffixArray(path, *indexed.cache),
                                                    indexed.cache);
                ++opened;
                const auto tokens = indexed.cache->tokens();
                for (int ask = 0; ask < 5; ++ask) {
                    const auto begin = random() % (tokens.size() - 6);
                    const auto wanted = tokens.subspan(begin, 1 + random() % 6);
                    counts.next(wanted, {});
                    counts.infiniGram(wanted, {});
                    counts.occurrences(*indexed.tokenizer, wanted, 3, {});
                    counts.stretches(wanted, {});
                    counts.matchesFrom(wanted, {});
                }
                counts.next({}, {});
            } catch (const base::FormatError&) {
            }
        }
        QVERIFY(opened > 50); // bytes that only the sections' checksums would find
    }

    void cancelledIndexLeavesNothing() {
        class StopLater final : public base::Progress {
        public:
            void report(const base::ProgressReport& report) override {
                QVERIFY(report.done <= report.total);
                if (++reports == 3)
                    source.request_stop();
                if (reports > 3)
                    ++late;
            }
            std::stop_source source;
            int reports = 0;
            int late = 0;
        } progress;
        std::mt19937 random(2);
        const Indexed indexed(place("cancel"), randomText(random, 20'000, 50));
        fs::remove(indexed.index());
        QVERIFY_EXCEPTION_THROWN(ngram::writeSuffixArray(indexed.index(), *indexed.cache, progress,
                                                         progress.source.get_token()),
                                 base::Cancelled);
        QCOMPARE(progress.reports, 3);
        QCOMPARE(progress.late, 0);
        for (const auto& entry : fs::directory_iterator(place("cancel")))
            QVERIFY2(!entry.path().filename().string().starts_with("text.suffixes"),
                     entry.path().c_str());
    }

    void queriesAreCancelled() {
        std::mt19937 random(2);
        const Indexed indexed(place("queries"), randomText(random, 2000, 5000));
        const auto counts = indexed.counts();
        std::stop_source source;
        source.request_stop();
        const auto tokens = indexed.cache->tokens();
        QVERIFY_EXCEPTION_THROWN(counts.stretches(tokens, source.get_token()), base::Cancelled);
        QVERIFY_EXCEPTION_THROWN(counts.next({}, source.get_token()), base::Cancelled);
        QVERIFY_EXCEPTION_THROWN(counts.places({0, tokens.size()}, 5, source.get_token()),
                                 base::Cancelled);
    }

    /// A whole text that is known is one stretch, found without going over it token by token.
    void theCorpusItselfIsOneStretch() {
        std::mt19937 random(9);
        const Indexed indexed(place("whole"), randomText(random, 20'000, 100));
        const auto tokens = indexed.cache->tokens();
        const auto found = indexed.counts().stretches(tokens, {});
        QCOMPARE(found.size(), 1U);
        QCOMPARE(found[0].length, tokens.size());
        Tokens changed(tokens.begin(), tokens.end());
        changed[changed.size() / 2] = text::Vocabulary::unknown;
        const auto two = indexed.counts().stretches(changed, {});
        QCOMPARE(two.size(), 2U);
        QCOMPARE(two[1].begin, changed.size() / 2 + 1);
    }
};

QTEST_APPLESS_MAIN(TestSuffixArray)
#include "tst_suffix_array.moc"
