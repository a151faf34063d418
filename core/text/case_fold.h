// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <unicode/edits.h>

#include <string>
#include <string_view>

namespace text {

/// Full Unicode case folding of valid UTF-8 ("Straße" becomes "strasse"). `edits`, where given,
/// tells afterwards which bytes became which.
std::string foldCase(std::string_view text, icu::Edits* edits = nullptr);

} // namespace text
