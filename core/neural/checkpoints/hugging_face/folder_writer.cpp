// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/file_failure.h"
#include "core/neural/checkpoints/checkpoint.h"
#include "core/neural/checkpoints/hugging_face/folder.h"
#include "core/neural/checkpoints/hugging_face/model_type.h"
#include "core/neural/checkpoints/hugging_face/numbering.h"
#include "core/neural/checkpoints/safetensors.h"
#include "core/neural/data/token_numbers.h"
#include "core/text/tokenizer_json.h"

#include <algorithm>
#include <limits>
#include <span>

namespace neural::hugging_face {

namespace fs = std::filesystem;

namespace {

using Json = nlohmann::json;

/// The library's network that was fine-tuned.
TransformerSpec plain(TransformerSpec spec) {
    spec.turns = false;
    spec.labels = 0;
    spec.labelForm = {};
    return spec;
}

bool tellsLabels(const RunSpec& run) {
    return run.transformer.labels > 0;
}

void requireLabels(const TransformerSpec& spec, const ModelType& type) {
    if (!type.labelClass)
        throw base::InputError({NG_TEXT("core", "Of the type {0} the transformers library has no "
                                                "network that tells labels as this model does. "
                                                "Export the model that it began with."),
                                {type.name}});
    if (spec.kind == TransformerKind::Decoder && spec.labelForm != LabelForm::Plain)
        throw base::InputError(
            {NG_TEXT("core", "The layer of this model that tells labels adds a number to each, for "
                             "which {0} of the transformers library has no place. Train the labels "
                             "again from the model that it began with: a new layer does without."),
             {type.labelClass}});
}

const ModelType& typeOf(const RunSpec& spec) {
    const ModelType* type = neural::familyOf(spec.architecture) == neural::Family::Transformer
                                ? modelTypeOf(plain(spec.transformer))
                                : nullptr;
    if (!type)
        throw base::InputError({NG_TEXT("core", "The transformers library has no architecture with "
                                                "just the parts of this model ({0}). Those that "
                                                "can be exported are networks with the parts of: "
                                                "{1}."),
                                {spec.architecture, modelTypeNames()}});
    if (tellsLabels(spec))
        requireLabels(spec.transformer, *type);
    return *type;
}

void write(const fs::path& path, const Json& json) {
    base::AtomicFile file(path);
    file.write(json.dump(2) + "\n");
    file.commit();
}

void writeTensors(const fs::path& path, const std::vector<TensorRule>& rules,
                  const Checkpoint& checkpoint, base::Progress& progress,
                  const std::stop_token& stop) {
    struct Part {
        const TensorRule* rule;
        std::size_t number;
    };
    std::vector<Part> parts;
    std::vector<NamedShape> shapes;
    for (const TensorRule& rule : rules)
        for (std::size_t part = 0; part < rule.theirs.size(); ++part) {
            parts.push_back({&rule, part});
            shapes.push_back({rule.theirs[part], rule.theirShape(part)});
        }
    writeSafetensors(path, shapes, [&](std::size_t i) {
        base::throwIfStopped(stop);
        progress.report(
            {{NG_TEXT("core", "Writing {0}"), {path.filename().string()}}, i, parts.size()});
        const TensorRule& rule = *parts[i].rule;
        return toTheirs(rule, parts[i].number,
                        rule.layout == Layout::Made
                            ? std::span<const float>()
                            : checkpoint.tensor(rule.ours, rule.ourShape()));
    });
}

/// A text's label is told from its last token that is none of the padding's: <s> is none but its
/// first. What an encoder is to leave out its mask says, and a hidden token is in no text.
bool padsByHidden(const RunSpec& run) {
    return run.transformer.kind == TransformerKind::Encoder;
}

void addLabels(Json& config, const RunSpec& run, std::int64_t tokens) {
    config["pad_token_id"] = padsByHidden(run) ? tokens - 1 // the only one beyond the vocabulary
                                               : numberOfStart;
    config["num_labels"] = run.labels.size();
    config["id2label"] = config["label2id"] = Json::object();
    for (std::size_t i = 0; i < run.labels.size(); ++i) {
        config["id2label"][std::to_string(i)] = run.labels[i];
        config["label2id"][run.labels[i]] = i;
    }
}

Json configOf(const ModelType& type, const RunSpec& run, const text::Vocabulary& vocabulary,
              std::int64_t tokens) {
    Json config = type.write(run.transformer, tokens);
    config["model_type"] = type.name;
    config["architectures"] = {tellsLabels(run) ? type.labelClass : type.modelClass};
    config["torch_dtype"] = "float32";
    config["bos_token_id"] = text::index(text::Vocabulary::begin);
    config["eos_token_id"] = text::index(text::Vocabulary::end);
    config["pad_token_id"] = nullptr;
    if (tellsLabels(run))
        addLabels(config, run, tokens);
    // Whether <unk> is ever expected, which no field of theirs says.
    config["ngramophone"] = {
        {"unknown_count",
         std::min<std::uint64_t>(vocabulary.unknownCount(), std::numeric_limits<int>::max())},
        {"turns", run.transformer.turns}};
    return config;
}

/// Turns as lm::appendTurn() writes them, in the library's template language.
constexpr const char* chatTemplate =
    "{{ bos_token }}{% for message in messages %}{{ '<|' + message['role'] + '|>' + "
    "message['content'] + eos_token }}{% endfor %}{% if add_generation_prompt %}"
    "{{ '<|assistant|>' }}{% endif %}";

Json tokenizerConfigOf(const RunSpec& run, const text::Vocabulary& vocabulary) {
    const auto name = [&](text::TokenId id) { return std::string(vocabulary.token(id)); };
    Json config = {{"tokenizer_class", "PreTrainedTokenizerFast"},
                   {"model_max_length", run.transformer.contextLength},
                   {"clean_up_tokenization_spaces", false},
                   {"unk_token", name(text::Vocabulary::unknown)},
                   {"bos_token", name(text::Vocabulary::begin)},
                   {"eos_token", name(text::Vocabulary::end)}};
    if (run.transformer.turns)
        config["chat_template"] = chatTemplate;
    if (run.transformer.kind == TransformerKind::Encoder) {
        config["cls_token"] = config["bos_token"];
        config["sep_token"] = config["eos_token"];
        config["mask_token"] = std::string(text::hiddenToken);
    }
    if (tellsLabels(run))
        config["pad_token"] = padsByHidden(run) ? config["mask_token"] : config["bos_token"];
    return config;
}

} // namespace

void writeFolder(const fs::path& path, const fs::path& folder, base::Progress& progress,
                 const std::stop_token& stop) {
    const Checkpoint checkpoint(path);
    const RunSpec& run = checkpoint.state().info.spec;
    const ModelType& type = typeOf(run);
    const text::Tokenizer tokenizer = checkpoint.tokenizer();
    const std::vector<std::string> beyond = namesBeyond(run.transformer);
    const auto tokens = static_cast<std::int64_t>(tokenizer.vocabulary().size() + beyond.size());

    std::error_code failure;
    fs::create_directories(folder, failure);
    if (failure)
        base::failToWrite(folder, failure.value());
    const fs::path configFile = folder / "config.json";
    const Json config = configOf(type, run, tokenizer.vocabulary(), tokens);
    writeTensors(folder / "model.safetensors",
                 type.tensors(run.transformer, tokens, Config(configFile, config)), checkpoint,
                 progress, stop);
    text::writeTokenizerJson(folder / "tokenizer.json", tokenizer,
                             isScoredFromBothSides(run.transformer) || tellsLabels(run), beyond);
    write(folder / "tokenizer_config.json", tokenizerConfigOf(run, tokenizer.vocabulary()));
    write(configFile, config);
}

} // namespace neural::hugging_face
