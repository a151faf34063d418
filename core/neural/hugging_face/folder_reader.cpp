// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/neural/checkpoint.h"
#include "core/neural/hugging_face/folder.h"
#include "core/neural/hugging_face/numbering.h"
#include "core/neural/hugging_face/weights.h"

#include <algorithm>

namespace neural::hugging_face {

namespace fs = std::filesystem;

namespace {

const ModelType& typeOf(const fs::path& file, const Config& config) {
    const std::string name = config.word("model_type", "");
    if (const ModelType* type = findModelType(name))
        return *type;
    throw base::FormatError({NG_TEXT("core", "The file {0} describes a model of the type “{1}”. "
                                             "Those that can be imported are: {2}."),
                             {file.string(), name, modelTypeNames()}});
}

RunSpec runOf(const fs::path& file, const Config& config, const ModelType& type) {
    RunSpec run = usualRun(type.architecture);
    run.transformer = type.read(config);
    run.transformer.turns = config.part("ngramophone").flag("turns", false);
    try {
        requireValid(run);
    } catch (const base::InputError& error) {
        throw base::FormatError({NG_TEXT("core", "The network that the file {0} describes is out "
                                                 "of range. {1}"),
                                 {file.string()},
                                 {error.message()}});
    }
    return run;
}

} // namespace

bool looksLikeFolder(const fs::path& path) {
    std::error_code ignored;
    return fs::is_directory(path, ignored);
}

void readFolder(const fs::path& folder, const fs::path& checkpoint, base::Progress& progress,
                const std::stop_token& stop) {
    const fs::path file = folder / "config.json";
    const Config config = Config::read(file);
    const ModelType& type = typeOf(file, config);
    CheckpointState state;
    state.info.spec = runOf(file, config, type);
    TransformerSpec& spec = state.info.spec.transformer;
    const std::int64_t tokens = config.count("vocab_size");

    const Weights weights(folder, type);
    if (type.ownOutput)
        spec.tiedOutput = !weights.has(type.ownOutput);
    std::vector<TensorRule> rules = type.tensors(spec, tokens, config);
    weights.requireFitting(rules); // before anything is as large as the files say it is
    const Numbering numbering = numberTokens(folder, config, tokens, spec);

    std::vector<std::vector<float>> values;
    std::vector<TensorView> tensors;
    for (TensorRule& rule : rules) {
        base::throwIfStopped(stop);
        progress.report({{NG_TEXT("core", "Reading {0}"), {folder.filename().string()}},
                         values.size(),
                         rules.size()});
        values.push_back(toOurs(rule, weights.read(rule), numbering.rows));
        if (rule.layout == Layout::ByToken)
            rule.rows = {static_cast<std::int64_t>(numbering.rows.size())};
        tensors.push_back({rule.ours, rule.ourShape(), {}});
    }
    for (std::size_t i = 0; i < values.size(); ++i)
        tensors[i].values = values[i];
    writeCheckpoint(checkpoint, state, numbering.tokenizer, tensors);
}

} // namespace neural::hugging_face
