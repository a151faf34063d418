// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace neural::hugging_face {

/// How the tensors of theirs that make one of ours lie beside it.
enum class Layout {
    Same,
    Transposed, ///< [in, out] instead of [out, in]: GPT-2's Conv1D
    ByHead,     ///< each head's query, key and value together, not all queries first: BLOOM
    ByToken,    ///< a row for each token, by their numbers
    ByLabel,    ///< a row for each label, by their numbers
    Made,       ///< there is none of ours: theirs changes nothing (see smallIdentity), with no bias
    Summed,     ///< ours is the first of theirs with the second's first row added to each row
};

/// One tensor of ours: which of theirs it is, one below another.
struct TensorRule {
    std::string ours;
    std::vector<std::string> theirs;
    std::vector<std::int64_t> rows; ///< of ours that come from each of theirs
    std::int64_t columns = 0;       ///< 0 for vectors
    Layout layout = Layout::Same;
    std::int64_t heads = 1; ///< ByHead
    /// Same, ByLabel: by which ours are larger than each of theirs; empty where they are the same.
    std::vector<double> factors = {};

    std::vector<std::int64_t> ourShape() const;
    std::vector<std::int64_t> theirShape(std::size_t part) const;
};

/// Collects a family's rules, so that its file reads like a table.
class TensorTable {
public:
    /// A norm's weight, and its bias where it has one.
    void norm(const std::string& ours, const std::string& theirs, std::int64_t width, bool bias);
    /// A product's weight [sum of outs, in], and its bias; `theirs` are without ".weight".
    void linear(const std::string& ours, const std::vector<std::string>& theirs,
                const std::vector<std::int64_t>& outs, std::int64_t in, bool bias,
                Layout layout = Layout::Same, std::int64_t heads = 1);
    /// The matrix by which a decoder's last token tells labels.
    void labels(std::int64_t count, std::int64_t width);
    void add(TensorRule rule) { rules_.push_back(std::move(rule)); }

    std::vector<TensorRule> take() { return std::move(rules_); }

private:
    std::vector<TensorRule> rules_;
};

/// A layer between two others that is to change nothing where tanh comes after it: so small a
/// multiple of the identity that tanh(x) is x in all of float32's digits (while what it is given is
/// below 27, as a norm's output is), and a power of two, so that the next layer undoes it exactly.
inline constexpr float smallIdentity = 1.0F / 65536;
bool isSmallIdentity(std::span<const float> matrix);

/// Ours of theirs; by token or label, row i is their row rows[i], or zeros where that is negative.
std::vector<float> toOurs(const TensorRule& rule, const std::vector<std::vector<float>>& theirs,
                          std::span<const std::int64_t> rows);
/// The part of ours that is theirs. Tokens keep our numbers.
std::vector<float> toTheirs(const TensorRule& rule, std::size_t part, std::span<const float> ours);

} // namespace neural::hugging_face
