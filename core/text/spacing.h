// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace text {

/// Whether words that stand next to each other are written with a space between them: none beside
/// characters of writing systems without spaces, none before closing and after opening punctuation.
bool isSpaceBetween(std::string_view previous, std::string_view next);

} // namespace text
