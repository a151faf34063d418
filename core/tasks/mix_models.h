// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/library/model_store.h"
#include "core/lm/mixture.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace tasks {

inline constexpr const char* mixtureKind = "mixture"; ///< library::Model::kind

/// Which models of the library are mixed, and how.
struct MixtureSpec {
    std::int64_t first = 0;
    std::int64_t second = 0;
    double weight = 0.5; ///< of the first
};

/// Opens both and mixes them. Throws base::InputError where they cannot be mixed.
std::shared_ptr<const lm::Mixture> mixModels(const std::filesystem::path& library,
                                             const MixtureSpec& spec);
/// The weight of the first under which a text is most probable.
double mixtureWeight(const std::filesystem::path& library, std::int64_t first, std::int64_t second,
                     const std::filesystem::path& heldOut, base::Progress& progress,
                     const std::stop_token& stop);
/// Keeps a mixture as a model of the library, which needs the two as long as it is used. `name`
/// empty: made from the two names.
library::Model addMixture(const std::filesystem::path& library, const MixtureSpec& spec,
                          const std::string& name);
/// Opens such a model. Throws base::LibraryError where one of the two was deleted.
std::shared_ptr<const lm::LanguageModel> openMixture(const std::filesystem::path& library,
                                                     const library::Model& model);

/// A model that is open, and what the library says of it.
struct OpenedModel {
    const lm::LanguageModel* model = nullptr;
    library::Model entry;
};
/// The models that an open one is mixed of, in the order of the mixing, or it alone. They live as
/// long as it does. Throws base::LibraryError where one of them was deleted.
std::vector<OpenedModel> partsOf(const std::filesystem::path& library, const library::Model& entry,
                                 const lm::LanguageModel& model);

} // namespace tasks
