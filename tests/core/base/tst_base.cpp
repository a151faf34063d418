// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/crc32c.h"
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/section_file.h"
#include "core/base/spill_file.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <random>
#include <sys/resource.h>
#include <unistd.h>

namespace {

constexpr base::FileKind kind{"NGTEST01", 2, "test file"};

// Lets no file of this process grow beyond some bytes: what a full disk is like.
class SmallDisk {
public:
    explicit SmallDisk(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
        getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit small{bytes, before_.rlim_max};
        setrlimit(RLIMIT_FSIZE, &small);
    }
    ~SmallDisk() {
        setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, handler_);
    }

private:
    void (*handler_)(int);
    rlimit before_{};
};

void writeText(const std::filesystem::path& path, std::string_view text) {
    std::ofstream(path, std::ios::binary) << text;
}

template <class Error, class Call>
std::string messageOf(Call call) {
    try {
        call();
    } catch (const Error& error) {
        return error.what();
    }
    return {};
}

} // namespace

class TestBase : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::filesystem::path place(const char* name) const {
        return std::filesystem::path(folder_.path().toStdString()) / name;
    }
    int filesIn() const {
        return static_cast<int>(QDir(folder_.path()).entryList(QDir::Files).size());
    }
    void writeSections(const std::filesystem::path& path) const {
        base::SectionFileWriter writer(path, kind);
        writer.addSection("text", std::string_view("a few words"));
        const std::vector<std::uint64_t> numbers = {1, 2, 3, 1ULL << 40};
        writer.beginSection("numbers");
        writer.writeValues(std::span<const std::uint64_t>(numbers));
        writer.addSection("empty", std::string_view());
        writer.commit();
    }

