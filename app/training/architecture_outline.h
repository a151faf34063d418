// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/specification/specification.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace training {

/// A part of a network as it is drawn.
struct OutlinePart {
    enum class Kind { Embedding, Norm, Attention, FeedForward, Cell, Output };
    Kind kind = Kind::Embedding;
    QString text;
    unsigned boxes = 1; ///< experts stand side by side
};

/// A line of a network: one part, or several that read the same.
struct OutlineRow {
    std::vector<OutlinePart> parts;
    /// What came out of the row of this number (-1: what goes into the group) is added to what
    /// comes out of this one.
    std::optional<int> added;
    bool loops = false; ///< what comes out goes in again at the next token
};

/// Rows that are repeated so many times, one after the other.
struct OutlineGroup {
    unsigned times = 1;
    QString name; ///< empty where there is nothing to tell apart
    std::vector<OutlineRow> rows;
};

/// A network from its tokens at the top to its distribution at the bottom.
struct Outline {
    std::vector<OutlineGroup> groups;
    bool tied = false;   ///< the last row's matrix is the first one's
    bool direct = false; ///< from the first row straight to the last (Bengio's W)

    /// What a screen reader says of it, top to bottom.
    QString text() const;
};

Outline outlineOf(const neural::RunSpec& spec);

} // namespace training
