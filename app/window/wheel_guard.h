// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace window {

/// A field in a form that scrolls: the wheel turns its value only where a person has chosen it, so
/// that scrolling past changes nothing.
void turnOnlyWithFocus(QWidget* field);

} // namespace window
