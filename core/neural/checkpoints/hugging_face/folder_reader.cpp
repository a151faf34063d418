// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/neural/checkpoints/checkpoint.h"
#include "core/neural/checkpoints/hugging_face/folder.h"
#include "core/neural/checkpoints/hugging_face/numbering.h"
#include "core/neural/checkpoints/hugging_face/weights.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <utility>

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

bool tellsLabels(const Config& config, const ModelType& type) {
    const auto classes = config.words("architectures");
    return type.labelClass &&
           std::find(classes.begin(), classes.end(), type.labelClass) != classes.end();
}

/// The labels by their numbers there. Those without names the library calls so.
std::vector<std::string> labelsOf(const Config& config) {
    constexpr unsigned most = 1U << 17; // more than a network may have
    std::vector<std::string> labels;
    const Config names = config.part("id2label");
    if (!config.has("id2label"))
        for (unsigned i = 0; i < std::min(config.count("num_labels", 2), most); ++i)
            labels.push_back("LABEL_" + std::to_string(i));
    for (std::string number = "0"; names.has(number.c_str()) && labels.size() < most;
         number = std::to_string(labels.size()))
        labels.push_back(names.word(number.c_str(), ""));
    return labels;
}

/// Of each of our labels, which are in byte order, its number there.
std::vector<std::int64_t> labelRows(const Config& config) {
    const std::vector<std::string> labels = labelsOf(config);
    std::vector<std::int64_t> rows(labels.size());
    std::iota(rows.begin(), rows.end(), 0);
    const auto name = [&](std::int64_t row) -> const std::string& {
        return labels[static_cast<std::size_t>(row)];
    };
    std::sort(rows.begin(), rows.end(),
              [&](std::int64_t a, std::int64_t b) { return name(a) < name(b); });
    const auto same = [&](std::int64_t a, std::int64_t b) { return name(a) == name(b); };
    if (std::adjacent_find(rows.begin(), rows.end(), same) != rows.end())
        config.throwUnsupported("id2label");
    return rows;
}

void addLabels(RunSpec& run, const Config& config) {
    std::vector<std::string> labels = labelsOf(config);
    std::sort(labels.begin(), labels.end());
    run.labels = std::move(labels);
    run.transformer.labels = static_cast<unsigned>(run.labels.size());
    run.transformer.labelForm =
        run.transformer.kind == TransformerKind::Decoder ? LabelForm::Plain : LabelForm::Pooled;
    run.training.task = TrainingTask::Labels;
}

/// What tells tokens, which the library leaves out of a network that tells labels.
bool isOfOutput(const TensorRule& rule) {
    return rule.ours.starts_with("output") || rule.ours.starts_with("head");
}

/// Takes away what is not there and need not be.
std::vector<TensorRule> takeLacking(std::vector<TensorRule>& rules, const Weights& weights) {
    const auto first =
        std::stable_partition(rules.begin(), rules.end(), [&](const TensorRule& rule) {
            return !isOfOutput(rule) || weights.has(rule.theirs.front());
        });
    std::vector<TensorRule> lacking(first, rules.end());
    rules.erase(first, rules.end());
    return lacking;
}

/// Whether the pooler is what a network without one was written with.
bool poolsNothing(const std::vector<TensorRule>& rules, const Weights& weights) {
    const auto rule = [&](const char* ours) {
        return std::find_if(rules.begin(), rules.end(),
                            [&](const TensorRule& one) { return one.ours == ours; });
    };
    const auto bias = weights.read(*rule("label_pooler.bias")).front();
    return isSmallIdentity(weights.read(*rule("label_pooler.weight")).front()) &&
           std::all_of(bias.begin(), bias.end(), [](float value) { return value == 0; });
}

RunSpec runOf(const fs::path& file, const Config& config, const ModelType& type) {
    RunSpec run = usualRun(type.architecture);
    run.transformer = type.read(config);
    run.transformer.turns = config.part("ngramophone").flag("turns", false);
    if (tellsLabels(config, type))
        addLabels(run, config);
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
    std::vector<TensorRule> lacking; // told by zeros: any token is as likely as another
    const auto fitting = [&] {
        std::vector<TensorRule> rules = type.tensors(spec, tokens, config);
        lacking = spec.labels > 0 ? takeLacking(rules, weights) : std::vector<TensorRule>();
        weights.requireFitting(rules); // before anything is as large as the files say it is
        return rules;
    };
    std::vector<TensorRule> rules = fitting();
    if (spec.labelForm == LabelForm::Pooled && poolsNothing(rules, weights)) {
        spec.labelForm = LabelForm::Biased;
        rules = fitting();
    }
    std::erase_if(rules, [](const TensorRule& rule) { return rule.layout == Layout::Made; });
    const Numbering numbering = numberTokens(folder, config, tokens, spec);
    const std::vector<std::int64_t> labels =
        spec.labels > 0 ? labelRows(config) : std::vector<std::int64_t>();

    const auto shapeOf = [&](TensorRule rule) {
        if (rule.layout == Layout::ByToken)
            rule.rows = {static_cast<std::int64_t>(numbering.rows.size())};
        return rule.ourShape();
    };
    std::vector<std::vector<float>> values;
    std::vector<TensorView> tensors;
    for (const TensorRule& rule : rules) {
        base::throwIfStopped(stop);
        progress.report({{NG_TEXT("core", "Reading {0}"), {folder.filename().string()}},
                         values.size(),
                         rules.size()});
        values.push_back(toOurs(rule, weights.read(rule),
                                rule.layout == Layout::ByLabel ? labels : numbering.rows));
        tensors.push_back({rule.ours, shapeOf(rule), {}});
    }
    for (const TensorRule& rule : lacking) {
        const auto shape = shapeOf(rule);
        values.emplace_back(
            std::accumulate(shape.begin(), shape.end(), std::size_t{1}, std::multiplies<>()));
        tensors.push_back({rule.ours, shape, {}});
    }
    for (std::size_t i = 0; i < values.size(); ++i)
        tensors[i].values = values[i];
    writeCheckpoint(checkpoint, state, numbering.tokenizer, tensors);
}

} // namespace neural::hugging_face
