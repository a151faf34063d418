// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/checkpoints/safetensors.h"

#include "core/base/error.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <optional>
#include <string_view>

namespace neural {

namespace {

using Json = nlohmann::json;

static_assert(std::endian::native == std::endian::little, "numbers are used as they lie there");

constexpr std::uint64_t lengthSize = 8;
/// The format's own limit.
constexpr std::uint64_t mostHeader = 100'000'000;

struct Type {
    std::string_view name;
    unsigned size; ///< bytes of one number
};
constexpr std::array<Type, 14> types = {{{"F64", 8},
                                         {"F32", 4},
                                         {"F16", 2},
                                         {"BF16", 2},
                                         {"F8_E4M3", 1},
                                         {"F8_E5M2", 1},
                                         {"I64", 8},
                                         {"I32", 4},
                                         {"I16", 2},
                                         {"I8", 1},
                                         {"U64", 8},
                                         {"U32", 4},
                                         {"U8", 1},
                                         {"BOOL", 1}}};

[[noreturn]] void throwDamaged(const std::filesystem::path& path, const std::string& place,
                               base::Message reason) {
    throw base::FormatError({NG_TEXT("core", "The file {0} is no sound safetensors file: {2} "
                                             "(at: {1}). Save or download it again."),
                             {path.string(), place},
                             {std::move(reason)}});
}

unsigned sizeOfType(const std::filesystem::path& path, const SafetensorsFile::Entry& entry) {
    for (const Type& type : types)
        if (type.name == entry.type)
            return type.size;
    throwDamaged(path, entry.name, {NG_TEXT("core", "the type {0} is unknown"), {entry.type}});
}

/// Bytes that the shape needs, or nothing where that is no number.
std::optional<std::uint64_t> sizeOf(const SafetensorsFile::Entry& entry, std::uint64_t unit) {
    constexpr std::uint64_t most = std::uint64_t{1} << 62;
    std::uint64_t size = unit;
    bool isEmpty = false;
    for (const std::int64_t side : entry.shape) {
        if (side < 0)
            return std::nullopt;
        isEmpty = isEmpty || side == 0;
        const auto count = static_cast<std::uint64_t>(std::max<std::int64_t>(side, 1));
        if (count > most / size)
            return std::nullopt;
        size *= count;
    }
    return isEmpty ? 0 : size;
}

std::string readAt(const base::InputFile& file, std::uint64_t offset, std::uint64_t size) {
    std::string bytes(size, '\0');
    if (file.readAt(offset, std::as_writable_bytes(std::span(bytes))) != size)
        throwDamaged(file.path(), std::to_string(offset),
                     {NG_TEXT("core", "it became shorter while it was read")});
    return bytes;
}

std::string readHeader(const base::InputFile& file) {
    if (file.size() < lengthSize)
        throwDamaged(file.path(), "0", {NG_TEXT("core", "it is shorter than its first number")});
    std::uint64_t length = 0;
    std::memcpy(&length, readAt(file, 0, lengthSize).data(), lengthSize);
    if (length > mostHeader || length > file.size() - lengthSize)
        throwDamaged(file.path(), "0",
                     {NG_TEXT("core", "its header would have {0} bytes, more than there are or "
                                      "may be"),
                      {std::to_string(length)}});
    return readAt(file, lengthSize, length);
}

/// Where it stands counts from the data's first byte. Nothing where the description is none.
std::optional<SafetensorsFile::Entry> entryOf(const std::string& name, const Json& json) {
    const auto isCount = [](const Json& value) { return value.is_number_unsigned(); };
    const Json& shape = json.at("shape");
    const Json& offsets = json.at("data_offsets");
    if (!shape.is_array() || !std::all_of(shape.begin(), shape.end(), isCount) ||
        !offsets.is_array() || offsets.size() != 2 ||
        !std::all_of(offsets.begin(), offsets.end(), isCount) || offsets[0] > offsets[1])
        return std::nullopt;
    const auto begin = offsets[0].get<std::uint64_t>();
    return SafetensorsFile::Entry{name, json.at("dtype").get<std::string>(),
                                  shape.get<std::vector<std::int64_t>>(), begin,
                                  offsets[1].get<std::uint64_t>() - begin};
}

std::vector<SafetensorsFile::Entry> entriesOf(const std::filesystem::path& path,
                                              const std::string& header) {
    std::vector<SafetensorsFile::Entry> entries;
    std::string place = "header";
    try {
        const Json json = Json::parse(header);
        for (const auto& [name, value] : json.get_ref<const Json::object_t&>()) {
            if (name == "__metadata__")
                continue;
            place = name;
            if (auto entry = entryOf(name, value)) {
                entries.push_back(*std::move(entry));
                continue;
            }
            throwDamaged(path, place, {NG_TEXT("core", "its header cannot be read")});
        }
    } catch (const Json::exception&) {
        throwDamaged(path, place, {NG_TEXT("core", "its header cannot be read")});
    }
    return entries;
}

/// The tensors must fill the file from the header to its end, each as large as its shape.
void requireSound(const base::InputFile& file, std::vector<SafetensorsFile::Entry>& entries,
                  std::uint64_t dataBegin) {
    std::sort(entries.begin(), entries.end(), [](const auto& one, const auto& other) {
        return one.begin != other.begin ? one.begin < other.begin : one.size < other.size;
    });
    const std::uint64_t dataSize = file.size() - dataBegin;
    std::uint64_t end = 0;
    for (SafetensorsFile::Entry& entry : entries) {
        if (entry.begin > dataSize || entry.size > dataSize - entry.begin)
            throwDamaged(file.path(), entry.name,
                         {NG_TEXT("core", "the tensor lies beyond the file's end")});
        if (entry.begin != end)
            throwDamaged(file.path(), entry.name,
                         {NG_TEXT("core", "the tensor does not begin where the one before ends")});
        if (sizeOf(entry, sizeOfType(file.path(), entry)) != entry.size)
            throwDamaged(file.path(), entry.name,
                         {NG_TEXT("core", "the tensor's size does not fit its shape")});
        end = entry.begin + entry.size;
        entry.begin += dataBegin;
    }
    if (end != dataSize)
        throwDamaged(file.path(), std::to_string(dataBegin + end),
                     {NG_TEXT("core", "more bytes follow than its tensors have")});
}

/// IEEE 754 binary16: 1 bit sign, 5 exponent, 10 fraction.
float ofHalf(std::uint16_t bits) {
    const int exponent = (bits >> 10) & 0x1F;
    const auto fraction = static_cast<float>(bits & 0x3FF);
    float value = 0;
    if (exponent == 0x1F)
        value = fraction == 0 ? INFINITY : NAN;
    else if (exponent == 0)
        value = std::ldexp(fraction, -24);
    else
        value = std::ldexp(fraction + 1024, exponent - 25);
    return (bits & 0x8000) != 0 ? -value : value;
}

/// The upper half of a float32.
float ofBrain(std::uint16_t bits) {
    return std::bit_cast<float>(std::uint32_t{bits} << 16);
}

template <class T, class Convert>
std::vector<float> converted(const std::string& bytes, Convert convert) {
    std::vector<float> values(bytes.size() / sizeof(T));
    for (std::size_t i = 0; i < values.size(); ++i) {
        T value{};
        std::memcpy(&value, bytes.data() + i * sizeof(T), sizeof(T));
        values[i] = convert(value);
    }
    return values;
}

} // namespace

SafetensorsFile::SafetensorsFile(const std::filesystem::path& path) : file_(path) {
    const std::string header = readHeader(file_);
    entries_ = entriesOf(path, header);
    requireSound(file_, entries_, lengthSize + header.size());
}

const SafetensorsFile::Entry* SafetensorsFile::find(const std::string& name) const {
    const auto found = std::find_if(entries_.begin(), entries_.end(),
                                    [&](const Entry& entry) { return entry.name == name; });
    return found == entries_.end() ? nullptr : &*found;
}

std::vector<float> SafetensorsFile::read(const Entry& entry) const {
    std::vector<float> values;
    if (entry.type == "F32") {
        values.resize(entry.size / sizeof(float));
        if (file_.readAt(entry.begin, std::as_writable_bytes(std::span(values))) != entry.size)
            throwDamaged(path(), entry.name,
                         {NG_TEXT("core", "it became shorter while it was read")});
    } else if (entry.type == "F16") {
        values = converted<std::uint16_t>(readAt(file_, entry.begin, entry.size), ofHalf);
    } else if (entry.type == "BF16") {
        values = converted<std::uint16_t>(readAt(file_, entry.begin, entry.size), ofBrain);
    } else if (entry.type == "F64") {
        values = converted<double>(readAt(file_, entry.begin, entry.size),
                                   [](double value) { return static_cast<float>(value); });
    } else {
        throw base::FormatError(
            {NG_TEXT("core", "The tensor {1} in the file {0} has numbers of the type {2}. Save it "
                             "as F32, F16 or BF16."),
             {path().string(), entry.name, entry.type}});
    }
    if (!std::all_of(values.begin(), values.end(),
                     [](float value) { return std::isfinite(value); }))
        throwDamaged(path(), entry.name,
                     {NG_TEXT("core", "the tensor has numbers that are not finite")});
    return values;
}

void writeSafetensors(const std::filesystem::path& path, const std::vector<NamedShape>& tensors,
                      const std::function<std::vector<float>(std::size_t)>& values) {
    // Who reads it asks for the format's name; the numbers are the same in every one.
    Json header = {{"__metadata__", {{"format", "pt"}}}};
    std::uint64_t end = 0;
    for (const NamedShape& tensor : tensors) {
        const std::uint64_t begin = end;
        std::uint64_t size = sizeof(float);
        for (const std::int64_t side : tensor.shape)
            size *= static_cast<std::uint64_t>(side);
        end += size;
        header[tensor.name] = {
            {"dtype", "F32"}, {"shape", tensor.shape}, {"data_offsets", {begin, end}}};
    }
    std::string text = header.dump();
    text.resize((text.size() + 7) / 8 * 8, ' '); // so that the tensors are aligned
    const std::uint64_t length = text.size();
    base::AtomicFile file(path);
    file.write(std::as_bytes(std::span(&length, 1)));
    file.write(text);
    for (std::size_t i = 0; i < tensors.size(); ++i)
        file.write(std::as_bytes(std::span<const float>(values(i))));
    file.commit();
}

} // namespace neural
