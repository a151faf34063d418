// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/matrix.h"
#include "core/ngram/read_counts.h"
#include "core/ngram/table.h"
#include "tests/core/ngram/small_model.h"
#include "tests/fuzz/kinds.h"

#include <array>
#include <fstream>

namespace fuzz {

namespace {

namespace fs = std::filesystem;

void walkVocabulary(const text::Tokenizer& tokenizer) {
    const auto& vocabulary = tokenizer.vocabulary();
    std::vector<text::TokenId> all;
    for (std::size_t i = 0; i < vocabulary.size(); ++i) {
        all.push_back(text::tokenId(i));
        vocabulary.find(vocabulary.token(all.back()));
    }
    tokenizer.decode(all);
    tokenizer.encode("a b <unk> c\nd");
}

void walkTrie(const ngram::Counts& counts) {
    counts.followers(ngram::Counts::root());
    for (unsigned level = 1; level <= counts.order(); ++level) {
        counts.countsOfCounts(level);
        counts.adjustedCountsOfCounts(level);
        for (std::uint64_t i = 0; i < counts.size(level); ++i) {
            const ngram::Node node{level, i};
            counts.prefetchNgram(node);
            counts.count(node);
            counts.historyCount(node);
            counts.adjustedCount(node);
            counts.find(counts.ngram(node));
            const ngram::Counts::Range range = counts.children(node);
            if (level == counts.order())
                continue;
            counts.followers(node);
            for (std::uint64_t child = range.first; child < range.last; ++child) {
                counts.prefetchChild(range, counts.token({range.level, child}));
                counts.child(node, counts.token({range.level, child}));
            }
        }
    }
}

/// A history that the counts may have, or any.
std::vector<text::TokenId> history(const ngram::Counts& counts, Random& random) {
    std::vector<text::TokenId> tokens;
    if (counts.order() > 1 && random() % 2 == 0) {
        const auto level = static_cast<unsigned>(1 + below(random, counts.order() - 1));
        if (counts.size(level) > 0)
            tokens = counts.ngram({level, below(random, counts.size(level))});
    } else {
        for (std::size_t length = below(random, counts.order()); length > 0; --length)
            tokens.push_back(text::tokenId(below(random, counts.tokenizer().vocabulary().size())));
    }
    return tokens;
}

void useEstimator(const ngram::Estimator& estimator, const ngram::Counts& counts,
                  std::span<const text::TokenId> sentences, Random& random) {
    const std::size_t size = counts.tokenizer().vocabulary().size();
    std::vector<double> out(size);
    estimator.facts();
    estimator.fromCounts(below(random, 3), below(random, 3));
    for (int i = 0; i < 2; ++i) {
        const auto before = history(counts, random);
        estimator.distribution(before, out);
        const text::TokenId next = text::tokenId(below(random, size));
        estimator.probability(before, next);
        estimator.explain(before, next);
    }
    out.resize(sentences.size());
    estimator.openBulkScorer(counts.order() - 1, out.size())->score(sentences, out);
}

void useTable(const ngram::NgramModel& model, Random& random) {
    const ngram::Table table(model);
    for (std::uint64_t i = 0; i < table.size(); i += 1 + below(random, 4)) {
        const ngram::TableRow row = table.row(i);
        table.historyText(row.history);
        table.tokenText(row.next);
    }
    ngram::TableQuery query;
    query.history = random() % 2 == 0 ? "a" : "";
    query.next = random() % 2 == 0 ? "b" : "";
    query.sort = static_cast<ngram::TableColumn>(below(random, 6));
    query.descending = random() % 2 == 0;
    table.select(query, {});
}

void use(const fs::path& path, Random& random) {
    const auto counts = ngram::openCounts(path);
    walkVocabulary(counts->tokenizer());
    walkTrie(*counts);
    const std::size_t size = counts->tokenizer().vocabulary().size();
    std::vector<text::TokenId> sentences;
    for (int i = 0; i < 2; ++i) {
        sentences.push_back(text::Vocabulary::begin);
        for (std::size_t length = below(random, 5); length > 0; --length)
            sentences.push_back(text::tokenId(below(random, size)));
        sentences.push_back(text::Vocabulary::end);
    }
    const auto& names = ngram::estimatorNames();
    for (const auto& name : names)
        useEstimator(*ngram::makeEstimator({name}, *counts), *counts, sentences, random);

    const ngram::NgramModel model(counts, {names[below(random, names.size())]});
    model.describe();
    useTable(model, random);
    if (counts->order() > 1)
        ngram::bigramMatrix(model, 5);
    const auto session = model.openSession();
    session->feed(sentences);
    session->logProbabilities();
    std::vector<double> scores(sentences.size());
    model.scoreSentences(sentences, scores);
    model.explain(sentences, text::tokenId(below(random, size)));
}

/// The file with another number of n-grams of one length: its parts fit together, but no longer
/// what stands in them.
Contents withLevelOf(Contents contents, unsigned level, std::size_t size) {
    const std::string prefix = "level-" + std::to_string(level) + "-";
    for (auto& [name, bytes] : contents.sections) {
        if (!name.starts_with(prefix) || name.ends_with("-large"))
            continue;
        const std::string what = name.substr(prefix.size());
        if (what == "tokens")
            bytes.resize(size * 4, '\2');
        else if (what == "nodes")
            bytes.resize((size + 1) * 8);
        else if (what.ends_with("-blocks"))
            bytes.resize((size + 63) / 64 * 4);
        else
            bytes.resize(size, '\1');
    }
    return contents;
}

} // namespace

Kind ngramModels(const fs::path& folder) {
    Kind kind{"n-gram model", 14, {}, use};
    const fs::path path = folder / "original.ngm";
    const auto add = [&](const SmallCorpus& corpus, unsigned order) {
        corpus.count(path, order);
        kind.originals.push_back(readContents(path));
    };
    const SmallCorpus closed({"a b a", "a c", "b a"});
    std::vector<std::string> many(260, "a b"); // counts that take more than a byte
    many.insert(many.end(), {"b c a d", "c", "e b a"});
    const SmallCorpus open(many, 2);
    for (unsigned order = 1; order <= 4; ++order) {
        add(closed, order);
        add(open, order);
    }
    // One whose counts do not add up, which has sections of its own.
    const fs::path lines = folder / "lines";
    std::ofstream(lines) << "a b c\t300\nb\t1000\nb c\t2\n<s> a\t7\nc </s>\t1\n";
    base::NoProgress progress;
    ngram::readCounts(path, std::array{lines}, progress, {});
    kind.originals.push_back(readContents(path));
    const Contents longest = kind.originals.back();
    closed.count(path, 3);
    const Contents shorter = readContents(path);
    for (const std::size_t size : {0, 1, 40}) {
        kind.originals.push_back(withLevelOf(longest, 2, size));
        kind.originals.push_back(withLevelOf(shorter, 2, size));
        kind.originals.push_back(withLevelOf(shorter, 3, size));
    }
    return kind;
}

} // namespace fuzz
