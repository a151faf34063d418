// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/specification/objective.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>

/// One transformer (Vaswani et al. 2017, "Attention is all you need"), described by what the
/// systems made of it since.
namespace neural {

/// A decoder sees what precedes; an encoder everything; an encoder-decoder one text from another.
enum class TransformerKind { Decoder, Encoder, EncoderDecoder };
/// Ba, Kiros, Hinton 2016, "Layer normalization"; Zhang and Sennrich 2019, "Root mean square layer
/// normalization".
enum class Norm { LayerNorm, RmsNorm };
/// Of what goes into attention and feed-forward, or of what comes out, added up.
enum class NormPlace { Before, After };
enum class Position { Learned, Sinusoidal, Rotary, Alibi, RelativeBias, TransformerXl };
enum class Attention { MultiHead, MultiQuery, GroupedQuery, Latent };
/// Hendrycks and Gimpel 2016, "Gaussian error linear units": x Φ(x), or section 2's approximation
/// of it by tanh, which GPT-2's code and others' have.
enum class FeedForward { Relu, Gelu, GeluTanh, SwiGlu, GeGlu, GeGluTanh };

/// Multi-head latent attention: DeepSeek-AI 2024, "DeepSeek-V2", section 2.1, with its letters.
struct LatentSpec {
    unsigned queryRank = 0;     ///< d_c′; 0: queries are made straight from the input
    unsigned keyValueRank = 32; ///< d_c, all that is remembered of a token but its rotated key
    unsigned rotaryWidth = 8;   ///< d_h^R, of each head's query and the one key that turn

    bool operator==(const LatentSpec&) const = default;
};

/// Mixture of experts: Shazeer et al. 2017, "Outrageously large neural networks"; with shared
/// experts and this balance loss: Dai et al. 2024, "DeepSeekMoE".
struct ExpertsSpec {
    unsigned count = 0;        ///< that are chosen from; 0: one feed-forward for every token
    unsigned chosen = 2;       ///< k, for each token
    unsigned shared = 0;       ///< that every token passes besides
    unsigned innerWidth = 128; ///< of one expert
    unsigned denseLayers = 0;  ///< the first so many layers have no experts
    double balanceLoss = 0.01; ///< α, its weight

    bool operator==(const ExpertsSpec&) const = default;
};

/// How labels are told from what a network makes of one token.
enum class LabelForm {
    Biased, ///< by a matrix and a bias
    Plain,  ///< by a matrix alone: Radford et al. 2018, section 3.2
    Pooled  ///< as Biased, from tanh of a layer of its own: what BERT's authors did
};

struct TransformerSpec {
    TransformerKind kind = TransformerKind::Decoder;
    Objective objective = Objective::NextToken;
    unsigned contextLength = 64;
    unsigned layers = 4;        ///< of the encoder, where there are both
    unsigned decoderLayers = 0; ///< of an encoder-decoder
    unsigned width = 128;       ///< d
    unsigned heads = 4;         ///< H
    unsigned headWidth = 32;    ///< d_h
    Attention attention = Attention::MultiHead;
    unsigned keyValueHeads = 1; ///< grouped-query: so many keys and values for all heads
    LatentSpec latent = {};
    bool queryKeyValueBias = true;
    FeedForward feedForward = FeedForward::Gelu;
    unsigned innerWidth = 512;
    ExpertsSpec experts = {};
    Norm norm = Norm::LayerNorm;
    NormPlace normPlace = NormPlace::Before;
    bool normBias = true;       ///< LayerNorm's β
    double normEpsilon = 1e-5;  ///< added to what a norm takes the root of
    bool embeddingNorm = false; ///< of the embeddings, before the first block
    Position position = Position::Learned;
    double rotaryBase = 10000; ///< pair i of w / 2 turns by base^(-2 i / w) from place to place
    bool parallel = false;     ///< attention and feed-forward read the same input
    bool biases = true;        ///< of attention's output and the feed-forward
    bool tiedOutput = true;    ///< the output's matrix is the embeddings'
    double residualScale = 1;  ///< α of LN(α x + f(x)), norm after: Wang et al. 2022, "DeepNet"
    unsigned segments = 0;     ///< kinds of text that an encoder marks by an embedding
    bool maskedHead = false;   ///< an encoder's own layer before the output, and the output's bias
    bool outputBias = false;   ///< without such a layer
    bool turns = false;        ///< a decoder's marks of who speaks, beyond the vocabulary
    unsigned labels = 0;       ///< that a head tells texts by: Devlin et al. 2019, section 4.1
    LabelForm labelForm = LabelForm::Biased;
    double dropout = 0;

