// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/neural/checkpoints/safetensors.h"

#include <QTemporaryDir>
#include <QTest>

#include <cstring>
#include <fstream>
#include <random>

using neural::SafetensorsFile;

namespace {

/// A header's length, the header, the data.
std::string fileOf(const std::string& header, const std::string& data) {
    const std::uint64_t length = header.size();
    std::string bytes(sizeof(length), '\0');
    std::memcpy(bytes.data(), &length, sizeof(length));
    return bytes + header + data;
}

std::string entry(const std::string& name, const std::string& type, const std::string& shape,
                  const std::string& offsets) {
    return "\"" + name + "\":{\"dtype\":\"" + type + "\",\"shape\":" + shape +
           ",\"data_offsets\":" + offsets + "}";
}

template <class T>
std::string bytesOf(const std::vector<T>& values) {
    return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)};
}

} // namespace

class TestSafetensors : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    std::filesystem::path file(const std::string& bytes) const {
        const std::filesystem::path path = folder_.filePath("x.safetensors").toStdString();
        std::ofstream(path, std::ios::binary) << bytes;
        return path;
    }

private slots:
    void whatIsWrittenIsRead();
    void everyTypeOfFloat();
    void othersAreRefusedWhenTheyAreAskedFor();
    void numbersThatAreNotFiniteAreRefused();
    void damageIsNamed_data();
    void damageIsNamed();
    void anyChangeEndsInAnErrorOrInSoundTensors();
};

void TestSafetensors::whatIsWrittenIsRead() {
    const std::filesystem::path path = folder_.filePath("written.safetensors").toStdString();
    const std::vector<neural::NamedShape> shapes = {{"z", {2, 3}}, {"a", {1}}, {"empty", {0, 4}}};
    const std::vector<std::vector<float>> values = {{1, -2, 3.5F, 4, 5, 6}, {0.1F}, {}};
    neural::writeSafetensors(path, shapes, [&](std::size_t i) { return values[i]; });
    const SafetensorsFile read(path);
    QCOMPARE(read.entries().size(), std::size_t{3});
    for (std::size_t i = 0; i < shapes.size(); ++i) {
        const auto* found = read.find(shapes[i].name);
        QVERIFY(found);
        QCOMPARE(found->shape, shapes[i].shape);
        QCOMPARE(read.read(*found), values[i]);
    }
    QVERIFY(!read.find("b"));
}

void TestSafetensors::everyTypeOfFloat() {
    // Bits by IEEE 754 and by bfloat16's definition: 1, -2, the largest and the smallest numbers.
    const std::vector<std::uint16_t> half = {0x3C00, 0xC000, 0x7BFF, 0x0001, 0x8000, 0x3555};
    const std::vector<std::uint16_t> brain = {0x3F80, 0xC000, 0x7F7F};
    const std::vector<double> wide = {0.5, -1e10};
    const std::string header =
        "{\"__metadata__\":{\"format\":\"pt\"}," + entry("h", "F16", "[6]", "[0,12]") + "," +
        entry("b", "BF16", "[3,1]", "[12,18]") + "," + entry("d", "F64", "[2]", "[18,34]") + "}";
    const SafetensorsFile read(
        file(fileOf(header, bytesOf(half) + bytesOf(brain) + bytesOf(wide))));
    QCOMPARE(read.read(*read.find("h")),
             (std::vector<float>{1, -2, 65504, 5.9604645e-8F, -0.0F, 0.33325195F}));
    QCOMPARE(read.read(*read.find("b")), (std::vector<float>{1, -2, 3.3895314e38F}));
    QCOMPARE(read.read(*read.find("d")), (std::vector<float>{0.5F, -1e10F}));
}

void TestSafetensors::othersAreRefusedWhenTheyAreAskedFor() {
    const SafetensorsFile read(
        file(fileOf("{" + entry("i", "I64", "[1]", "[0,8]") + "}", std::string(8, 'x'))));
    QVERIFY_THROWS_EXCEPTION(base::FormatError, read.read(read.entries().front()));
}

void TestSafetensors::numbersThatAreNotFiniteAreRefused() {
    const std::vector<std::uint16_t> half = {0x7C00};
    const SafetensorsFile read(
        file(fileOf("{" + entry("h", "F16", "[1]", "[0,2]") + "}", bytesOf(half))));
    QVERIFY_THROWS_EXCEPTION(base::FormatError, read.read(read.entries().front()));
}

