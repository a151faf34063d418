// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/library/model_store.h"
#include "core/lm/language_model.h"
#include "core/ngram/ngram_model.h"

#include <cstdint>
#include <filesystem>
#include <memory>

namespace tasks {

/// Opens a model of the library, whatever its kind. Off the GUI thread: a neural one may have to
/// load LibTorch first. Throws base::FormatError where its file is damaged.
std::shared_ptr<const lm::LanguageModel> openModel(const std::filesystem::path& library,
                                                   const library::Model& model);

/// The same for a page that needs the counts. Throws base::InputError for another kind of model.
std::shared_ptr<const ngram::NgramModel> openNgramModel(const std::filesystem::path& library,
                                                        const library::Model& model);

} // namespace tasks
