// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/message.h"
#include "core/neural/specification/transformer_spec.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace neural {

/// Bengio et al. 2003, "A neural probabilistic language model", JMLR 3:1137-1155, section 2:
/// y = b + W x + U tanh(d + H x), x = (C(w[t-1]), …, C(w[t-n+1])).
struct BengioSpec {
    unsigned contextLength = 4;     ///< n - 1, the tokens that the network sees
    unsigned embeddingSize = 32;    ///< m
    unsigned hiddenWidth = 64;      ///< h
    bool directConnections = false; ///< W; 0 in the paper's variant without them

    bool operator==(const BengioSpec&) const = default;
};

/// A recurrent network: embeddings, one or more layers of cells (rnn, lstm or gru), an output.
struct RecurrentSpec {
    unsigned contextLength = 64; ///< tokens that training unrolls it over
    unsigned embeddingSize = 64; ///< m
    unsigned hiddenWidth = 128;  ///< h
    unsigned layers = 1;         ///< each reads the states of the one below
    double dropout = 0;          ///< of what goes from layer to layer, never from place to place

    bool operator==(const RecurrentSpec&) const = default;
};

/// Hu et al. 2022, "LoRA: low-rank adaptation of large language models", section 4.1: what is
/// learnt is added to a matrix W [out, in] that stays, as (α / r) B A with A [r, in], B [out, r].
struct AdapterSpec {
    unsigned rank = 0; ///< r; 0: all weights are learnt instead
    double alpha = 16; ///< α

    bool operator==(const AdapterSpec&) const = default;
};

/// What a network is to learn, and what the corpora must hold for it.
enum class TrainingTask {
    Text,          ///< its own objective, on any text
    Conversations, ///< the replies in conversations: Ouyang et al. 2022, "Training language models
                   ///< to follow instructions with human feedback", step 1
    Labels,        ///< each text's label: Devlin et al. 2019, section 4.1
    Preferences    ///< which of two replies is better: Rafailov et al. 2023, "Direct preference
                   ///< optimization"
};

enum class Optimizer { Sgd, AdamW };
/// How the learning rate goes on after its warm-up.
enum class Schedule { Constant, Linear, Cosine };

/// What training's products of linear layers and of causal attention are computed in: single
/// precision, or factors rounded to bfloat16 (8 bits of a number's 24). Weights, sums and what is
/// validated are in single precision either way.
enum class Precision { Float32, Bfloat16 };

/// How a network is trained.
struct TrainingSpec {
    TrainingTask task = TrainingTask::Text;
    AdapterSpec adapters = {};
    double preferenceBeta = 0.1; ///< β of direct preference optimization, equation 7
    std::uint64_t steps = 2000;
    unsigned batchSize = 64;   ///< examples that are computed at once
    unsigned accumulation = 1; ///< so many batches make one step
    double learningRate = 1e-3;
    Schedule schedule = Schedule::Constant;
    std::uint64_t warmupSteps = 0; ///< the rate climbs to learningRate in a straight line
    double finalRate = 0.1;        ///< the last step's rate, as a share of learningRate
    Optimizer optimizer = Optimizer::AdamW;
    double beta1 = 0.9;        ///< AdamW's: of the mean of gradients, what a step keeps
    double beta2 = 0.999;      ///< AdamW's: of the mean of their squares
    double weightDecay = 0.01; ///< AdamW's, of matrices only
    double gradientClip = 0;   ///< the gradient's norm at most; 0: as it is
    std::uint64_t seed = 1;
    double validationShare = 0.1;           ///< of the tokens, from the end; 0 for none
    std::uint64_t validationInterval = 200; ///< steps
    std::uint64_t checkpointInterval = 500; ///< steps
    bool keepBest = false;                  ///< beside the last checkpoint, that of least loss
    std::uint64_t patience = 0;             ///< validations without improvement to the end; 0: any
    double minImprovement = 0;              ///< nats that a loss must fall by to be one
    std::uint64_t sampleInterval = 0;       ///< steps between samples, from 0 on; 0 for none
    unsigned sampleLength = 200;            ///< tokens
    unsigned threads = 0;                   ///< 0: the processor's cores
    Precision precision = Precision::Float32;

    bool operator==(const TrainingSpec&) const = default;
};

/// Which of the specifications an architecture's name asks for.
enum class Family { Bengio, Recurrent, Transformer };

struct RunSpec {
    std::string architecture = "bengio";
    BengioSpec bengio; ///< each counts for its own family only
    RecurrentSpec recurrent;
    TransformerSpec transformer;
    TrainingSpec training;
    std::vector<std::string> labels = {}; ///< their names, as many as transformer.labels

    bool operator==(const RunSpec&) const = default;
};

/// The names that can be trained, in the order in which history brought them.
const std::vector<std::string>& architectures();

/// Throws base::InputError where there is no architecture of this name.
Family familyOf(const std::string& architecture);

/// The architecture's usual network at a size that a laptop trains: a transformer's is its
/// preset's.
RunSpec usualRun(const std::string& architecture);

/// Whether both describe the same network, however it is trained.
bool sameNetwork(const RunSpec& one, const RunSpec& other);

/// Whether `grown` is the network `base` with what fine-tuning adds to it, marks of turns, or puts
/// on it, a head of labels.
bool growsFrom(const RunSpec& base, const RunSpec& grown);

/// Tokens that a network is trained to look back on.
unsigned contextLength(const RunSpec& spec);

/// Throws base::InputError where a value is out of its range, naming value and range.
void requireValid(const RunSpec& spec);

void to_json(nlohmann::json& json, const RunSpec& spec);
void from_json(const nlohmann::json& json, RunSpec& spec);

} // namespace neural
