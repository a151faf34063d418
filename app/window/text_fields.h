// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/tokenizer_spec.h"
#include "core/text/vocabulary.h"

#include <QObject>
#include <QVariantMap>

#include <cstdint>
#include <vector>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QListWidget;
class QSpinBox;

namespace window {

class FieldMaker;
class Workspace;

/// The rows of a form that say what text a model learns from and how it is cut: the library's
/// corpora, the tokenizer, the vocabulary. Owned by the form's widget.
class TextFields : public QObject {
    Q_OBJECT
public:
    TextFields(Workspace& workspace, QFormLayout* form, text::TokenizerKind usual);

    /// Those that are checked.
    std::vector<std::int64_t> corpora() const;
    text::TokenizerSpec tokenizer() const;
    text::VocabularyCut cut() const;
    /// What keeps a model from being trained, for a person; empty where nothing does.
    QString problem() const;

    /// Every field but the list of corpora, which belongs to the library.
    QVariantMap state() const;
    void setState(const QVariantMap& state);

signals:
    void edited();

private:
    void addCorpora(const FieldMaker& make, QFormLayout* form);
    void addTokenizer(const FieldMaker& make, QFormLayout* form, text::TokenizerKind usual);
    void listCorpora();
    void openFiles();
    void explainTokenizer();

    Workspace& workspace_;
    bool chosen_ = false; ///< by the person: then the choice of corpora stays as it is
    QListWidget* corpora_ = nullptr;
    QWidget* noCorpora_ = nullptr;
    QComboBox* tokenizer_ = nullptr;
    QLabel* tokenizerHelp_ = nullptr;
    QComboBox* unit_ = nullptr;
    QCheckBox* foldCase_ = nullptr;
    QSpinBox* maximumSize_ = nullptr;
    QSpinBox* minimumCount_ = nullptr;
};

} // namespace window