    bool operator==(const TransformerSpec&) const = default;
};

inline constexpr NamedValues<TransformerKind, 3> kindNames{
    NG_TEXT("core", "kind of transformer"),
    {{{TransformerKind::Decoder, "decoder"},
      {TransformerKind::Encoder, "encoder"},
      {TransformerKind::EncoderDecoder, "encoder-decoder"}}}};
inline constexpr NamedValues<Norm, 2> normNames{
    NG_TEXT("core", "norm"), {{{Norm::LayerNorm, "layernorm"}, {Norm::RmsNorm, "rmsnorm"}}}};
inline constexpr NamedValues<NormPlace, 2> normPlaceNames{
    NG_TEXT("core", "place of the norm"),
    {{{NormPlace::Before, "before"}, {NormPlace::After, "after"}}}};
inline constexpr NamedValues<Position, 6> positionNames{
    NG_TEXT("core", "position"),
    {{{Position::Learned, "learned"},
      {Position::Sinusoidal, "sinusoidal"},
      {Position::Rotary, "rotary"},
      {Position::Alibi, "alibi"},
      {Position::RelativeBias, "relative"},
      {Position::TransformerXl, "transformer-xl"}}}};
inline constexpr NamedValues<Attention, 4> attentionNames{
    NG_TEXT("core", "attention"),
    {{{Attention::MultiHead, "multi-head"},
      {Attention::MultiQuery, "multi-query"},
      {Attention::GroupedQuery, "grouped-query"},
      {Attention::Latent, "latent"}}}};
inline constexpr NamedValues<LabelForm, 3> labelFormNames{
    NG_TEXT("core", "form of the labels' layer"),
    {{{LabelForm::Biased, "biased"}, {LabelForm::Plain, "plain"}, {LabelForm::Pooled, "pooled"}}}};
inline constexpr NamedValues<FeedForward, 6> feedForwardNames{
    NG_TEXT("core", "feed-forward"),
    {{{FeedForward::Relu, "relu"},
      {FeedForward::Gelu, "gelu"},
      {FeedForward::GeluTanh, "gelu-tanh"},
      {FeedForward::SwiGlu, "swiglu"},
      {FeedForward::GeGlu, "geglu"},
      {FeedForward::GeGluTanh, "geglu-tanh"}}}};

/// Distances that T5's relative bias tells apart, and the farthest of them.
inline constexpr unsigned relativeBuckets = 32;
inline constexpr unsigned relativeDistance = 128;

/// Heads that keys and values have.
unsigned keyValueHeads(const TransformerSpec& spec);
/// Transformer-XL's attention has no bias after it.
bool hasAttentionOutputBias(const TransformerSpec& spec);
/// A feed-forward with a gate has three matrices, else two.
bool isGated(FeedForward feedForward);
/// Whether attention knows places from a number that is added to its scores.
bool biasesScores(Position position);
bool hasExperts(const TransformerSpec& spec, unsigned layer);

/// Ids beyond the vocabulary that mark who speaks: the system, a person, the model, in this order.
std::uint32_t turnMarks(const TransformerSpec& spec);

/// Whether a text is scored by what each token is in the midst of all others.
bool isScoredFromBothSides(const TransformerSpec& spec);

/// Throws base::InputError where a value is out of its range or does not go with another.
void requireValid(const TransformerSpec& spec);

void to_json(nlohmann::json& json, const TransformerSpec& spec);
void from_json(const nlohmann::json& json, TransformerSpec& spec);

} // namespace neural
