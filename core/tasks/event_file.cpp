// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tasks/event_file.h"

#include "core/base/crc32c.h"

#include <bit>
#include <cstring>
#include <span>

namespace tasks {

namespace {

// How a field's value is written (the lowest three bits of its key).
enum Wire : unsigned { Varint = 0, Fixed64 = 1, Length = 2, Fixed32 = 5 };

template <class Unsigned>
void addLittleEndian(std::string& out, Unsigned value) {
    for (unsigned byte = 0; byte < sizeof(value); ++byte)
        out += static_cast<char>(value >> (8 * byte) & 0xFFU);
}

/// Seven bits a byte, the lowest first; the highest bit says that more follow.
void addVarint(std::string& out, std::uint64_t value) {
    for (; value >= 0x80; value >>= 7U)
        out += static_cast<char>((value & 0x7FU) | 0x80U);
    out += static_cast<char>(value);
}

void addKey(std::string& out, unsigned field, Wire wire) {
    addVarint(out, field << 3U | wire);
}

void addNumber(std::string& out, unsigned field, std::uint64_t value) {
    addKey(out, field, Varint);
    addVarint(out, value);
}

void addDouble(std::string& out, unsigned field, double value) {
    addKey(out, field, Fixed64);
    addLittleEndian(out, std::bit_cast<std::uint64_t>(value));
}

void addFloat(std::string& out, unsigned field, float value) {
    addKey(out, field, Fixed32);
    addLittleEndian(out, std::bit_cast<std::uint32_t>(value));
}

/// A string, or a message within the message.
void addBytes(std::string& out, unsigned field, std::string_view bytes) {
    addKey(out, field, Length);
    addVarint(out, bytes.size());
    out += bytes;
}

/// Event: 1 wall_time, 2 step, 3 file_version or 5 summary.
std::string event(double wallTime, std::uint64_t step) {
    std::string out;
    addDouble(out, 1, wallTime);
    if (step > 0) // 0 is what a field that is not there says
        addNumber(out, 2, step);
    return out;
}

} // namespace

std::uint32_t maskedCrc(std::string_view data) {
    const std::uint32_t crc = base::crc32c(std::as_bytes(std::span(data)));
    return std::rotr(crc, 15) + 0xa282ead8U;
}

std::string tfRecord(std::string_view data) {
    std::string record;
    addLittleEndian(record, static_cast<std::uint64_t>(data.size()));
    addLittleEndian(record, maskedCrc(record));
    record += data;
    addLittleEndian(record, maskedCrc(data));
    return record;
}

std::string versionEvent(double wallTime) {
    std::string out = event(wallTime, 0);
    addBytes(out, 3, "brain.Event:2");
    return out;
}

std::string scalarsEvent(double wallTime, std::uint64_t step,
                         const std::vector<std::pair<std::string, float>>& scalars) {
    std::string summary; // Summary: 1 value, repeated
    for (const auto& [tag, number] : scalars) {
        std::string value; // Summary.Value: 1 tag, 2 simple_value
        addBytes(value, 1, tag);
        addFloat(value, 2, number);
        addBytes(summary, 1, value);
    }
    std::string out = event(wallTime, step);
    addBytes(out, 5, summary);
    return out;
}

std::string textEvent(double wallTime, std::uint64_t step, const std::string& tag,
                      const std::string& text) {
    constexpr std::uint64_t stringType = 7; // DT_STRING
    std::string tensor;                     // TensorProto: 1 dtype, 2 tensor_shape, 8 string_val
    addNumber(tensor, 1, stringType);
    std::string size; // TensorShapeProto.Dim: 1 size
    addNumber(size, 1, 1);
    std::string shape; // TensorShapeProto: 2 dim
    addBytes(shape, 2, size);
    addBytes(tensor, 2, shape);
    addBytes(tensor, 8, text);

    std::string plugin; // SummaryMetadata.PluginData: 1 plugin_name
    addBytes(plugin, 1, "text");
    std::string metadata; // SummaryMetadata: 1 plugin_data
    addBytes(metadata, 1, plugin);
    std::string value; // Summary.Value: 1 tag, 8 tensor, 9 metadata
    addBytes(value, 1, tag);
    addBytes(value, 8, tensor);
    addBytes(value, 9, metadata);
    std::string summary;
    addBytes(summary, 1, value);
    std::string out = event(wallTime, step);
    addBytes(out, 5, summary);
    return out;
}

} // namespace tasks
