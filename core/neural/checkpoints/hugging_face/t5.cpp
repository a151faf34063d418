// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/checkpoints/hugging_face/model_type.h"
#include "core/text/vocabulary.h"

#include <cmath>
#include <optional>

namespace neural::hugging_face {

namespace {

/// With a gate, "gelu" is the approximation by tanh.
std::string functionName(FeedForward feedForward) {
    switch (feedForward) {
    case FeedForward::GeGluTanh:
        return "gated-gelu";
    case FeedForward::GeGlu:
        return "gated-gelu_python"; // the exact one, by the only name that has no other meaning
    default:
        return (isGated(feedForward) ? "gated-" : "") + activationName(feedForward);
    }
}

FeedForward functionOf(const Config& config) {
    const char* key = "feed_forward_proj";
    const std::string gate = "gated-";
    const std::string name = config.word(key, "relu");
    if (name == functionName(FeedForward::GeGluTanh))
        return FeedForward::GeGluTanh;
    const bool gated = name.starts_with(gate);
    if (const auto known = activationNamed(gated ? name.substr(gate.size()) : name, gated))
        return *known;
    config.throwUnsupported(key);
}

/// T5Config. Its networks have no longest context; "n_positions" is what they were trained on.
nlohmann::json write(const TransformerSpec& spec, std::int64_t tokens) {
    return {{"vocab_size", tokens},
            {"n_positions", spec.contextLength},
            {"d_model", spec.width},
            {"num_layers", spec.layers},
            {"num_decoder_layers", spec.decoderLayers},
            {"num_heads", spec.heads},
            {"d_kv", spec.headWidth},
            {"d_ff", spec.innerWidth},
            {"feed_forward_proj", functionName(spec.feedForward)},
            {"layer_norm_epsilon", spec.normEpsilon},
            {"relative_attention_num_buckets", relativeBuckets},
            {"relative_attention_max_distance", relativeDistance},
            {"dropout_rate", spec.dropout},
            {"is_encoder_decoder", true},
            {"decoder_start_token_id", text::index(text::Vocabulary::begin)},
            {"tie_word_embeddings", spec.tiedOutput},
            {"scale_decoder_outputs", spec.tiedOutput}};
}

TransformerSpec read(const Config& config) {
    config.require("is_encoder_decoder", true);
    config.require("relative_attention_num_buckets", relativeBuckets);
    config.require("relative_attention_max_distance", relativeDistance);
    TransformerSpec spec;
    spec.kind = TransformerKind::EncoderDecoder;
    spec.objective = Objective::SpanCorruption;
    spec.queryKeyValueBias = spec.biases = false;
    spec.norm = Norm::RmsNorm;
    spec.position = Position::RelativeBias;
    spec.contextLength = config.count("n_positions", 512);
    spec.width = config.count("d_model");
    spec.layers = config.count("num_layers");
    spec.decoderLayers = config.count("num_decoder_layers", spec.layers);
    spec.heads = config.count("num_heads");
    spec.headWidth = config.count("d_kv", 64);
    spec.innerWidth = config.count("d_ff");
    spec.feedForward = functionOf(config);
    spec.normEpsilon = config.real("layer_norm_epsilon", 1e-6);
    spec.dropout = config.real("dropout_rate", 0.1);
    spec.tiedOutput = config.flag("tie_word_embeddings", true);
    return spec;
}

/// Raffel et al. 2020 leave scores as they are, and we divide them by the root of a head's width,
/// so that our queries' weights are larger by it.
void addAttention(TensorTable& table, const TransformerSpec& spec, const std::string& ours,
                  const std::string& theirs) {
    const std::int64_t d = spec.width;
    const std::int64_t inHeads = std::int64_t{spec.heads} * spec.headWidth;
    table.add({ours + ".query_key_value.weight",
               {theirs + ".q.weight", theirs + ".k.weight", theirs + ".v.weight"},
               {inHeads, inHeads, inHeads},
               d,
               Layout::Same,
               1,
               {std::sqrt(static_cast<double>(spec.headWidth)), 1, 1}});
    table.linear(ours + ".output", {theirs + ".o"}, {d}, inHeads, false);
}

void addFeedForward(TensorTable& table, const TransformerSpec& spec, const std::string& ours,
                    const std::string& theirs) {
    const std::int64_t inner = spec.innerWidth;
    if (isGated(spec.feedForward))
        table.linear(ours + ".in", {theirs + ".wi_0", theirs + ".wi_1"}, {inner, inner}, spec.width,
                     false);
    else
        table.linear(ours + ".in", {theirs + ".wi"}, {inner}, spec.width, false);
    table.linear(ours + ".out", {theirs + ".wo"}, {spec.width}, inner, false);
}

/// One side. The parts of a layer have numbers there, and so the feed-forward another one where a
/// part that looks across stands before it. All layers have the first one's relative bias.
void addSide(TensorTable& table, const TransformerSpec& spec, const std::string& side,
             unsigned layers, bool looksAcross, double normFactor) {
    const std::int64_t d = spec.width;
    table.add({side + ".relative_bias",
               {side + ".block.0.layer.0.SelfAttention.relative_attention_bias.weight"},
               {relativeBuckets},
               spec.heads});
    for (unsigned layer = 0; layer < layers; ++layer) {
        const std::string ours = numbered(side + ".blocks", layer);
        const std::string theirs = numbered(side + ".block", layer) + ".layer";
        const std::string last = numbered(theirs, looksAcross ? 2 : 1);
        table.norm(ours + ".attention_norm", theirs + ".0.layer_norm", d, false);
        addAttention(table, spec, ours + ".attention", theirs + ".0.SelfAttention");
        if (looksAcross) {
            table.norm(ours + ".cross_attention_norm", theirs + ".1.layer_norm", d, false);
            addAttention(table, spec, ours + ".cross_attention", theirs + ".1.EncDecAttention");
        }
        table.norm(ours + ".feed_forward_norm", last + ".layer_norm", d, false);
        addFeedForward(table, spec, ours + ".feed_forward", last + ".DenseReluDense");
    }
    table.add({side + ".final_norm.weight",
               {side + ".final_layer_norm.weight"},
               {d},
               0,
               Layout::Same,
               1,
               {normFactor}});
}

std::vector<TensorRule> tensors(const TransformerSpec& spec, std::int64_t tokens,
                                const Config& config) {
    const std::int64_t d = spec.width;
    // Version 1.0 multiplies what the output reads by d^(-1/2), which the norm before it can do.
    const bool scaled =
        config.flag("scale_decoder_outputs", config.flag("tie_word_embeddings", true));
    TensorTable table;
    table.add({"embedding", {"shared.weight"}, {tokens}, d, Layout::ByToken});
    addSide(table, spec, "encoder", spec.layers, false, 1);
    addSide(table, spec, "decoder", spec.decoderLayers, true,
            scaled ? 1 / std::sqrt(static_cast<double>(d)) : 1);
    if (!spec.tiedOutput)
        table.add({"output", {"lm_head.weight"}, {tokens}, d, Layout::ByToken});
    return table.take();
}

} // namespace

/// Raffel et al. 2020; version 1.1 has a gate and an output of its own: Shazeer 2020.
const ModelType& t5() {
    static const ModelType type = {"t5",
                                   "T5ForConditionalGeneration",
                                   nullptr,
                                   "t5",
                                   "",
                                   {"encoder.embed_tokens.weight", "decoder.embed_tokens.weight",
                                    ".EncDecAttention.relative_attention_bias.weight"},
                                   write,
                                   read,
                                   tensors,
                                   "lm_head.weight"};
    return type;
}

} // namespace neural::hugging_face
