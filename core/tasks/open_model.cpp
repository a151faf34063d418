// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tasks/open_model.h"

#include "core/base/error.h"
#include "core/neural/loader.h"
#include "core/tasks/mix_models.h"

#include <nlohmann/json.hpp>

namespace tasks {

namespace {

ngram::EstimatorSpec estimatorOf(const library::Model& model) {
    try {
        return nlohmann::json::parse(model.specification).get<ngram::EstimatorSpec>();
    } catch (const nlohmann::json::exception& error) {
        throw base::FormatError({NG_TEXT("core", "What the library says of the model {0} cannot be "
                                                 "read: {1}. Remove the model and train it again."),
                                 {model.name, error.what()}});
    }
}

} // namespace

std::shared_ptr<const lm::LanguageModel> openModel(const std::filesystem::path& library,
                                                   const library::Model& model) {
    if (model.kind == "neural")
        return neural::backend().openModel(library / model.file);
    if (model.kind == mixtureKind)
        return openMixture(library, model);
    return openNgramModel(library, model);
}

std::shared_ptr<const ngram::NgramModel> openNgramModel(const std::filesystem::path& library,
                                                        const library::Model& model) {
    if (model.kind != "ngram")
        throw base::InputError({NG_TEXT("core", "The model {0} is not an n-gram model. Choose an "
                                                "n-gram model."),
                                {model.name}});
    const ngram::EstimatorSpec estimator = estimatorOf(model);
    if (estimator.name == ngram::BackedOff::estimatorName)
        return std::make_shared<const ngram::NgramModel>(
            ngram::openBackoffTable(library / model.file));
    return std::make_shared<const ngram::NgramModel>(ngram::openCounts(library / model.file),
                                                     estimator);
}

} // namespace tasks
