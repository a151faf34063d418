// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/data/data.h"
#include "core/neural/data/sequence.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace neural {

/// How sequences become rows.
struct SequenceShape {
    std::size_t length = 1;   ///< of a text; longer ones are cut at their end
    std::size_t targets = 1;  ///< of a text: as many as its length, or a label
    std::size_t texts = 1;    ///< of a row: two where one of them is to be preferred
    std::int64_t padding = 0; ///< after a text's end
};

/// Texts that are learnt one by one, not a stream of tokens. Those kept for validation are drawn by
/// a fixed luck, because tables are often sorted.
class SequenceExamples final : public ExampleSource {
public:
    /// `reference` is empty, or of each text ln P by the model that preferences are measured from.
    /// The sequences must outlive it. Throws base::TrainingError where there are too few to learn
    /// from, or none to validate on.
    SequenceExamples(std::span<const Sequence> sequences, SequenceShape shape,
                     double validationShare, std::vector<float> reference = {});

    void draw(std::uint64_t seed, std::uint64_t step, std::size_t size,
              Batch& batch) const override;
    std::vector<std::size_t> validation(std::size_t most) const override;
    void gather(std::span<const std::size_t> which, Batch& batch) const override;

private:
    void append(std::size_t row, Batch& batch) const;

    std::span<const Sequence> sequences_;
    SequenceShape shape_;
    std::vector<float> reference_;
    std::vector<std::size_t> order_; ///< rows: those to train on, then those to validate on
    std::size_t cut_;                ///< how many are to train on
};

} // namespace neural
