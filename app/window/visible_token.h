// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/window/text.h"
#include "core/text/visible_text.h"

namespace window {

/// A token as it is written in a table or beside a bar: what cannot be seen becomes a sign.
inline QString visibleToken(std::string_view token) {
    return toQString(text::visibleText(token));
}

} // namespace window
