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

} // namespace jobs
