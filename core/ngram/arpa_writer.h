// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/ngram/ngram_model.h"

#include <filesystem>
#include <stop_token>

namespace ngram {

/// Writes a model as ARPA text, the back-off format that KenLM and SRILM read (SRILM's manual page
/// ngram-format(5)): log10 probability, n-gram, and log10 back-off weight for each n-gram of the
/// text; an interpolated model's probabilities with the lower orders in them. -99 stands for a
/// probability of 0, and for <s>, which is never predicted.
/// Packed by gzip where the name ends in ".gz". Written aside and renamed into place. Throws
/// base::InputError for an estimator that is no back-off model (maximum likelihood, add-k) and for
/// a token that the format cannot hold: one with white space in it, or spelled like <s>, </s> or
/// <unk>. Throws base::FileError.
void writeArpa(const std::filesystem::path& path, const NgramModel& model, base::Progress& progress,
               const std::stop_token& stop);

} // namespace ngram
