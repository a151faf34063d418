// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/message.h"
#include "core/neural/specification/named_values.h"

#include <optional>
#include <string>

namespace library {

/// Whether a run that goes on from another model looks back on what that one had learnt, and why
/// where it does not.
enum class OldText {
    NotSaid, ///< by the version that began the run
    Measured,
    SameCorpora,    ///< the run goes on with them: nothing is to be forgotten
    NotKnown,       ///< the model was made elsewhere
    NoText,         ///< it had learnt from examples: conversations, labels, preferences
    NothingKept,    ///< for validation
    TellsLabels,    ///< the run learns labels, and its network tells no text now
    Gone,           ///< a corpus was removed from the library
    Changed,        ///< its files were, or they are no longer there
    OtherTokenizer, ///< the tokens that were kept are not of the model's tokenizer
};

inline constexpr neural::NamedValues<OldText, 10> oldTextNames{
    NG_TEXT("core", "state of the old text"),
    {{{OldText::NotSaid, ""},
      {OldText::Measured, "measured"},
      {OldText::SameCorpora, "same-corpora"},
      {OldText::NotKnown, "not-known"},
      {OldText::NoText, "no-text"},
      {OldText::NothingKept, "nothing-kept"},
      {OldText::TellsLabels, "tells-labels"},
      {OldText::Gone, "gone"},
      {OldText::Changed, "changed"},
      {OldText::OtherTokenizer, "other-tokenizer"}}}};

/// Why what `model` had learnt is not measured, as a sentence; nothing where it is, or nobody said.
std::optional<base::Message> whyNotMeasured(OldText text, const std::string& model);

} // namespace library
