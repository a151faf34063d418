// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tasks/mix_models.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/library/library.h"
#include "core/tasks/open_model.h"
#include "core/tasks/read_tokens.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace tasks {

namespace fs = std::filesystem;

namespace {

MixtureSpec specOf(const library::Model& model) {
    try {
        const auto json = nlohmann::json::parse(model.specification);
        return {json.at("first").get<std::int64_t>(), json.at("second").get<std::int64_t>(),
                json.at("weight").get<double>()};
    } catch (const nlohmann::json::exception& error) {
        throw base::FormatError({NG_TEXT("core", "What the library says of the model {0} cannot be "
                                                 "read: {1}. Remove the model and mix it again."),
                                 {model.name, error.what()}});
    }
}

lm::Mixture::Component component(const fs::path& library, std::int64_t id) {
    const library::Model model = library::Library(library).models().get(id);
    return {model.name, openModel(library, model)};
}

} // namespace

std::shared_ptr<const lm::Mixture> mixModels(const fs::path& library, const MixtureSpec& spec) {
    return std::make_shared<const lm::Mixture>(component(library, spec.first),
                                               component(library, spec.second), spec.weight);
}

double mixtureWeight(const fs::path& library, std::int64_t first, std::int64_t second,
                     const fs::path& heldOut, base::Progress& progress,
                     const std::stop_token& stop) {
    const auto mixture = mixModels(library, {first, second, 0.5});
    const auto tokens = readTokens(heldOut, mixture->tokenizer(), progress, stop);
    auto scores = mixture->scoreApart(tokens);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (tokens[i] == text::Vocabulary::begin)
            continue;
        scores.first[kept] = scores.first[i];
        scores.second[kept++] = scores.second[i];
    }
    base::throwIfStopped(stop);
    return lm::mixtureWeight(std::span(scores.first).first(kept),
                             std::span(scores.second).first(kept));
}

library::Model addMixture(const fs::path& folder, const MixtureSpec& spec,
                          const std::string& name) {
    mixModels(folder, spec); // throws where it cannot be
    library::Library library(folder);
    const library::Model first = library.models().get(spec.first);
    const library::Model second = library.models().get(spec.second);
    library::Model model;
    model.kind = mixtureKind;
    model.name = name.empty() ? first.name + " + " + second.name : name;
    model.specification = nlohmann::json{
        {"name", mixtureKind},
        {"first", spec.first},
        {"second", spec.second},
        {"weight",
         spec.weight}}.dump();
    model.corpora = first.corpora;
    for (const std::int64_t corpus : second.corpora)
        if (std::find(model.corpora.begin(), model.corpora.end(), corpus) == model.corpora.end())
            model.corpora.push_back(corpus);
    model.file = library.models().newFile("json");
    const fs::path file = folder / model.file;
    try {
        base::AtomicFile written(file);
        written.write(model.specification);
        written.commit();
        return library.models().get(library.models().add(model));
    } catch (...) {
        std::error_code ignored;
        fs::remove(file, ignored);
        throw;
    }
}

std::shared_ptr<const lm::LanguageModel> openMixture(const fs::path& library,
                                                     const library::Model& model) {
    const MixtureSpec spec = specOf(model);
    for (const std::int64_t id : {spec.first, spec.second}) {
        const auto all = library::Library(library).models().list();
        if (std::none_of(all.begin(), all.end(),
                         [&](const library::Model& other) { return other.id == id; }))
            throw base::LibraryError(
                {NG_TEXT("core", "The model {0} mixes two models, and one of them was deleted. "
                                 "Delete it too, or train that model and mix them again."),
                 {model.name}});
    }
    return mixModels(library, spec);
}

std::vector<OpenedModel> partsOf(const fs::path& folder, const library::Model& entry,
                                 const lm::LanguageModel& model) {
    const auto* mixture = dynamic_cast<const lm::Mixture*>(&model);
    if (mixture == nullptr)
        return {{&model, entry}};
    const MixtureSpec spec = specOf(entry);
    library::Library library(folder);
    std::vector<OpenedModel> parts;
    for (const auto& [component, id] :
         {std::pair(&mixture->first(), spec.first), std::pair(&mixture->second(), spec.second)})
        for (OpenedModel& part : partsOf(folder, library.models().get(id), *component->model))
            parts.push_back(std::move(part));
    return parts;
}

} // namespace tasks
