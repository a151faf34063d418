// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/message.h"

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

/// |V| m + h (n-1) m + h + |V| h + |V|, and |V| (n-1) m more with direct connections.
std::uint64_t parameterCount(const BengioSpec& spec, std::uint64_t vocabularySize);

enum class Optimizer { Sgd, AdamW };

/// How a network is trained.
struct TrainingSpec {
    std::uint64_t steps = 2000;
    unsigned batchSize = 64;
    double learningRate = 1e-3;
    Optimizer optimizer = Optimizer::AdamW;
    std::uint64_t seed = 1;
    double validationShare = 0.1;           ///< of the tokens, from the end; 0 for none
    std::uint64_t validationInterval = 200; ///< steps
    std::uint64_t checkpointInterval = 500; ///< steps
    unsigned threads = 0;                   ///< 0: the processor's cores

    bool operator==(const TrainingSpec&) const = default;
};

struct RunSpec {
    std::string architecture = "bengio";
    BengioSpec bengio;
    TrainingSpec training;

    bool operator==(const RunSpec&) const = default;
};

/// Throws base::InputError where a value is out of its range, naming value and range.
void requireValid(const RunSpec& spec);

void to_json(nlohmann::json& json, const RunSpec& spec);
void from_json(const nlohmann::json& json, RunSpec& spec);

} // namespace neural
