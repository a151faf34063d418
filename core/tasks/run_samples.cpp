// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tasks/run_samples.h"

#include "core/base/error.h"
#include "core/base/file.h"

#include <nlohmann/json.hpp>

#include <cerrno>
#include <fstream>
#include <system_error>

namespace tasks {

namespace {

std::string lineOf(const neural::Sample& sample) {
    // Half a character, from a byte tokenizer, is replaced: JSON is UTF-8.
    return nlohmann::json{{"step", sample.step}, {"text", sample.text}}.dump(
               -1, ' ', false, nlohmann::json::error_handler_t::replace) +
           "\n";
}

} // namespace

RunSamples::RunSamples(const std::filesystem::path& checkpoint)
    : path_(checkpoint.parent_path() / "samples.jsonl") {}

void RunSamples::add(const neural::Sample& sample) const {
    std::ofstream file(path_, std::ios::binary | std::ios::app);
    file << lineOf(sample) << std::flush;
    if (!file)
        throw base::FileError({NG_TEXT("core", "The samples cannot be written to {0}: {1}. Make "
                                               "room there."),
                               {path_.string(), std::generic_category().message(errno)}});
}

void RunSamples::forgetAfter(std::uint64_t step) const {
    if (!std::filesystem::exists(path_))
        return;
    base::AtomicFile file(path_);
    for (const neural::Sample& sample : all())
        if (sample.step <= step)
            file.write(lineOf(sample));
    file.commit();
}

std::vector<neural::Sample> RunSamples::all() const {
    std::vector<neural::Sample> samples;
    std::ifstream file(path_, std::ios::binary);
    std::string line;
    while (std::getline(file, line)) {
        const auto json = nlohmann::json::parse(line, nullptr, false);
        if (json.is_object() && json.contains("step") && json.contains("text") &&
            json["step"].is_number_unsigned() && json["text"].is_string())
            samples.push_back({json["step"].get<std::uint64_t>(), json["text"].get<std::string>()});
    }
    return samples;
}

} // namespace tasks
