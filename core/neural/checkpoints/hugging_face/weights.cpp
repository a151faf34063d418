// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/checkpoints/hugging_face/weights.h"

#include "core/base/error.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string_view>

namespace neural::hugging_face {

namespace fs = std::filesystem;

namespace {

using Json = nlohmann::json;

/// The files that an index names, each once; plain names, so that none leads out of the folder.
std::set<std::string> filesOf(const fs::path& index) {
    std::set<std::string> names;
    try {
        const Json json = Json::parse(base::readFile(index));
        for (const auto& [tensor, file] : json.at("weight_map").get_ref<const Json::object_t&>())
            names.insert(file.get<std::string>());
    } catch (const Json::exception&) {
        names.clear();
    }
    const bool sound = std::all_of(names.begin(), names.end(), [](const std::string& name) {
        return fs::path(name).filename() == name;
    });
    if (names.empty() || !sound)
        throw base::FormatError({NG_TEXT("core", "The file {0} does not say which files beside it "
                                                 "hold the model. Download it again."),
                                 {index.string()}});
    return names;
}

std::string shown(const std::vector<std::int64_t>& shape) {
    return fmt::format("[{}]", fmt::join(shape, ", "));
}

} // namespace

Weights::Weights(const fs::path& folder, const ModelType& type) : folder_(folder), type_(type) {
    const fs::path whole = folder / "model.safetensors";
    const fs::path index = folder / "model.safetensors.index.json";
    if (fs::exists(whole) || !fs::exists(index)) {
        files_.emplace_back(whole);
        return;
    }
    for (const std::string& name : filesOf(index))
        files_.emplace_back(folder / name);
}

Weights::Place Weights::find(const std::string& name) const {
    for (const SafetensorsFile& file : files_)
        if (const auto* entry = file.find(name))
            return {&file, entry};
    // Saved without its head, a network's names do not say that they are inside one.
    const std::string_view prefix = type_.prefix;
    return !prefix.empty() && name.starts_with(prefix) ? find(name.substr(prefix.size())) : Place{};
}

bool Weights::isIdle(const std::string& name) const {
    return std::any_of(type_.idle.begin(), type_.idle.end(),
                       [&](const char* end) { return name.ends_with(end); });
}

void Weights::requireFitting(const std::vector<TensorRule>& rules) const {
    std::set<const SafetensorsFile::Entry*> used;
    for (const TensorRule& rule : rules)
        for (std::size_t part = 0; part < rule.theirs.size(); ++part) {
            const std::string& name = rule.theirs[part];
            const Place place = find(name);
            const auto shape = rule.theirShape(part);
            if (!place.entry)
                throw base::FormatError({NG_TEXT("core", "The model in the folder {0} has no "
                                                         "tensor “{1}”, which its config.json asks "
                                                         "for. Save or download it again."),
                                         {folder_.string(), name}});
            if (place.entry->shape != shape)
                throw base::FormatError(
                    {NG_TEXT("core", "The tensor “{1}” in the file {0} has the "
                                     "shape {2}; its config.json asks for "
                                     "{3}. Save or download both again."),
                     {place.file->path().string(), name, shown(place.entry->shape), shown(shape)}});
            used.insert(place.entry);
        }
    for (const SafetensorsFile& file : files_)
        for (const SafetensorsFile::Entry& entry : file.entries())
            if (!used.contains(&entry) && !isIdle(entry.name))
                throw base::FormatError({NG_TEXT("core", "The file {0} has a tensor “{1}”, which "
                                                         "has no place in a model of the type "
                                                         "{2}. Choose a model without it."),
                                         {file.path().string(), entry.name, type_.name}});
}

std::vector<std::vector<float>> Weights::read(const TensorRule& rule) const {
    std::vector<std::vector<float>> parts;
    for (const std::string& name : rule.theirs) {
        const Place place = find(name);
        parts.push_back(place.file->read(*place.entry));
    }
    return parts;
}

} // namespace neural::hugging_face
