// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPalette>

#include <vector>

namespace plot {

/// Colours that the colour-blind can tell apart (Okabe and Ito) and that keep contrast on the
/// palette's background, light or dark.
QColor seriesColor(std::size_t index, const QPalette& palette);

/// A sequential scale that rises evenly in lightness, readable in greyscale (cividis-like);
/// `value` from 0 to 1. Dark palettes begin dark, light ones begin light.
QColor scaleColor(double value, const QPalette& palette);
/// Black or white, whichever can be read on `background`.
QColor textOn(const QColor& background);

} // namespace plot
