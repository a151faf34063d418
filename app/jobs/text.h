// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/message.h"

#include <QString>

#include <exception>

/// Sentences of core in the program's language. Safe on any thread.
namespace jobs {

/// The sentence translated (context "core"), values filled in.
QString translate(const base::Message& message);
/// An exception as a sentence for a person: base::Error translated, anything else by its what().
QString describe(const std::exception& error);

/// 12 s, 3 min 20 s, 1 h 05 min
QString formatDuration(double seconds);
/// The same as "3 min 20 s left".
QString timeLeftText(double seconds);

} // namespace jobs
