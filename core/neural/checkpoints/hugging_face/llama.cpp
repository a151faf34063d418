// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/checkpoints/hugging_face/model_type.h"

namespace neural::hugging_face {

namespace {

/// LlamaConfig. The base of the rotary positions stands in both places that versions look at.
nlohmann::json write(const TransformerSpec& spec, std::int64_t tokens) {
    return {{"vocab_size", tokens},
            {"max_position_embeddings", spec.contextLength},
            {"hidden_size", spec.width},
            {"num_hidden_layers", spec.layers},
            {"num_attention_heads", spec.heads},
            {"num_key_value_heads", keyValueHeads(spec)},
            {"head_dim", spec.headWidth},
            {"intermediate_size", spec.innerWidth},
            {"hidden_act", activationName(spec.feedForward)},
            {"rms_norm_eps", spec.normEpsilon},
            {"rope_theta", spec.rotaryBase},
            {"rope_parameters", {{"rope_theta", spec.rotaryBase}, {"rope_type", "default"}}},
            {"attention_bias", spec.queryKeyValueBias},
            {"mlp_bias", spec.biases},
            {"attention_dropout", spec.dropout},
            {"tie_word_embeddings", spec.tiedOutput}};
}

double rotaryBase(const Config& config) {
    const Config old = config.part("rope_scaling"); // the same by its former name
    const Config rope = config.part("rope_parameters");
    for (const Config* part : {&old, &rope})
        for (const char* name : {"rope_type", "type"})
            part->require(name, "default");
    return rope.real("rope_theta", config.real("rope_theta", 10000));
}

TransformerSpec read(const Config& config) {
    TransformerSpec spec;
    spec.norm = Norm::RmsNorm;
    spec.position = Position::Rotary;
    spec.contextLength = config.count("max_position_embeddings", 2048);
    spec.width = config.count("hidden_size");
    spec.layers = config.count("num_hidden_layers");
    spec.heads = config.count("num_attention_heads");
    spec.attention = Attention::GroupedQuery;
    spec.keyValueHeads = config.count("num_key_value_heads", spec.heads);
    if (spec.keyValueHeads == spec.heads)
        spec.attention = Attention::MultiHead;
    spec.headWidth = config.count("head_dim", spec.heads > 0 ? spec.width / spec.heads : 0);
    spec.innerWidth = config.count("intermediate_size");
    spec.feedForward = config.activation("hidden_act", "silu", true);
    spec.normEpsilon = config.real("rms_norm_eps", 1e-6);
    spec.rotaryBase = rotaryBase(config);
    spec.queryKeyValueBias = spec.biases = config.flag("attention_bias", false);
    if (config.flag("mlp_bias", false) != spec.biases)
        config.throwUnsupported("mlp_bias"); // one without the other
    spec.dropout = config.real("attention_dropout", 0);
    spec.tiedOutput = config.flag("tie_word_embeddings", false);
    return spec;
}

std::vector<TensorRule> tensors(const TransformerSpec& spec, std::int64_t tokens,
                                const Config& /*config*/) {
    const std::int64_t d = spec.width;
    const std::int64_t inner = spec.innerWidth;
    const std::int64_t queries = std::int64_t{spec.heads} * spec.headWidth;
    const std::int64_t keys = std::int64_t{keyValueHeads(spec)} * spec.headWidth;
    TensorTable table;
    table.add({"embedding", {"model.embed_tokens.weight"}, {tokens}, d, Layout::ByToken});
    for (unsigned layer = 0; layer < spec.layers; ++layer) {
        const std::string ours = numbered("blocks", layer);
        const std::string theirs = numbered("model.layers", layer);
        const std::string attention = theirs + ".self_attn.";
        table.norm(ours + ".attention_norm", theirs + ".input_layernorm", d, false);
        // Both turn number i with number i + w / 2, so that no rows change places.
        table.linear(ours + ".attention.query_key_value",
                     {attention + "q_proj", attention + "k_proj", attention + "v_proj"},
                     {queries, keys, keys}, d, spec.queryKeyValueBias);
        table.linear(ours + ".attention.output", {attention + "o_proj"}, {d}, queries, spec.biases);
        table.norm(ours + ".feed_forward_norm", theirs + ".post_attention_layernorm", d, false);
        table.linear(ours + ".feed_forward.in",
                     {theirs + ".mlp.gate_proj", theirs + ".mlp.up_proj"}, {inner, inner}, d,
                     spec.biases);
        table.linear(ours + ".feed_forward.out", {theirs + ".mlp.down_proj"}, {d}, inner,
                     spec.biases);
    }
    table.norm("final_norm", "model.norm", d, false);
    if (!spec.tiedOutput)
        table.add({"output", {"lm_head.weight"}, {tokens}, d, Layout::ByToken});
    if (spec.labels > 0)
        table.labels(spec.labels, d);
    return table.take();
}

} // namespace

/// Touvron et al. 2023; with grouped queries ERNIE 4.5's small dense model too.
const ModelType& llama() {
    static const ModelType type = {"llama",
                                   "LlamaForCausalLM",
                                   "LlamaForSequenceClassification",
                                   "llama",
                                   "model.",
                                   {".self_attn.rotary_emb.inv_freq", "lm_head.weight"},
                                   write,
                                   read,
                                   tensors};
    return type;
}

} // namespace neural::hugging_face
