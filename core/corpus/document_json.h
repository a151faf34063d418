// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/corpus/document.h"

#include <nlohmann/json_fwd.hpp>

namespace corpus {

/// A document as files of ours store it. A path that is no UTF-8 is stored as its bytes' numbers.
void to_json(nlohmann::json& json, const Document& document);
void from_json(const nlohmann::json& json, Document& document);

} // namespace corpus
