// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/window/theme.h"

#include <QString>

namespace window {

/// What a person has chosen for the program as a whole; kept by QSettings.
struct Preferences {
    Theme theme = Theme::System;
    QString language;   ///< empty: the system's
    int fontChange = 0; ///< points added to the system's font size

    static Preferences load();
    void save() const;
    /// Makes theme, language and font size take effect now.
    void apply() const;
};

inline constexpr int minimumFontChange = -3;
inline constexpr int maximumFontChange = 8;

} // namespace window
