// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QString>

namespace window {

/// One of the program's icons, drawn in the palette's text colour of the moment it is painted, so
/// that it follows a change of theme: paletteIcon("chat").
QIcon paletteIcon(const QString& name);
QIcon applicationIcon();
/// Makes the embedded files known; needed because they lie in a static library.
void initResources();

} // namespace window
