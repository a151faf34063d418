// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/specification/transformer_presets.h"

#include <algorithm>
#include <cmath>

namespace neural {

namespace {

TransformerSpec sized(TransformerSpec spec, unsigned context, unsigned layers, unsigned width,
                      unsigned heads, unsigned inner) {
    spec.contextLength = context;
    spec.layers = layers;
    spec.width = width;
    spec.heads = heads;
    spec.headWidth = width / heads;
    spec.innerWidth = inner;
    return spec;
}

/// What a laptop trains in minutes: nanoGPT's small configuration for a processor.
TransformerSpec atLaptopSize(const TransformerSpec& spec) {
    return sized(spec, 64, 4, 128, 4, isGated(spec.feedForward) ? 344 : 512);
}

/// Radford et al. 2019, section 2.3; GPT-3 differs in what its attention skips alone.
TransformerSpec gpt() {
    TransformerSpec spec;
    spec.feedForward = FeedForward::GeluTanh; // as the released code has it
    return spec;
}

/// Touvron et al. 2023, section 2.2.
TransformerSpec llama() {
    TransformerSpec spec;
    spec.queryKeyValueBias = spec.biases = false;
    spec.feedForward = FeedForward::SwiGlu;
    spec.norm = Norm::RmsNorm;
    spec.position = Position::Rotary;
    spec.tiedOutput = false;
    return spec;
}

/// BigScience Workshop 2022, section 3.2.
TransformerSpec bloom() {
    TransformerSpec spec;
    spec.feedForward = FeedForward::GeluTanh; // as the released code has it
    spec.position = Position::Alibi;
    spec.embeddingNorm = true;
    return spec;
}

/// Chowdhery et al. 2022, section 2. Its norms have no biases either.
TransformerSpec palm() {
    TransformerSpec spec;
    spec.attention = Attention::MultiQuery;
    spec.queryKeyValueBias = spec.biases = spec.normBias = false;
    spec.feedForward = FeedForward::SwiGlu;
    spec.position = Position::Rotary;
    spec.parallel = true;
    return spec;
}

/// Zeng et al. 2023, "GLM-130B", section 2.1: DeepNorm with α = (2 L)^(1/2).
TransformerSpec glm(unsigned layers) {
    TransformerSpec spec;
    spec.objective = Objective::BlankInfilling;
    spec.feedForward = FeedForward::GeGlu;
    spec.normPlace = NormPlace::After;
    spec.position = Position::Rotary;
    spec.residualScale = std::sqrt(2.0 * layers);
    return spec;
}

/// DeepSeek-AI 2024, "DeepSeek-V2", section 2, and "DeepSeek-V3", section 2.1.
TransformerSpec deepseek() {
    TransformerSpec spec = llama();
    spec.attention = Attention::Latent;
    return spec;
}

/// Baidu 2025, "ERNIE 4.5", section 2: its small dense model.
TransformerSpec ernie() {
    TransformerSpec spec = llama();
    spec.attention = Attention::GroupedQuery;
    spec.keyValueHeads = 2;
    spec.tiedOutput = true;
    return spec;
}

/// Devlin et al. 2019, section 3.
TransformerSpec bert() {
    TransformerSpec spec;
    spec.kind = TransformerKind::Encoder;
    spec.objective = Objective::MaskedTokens;
    spec.normPlace = NormPlace::After;
    spec.embeddingNorm = true;
    spec.segments = 2;
    spec.maskedHead = true;
    return spec;
}

/// Raffel et al. 2020, section 2.1: a norm without mean or bias, and no other biases.
TransformerSpec t5() {
    TransformerSpec spec;
    spec.kind = TransformerKind::EncoderDecoder;
    spec.objective = Objective::SpanCorruption;
    spec.queryKeyValueBias = spec.biases = false;
    spec.feedForward = FeedForward::Relu;
    spec.norm = Norm::RmsNorm;
    spec.position = Position::RelativeBias;
    return spec;
}

/// Lewis et al. 2020, section 2.1.
TransformerSpec bart() {
    TransformerSpec spec;
    spec.kind = TransformerKind::EncoderDecoder;
    spec.objective = Objective::Denoising;
    spec.normPlace = NormPlace::After;
    spec.embeddingNorm = true;
    return spec;
}

/// Yang et al. 2019, sections 2.3 and 2.4, with the positions of Dai et al. 2019. What is left of a
/// text before (their memory) is not seen.
TransformerSpec xlnet() {
    TransformerSpec spec;
    spec.objective = Objective::Permutation;
    spec.queryKeyValueBias = false;
    spec.normPlace = NormPlace::After;
    spec.position = Position::TransformerXl;
    spec.segments = 2;
    spec.outputBias = true;
    return spec;
}

/// Trained on hidden tokens alone, as Liu et al. 2019, "RoBERTa", found sufficient: a text is not
/// told from the one after it.
TransformerSpec withoutSegments(TransformerSpec spec) {
    spec.segments = 0;
    return spec;
}

TransformerSpec withDecoder(TransformerSpec spec, unsigned layers) {
    spec.decoderLayers = layers;
    return spec;
}

TransformerSpec withHeadWidth(TransformerSpec spec, unsigned width) {
    spec.headWidth = width;
    return spec;
}

TransformerSpec withKeyValueHeads(TransformerSpec spec, unsigned heads) {
    spec.attention = Attention::GroupedQuery;
    spec.keyValueHeads = heads;
    return spec;
}

TransformerSpec withLatent(TransformerSpec spec, LatentSpec latent, ExpertsSpec experts) {
    spec.latent = latent;
    spec.experts = experts;
    return spec;
}

TransformerSpec smallDeepseek() {
    return withLatent(atLaptopSize(deepseek()),
                      {.queryRank = 64, .keyValueRank = 32, .rotaryWidth = 16},
                      {.count = 8, .chosen = 2, .shared = 1, .innerWidth = 128, .denseLayers = 1});
}

TransformerSpec deepseekV3() {
    return withLatent(
        withHeadWidth(sized(deepseek(), 4096, 61, 7168, 128, 18432), 128),
        {.queryRank = 1536, .keyValueRank = 512, .rotaryWidth = 64},
        {.count = 256, .chosen = 8, .shared = 1, .innerWidth = 2048, .denseLayers = 3});
}

// A number that is published whole must come out whole: no tolerance.
constexpr double exact = 0;

std::vector<TransformerPreset> makePresets() {
    return {
        {"gpt-2",
         atLaptopSize(gpt()),
         {"GPT-2 small", sized(gpt(), 1024, 12, 768, 12, 3072), 50257, 124'439'808, exact,
          "Radford et al. 2019, table 2, and the released weights"}},
        {"gpt-3",
         atLaptopSize(gpt()),
         {"GPT-3 175B", sized(gpt(), 2048, 96, 12288, 96, 49152), 50257, 174'600e6, 1e-4,
          "Brown et al. 2020, tables 2.1 and D.1, in millions to four figures"}},
        {"palm",
         withHeadWidth(atLaptopSize(palm()), 32),
         {"PaLM 540B", withHeadWidth(sized(palm(), 2048, 118, 18432, 48, 73728), 256), 256'000,
          540.35e9, 2e-5, "Chowdhery et al. 2022, table 1, to five figures"}},
        {"bloom",
         atLaptopSize(bloom()),
         {"BLOOM 176B", sized(bloom(), 2048, 70, 14336, 112, 57344), 250'880, 176'247'271'424,
          exact, "BigScience Workshop 2022, table 3, and the model card"}},
        {"glm",
         atLaptopSize(glm(4)),
         {"GLM-130B", sized(glm(70), 2048, 70, 12288, 96, 32768), 150'528, 130e9, 0.012,
          "Zeng et al. 2023, table 11; 130 billion is the name's round number"}},
        {"llama",
         atLaptopSize(llama()),
         {"LLaMA 7B", sized(llama(), 2048, 32, 4096, 32, 11008), 32'000, 6'738'415'616, exact,
          "Touvron et al. 2023, table 2, and the released weights"}},
        {"deepseek",
         smallDeepseek(),
         {"DeepSeek-V3", deepseekV3(), 129'280, 671e9, 1e-3,
          "DeepSeek-AI 2024, \"DeepSeek-V3\", section 4.2, to three figures"}},
        {"ernie",
         atLaptopSize(ernie()),
         {"ERNIE 4.5 0.3B", withHeadWidth(sized(ernie(), 131'072, 18, 1024, 16, 3072), 128),
          103'424, 0.36e9, 0.015, "Baidu 2025, the model card, to two figures"}},
        {"bert",
         withoutSegments(atLaptopSize(bert())),
         {"BERT base", sized(bert(), 512, 12, 768, 12, 3072), 30'522, 110e6, 0.005,
          "Devlin et al. 2019, section 3, to two figures"}},
        {"xlnet",
         withoutSegments(atLaptopSize(xlnet())),
         {"XLNet large", sized(xlnet(), 512, 24, 1024, 16, 4096), 32'000, 360'300'800, exact,
          "Yang et al. 2019, section 3.1, and the released weights"}},
        {"t5",
         withDecoder(atLaptopSize(t5()), 4),
         {"T5 base", withDecoder(sized(t5(), 512, 12, 768, 12, 3072), 12), 32'128, 222'903'552,
          exact, "Raffel et al. 2020, section 2.3 (220 million), and the released weights"}},
        {"bart",
         withDecoder(atLaptopSize(bart()), 4),
         // Two places more than the 1,024 that can be used.
         {"BART large", withDecoder(sized(bart(), 1026, 12, 1024, 16, 4096), 12), 50'265,
          406'291'456, exact, "Lewis et al. 2020, section 2.1, and the released weights"}},
    };
}

} // namespace

const std::vector<TransformerPreset>& transformerPresets() {
    static const std::vector<TransformerPreset> presets = makePresets();
    return presets;
}

const TransformerPreset* findPreset(const std::string& architecture) {
    const auto& presets = transformerPresets();
    const auto found = std::find_if(presets.begin(), presets.end(), [&](const auto& preset) {
        return preset.architecture == architecture;
    });
    return found == presets.end() ? nullptr : &*found;
}

const std::vector<PublishedSystem>& furtherSystems() {
    static const std::vector<PublishedSystem> systems = {
        {"GPT-2 medium", sized(gpt(), 1024, 24, 1024, 16, 4096), 50257, 354'823'168, exact,
         "the released weights"},
        {"GPT-2 XL", sized(gpt(), 1024, 48, 1600, 25, 6400), 50257, 1'557'611'200, exact,
         "the released weights"},
        {"PaLM 8B", withHeadWidth(sized(palm(), 2048, 32, 4096, 16, 16384), 256), 256'000, 8.63e9,
         6e-4, "Chowdhery et al. 2022, table 1"},
        {"PaLM 62B", withHeadWidth(sized(palm(), 2048, 64, 8192, 32, 32768), 256), 256'000, 62.50e9,
         1e-4, "Chowdhery et al. 2022, table 1"},
        {"LLaMA 65B", sized(llama(), 2048, 80, 8192, 64, 22016), 32'000, 65.2e9, 2e-3,
         "Touvron et al. 2023, table 2"},
        {"Llama 3 8B", withKeyValueHeads(sized(llama(), 8192, 32, 4096, 32, 14336), 8), 128'256,
         8'030'261'248, exact, "the released weights"},
        {"BERT large", sized(bert(), 512, 24, 1024, 16, 4096), 30'522, 340e6, 0.016,
         "Devlin et al. 2019, section 3, to two figures"},
        {"XLNet base", sized(xlnet(), 512, 12, 768, 12, 3072), 32'000, 116'750'336, exact,
         "the released weights"},
        {"T5 small", withDecoder(sized(t5(), 512, 6, 512, 8, 2048), 6), 32'128, 60'506'624, exact,
         "the released weights"},
        {"BART base", withDecoder(sized(bart(), 1026, 6, 768, 12, 3072), 6), 50'265, 139'420'416,
         exact, "the released weights"},
    };
    return systems;
}

} // namespace neural
