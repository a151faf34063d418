// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemView>
#include <QHeaderView>

namespace window {

/// Space at both sides of a view's cells and of their header alike, so that a column of numbers and
/// the text column after it stand apart and each header stands over its column.
inline constexpr int roomyMargin = 8;
void setRoomyStyle(QAbstractItemView* view, QHeaderView* header);

} // namespace window
