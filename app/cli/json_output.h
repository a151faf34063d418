// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/library/corpus_store.h"
#include "core/library/model_store.h"
#include "core/library/run_store.h"

#include <nlohmann/json.hpp>

#include <string>

namespace cli {

/// JSON has no infinity: the strings "Infinity" and "-Infinity" stand for it; null for no number.
nlohmann::json number(double value);
nlohmann::json number(const std::optional<double>& value);
/// Bytes that are no UTF-8 (half a character as a token) are replaced.
void printJson(const nlohmann::json& json);
std::string dump(const nlohmann::json& json);

nlohmann::json describe(const library::Corpus& corpus);
nlohmann::json describe(const library::Model& model);
nlohmann::json describe(const std::optional<library::Origin>& origin);
nlohmann::json describe(const library::Run& run);

/// A number for reading: "inf" where it is infinite, "–" where it is none.
std::string shown(double value, int digits = 4);
std::string shown(const std::optional<double>& value, int digits = 4);

/// The most memory that the program has had, in bytes.
std::uint64_t peakMemory();

} // namespace cli
