// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/tokenizer_spec.h"

#include <QString>

#include <string>

namespace window {

/// An estimator as a person calls it: "Modified Kneser-Ney" for "modified-kneser-ney".
QString estimatorTitle(const std::string& name);
/// A tokenizer as a person calls it: "White space".
QString tokenizerTitle(text::TokenizerKind kind);

} // namespace window
