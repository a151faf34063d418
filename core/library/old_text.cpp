// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/old_text.h"

namespace library {

std::optional<base::Message> whyNotMeasured(OldText text, const std::string& model) {
    switch (text) {
    case OldText::NotSaid:
    case OldText::Measured:
        break;
    case OldText::SameCorpora:
        return base::Message{
            NG_TEXT("core", "What is forgotten is not measured: this is the text that {0} had "
                            "learnt from."),
            {model}};
    case OldText::NotKnown:
        return base::Message{
            NG_TEXT("core", "What is forgotten is not measured: {0} was made elsewhere, and "
                            "its text is not known."),
            {model}};
    case OldText::NoText:
        return base::Message{NG_TEXT("core",
                                     "What is forgotten is not measured: {0} had learnt last from "
                                     "examples, not from text."),
                             {model}};
    case OldText::NothingKept:
        return base::Message{
            NG_TEXT("core", "What is forgotten is not measured: {0} had learnt from its whole "
                            "text, and nothing was kept for validation."),
            {model}};
    case OldText::TellsLabels:
        return base::Message{
            NG_TEXT("core", "What is forgotten is not measured: a network that learns labels "
                            "does not tell the text of {0} any more."),
            {model}};
    case OldText::Gone:
        return base::Message{
            NG_TEXT("core", "What is forgotten is not measured: a corpus of {0} was removed "
                            "from the library. Add it again to see it in the next run."),
            {model}};
    case OldText::Changed:
        return base::Message{
            NG_TEXT("core", "What is forgotten is not measured: the files that {0} had learnt "
                            "from have been changed or moved. Put them back to see it in the "
                            "next run."),
            {model}};
    case OldText::OtherTokenizer:
        return base::Message{
            NG_TEXT("core", "What is forgotten is not measured: the tokens kept of the text of "
                            "{0} are of another tokenizer."),
            {model}};
    }
    return std::nullopt;
}

} // namespace library
