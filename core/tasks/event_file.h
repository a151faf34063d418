// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What TensorBoard reads: a TFRecord file of Event messages. The messages are written by hand in
/// the wire format of protocol buffers (protobuf.dev, "Encoding"); their fields and numbers are
/// those of TensorFlow's event.proto, summary.proto and tensor.proto.
namespace tasks {

/// One record of a TFRecord file (tensorflow.org, "TFRecord and tf.train.Example"): the length in 8
/// bytes, its masked CRC-32C in 4, the data, and its masked CRC-32C in 4; all little-endian.
std::string tfRecord(std::string_view data);

/// A CRC-32C that is stored beside the data it is of is turned and shifted, so that the check of
/// bytes that hold checks says something.
std::uint32_t maskedCrc(std::string_view data);

/// The first event of a file: the layout's version.
std::string versionEvent(double wallTime);

/// Scalars of one step. `wallTime` is in seconds since the epoch.
std::string scalarsEvent(double wallTime, std::uint64_t step,
                         const std::vector<std::pair<std::string, float>>& scalars);

/// A text of one step, for TensorBoard's page of texts.
std::string textEvent(double wallTime, std::uint64_t step, const std::string& tag,
                      const std::string& text);

} // namespace tasks
