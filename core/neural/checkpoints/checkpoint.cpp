// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/checkpoints/checkpoint.h"

#include "core/base/error.h"
#include "core/neural/specification/value_range.h"
#include "core/text/tokenizer_file.h"

#include <nlohmann/json.hpp>

#include <utility>

namespace neural {

namespace {

using Json = nlohmann::json;

const base::FileKind checkpointKind{"NGPCKPT1", 1, NG_TEXT("core", "checkpoint")};

[[noreturn]] void throwDamaged(const std::filesystem::path& path, const std::string& part) {
    throw base::FormatError(
        {NG_TEXT("core", "The checkpoint {0} is damaged in its part “{1}”. Train the model again, "
                         "or put back a copy of the file."),
         {path.string(), part}});
}

Json optionalJson(const std::optional<double>& value) {
    return value ? Json(*value) : Json(nullptr);
}

std::optional<double> optionalDouble(const Json& json) {
    return json.is_null() ? std::nullopt : std::optional(json.get<double>());
}

CheckpointState readState(const Json& config) {
    CheckpointState state;
    from_json(config.at("run"), state.info.spec);
    config.at("step").get_to(state.info.step);
    config.at("seconds").get_to(state.info.seconds);
    state.trainingLoss = optionalDouble(config.at("training_loss"));
    state.validationLoss = optionalDouble(config.at("validation_loss"));
    // The first versions did not write these.
    state.bestValidationLoss = optionalDouble(config.value("best_validation_loss", Json()));
    state.patience.least = optionalDouble(config.value("patience_loss", Json()));
    state.patience.waited = config.value("patience_waited", std::uint64_t{0});
    state.info.shares = config.value("shares", 0U);
    state.info.setting.workers = config.value("workers", 1U);
    state.info.setting.productThreads = config.value("product_threads", 1U);
    requireBetween(NG_TEXT("core", "number of shares"), state.info.shares, 0U, 65536U);
    requireValid(state.info.spec);
    return state;
}

/// Calls `read` with the parsed section "config"; whatever does not fit there is damage.
template <class Read>
void readConfig(const base::SectionFile& file, Read read) {
    try {
        read(Json::parse(file.text("config")));
    } catch (const Json::exception&) {
        throwDamaged(file.path(), "config");
    } catch (const base::InputError&) {
        throwDamaged(file.path(), "config");
    }
}

} // namespace

void writeCheckpoint(const std::filesystem::path& path, const CheckpointState& state,
                     const text::Tokenizer& tokenizer, const std::vector<TensorView>& tensors) {
    Json config;
    to_json(config["run"], state.info.spec);
    config["step"] = state.info.step;
    config["seconds"] = state.info.seconds;
    config["shares"] = state.info.shares;
    config["workers"] = state.info.setting.workers;
    config["product_threads"] = state.info.setting.productThreads;
    config["training_loss"] = optionalJson(state.trainingLoss);
    config["validation_loss"] = optionalJson(state.validationLoss);
    config["best_validation_loss"] = optionalJson(state.bestValidationLoss);
    config["patience_loss"] = optionalJson(state.patience.least);
    config["patience_waited"] = state.patience.waited;
    config["tensors"] = Json::array();
    for (const TensorView& tensor : tensors)
        config["tensors"].push_back({{"name", tensor.name}, {"shape", tensor.shape}});

    base::SectionFileWriter file(path, checkpointKind);
    file.addSection("config", config.dump());
    text::writeTokenizer(file, tokenizer);
    for (const TensorView& tensor : tensors)
        file.addSection("tensor/" + tensor.name, std::as_bytes(tensor.values));
    file.commit();
}

Checkpoint::Checkpoint(const std::filesystem::path& path) : file_(path, checkpointKind) {
    readConfig(file_, [this](const Json& config) {
        state_ = readState(config);
        for (const Json& entry : config.at("tensors"))
            tensors_.push_back({entry.at("name").get<std::string>(),
                                entry.at("shape").get<std::vector<std::int64_t>>(),
                                {}});
    });
    for (TensorView& tensor : tensors_)
        tensor.values = file_.values<float>("tensor/" + tensor.name);
}

text::Tokenizer Checkpoint::tokenizer() const {
    return text::readTokenizer(file_);
}

std::vector<std::string> Checkpoint::names() const {
    std::vector<std::string> names;
    for (const TensorView& tensor : tensors_)
        names.push_back(tensor.name);
    return names;
}

bool Checkpoint::contains(const std::string& name) const {
    return file_.contains("tensor/" + name);
}

std::vector<std::int64_t> Checkpoint::shape(const std::string& name) const {
    for (const TensorView& tensor : tensors_)
        if (tensor.name == name && !tensor.shape.empty())
            return tensor.shape;
    throwDamaged(file_.path(), name);
}

std::vector<float> Checkpoint::numbers(const std::string& name) const {
    const auto values = tensor(name, shape(name));
    return {values.begin(), values.end()};
}

std::span<const float> Checkpoint::tensor(const std::string& name,
                                          const std::vector<std::int64_t>& shape) const {
    std::uint64_t size = 1;
    for (const std::int64_t side : shape)
        size *= static_cast<std::uint64_t>(side);
    for (const TensorView& tensor : tensors_)
        if (tensor.name == name && tensor.shape == shape && tensor.values.size() == size)
            return tensor.values;
    throwDamaged(file_.path(), name);
}

std::filesystem::path bestCheckpoint(const std::filesystem::path& checkpoint) {
    std::filesystem::path best = checkpoint;
    best.replace_filename(checkpoint.stem().string() + "-best" + checkpoint.extension().string());
    return best;
}

CheckpointInfo readCheckpointInfo(const std::filesystem::path& checkpoint) {
    // The table only: a list of models need not read every tensor.
    const base::SectionFile file(checkpoint, checkpointKind, base::SectionFile::Check::TableOnly);
    CheckpointInfo info;
    readConfig(file, [&info](const Json& config) { info = readState(config).info; });
    return info;
}

} // namespace neural
