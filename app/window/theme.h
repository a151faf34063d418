// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPalette>

namespace window {

enum class Theme { System, Light, Dark };

QPalette lightPalette();
QPalette darkPalette();
bool isDark(const QPalette& palette);

/// Sets the program's palette, at once and everywhere. System follows the platform's own palette:
/// Qt 6.4 cannot be asked for the colour scheme.
void applyTheme(Theme theme);

} // namespace window
