// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <string>

namespace ngrams {

/// An estimator as a person calls it: "Modified Kneser-Ney" for "modified-kneser-ney".
QString estimatorTitle(const std::string& name);

} // namespace ngrams
