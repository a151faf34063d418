// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/corpora/text_view.h"
#include "app/window/text.h"

#include <exception>

namespace corpora {

// A person's file may vanish or change between any two reads.
template <class Action>
void TextView::guarded(Action action) {
    try {
        action();
    } catch (const std::exception& error) {
        fail(window::describe(error));
    }
}

} // namespace corpora
