// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/backend.h"
#include "core/text/tokenizer.h"

#include <string>
#include <vector>

/// A corpus that a network learns in a moment: sentences of a small grammar, by whitespace.
struct SmallCorpus {
    text::Tokenizer tokenizer;
    std::vector<text::TokenId> tokens; ///< <s> w … w </s> <s> …

    explicit SmallCorpus(std::size_t sentences = 300, std::uint64_t unknownCount = 0)
        : tokenizer({text::TokenizerKind::Whitespace},
                    text::Vocabulary::fromTokens({"the", "a", "cat", "dog", "bird", "sees", "hears",
                                                  "follows", "quietly", "today"},
                                                 unknownCount)) {
        const std::vector<std::vector<std::string>> places = {
            {"the", "a"}, {"cat", "dog", "bird"}, {"sees", "hears", "follows"},
            {"the", "a"}, {"cat", "dog", "bird"}, {"quietly", "today"},
        };
        std::size_t state = 12345;
        for (std::size_t i = 0; i < sentences; ++i) {
            tokens.push_back(text::Vocabulary::begin);
            for (const auto& words : places) {
                state = state * 6364136223846793005 + 1442695040888963407;
                tokens.push_back(tokenizer.vocabulary().find(words[(state >> 33) % words.size()]));
            }
            tokens.push_back(text::Vocabulary::end);
        }
    }
};

/// Learns to tell hidden tokens from what is on both sides of them.
inline bool seesBothWays(const std::string& architecture) {
    return architecture == "bert" || architecture == "t5" || architecture == "bart";
}

/// A run that takes a second or less.
inline neural::RunSpec smallRun(const std::string& architecture = "bengio") {
    neural::RunSpec spec = neural::usualRun(architecture);
    if (neural::familyOf(architecture) == neural::Family::Transformer) {
        neural::TransformerSpec& network = spec.transformer;
        network.contextLength = 12;
        network.layers = 2;
        network.decoderLayers = network.decoderLayers > 0 ? 2 : 0;
        network.width = 16;
        network.heads = 4;
        network.headWidth = 4;
        network.innerWidth = 32;
        network.latent = {.queryRank = 8, .keyValueRank = 8, .rotaryWidth = 4};
        network.experts.innerWidth = 16;
    }
    if (neural::familyOf(architecture) == neural::Family::Recurrent)
        spec.recurrent = {.contextLength = 12, .embeddingSize = 8, .hiddenWidth = 16};
    if (architecture == "bengio")
        spec.bengio = {.contextLength = 3, .embeddingSize = 8, .hiddenWidth = 16};
    spec.training.steps = 60;
    spec.training.batchSize = architecture == "bengio" ? 32 : 8; // rows of 12 predictions
    if (architecture == "xlnet")                                 // of two
        spec.training.batchSize = 16;
    if (architecture == "t5") // of one, and its sentinels
        spec.training.batchSize = 32;
    // T5's gradient leaps, and chance decides what becomes of the run where it is not clipped: of
    // twelve runs of 1,000 steps two came to nothing, and none with this.
    spec.training.learningRate = architecture == "t5" ? 0.003 : 0.01;
    spec.training.gradientClip = architecture == "t5" ? 1 : 0;
    spec.training.seed = 5;
    spec.training.validationInterval = 20;
    spec.training.checkpointInterval = 25;
    spec.training.threads = 1;
    return spec;
}
