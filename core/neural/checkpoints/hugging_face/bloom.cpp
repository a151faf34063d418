// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/checkpoints/hugging_face/model_type.h"

namespace neural::hugging_face {

namespace {

/// BloomConfig. Its networks have no longest context; "seq_length" is what they were trained on.
nlohmann::json write(const TransformerSpec& spec, std::int64_t tokens) {
    return {{"vocab_size", tokens},
            {"seq_length", spec.contextLength},
            {"hidden_size", spec.width},
            {"n_layer", spec.layers},
            {"n_head", spec.heads},
            {"layer_norm_epsilon", spec.normEpsilon},
            {"hidden_dropout", spec.dropout},
            {"attention_dropout", spec.dropout},
            {"tie_word_embeddings", spec.tiedOutput}};
}

TransformerSpec read(const Config& config) {
    config.require("apply_residual_connection_post_layernorm", false);
    TransformerSpec spec;
    spec.position = Position::Alibi;
    spec.embeddingNorm = true;
    spec.feedForward = FeedForward::GeluTanh; // there is no other
    spec.contextLength = config.count("seq_length", 2048);
    spec.width = config.has("hidden_size") ? config.count("hidden_size") : config.count("n_embed");
    spec.layers = config.count("n_layer");
    spec.heads = config.count("n_head");
    spec.headWidth = spec.heads > 0 ? spec.width / spec.heads : 0;
    spec.innerWidth = 4 * spec.width;
    spec.normEpsilon = config.real("layer_norm_epsilon", 1e-5);
    spec.dropout = config.real("hidden_dropout", 0);
    spec.tiedOutput = config.flag("tie_word_embeddings", true);
    return spec;
}

std::vector<TensorRule> tensors(const TransformerSpec& spec, std::int64_t tokens,
                                const Config& /*config*/) {
    const std::int64_t d = spec.width;
    const std::int64_t inner = spec.innerWidth;
    TensorTable table;
    table.add({"embedding", {"transformer.word_embeddings.weight"}, {tokens}, d, Layout::ByToken});
    table.norm("embedding_norm", "transformer.word_embeddings_layernorm", d, true);
    for (unsigned layer = 0; layer < spec.layers; ++layer) {
        const std::string ours = numbered("blocks", layer);
        const std::string theirs = numbered("transformer.h", layer);
        table.norm(ours + ".attention_norm", theirs + ".input_layernorm", d, true);
        table.linear(ours + ".attention.query_key_value",
                     {theirs + ".self_attention.query_key_value"}, {3 * d}, d, true, Layout::ByHead,
                     spec.heads);
        table.linear(ours + ".attention.output", {theirs + ".self_attention.dense"}, {d}, d, true);
        table.norm(ours + ".feed_forward_norm", theirs + ".post_attention_layernorm", d, true);
        table.linear(ours + ".feed_forward.in", {theirs + ".mlp.dense_h_to_4h"}, {inner}, d, true);
        table.linear(ours + ".feed_forward.out", {theirs + ".mlp.dense_4h_to_h"}, {d}, inner, true);
    }
    table.norm("final_norm", "transformer.ln_f", d, true);
    if (!spec.tiedOutput)
        table.add({"output", {"lm_head.weight"}, {tokens}, d, Layout::ByToken});
    if (spec.labels > 0)
        table.labels(spec.labels, d);
    return table.take();
}

} // namespace

/// BigScience Workshop 2022.
const ModelType& bloom() {
    static const ModelType type = {"bloom",
                                   "BloomForCausalLM",
                                   "BloomForSequenceClassification",
                                   "bloom",
                                   "transformer.",
                                   {"lm_head.weight"},
                                   write,
                                   read,
                                   tensors};
    return type;
}

} // namespace neural::hugging_face
