// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace window {

/// Between the two sides of a page, in pixels: as wide as the margin around it.
constexpr int splitterGap = 9;

} // namespace window
