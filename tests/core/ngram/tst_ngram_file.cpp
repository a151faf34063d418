// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/node_records.h"
#include "core/ngram/table.h"
#include "core/text/tokenizer_file.h"
#include "tests/core/ngram/small_model.h"

#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include <array>
#include <fstream>
#include <functional>
#include <iterator>
#include <random>

namespace {

using Sections = std::map<std::string, std::string>;

/// Uses the whole of a model: whatever a file could lead astray would show here.
void useAll(const ngram::NgramModel& model) {
    const ngram::Table table(model);
    for (std::uint64_t i = 0; i < table.size(); ++i)
        table.row(i);
    table.select({"a", "", ngram::TableColumn::History, true}, {});
    model.tokenizer().encode("a b c d");
    std::vector<double> out(model.tokenizer().vocabulary().size());
    for (const auto& name : ngram::estimatorNames()) {
        const auto estimator = ngram::makeEstimator({name}, model.counts());
        for (std::size_t i = 0; i < out.size(); ++i)
            for (std::size_t j = 0; j < out.size(); ++j) {
                const std::array history{text::tokenId(i), text::tokenId(j)};
                estimator->distribution(history, out);
                estimator->explain(history, text::tokenId(i));
            }
    }
}

} // namespace

class TestNgramFile : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::filesystem::path path_;
    Sections sections_;

    void write(const Sections& sections, const std::filesystem::path& path) const {
        base::SectionFileWriter file(path, ngram::countsFileKind());
        for (const auto& [name, bytes] : sections)
            file.addSection(name, bytes);
        file.commit();
    }
    /// Whether the file with one section changed, checksums put right, is refused.
    bool isRefused(const std::string& section, const std::function<void(std::string&)>& change) {
        Sections sections = sections_;
        change(sections.at(section));
        const auto path = path_.parent_path() / "changed.ngm";
        write(sections, path);
        try {
            const ngram::NgramModel model(ngram::openCounts(path), {});
            useAll(model);
            return false;
        } catch (const base::FormatError& error) {
            return std::string(error.what()).find("changed.ngm") != std::string::npos;
        }
    }
    /// A number with another value is not looked for when the file is opened: it must do no harm.
    void change(const std::string& section, std::size_t place, std::uint32_t value) {
        QVERIFY2(!isRefused(section,
                            [&](std::string& bytes) {
                                QVERIFY(place * 4 + 4 <= bytes.size());
                                std::copy_n(reinterpret_cast<const char*>(&value), 4,
                                            bytes.begin() + static_cast<std::ptrdiff_t>(place * 4));
                            }),
                 section.c_str());
    }

