// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/json_output.h"

#include "app/cli/terminal.h"
#include "core/neural/specification/training_names.h"

#include <fmt/format.h>

#include <cmath>
#include <sys/resource.h>

namespace cli {

using nlohmann::json;

json number(double value) {
    if (std::isnan(value))
        return nullptr;
    if (std::isinf(value))
        return value > 0 ? "Infinity" : "-Infinity";
    return value;
}

json number(const std::optional<double>& value) {
    return value ? number(*value) : json(nullptr);
}

std::string dump(const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

void printJson(const json& value) {
    print(value.dump(2, ' ', false, json::error_handler_t::replace) + "\n");
    flush();
}

json describe(const library::Corpus& corpus) {
    return {{"id", corpus.id},
            {"name", corpus.name},
            {"ready", corpus.ready},
            {"bytes", corpus.bytes},
            {"documents", corpus.documentCount},
            {"tokens", corpus.tokens},
            {"types", corpus.types},
            {"replaced", corpus.replaced},
            {"encodings", corpus.encodings},
            {"added", corpus.added}};
}

json describe(const library::Model& model) {
    return {{"id", model.id},
            {"name", model.name},
            {"kind", model.kind},
            {"specification", json::parse(model.specification, nullptr, false)},
            {"corpora", model.corpora},
            {"run", model.run ? json(*model.run) : json(nullptr)},
            {"created", model.created}};
}

json describe(const std::optional<library::Origin>& origin) {
    if (!origin)
        return nullptr;
    return {{"model", origin->model},
            {"run", origin->run ? json(*origin->run) : json(nullptr)},
            {"step", origin->step},
            {"corpora", origin->corpora},
            {"unknown_tokens", origin->unknownTokens},
            {"old_text", library::oldTextNames.name(origin->oldText)}};
}

json describe(const library::Run& run) {
    return {{"id", run.id},
            {"name", run.name},
            {"state", library::toName(run.state)},
            {"specification", json(run.spec)},
            {"corpora", run.corpora},
            {"parameters", run.parameters},
            {"step", run.step},
            {"steps", run.spec.training.steps},
            {"training_loss", number(run.trainingLoss)},
            {"validation_loss", number(run.validationLoss)},
            {"loss_unit", neural::lossUnit(run.spec.training.task)},
            {"old_validation_loss", number(run.oldValidationLoss)},
            {"old_validation_loss_at_start", number(run.oldLossAtStart)},
            {"accuracy", number(run.accuracy)},
            {"origin", describe(run.origin)},
            {"error", run.error},
            {"created", run.created}};
}

std::string shown(double value, int digits) {
    if (std::isnan(value))
        return "–";
    if (std::isinf(value))
        return value > 0 ? "inf" : "-inf";
    return fmt::format("{:.{}f}", value, digits);
}

std::string shown(const std::optional<double>& value, int digits) {
    return value ? shown(*value, digits) : "–";
}

std::uint64_t peakMemory() {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    return static_cast<std::uint64_t>(used.ru_maxrss) * 1024; // Linux counts KiB
}

} // namespace cli
