// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/names.h"

#include "app/window/text.h"

#include <QCoreApplication>

namespace window {

namespace {

class Names {
    Q_DECLARE_TR_FUNCTIONS(window::Names)
public:
    static QString estimator(const std::string& name) {
        if (name == "mle")
            return tr("Maximum likelihood");
        if (name == "add-k")
            return tr("Add-k");
        if (name == "good-turing")
            return tr("Good-Turing, Katz back-off");
        if (name == "jelinek-mercer")
            return tr("Jelinek-Mercer");
        if (name == "witten-bell")
            return tr("Witten-Bell");
        if (name == "absolute")
            return tr("Absolute discounting");
        if (name == "kneser-ney")
            return tr("Kneser-Ney");
        if (name == "modified-kneser-ney")
            return tr("Modified Kneser-Ney");
        if (name == "stupid-backoff")
            return tr("Stupid back-off");
        if (name == "back-off")
            return tr("Table of probabilities with back-off");
        if (name == "mixture")
            return tr("Mixture");
        return toQString(name);
    }

    static QString tokenizer(text::TokenizerKind kind) {
        switch (kind) {
        case text::TokenizerKind::Characters:
            return tr("Characters");
        case text::TokenizerKind::Graphemes:
            return tr("Grapheme clusters");
        case text::TokenizerKind::Words:
            return tr("Words");
        case text::TokenizerKind::Whitespace:
            return tr("White space");
        case text::TokenizerKind::Bytes:
            return tr("Bytes");
        case text::TokenizerKind::Bpe:
            return tr("Byte-pair encoding");
        case text::TokenizerKind::WordPiece:
            return tr("WordPiece");
        case text::TokenizerKind::Unigram:
            break;
        }
        return tr("Unigram pieces");
    }
};

} // namespace

QString estimatorTitle(const std::string& name) {
    return Names::estimator(name);
}

QString tokenizerTitle(text::TokenizerKind kind) {
    return Names::tokenizer(kind);
}

} // namespace window