private slots:
    void initTestCase() {
        path_ = std::filesystem::path(folder_.path().toStdString()) / "model.ngm";
        const SmallCorpus corpus({"a b a", "a c", "b a"});
        const auto counts = corpus.count(path_, 3);
        for (const auto& section : counts->file().sections())
            sections_[section.name] = counts->file().text(section.name);
        QVERIFY(!isRefused("config", [](std::string&) {}));
    }

    /// The same bytes, however many threads count and however little is sorted at a time.
    void countsDoNotDependOnLimits() {
        std::mt19937 random(7);
        std::vector<std::string> sentences;
        for (int i = 0; i < 3000; ++i) {
            std::string sentence;
            for (unsigned words = random() % 12; words > 0; --words) {
                const unsigned word = random() % (1 + random() % 60);
                sentence += std::to_string(word) + " ";
            }
            sentences.push_back(sentence);
        }
        const SmallCorpus corpus(sentences);
        const auto contents = [&](unsigned order, const ngram::CountingLimits& limits) {
            const auto path = path_.parent_path() / "limits.ngm";
            base::NoProgress progress;
            ngram::writeCounts(path, corpus.tokens(), corpus.tokenizer(), order, progress, {},
                               limits);
            std::ifstream stream(path, std::ios::binary);
            return std::string{std::istreambuf_iterator<char>(stream), {}};
        };
        for (const unsigned order : {2U, 3U, 5U, 10U}) {
            const std::string all = contents(order, {0, 1});
            QVERIFY(all.size() > 10000);
            QVERIFY(contents(order, {0, 2}) == all);
            QVERIFY(contents(order, {0, 5}) == all);
            QVERIFY(contents(order, {20000, 1}) == all);
            QVERIFY(contents(order, {1000, 3}) == all);
        }
    }

    void missingSections() {
        for (const auto& [name, bytes] : sections_) {
            // Made again where it is missing, or only there for speed.
            if (name == "vocabulary-slots" || name.find("-samples-") != std::string::npos)
                continue;
            Sections sections = sections_;
            sections.erase(name);
            const auto path = path_.parent_path() / "missing.ngm";
            write(sections, path);
            QVERIFY_EXCEPTION_THROWN(ngram::openCounts(path), base::FormatError);
        }
    }

    void configurations() {
        for (const char* config : {"", "{", "[]", "{}", R"({"order":0,"events":10,"sentences":3})",
                                   R"({"order":6,"events":10,"sentences":3})",
                                   R"({"order":4,"events":10,"sentences":3})",
                                   R"({"order":3,"events":10,"sentences":3})",
                                   R"({"order":"3","events":10,"sentences":3})",
                                   R"({"order":3,"events":-10,"sentences":3})"})
            QVERIFY2(isRefused("config", [&](std::string& text) { text = config; }), config);
    }

    void arrays() {
        for (const std::uint32_t value : {0U, 1U, 2U, 6U, 1000U, 0xffffffffU})
            for (std::size_t place = 0; place < 4; ++place)
                for (const char* name :
                     {"level-1-nodes", "level-2-nodes", "level-2-tokens", "level-3-tokens"})
                    change(name, place, value);
        for (const auto& [name, bytes] : sections_)
            if (!bytes.empty() && !name.ends_with("-large") && name != "vocabulary-slots")
                QVERIFY2(isRefused(name, [](std::string& text) { text.resize(text.size() / 2); }),
                         name.c_str());
        for (const char* name : {"level-2-tokens", "level-2-counts", "level-3-counts"})
            QVERIFY2(isRefused(name, [](std::string& text) { text.append(8, '\1'); }), name);
    }

    /// Numbers that share a word and numbers that do not.
    void nodeRecords() {
        std::vector<ngram::NodeNumbers> numbers;
        for (const std::uint64_t adjusted : {0U, 1U, 127U, 128U, 1U << 31})
            for (const std::uint64_t total : {0U, 1U, 1023U, 1024U, 1U << 20})
                for (const std::uint64_t once : {0U, 127U, 128U})
                    for (const std::uint64_t twice : {0U, 127U, 70'000U})
                        numbers.push_back({adjusted, total, once, twice});
        const auto path = std::filesystem::path(folder_.path().toStdString()) / "nodes";
        base::SectionFileWriter writer(path, ngram::countsFileKind());
        ngram::NodeRecordWriter nodes(writer, "nodes");
        for (std::uint32_t i = 0; i < numbers.size(); ++i)
            nodes.add(3 * i, numbers[i]);
        nodes.finish(77);
        writer.commit();
        const base::SectionFile file(path, ngram::countsFileKind());
        const ngram::NodeRecords read(file, "nodes", numbers.size());
        for (std::size_t i = 0; i < numbers.size(); ++i)
            QVERIFY(read[i] == numbers[i]);
        const auto begins = file.values<ngram::NodeRecord>("nodes");
        QCOMPARE(begins[5].firstChild, 15U);
        QCOMPARE(begins.back().firstChild, 77U);
        QVERIFY_THROWS_EXCEPTION(base::FormatError,
                                 ngram::NodeRecords(file, "nodes", numbers.size() + 1));
    }

    /// What finds a token's number: of any size, or leading anywhere, it leads nobody out of
    /// bounds.
    void vocabularySlots() {
        const std::size_t bytes = sections_.at("vocabulary-slots").size();
        for (std::size_t size = 0; size <= bytes + 8; ++size)
            isRefused("vocabulary-slots", [&](std::string& text) { text.resize(size, '\3'); });
        for (std::size_t i = 0; i < bytes; ++i)
            for (const char value : {'\0', '\1', '\4', '\x7f', '\xff'})
                QVERIFY(
                    !isRefused("vocabulary-slots", [&](std::string& text) { text[i] = value; }));
        QVERIFY(!isRefused("vocabulary-slots",
                           [&](std::string& text) { text.assign(text.size(), '\4'); }));
        Sections older = sections_;
        older.erase("vocabulary-slots");
        write(older, path_.parent_path() / "older.ngm");
        const auto counts = ngram::openCounts(path_.parent_path() / "older.ngm");
        QVERIFY(counts->tokenizer().vocabulary().find("c") != text::Vocabulary::unknown);
        QVERIFY(counts->tokenizer().vocabulary().find("d") == text::Vocabulary::unknown);
    }

    /// Counts that stand nowhere: every byte says that the count is in the list of large ones.
    void missingLargeCounts() {
        for (const auto& [name, bytes] : sections_)
            if (sections_.count(name + "-large") > 0)
                isRefused(name, [](std::string& text) { text.assign(text.size(), '\xff'); });
    }

    /// A bit of every byte of every section of ours, with right checksums: refused, or harmless.
    void bitFlipsWithValidChecksums() {
        for (const auto& [name, bytes] : sections_) {
            if (!name.starts_with("level-"))
                continue;
            for (std::size_t bit = 0; bit < bytes.size() * 8; bit += 9)
                isRefused(name, [&](std::string& text) {
                    text[bit / 8] = static_cast<char>(text[bit / 8] ^ (1 << (bit % 8)));
                });
        }
    }

    /// Every byte of the file: padding apart, the checksums notice.
    void byteFlips() {
        std::ifstream stream(path_, std::ios::binary);
        const std::string whole{std::istreambuf_iterator<char>(stream), {}};
        const auto path = path_.parent_path() / "flipped.ngm";
        int refused = 0;
        for (std::size_t i = 0; i < whole.size(); ++i) {
            std::string flipped = whole;
            flipped[i] = static_cast<char>(flipped[i] ^ 0x55);
            std::ofstream(path, std::ios::binary | std::ios::trunc) << flipped;
            try {
                useAll(ngram::NgramModel(ngram::openCounts(path), {}));
            } catch (const base::FormatError&) {
                ++refused;
            }
        }
        QVERIFY(refused > static_cast<int>(whole.size() / 4));
        for (std::size_t size = 0; size < whole.size(); size += 61) {
            std::ofstream(path, std::ios::binary | std::ios::trunc) << whole.substr(0, size);
            QVERIFY_EXCEPTION_THROWN(ngram::openCounts(path), base::Error);
        }
    }
};

QTEST_GUILESS_MAIN(TestNgramFile)
#include "tst_ngram_file.moc"