void TestSafetensors::damageIsNamed_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("said");
    const auto add = [](const char* name, const std::string& bytes, const char* said) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes) << QString(said);
    };
    const auto one = [](const std::string& type, const std::string& shape,
                        const std::string& offsets, std::size_t data = 8) {
        return fileOf("{" + entry("t", type, shape, offsets) + "}", std::string(data, '\0'));
    };
    add("nothing", "", "shorter than its first number");
    add("half a length", "1234", "shorter than its first number");
    add("a header beyond the end", std::string("\xFF\0\0\0\0\0\0\0{}", 10), "255 bytes");
    add("an endless header", std::string(8, '\xFF') + "{}", "18446744073709551615 bytes");
    add("no header", fileOf("", ""), "cannot be read");
    add("no JSON", fileOf("{\"a\":", ""), "cannot be read");
    add("no object", fileOf("[1]", ""), "cannot be read");
    add("no tensor", fileOf("{\"a\":1}", ""), "cannot be read");
    add("deeply nested", fileOf(std::string(200'000, '['), ""), "cannot be read");
    add("an unknown type", one("F33", "[2]", "[0,8]"), "type F33");
    add("a negative side", one("F32", "[-2]", "[0,8]"), "cannot be read");
    add("half a side", one("F32", "[0.5]", "[0,8]"), "cannot be read");
    add("a side that is text", one("F32", "[\"2\"]", "[0,8]"), "cannot be read");
    add("sides whose product is no number", one("F32", "[4294967296,4294967296,4]", "[0,8]"),
        "does not fit its shape");
    add("another size than the shape's", one("F32", "[3]", "[0,8]"), "does not fit its shape");
    add("an end before the beginning", one("F32", "[2]", "[8,0]"), "cannot be read");
    add("one offset", one("F32", "[2]", "[0]"), "cannot be read");
    add("beyond the end", one("F32", "[4]", "[0,16]"), "beyond the file's end");
    add("beyond every end", one("F32", "[2]", "[18446744073709551608,18446744073709551615]"),
        "beyond the file's end");
    add("a gap", one("F32", "[1]", "[4,8]"), "where the one before ends");
    add("bytes left over", one("F32", "[1]", "[0,4]"), "more bytes follow");
    add("overlapping",
        fileOf("{" + entry("a", "F32", "[2]", "[0,8]") + "," + entry("b", "F32", "[1]", "[4,8]") +
                   "}",
               std::string(8, '\0')),
        "where the one before ends");
}

void TestSafetensors::damageIsNamed() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, said);
    try {
        const SafetensorsFile read(file(bytes.toStdString()));
        QFAIL("taken for sound");
    } catch (const base::FormatError& error) {
        const QString text = error.what();
        QVERIFY2(text.contains(said), qPrintable(text));
        QVERIFY2(text.contains("x.safetensors"), qPrintable(text));
        QVERIFY2(text.contains("download it again"), qPrintable(text));
    }
}

void TestSafetensors::anyChangeEndsInAnErrorOrInSoundTensors() {
    const std::string sound = fileOf("{" + entry("a", "F32", "[2,1]", "[0,8]") + "," +
                                         entry("b", "BF16", "[4]", "[8,16]") + "}",
                                     std::string(16, '\0'));
    std::mt19937 random(1);
    int refused = 0;
    for (int variation = 0; variation < 1500; ++variation) {
        std::string bytes = sound;
        const unsigned changes = 1 + random() % 3;
        for (unsigned i = 0; i < changes; ++i) {
            const std::size_t place = random() % bytes.size();
            // Digits and signs go deeper than bytes that end the parsing.
            const std::string wanted = "0123456789-.,[]{}\"";
            const bool anything = random() % 4 == 0;
            const auto other = static_cast<char>(random());
            const char sign = wanted[random() % wanted.size()];
            bytes[place] = anything ? other : sign;
        }
        if (random() % 8 == 0)
            bytes.resize(random() % bytes.size());
        try {
            const SafetensorsFile read(file(bytes));
            for (const auto& each : read.entries())
                read.read(each);
        } catch (const base::FormatError&) {
            ++refused;
        }
    }
    QVERIFY(refused > 1000);
}

QTEST_APPLESS_MAIN(TestSafetensors)
#include "tst_safetensors.moc"
