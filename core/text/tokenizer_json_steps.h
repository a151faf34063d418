// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/cut_steps.h"
#include "core/text/text_steps.h"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <vector>

/// A tokenizer.json's "normalizer" and "pre_tokenizer" as what they do. Each function throws
/// base::FormatError, without the file's name, where a part is not known here, and
/// nlohmann::json::exception where it is none.
namespace text::tokenizer_json {

/// In order; none for null.
std::vector<steps::Step> stepsOf(const nlohmann::json& normalizer);
std::vector<steps::Cut> cutsOf(const nlohmann::json& preTokenizer);

/// The sign for spaces that these put in; nothing where they put in none.
std::optional<steps::SpaceSign> spaceSignOf(const nlohmann::json& preTokenizer);

/// Whether these drop line ends and do with each line what they would do with it alone.
bool cutsLines(const nlohmann::json& normalizer, const nlohmann::json& preTokenizer);

} // namespace text::tokenizer_json
