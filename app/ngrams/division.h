// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ngrams/open_table.h"

#include <QString>

namespace ngrams {

/// How a row's probability came about, in words and figures: “cat” followed “the” 12 times; “the”
/// was followed 340 times; 12 / 340 = 0.0353.
QString divisionText(const OpenTable& open, const ngram::TableRow& row);

/// The row of an n-gram, seen or not.
ngram::TableRow rowOf(const ngram::NgramModel& model, std::span<const text::TokenId> history,
                      text::TokenId next);

} // namespace ngrams
