// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/window/mode.h"

/// The one list that knows all pages.
window::PageFactories allPages();
