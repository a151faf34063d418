// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/specification/transformer_spec.h"

#include "core/neural/specification/value_range.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <initializer_list>

namespace neural {

namespace {

using Json = nlohmann::json;

void requireFitting(const TransformerSpec& spec) {
    if (spec.attention == Attention::GroupedQuery && spec.heads % spec.keyValueHeads != 0)
        throw base::InputError(
            {NG_TEXT("core", "{0} heads cannot share {1} keys and values evenly. Choose a number "
                             "of key-value heads that divides them."),
             {fmt::format("{}", spec.heads), fmt::format("{}", spec.keyValueHeads)}});
    const bool turns = spec.attention == Attention::Latent || spec.position == Position::Rotary;
    const unsigned turned =
        spec.attention == Attention::Latent ? spec.latent.rotaryWidth : spec.headWidth;
    if (turns && turned % 2 != 0)
        throw base::InputError({NG_TEXT("core", "Rotary positions turn pairs of numbers, and the "
                                                "width of what they turn is {0}. Choose an even "
                                                "one."),
                                {fmt::format("{}", turned)}});
    if (spec.attention == Attention::Latent && spec.position != Position::Rotary)
        throw base::InputError({NG_TEXT("core", "Latent attention has rotary positions only. "
                                                "Choose the position rotary."),
                                {}});
    if (spec.parallel && spec.normPlace == NormPlace::After)
        throw base::InputError({NG_TEXT("core", "Parallel blocks have one norm, before both parts. "
                                                "Choose the norm's place before."),
                                {}});
    if (spec.parallel && spec.kind == TransformerKind::EncoderDecoder)
        throw base::InputError({NG_TEXT("core", "A decoder that reads what an encoder made cannot "
                                                "have parallel blocks. Choose serial ones."),
                                {}});
    if (spec.experts.count > 0)
        requireBetween(NG_TEXT("core", "number of experts chosen"), spec.experts.chosen, 1U,
                       spec.experts.count);
}

std::vector<std::string> objectivesOf(TransformerKind kind) {
    const auto names = [](std::initializer_list<Objective> objectives) {
        std::vector<std::string> all;
        for (const Objective objective : objectives)
            all.push_back(objectiveNames.name(objective));
        return all;
    };
    switch (kind) {
    case TransformerKind::Decoder:
        return names({Objective::NextToken, Objective::BlankInfilling, Objective::Permutation});
    case TransformerKind::Encoder:
        return names({Objective::MaskedTokens});
    case TransformerKind::EncoderDecoder:
        break;
    }
    return names({Objective::SpanCorruption, Objective::Denoising});
}

void requireObjective(const TransformerSpec& spec) {
    const std::vector<std::string> fitting = objectivesOf(spec.kind);
    const std::string name = objectiveNames.name(spec.objective);
    if (std::find(fitting.begin(), fitting.end(), name) == fitting.end())
        throw base::InputError(
            {NG_TEXT("core", "A transformer of the kind {0} has no objective "
                             "“{1}”. Choose one of: {2}."),
             {kindNames.name(spec.kind), name, fmt::format("{}", fmt::join(fitting, ", "))}});
    const bool turnsTwice =
        spec.objective == Objective::BlankInfilling && spec.position == Position::Rotary;
    const unsigned turned =
        spec.attention == Attention::Latent ? spec.latent.rotaryWidth : spec.headWidth;
    if (turnsTwice && turned % 4 != 0)
        throw base::InputError({NG_TEXT("core", "Rotary positions in two dimensions turn two "
                                                "pairs of numbers at a time, and the width of "
                                                "what they turn is {0}. Choose a multiple of 4."),
                                {fmt::format("{}", turned)}});
}

/// Before objectives were written, each kind had one.
Objective usualObjective(TransformerKind kind) {
    return kind == TransformerKind::Encoder ? Objective::MaskedTokens : Objective::NextToken;
}

} // namespace

bool isScoredFromBothSides(const TransformerSpec& spec) {
    return spec.kind != TransformerKind::Decoder;
}

std::uint32_t turnMarks(const TransformerSpec& spec) {
    return spec.turns ? 3 : 0;
}

unsigned keyValueHeads(const TransformerSpec& spec) {
    switch (spec.attention) {
    case Attention::MultiQuery:
        return 1;
    case Attention::GroupedQuery:
        return spec.keyValueHeads;
    case Attention::MultiHead:
    case Attention::Latent:
        break;
    }
    return spec.heads;
}

bool hasAttentionOutputBias(const TransformerSpec& spec) {
    return spec.biases && spec.position != Position::TransformerXl;
}

bool biasesScores(Position position) {
    return position == Position::Alibi || position == Position::RelativeBias ||
           position == Position::TransformerXl;
}

bool isGated(FeedForward feedForward) {
    return feedForward == FeedForward::SwiGlu || feedForward == FeedForward::GeGlu ||
           feedForward == FeedForward::GeGluTanh;
}

bool hasExperts(const TransformerSpec& spec, unsigned layer) {
    return spec.experts.count > 0 && layer >= spec.experts.denseLayers;
}

void requireValid(const TransformerSpec& spec) {
    requireBetween(NG_TEXT("core", "context length"), spec.contextLength, 1U, 1U << 20);
    requireBetween(NG_TEXT("core", "number of layers"), spec.layers, 1U, 1024U);
    requireBetween(NG_TEXT("core", "width"), spec.width, 1U, 65536U);
    requireBetween(NG_TEXT("core", "number of heads"), spec.heads, 1U, 1024U);
    requireBetween(NG_TEXT("core", "width of a head"), spec.headWidth, 1U, 4096U);
    requireBetween(NG_TEXT("core", "number of key-value heads"), spec.keyValueHeads, 1U, 1024U);
    requireBetween(NG_TEXT("core", "inner width"), spec.innerWidth, 1U, 1U << 20);
    requireBetween(NG_TEXT("core", "dropout"), spec.dropout, 0.0, 0.95);
    requireBetween(NG_TEXT("core", "epsilon of the norms"), spec.normEpsilon, 0.0, 1.0);
    requireBetween(NG_TEXT("core", "base of the rotary positions"), spec.rotaryBase, 1.0, 1e12);
    requireBetween(NG_TEXT("core", "number of experts"), spec.experts.count, 0U, 4096U);
    requireBetween(NG_TEXT("core", "number of shared experts"), spec.experts.shared, 0U, 64U);
    requireBetween(NG_TEXT("core", "inner width"), spec.experts.innerWidth, 1U, 1U << 20);
    requireBetween(NG_TEXT("core", "balance loss"), spec.experts.balanceLoss, 0.0, 100.0);
    requireBetween(NG_TEXT("core", "rank"), spec.latent.keyValueRank, 1U, 65536U);
    requireBetween(NG_TEXT("core", "rank"), spec.latent.queryRank, 0U, 65536U);
    requireBetween(NG_TEXT("core", "width of a head"), spec.latent.rotaryWidth, 2U, 4096U);
    if (spec.kind == TransformerKind::EncoderDecoder)
        requireBetween(NG_TEXT("core", "number of decoder layers"), spec.decoderLayers, 1U, 1024U);
    requireBetween(NG_TEXT("core", "number of labels"), spec.labels, 0U, 65536U);
    requireFitting(spec);
    requireObjective(spec);
}

void to_json(Json& json, const TransformerSpec& spec) {
    json = {{"kind", kindNames.name(spec.kind)},
            {"objective", objectiveNames.name(spec.objective)},
            {"context_length", spec.contextLength},
            {"layers", spec.layers},
            {"decoder_layers", spec.decoderLayers},
            {"width", spec.width},
            {"heads", spec.heads},
            {"head_width", spec.headWidth},
            {"attention", attentionNames.name(spec.attention)},
            {"key_value_heads", spec.keyValueHeads},
            {"latent",
             {{"query_rank", spec.latent.queryRank},
              {"key_value_rank", spec.latent.keyValueRank},
              {"rotary_width", spec.latent.rotaryWidth}}},
            {"query_key_value_bias", spec.queryKeyValueBias},
            {"feed_forward", feedForwardNames.name(spec.feedForward)},
            {"inner_width", spec.innerWidth},
            {"experts",
             {{"count", spec.experts.count},
              {"chosen", spec.experts.chosen},
              {"shared", spec.experts.shared},
              {"inner_width", spec.experts.innerWidth},
              {"dense_layers", spec.experts.denseLayers},
              {"balance_loss", spec.experts.balanceLoss}}},
            {"norm", normNames.name(spec.norm)},
            {"norm_place", normPlaceNames.name(spec.normPlace)},
            {"norm_bias", spec.normBias},
            {"norm_epsilon", spec.normEpsilon},
            {"embedding_norm", spec.embeddingNorm},
            {"position", positionNames.name(spec.position)},
            {"rotary_base", spec.rotaryBase},
            {"parallel", spec.parallel},
            {"biases", spec.biases},
            {"tied_output", spec.tiedOutput},
            {"residual_scale", spec.residualScale},
            {"segments", spec.segments},
            {"masked_head", spec.maskedHead},
            {"output_bias", spec.outputBias},
            {"turns", spec.turns},
            {"labels", spec.labels},
            {"label_form", labelFormNames.name(spec.labelForm)},
            {"dropout", spec.dropout}};
}

void from_json(const Json& json, TransformerSpec& spec) {
    const auto name = [&json](const char* key) { return json.at(key).get<std::string>(); };
    spec.kind = kindNames.value(name("kind"));
    spec.objective = json.contains("objective") ? objectiveNames.value(name("objective"))
                                                : usualObjective(spec.kind);
    json.at("context_length").get_to(spec.contextLength);
    json.at("layers").get_to(spec.layers);
    json.at("decoder_layers").get_to(spec.decoderLayers);
    json.at("width").get_to(spec.width);
    json.at("heads").get_to(spec.heads);
    json.at("head_width").get_to(spec.headWidth);
    spec.attention = attentionNames.value(name("attention"));
    json.at("key_value_heads").get_to(spec.keyValueHeads);
    const Json& latent = json.at("latent");
    latent.at("query_rank").get_to(spec.latent.queryRank);
    latent.at("key_value_rank").get_to(spec.latent.keyValueRank);
    latent.at("rotary_width").get_to(spec.latent.rotaryWidth);
    json.at("query_key_value_bias").get_to(spec.queryKeyValueBias);
    spec.feedForward = feedForwardNames.value(name("feed_forward"));
    json.at("inner_width").get_to(spec.innerWidth);
    const Json& experts = json.at("experts");
    experts.at("count").get_to(spec.experts.count);
    experts.at("chosen").get_to(spec.experts.chosen);
    experts.at("shared").get_to(spec.experts.shared);
    experts.at("inner_width").get_to(spec.experts.innerWidth);
    experts.at("dense_layers").get_to(spec.experts.denseLayers);
    experts.at("balance_loss").get_to(spec.experts.balanceLoss);
    spec.norm = normNames.value(name("norm"));
    spec.normPlace = normPlaceNames.value(name("norm_place"));
    json.at("norm_bias").get_to(spec.normBias);
    const TransformerSpec usual; // what the first version did not write yet
    spec.normEpsilon = json.value("norm_epsilon", usual.normEpsilon);
    spec.rotaryBase = json.value("rotary_base", usual.rotaryBase);
    json.at("embedding_norm").get_to(spec.embeddingNorm);
    spec.position = positionNames.value(name("position"));
    json.at("parallel").get_to(spec.parallel);
    json.at("biases").get_to(spec.biases);
    json.at("tied_output").get_to(spec.tiedOutput);
    json.at("residual_scale").get_to(spec.residualScale);
    json.at("segments").get_to(spec.segments);
    json.at("masked_head").get_to(spec.maskedHead);
    spec.outputBias = json.value("output_bias", false);
    spec.turns = json.value("turns", usual.turns);
    spec.labels = json.value("labels", usual.labels);
    if (json.contains("label_form"))
        spec.labelForm = labelFormNames.value(name("label_form"));
    json.at("dropout").get_to(spec.dropout);
}

} // namespace neural