private slots:
    void init() {
        for (const QString& name : QDir(folder_.path()).entryList(QDir::Files))
            QFile::remove(folder_.filePath(name));
    }

    void crcIsCastagnolis() {
        // RFC 3720, appendix B.4.
        const auto crcOf = [](const std::string& bytes) {
            return base::crc32c(std::as_bytes(std::span(bytes)));
        };
        QCOMPARE(crcOf("123456789"), 0xe3069283U);
        QCOMPARE(crcOf(std::string(32, '\0')), 0x8a9136aaU);
        QCOMPARE(crcOf(std::string(32, '\xff')), 0x62a8ab43U);
        QCOMPARE(crcOf(""), 0U);
    }

    void sectionsAreMadeInPlace() {
        const std::size_t size = 300'001; // over pages, and no multiple of one
        const auto fill = [&](base::SectionFileWriter& writer) {
            writer.addSection("text", std::string_view("a few words"));
            const auto memory = writer.mapSection("made", size);
            QCOMPARE(memory.size(), size);
            QVERIFY(memory.front() == std::byte{0} && memory.back() == std::byte{0});
            for (std::size_t i = 0; i < size; ++i)
                memory[i] = static_cast<std::byte>(i * 7);
            QVERIFY(writer.mapSection("none", 0).empty());
            writer.addSection("more", std::string_view("behind it"));
        };
        {
            base::SectionFileWriter writer(place("a"), kind);
            fill(writer);
        }
        QCOMPARE(filesIn(), 0);
        base::SectionFileWriter writer(place("a"), kind);
        fill(writer);
        writer.commit();
        const base::SectionFile file(place("a"), kind); // with its checksums
        QCOMPARE(file.text("more"), std::string_view("behind it"));
        QVERIFY(file.bytes("none").empty());
        const auto made = file.bytes("made");
        QCOMPARE(made.size(), size);
        for (std::size_t i = 0; i < size; ++i)
            QVERIFY(made[i] == static_cast<std::byte>(i * 7));
    }

    void inputFileReadsInOrderAndAnywhere() {
        writeText(place("a"), "0123456789");
        base::InputFile file(place("a"));
        QCOMPARE(file.size(), 10U);
        std::string buffer(4, ' ');
        QCOMPARE(file.readAt(8, std::as_writable_bytes(std::span(buffer))), 2U);
        QCOMPARE(buffer, "89  ");
        QCOMPARE(file.read(std::as_writable_bytes(std::span(buffer))), 4U);
        base::InputFile moved(std::move(file));
        QCOMPARE(moved.read(std::as_writable_bytes(std::span(buffer))), 4U);
        QCOMPARE(buffer, "4567");
        QCOMPARE(moved.read(std::as_writable_bytes(std::span(buffer))), 2U);
        QCOMPARE(moved.read(std::as_writable_bytes(std::span(buffer))), 0U);
        QCOMPARE(base::readFile(place("a")), "0123456789");
    }

    void inputFileSaysWhyNot() {
        const auto missing = place("missing");
        const auto text = messageOf<base::FileError>([&] { base::InputFile file(missing); });
        QVERIFY(text.find(missing.string()) != std::string::npos);
        const auto folder =
            messageOf<base::FileError>([&] { base::InputFile file(folder_.path().toStdString()); });
        QVERIFY(folder.find("folder") != std::string::npos);
        QVERIFY_THROWS_EXCEPTION(base::FileError, base::InputFile("/dev/null"));
    }

    void shrinkingFileIsAnError() {
        writeText(place("a"), std::string(1000, 'x'));
        base::InputFile file(place("a"));
        std::filesystem::resize_file(place("a"), 100);
        std::string buffer(1000, ' ');
        const auto text = messageOf<base::FileError>(
            [&] { file.read(std::as_writable_bytes(std::span(buffer))); });
        QVERIFY(text.find("shorter") != std::string::npos);
    }

    void atomicFileReplacesOnCommitOnly() {
        writeText(place("a"), "before");
        {
            base::AtomicFile file(place("a"));
            file.write("after");
        }
        QCOMPARE(base::readFile(place("a")), "before");
        QCOMPARE(filesIn(), 1);
        base::AtomicFile file(place("a"));
        const std::string large(700000, 'b');
        file.write("....");
        file.write(large);
        file.write("c");
        file.writeAt(0, std::as_bytes(std::span("head", 4)));
        QCOMPARE(file.position(), 700005U);
        file.commit();
        QCOMPARE(base::readFile(place("a")), "head" + large + "c");
        QCOMPARE(filesIn(), 1);
    }

    void fullDiskLeavesNothingBehind() {
        writeText(place("a"), "before");
        const SmallDisk disk(100000);
        const auto text = messageOf<base::FileError>([&] {
            base::AtomicFile file(place("a"));
            for (int i = 0; i < 100; ++i)
                file.write(std::string(10000, 'x'));
            file.commit();
        });
        QVERIFY(text.find(place("a").string()) != std::string::npos);
        QVERIFY(text.find("try again") != std::string::npos);
        QCOMPARE(base::readFile(place("a")), "before");
        QCOMPARE(filesIn(), 1);
        QVERIFY_THROWS_EXCEPTION(base::FileError, {
            base::SpillFile spill(place("b"));
            const std::string block(10000, 'x');
            for (int i = 0; i < 100; ++i)
                spill.write(std::as_bytes(std::span(block)));
        });
        QCOMPARE(filesIn(), 1);
    }

    void unwritableFolderIsNamed() {
        const auto path = place("no/such/folder");
        const auto text = messageOf<base::FileError>([&] { base::AtomicFile file(path); });
        QVERIFY(text.find(path.string()) != std::string::npos);
    }

    void spillFileGivesBackWhatItGot() {
        base::SpillFile spill(place("a"));
        std::string all;
        for (int i = 0; i < 50000; ++i) {
            const std::string part = std::to_string(i) + " ";
            all += part;
            spill.write(std::as_bytes(std::span(part)));
        }
        QCOMPARE(spill.size(), all.size());
        spill.flush();
        std::string back(all.size() + 10, ' ');
        QCOMPARE(spill.readAt(0, std::as_writable_bytes(std::span(back))), all.size());
        back.resize(all.size());
        QVERIFY(back == all);
        QCOMPARE(filesIn(), 0);
    }

    void sectionsComeBack() {
        writeSections(place("s"));
        base::SectionFile opened(place("s"), kind);
        const base::SectionFile file(std::move(opened));
        QCOMPARE(file.sections().size(), 3U);
        QCOMPARE(std::string(file.text("text")), "a few words");
        const auto numbers = file.values<std::uint64_t>("numbers");
        QCOMPARE(numbers.size(), 4U);
        QCOMPARE(numbers[3], 1ULL << 40);
        QVERIFY(file.bytes("empty").empty());
        for (const auto& section : file.sections())
            QCOMPARE(section.offset % 64, 0U);
        QVERIFY(!file.contains("other"));
        QVERIFY_THROWS_EXCEPTION(base::FormatError, file.bytes("other"));
        QVERIFY_THROWS_EXCEPTION(base::FormatError, file.values<std::uint32_t>("text"));
    }

    /// What is changed once more before a section ends is in the file, under the right checksum.
    void sectionsAreRewritten() {
        for (const std::size_t blockSize : {8U, 64U, 100'000U}) {
            base::SectionFileWriter writer(place("r"), kind);
            writer.addSection("before", std::string_view("abc"));
            writer.beginSection("numbers");
            std::vector<std::uint64_t> numbers(5001);
            for (std::size_t i = 0; i < numbers.size(); ++i)
                numbers[i] = i;
            writer.writeValues(std::span<const std::uint64_t>(numbers));
            writer.rewrite(blockSize, [](std::uint64_t offset, std::span<std::byte> bytes) {
                auto* const values = reinterpret_cast<std::uint64_t*>(bytes.data());
                for (std::size_t i = 0; i < bytes.size() / 8; ++i)
                    values[i] = 3 * values[i] + (offset / 8 + i == values[i] ? 1 : 0);
            });
            writer.addSection("behind", std::string_view("def"));
            writer.commit(base::Keep::WhileRunning);
            const base::SectionFile file(place("r"), kind, base::SectionFile::Check::Everything);
            const auto read = file.values<std::uint64_t>("numbers");
            QCOMPARE(read.size(), numbers.size());
            for (std::size_t i = 0; i < read.size(); ++i)
                QCOMPARE(read[i], 3 * i + 1);
            QCOMPARE(std::string(file.text("before")), "abc");
            QCOMPARE(std::string(file.text("behind")), "def");
        }
    }

    void wrongKindsAndVersionsAreRefused() {
        writeSections(place("s"));
        const auto open = [&](base::FileKind other) {
            return messageOf<base::FormatError>([&] { base::SectionFile file(place("s"), other); });
        };
        QVERIFY(open({"NGOTHER1", 2, "other"}).find("other") != std::string::npos);
        QVERIFY(open({"NGTEST01", 1, "test"}).find("newer") != std::string::npos);
        QVERIFY(open({"NGTEST01", 3, "test"}).find("older") != std::string::npos);
        writeText(place("short"), "NG");
        QVERIFY_THROWS_EXCEPTION(base::FormatError, base::SectionFile(place("short"), kind));
        writeText(place("none"), "");
        QVERIFY_THROWS_EXCEPTION(base::FormatError, base::SectionFile(place("none"), kind));
    }

    // A damaged byte is found, or lies in the padding and changes nothing.
    void hostileFilesNeverCrash() {
        writeSections(place("s"));
        const std::string whole = base::readFile(place("s"));
        std::mt19937 random(1);
        int refused = 0;
        for (int i = 0; i < 4000; ++i) {
            std::string damaged = whole;
            if (i % 4 == 0)
                damaged.resize(random() % whole.size());
            else
                for (int flips = 1 + i % 3; flips > 0; --flips)
                    damaged[random() % damaged.size()] ^= static_cast<char>(1 + random() % 255);
            writeText(place("d"), damaged);
            const auto check = i % 2 == 0 ? base::SectionFile::Check::Everything
                                          : base::SectionFile::Check::TableOnly;
            try {
                const base::SectionFile file(place("d"), kind, check);
                for (const auto& section : file.sections())
                    QVERIFY(section.offset + section.size <= damaged.size());
                if (check == base::SectionFile::Check::Everything)
                    QCOMPARE(std::string(file.text("text")), "a few words");
            } catch (const base::FormatError&) {
                ++refused;
            }
        }
        QVERIFY(refused > 2000);
    }
};

QTEST_APPLESS_MAIN(TestBase)
#include "tst_base.moc"
