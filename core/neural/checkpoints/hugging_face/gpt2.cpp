// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/checkpoints/hugging_face/model_type.h"

namespace neural::hugging_face {

namespace {

/// GPT2Config
nlohmann::json write(const TransformerSpec& spec, std::int64_t tokens) {
    return {{"vocab_size", tokens},
            {"n_positions", spec.contextLength},
            {"n_embd", spec.width},
            {"n_layer", spec.layers},
            {"n_head", spec.heads},
            {"n_inner", spec.innerWidth},
            {"activation_function", activationName(spec.feedForward)},
            {"layer_norm_epsilon", spec.normEpsilon},
            {"embd_pdrop", spec.dropout},
            {"attn_pdrop", spec.dropout},
            {"resid_pdrop", spec.dropout},
            {"tie_word_embeddings", spec.tiedOutput}};
}

TransformerSpec read(const Config& config) {
    config.require("scale_attn_weights", true);
    config.require("scale_attn_by_inverse_layer_idx", false);
    config.require("add_cross_attention", false);
    TransformerSpec spec;
    spec.contextLength = config.count("n_positions", 1024);
    spec.width = config.count("n_embd");
    spec.layers = config.count("n_layer");
    spec.heads = config.count("n_head");
    spec.headWidth = spec.heads > 0 ? spec.width / spec.heads : 0;
    spec.innerWidth = config.count("n_inner", 4 * spec.width);
    spec.feedForward = config.activation("activation_function", "gelu_new", false);
    spec.normEpsilon = config.real("layer_norm_epsilon", 1e-5);
    spec.dropout = config.real("resid_pdrop", 0.1);
    spec.tiedOutput = config.flag("tie_word_embeddings", true);
    return spec;
}

std::vector<TensorRule> tensors(const TransformerSpec& spec, std::int64_t tokens,
                                const Config& /*config*/) {
    const std::int64_t d = spec.width;
    const std::int64_t inner = spec.innerWidth;
    const std::int64_t inHeads = std::int64_t{spec.heads} * spec.headWidth;
    const Layout conv1d = Layout::Transposed;
    TensorTable table;
    table.add({"embedding", {"transformer.wte.weight"}, {tokens}, d, Layout::ByToken});
    table.add({"positions", {"transformer.wpe.weight"}, {spec.contextLength}, d});
    for (unsigned layer = 0; layer < spec.layers; ++layer) {
        const std::string ours = numbered("blocks", layer);
        const std::string theirs = numbered("transformer.h", layer);
        table.norm(ours + ".attention_norm", theirs + ".ln_1", d, true);
        table.linear(ours + ".attention.query_key_value", {theirs + ".attn.c_attn"}, {3 * inHeads},
                     d, true, conv1d);
        table.linear(ours + ".attention.output", {theirs + ".attn.c_proj"}, {d}, inHeads, true,
                     conv1d);
        table.norm(ours + ".feed_forward_norm", theirs + ".ln_2", d, true);
        table.linear(ours + ".feed_forward.in", {theirs + ".mlp.c_fc"}, {inner}, d, true, conv1d);
        table.linear(ours + ".feed_forward.out", {theirs + ".mlp.c_proj"}, {d}, inner, true,
                     conv1d);
    }
    table.norm("final_norm", "transformer.ln_f", d, true);
    if (!spec.tiedOutput)
        table.add({"output", {"lm_head.weight"}, {tokens}, d, Layout::ByToken});
    if (spec.labels > 0)
        table.labels(spec.labels, d);
    return table.take();
}

} // namespace

/// Radford et al. 2019; GPT-3 is the same network where its attention skips nothing.
const ModelType& gpt2() {
    static const ModelType type = {"gpt2",
                                   "GPT2LMHeadModel",
                                   "GPT2ForSequenceClassification",
                                   "gpt-2",
                                   "transformer.",
                                   {".attn.bias", ".attn.masked_bias", "lm_head.weight"},
                                   write,
                                   read,
                                   tensors};
    return type;
}

} // namespace neural::hugging_face
