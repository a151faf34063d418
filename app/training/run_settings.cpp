// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/run_settings.h"

#include "app/window/text.h"
#include "core/neural/specification/training_names.h"
#include "core/neural/specification/transformer_spec.h"

#include <QCoreApplication>
#include <QMap>

#include <map>

namespace training {

namespace {

using neural::Family;
using neural::RunSpec;

class RunSettings {
    Q_DECLARE_TR_FUNCTIONS(training::RunSettings)
};

Family family(const RunSpec& spec) {
    return neural::familyOf(spec.architecture);
}

bool isTransformer(const RunSpec& spec) {
    return family(spec) == Family::Transformer;
}

QVariant layers(const RunSpec& spec) {
    switch (family(spec)) {
    case Family::Bengio:
        return {};
    case Family::Recurrent:
        return spec.recurrent.layers;
    case Family::Transformer:
        break;
    }
    return spec.transformer.layers;
}

QVariant width(const RunSpec& spec) {
    switch (family(spec)) {
    case Family::Bengio:
        return spec.bengio.embeddingSize;
    case Family::Recurrent:
        return spec.recurrent.embeddingSize;
    case Family::Transformer:
        break;
    }
    return spec.transformer.width;
}

QVariant innerWidth(const RunSpec& spec) {
    switch (family(spec)) {
    case Family::Bengio:
        return spec.bengio.hiddenWidth;
    case Family::Recurrent:
        return spec.recurrent.hiddenWidth;
    case Family::Transformer:
        break;
    }
    return spec.transformer.innerWidth;
}

QVariant dropout(const RunSpec& spec) {
    switch (family(spec)) {
    case Family::Bengio:
        return {};
    case Family::Recurrent:
        return spec.recurrent.dropout;
    case Family::Transformer:
        break;
    }
    return spec.transformer.dropout;
}

/// A choice as the form has it; one that the form does not know by its name.
QString choiceText(const std::string& name) {
    static const std::map<std::string, const char*> network = {
        {"multi-head", QT_TRANSLATE_NOOP("training::NetworkFields", "Multi-head")},
        {"multi-query", QT_TRANSLATE_NOOP("training::NetworkFields", "Multi-query")},
        {"grouped-query", QT_TRANSLATE_NOOP("training::NetworkFields", "Grouped-query")},
        {"latent", QT_TRANSLATE_NOOP("training::NetworkFields", "Multi-head latent")},
        {"learned", QT_TRANSLATE_NOOP("training::NetworkFields", "Learned")},
        {"sinusoidal", QT_TRANSLATE_NOOP("training::NetworkFields", "Sinusoidal")},
        {"rotary", QT_TRANSLATE_NOOP("training::NetworkFields", "Rotary")},
        {"alibi", QT_TRANSLATE_NOOP("training::NetworkFields", "ALiBi")},
        {"relative", QT_TRANSLATE_NOOP("training::NetworkFields", "Relative bias")},
        {"transformer-xl", QT_TRANSLATE_NOOP("training::NetworkFields", "Transformer-XL")},
        {"layernorm", QT_TRANSLATE_NOOP("training::NetworkFields", "LayerNorm")},
        {"rmsnorm", QT_TRANSLATE_NOOP("training::NetworkFields", "RMSNorm")},
        {"before", QT_TRANSLATE_NOOP("training::NetworkFields", "Before")},
        {"after", QT_TRANSLATE_NOOP("training::NetworkFields", "After")},
        {"relu", QT_TRANSLATE_NOOP("training::NetworkFields", "ReLU")},
        {"gelu", QT_TRANSLATE_NOOP("training::NetworkFields", "GELU")},
        {"gelu-tanh", QT_TRANSLATE_NOOP("training::NetworkFields", "GELU by tanh")},
        {"swiglu", QT_TRANSLATE_NOOP("training::NetworkFields", "SwiGLU")},
        {"geglu", QT_TRANSLATE_NOOP("training::NetworkFields", "GEGLU")},
        {"geglu-tanh", QT_TRANSLATE_NOOP("training::NetworkFields", "GEGLU by tanh")}};
    static const std::map<std::string, const char*> training = {
        {"constant", QT_TRANSLATE_NOOP("training::TrainingFields", "Constant")},
        {"linear", QT_TRANSLATE_NOOP("training::TrainingFields", "Linear")},
        {"cosine", QT_TRANSLATE_NOOP("training::TrainingFields", "Cosine")},
        {"adamw", QT_TRANSLATE_NOOP("training::TrainingFields", "AdamW")},
        {"sgd", QT_TRANSLATE_NOOP("training::TrainingFields", "SGD")},
        {"float32", QT_TRANSLATE_NOOP("training::TrainingFields", "Single (float32)")},
        {"bfloat16", QT_TRANSLATE_NOOP("training::TrainingFields", "bfloat16")}};
    if (const auto known = network.find(name); known != network.end())
        return QCoreApplication::translate("training::NetworkFields", known->second);
    if (const auto known = training.find(name); known != training.end())
        return QCoreApplication::translate("training::TrainingFields", known->second);
    return window::toQString(name);
}

/// A choice of a transformer's.
template <class Names, class Value>
QVariant choice(const RunSpec& spec, const Names& names, Value value) {
    return isTransformer(spec) ? QVariant(choiceText(names.name(value))) : QVariant();
}

QVariant flag(bool is) {
    return is ? RunSettings::tr("yes") : RunSettings::tr("no");
}

/// A number that SGD has no use for.
QVariant adamWs(const RunSpec& spec, double value) {
    return spec.training.optimizer == neural::Optimizer::AdamW ? QVariant(value) : QVariant();
}

std::vector<RunSetting> networkSettings() {
    return {
        {RunSettings::tr("Architecture"), false,
         [](const RunSpec& spec) { return QVariant(architectureTitle(spec.architecture)); }},
        {RunSettings::tr("Context"), true,
         [](const RunSpec& spec) { return QVariant(neural::contextLength(spec)); }},
        {RunSettings::tr("Layers"), true, layers},
        {RunSettings::tr("Width"), true, width},
        {RunSettings::tr("Inner width"), true, innerWidth},
        {RunSettings::tr("Heads"), true,
         [](const RunSpec& spec) {
             return isTransformer(spec) ? QVariant(spec.transformer.heads) : QVariant();
         }},
        {RunSettings::tr("Dropout"), true, dropout},
        {RunSettings::tr("Direct connections"), false,
         [](const RunSpec& spec) {
             return family(spec) == Family::Bengio ? flag(spec.bengio.directConnections)
                                                   : QVariant();
         }},
        {RunSettings::tr("Attention"), false,
         [](const RunSpec& spec) {
             return choice(spec, neural::attentionNames, spec.transformer.attention);
         }},
        {RunSettings::tr("Key-value heads"), true,
         [](const RunSpec& spec) {
             return isTransformer(spec) ? QVariant(neural::keyValueHeads(spec.transformer))
                                        : QVariant();
         }},
        {RunSettings::tr("Position"), false,
         [](const RunSpec& spec) {
             return choice(spec, neural::positionNames, spec.transformer.position);
         }},
        {RunSettings::tr("Norm"), false,
         [](const RunSpec& spec) {
             return choice(spec, neural::normNames, spec.transformer.norm);
         }},
        {RunSettings::tr("Norm's place"), false,
         [](const RunSpec& spec) {
             return choice(spec, neural::normPlaceNames, spec.transformer.normPlace);
         }},
        {RunSettings::tr("Feed-forward"), false,
         [](const RunSpec& spec) {
             return choice(spec, neural::feedForwardNames, spec.transformer.feedForward);
         }},
        {RunSettings::tr("Parallel"), false,
         [](const RunSpec& spec) {
             return isTransformer(spec) ? flag(spec.transformer.parallel) : QVariant();
         }},
        {RunSettings::tr("Tied output"), false,
         [](const RunSpec& spec) {
             return isTransformer(spec) ? flag(spec.transformer.tiedOutput) : QVariant();
         }},
        {RunSettings::tr("Objective"), false,
         [](const RunSpec& spec) {
             return choice(spec, neural::objectiveNames, spec.transformer.objective);
         }},
        {RunSettings::tr("Decoder layers"), true,
         [](const RunSpec& spec) {
             return isTransformer(spec) && spec.transformer.decoderLayers > 0
                        ? QVariant(spec.transformer.decoderLayers)
                        : QVariant();
         }},
        {RunSettings::tr("Experts"), true,
         [](const RunSpec& spec) {
             return isTransformer(spec) ? QVariant(spec.transformer.experts.count) : QVariant();
         }},
    };
}

QVariant taskOf(const RunSpec& spec) {
    switch (spec.training.task) {
    case neural::TrainingTask::Text:
        return RunSettings::tr("Text");
    case neural::TrainingTask::Conversations:
        return RunSettings::tr("Conversations");
    case neural::TrainingTask::Labels:
        return RunSettings::tr("Labels");
    case neural::TrainingTask::Preferences:
        return RunSettings::tr("Preferences");
    }
    return {};
}

std::vector<RunSetting> trainingSettings() {
    return {
        {RunSettings::tr("Task"), false, taskOf},
        {RunSettings::tr("Adapters' rank"), true,
         [](const RunSpec& spec) {
             const unsigned rank = spec.training.adapters.rank;
             return rank > 0 ? QVariant(rank) : QVariant();
         }},
        {RunSettings::tr("Batch"), true,
         [](const RunSpec& spec) { return QVariant(spec.training.batchSize); }},
        {RunSettings::tr("Batches in a step"), true,
         [](const RunSpec& spec) { return QVariant(spec.training.accumulation); }},
        {RunSettings::tr("Learning rate"), true,
         [](const RunSpec& spec) { return QVariant(spec.training.learningRate); }},
        {RunSettings::tr("Schedule"), false,
         [](const RunSpec& spec) {
             return QVariant(choiceText(neural::scheduleNames.name(spec.training.schedule)));
         }},
        {RunSettings::tr("Warm-up"), true,
         [](const RunSpec& spec) {
             return QVariant::fromValue<qulonglong>(spec.training.warmupSteps);
         }},
        {RunSettings::tr("Optimiser"), false,
         [](const RunSpec& spec) {
             return QVariant(choiceText(neural::optimizerNames.name(spec.training.optimizer)));
         }},
        {RunSettings::tr("Precision"), false,
         [](const RunSpec& spec) {
             return QVariant(choiceText(neural::precisionNames.name(spec.training.precision)));
         }},
        {RunSettings::tr("β₁"), true,
         [](const RunSpec& spec) { return adamWs(spec, spec.training.beta1); }},
        {RunSettings::tr("β₂"), true,
         [](const RunSpec& spec) { return adamWs(spec, spec.training.beta2); }},
        {RunSettings::tr("Weight decay"), true,
         [](const RunSpec& spec) { return QVariant(spec.training.weightDecay); }},
        {RunSettings::tr("Gradient clipping"), true,
         [](const RunSpec& spec) { return QVariant(spec.training.gradientClip); }},
        {RunSettings::tr("Seed"), true,
         [](const RunSpec& spec) { return QVariant::fromValue<qulonglong>(spec.training.seed); }},
        {RunSettings::tr("Validation share"), true,
         [](const RunSpec& spec) { return QVariant(spec.training.validationShare); }},
        {RunSettings::tr("Patience"), true,
         [](const RunSpec& spec) {
             return QVariant::fromValue<qulonglong>(spec.training.patience);
         }},
    };
}

std::vector<RunSetting> makeSettings() {
    auto settings = networkSettings();
    for (RunSetting& setting : trainingSettings())
        settings.push_back(std::move(setting));
    return settings;
}

} // namespace

const std::vector<RunSetting>& runSettings() {
    // Made anew where the program speaks another language by now.
    static QString made;
    static std::vector<RunSetting> settings;
    if (const QString title = RunSettings::tr("Architecture"); settings.empty() || made != title) {
        made = title;
        settings = makeSettings();
    }
    return settings;
}

QString settingText(const QVariant& value) {
    switch (value.typeId()) {
    case QMetaType::UInt:
    case QMetaType::ULongLong:
        return window::formatCount(value.toULongLong());
    case QMetaType::Double:
        return window::formatNumber(value.toDouble(), 4);
    default:
        return value.toString();
    }
}

QString architectureTitle(const std::string& architecture) {
    // Names of systems are the same in every language.
    static const QMap<QString, QString> names = {
        {"gpt-2", "GPT-2"},       {"gpt-3", "GPT-3"}, {"palm", "PaLM"},
        {"bloom", "BLOOM"},       {"glm", "GLM"},     {"llama", "LLaMA"},
        {"deepseek", "DeepSeek"}, {"ernie", "ERNIE"}, {"bert", "BERT"},
        {"xlnet", "XLNet"},       {"t5", "T5"},       {"bart", "BART"}};
    const QString name = window::toQString(architecture);
    if (name == QLatin1String("bengio"))
        return RunSettings::tr("Bengio 2003");
    if (name == QLatin1String("rnn"))
        return RunSettings::tr("Elman's recurrent network");
    if (name == QLatin1String("lstm"))
        return RunSettings::tr("LSTM");
    if (name == QLatin1String("gru"))
        return RunSettings::tr("GRU");
    return names.value(name, name);
}

} // namespace training
