// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lm {

/// What a model offers besides when it has learnt to tell texts apart by labels.
class Labeller {
public:
    virtual ~Labeller() = default;
    /// Their names; none where the model has not learnt any.
    virtual const std::vector<std::string>& labels() const = 0;
    /// P(label | text), one for each label; they sum to 1.
    virtual std::vector<double> labelProbabilities(std::string_view text) const = 0;
};

} // namespace lm
