// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace text {

/// A token for a table's cell: a space becomes ␣, a tab ⇥, a line end ↵, other characters that
/// cannot be seen their code ("U+3000"). The result holds no white space.
std::string visibleText(std::string_view token);

} // namespace text
