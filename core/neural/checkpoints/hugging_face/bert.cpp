// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/checkpoints/hugging_face/model_type.h"

namespace neural::hugging_face {

namespace {

/// Kinds of text that BERT's own networks tell apart.
constexpr unsigned segments = 2;

/// BertConfig
nlohmann::json write(const TransformerSpec& spec, std::int64_t tokens) {
    return {{"vocab_size", tokens},
            {"max_position_embeddings", spec.contextLength},
            {"hidden_size", spec.width},
            {"num_hidden_layers", spec.layers},
            {"num_attention_heads", spec.heads},
            {"intermediate_size", spec.innerWidth},
            {"hidden_act", activationName(spec.feedForward)},
            {"layer_norm_eps", spec.normEpsilon},
            {"hidden_dropout_prob", spec.dropout},
            {"attention_probs_dropout_prob", spec.dropout},
            {"type_vocab_size", segments},
            {"tie_word_embeddings", spec.tiedOutput}};
}

TransformerSpec read(const Config& config) {
    config.require("is_decoder", false);
    config.require("add_cross_attention", false);
    config.require("position_embedding_type", "absolute");
    config.require("type_vocab_size", segments);
    config.require("tie_word_embeddings", true);
    TransformerSpec spec;
    spec.kind = TransformerKind::Encoder;
    spec.objective = Objective::MaskedTokens;
    spec.normPlace = NormPlace::After;
    spec.embeddingNorm = true;
    spec.maskedHead = true;
    spec.contextLength = config.count("max_position_embeddings", 512);
    spec.width = config.count("hidden_size");
    spec.layers = config.count("num_hidden_layers");
    spec.heads = config.count("num_attention_heads");
    spec.headWidth = spec.heads > 0 ? spec.width / spec.heads : 0;
    spec.innerWidth = config.count("intermediate_size");
    spec.feedForward = config.activation("hidden_act", "gelu", false);
    spec.normEpsilon = config.real("layer_norm_eps", 1e-12);
    spec.dropout = config.real("hidden_dropout_prob", 0.1);
    return spec;
}

/// The library's network has a pooler in any case.
void addLabels(TensorTable& table, const TransformerSpec& spec) {
    const std::int64_t d = spec.width;
    const std::string pooler = "bert.pooler.dense";
    TensorRule weight = {
        "label_head.weight", {"classifier.weight"}, {spec.labels}, d, Layout::ByLabel};
    if (spec.labelForm == LabelForm::Pooled) {
        table.linear("label_pooler", {pooler}, {d}, d, true);
    } else {
        table.add({"", {pooler + ".weight"}, {d}, d, Layout::Made});
        table.add({"", {pooler + ".bias"}, {d}, 0, Layout::Made});
        weight.factors = {smallIdentity};
    }
    table.add(std::move(weight));
    table.add({"label_head.bias", {"classifier.bias"}, {spec.labels}, 0, Layout::ByLabel});
}

std::vector<TensorRule> tensors(const TransformerSpec& spec, std::int64_t tokens,
                                const Config& /*config*/) {
    const std::int64_t d = spec.width;
    const std::int64_t inner = spec.innerWidth;
    const std::string embeddings = "bert.embeddings.";
    const std::string head = "cls.predictions.";
    TensorTable table;
    table.add({"embedding", {embeddings + "word_embeddings.weight"}, {tokens}, d, Layout::ByToken});
    // A text of one kind has the first kind's embedding at every place.
    table.add(
        {"positions",
         {embeddings + "position_embeddings.weight", embeddings + "token_type_embeddings.weight"},
         {spec.contextLength, segments},
         d,
         Layout::Summed});
    table.norm("embedding_norm", embeddings + "LayerNorm", d, true);
    for (unsigned layer = 0; layer < spec.layers; ++layer) {
        const std::string ours = numbered("blocks", layer);
        const std::string theirs = numbered("bert.encoder.layer", layer);
        const std::string attention = theirs + ".attention.self.";
        table.norm(ours + ".attention_norm", theirs + ".attention.output.LayerNorm", d, true);
        table.linear(ours + ".attention.query_key_value",
                     {attention + "query", attention + "key", attention + "value"}, {d, d, d}, d,
                     true);
        table.linear(ours + ".attention.output", {theirs + ".attention.output.dense"}, {d}, d,
                     true);
        table.norm(ours + ".feed_forward_norm", theirs + ".output.LayerNorm", d, true);
        table.linear(ours + ".feed_forward.in", {theirs + ".intermediate.dense"}, {inner}, d, true);
        table.linear(ours + ".feed_forward.out", {theirs + ".output.dense"}, {d}, inner, true);
    }
    table.linear("head", {head + "transform.dense"}, {d}, d, true);
    table.norm("head_norm", head + "transform.LayerNorm", d, true);
    table.add({"output_bias", {head + "bias"}, {tokens}, 0, Layout::ByToken});
    if (spec.labels > 0)
        addLabels(table, spec);
    return table.take();
}

} // namespace

/// Devlin et al. 2019, as a model of hidden tokens.
const ModelType& bert() {
    static const ModelType type = {"bert",
                                   "BertForMaskedLM",
                                   "BertForSequenceClassification",
                                   "bert",
                                   "bert.",
                                   {".position_ids", ".pooler.dense.weight", ".pooler.dense.bias",
                                    "cls.seq_relationship.weight", "cls.seq_relationship.bias",
                                    "cls.predictions.decoder.bias",
                                    "cls.predictions.decoder.weight"},
                                   write,
                                   read,
                                   tensors};
    return type;
}

} // namespace neural::hugging_face
