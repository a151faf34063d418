// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/specification/specification.h"

#include <QObject>
#include <QVariantMap>
#include <QVector>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QSpinBox;
class QWidget;

namespace window {
class FieldMaker;
}

namespace training {

/// The rows of a form that say what network a run has: the architecture, and the fields that it
/// has. Owned by the form's widget.
class NetworkFields : public QObject {
    Q_OBJECT
public:
    explicit NetworkFields(QFormLayout* form);

    /// Architecture and network as the fields say; how it is trained is left as it is.
    void fill(neural::RunSpec& spec) const;
    /// As if a person had chosen it: with its usual network.
    void setArchitecture(const QString& name);
    /// A row of its own, over both columns.
    void insertBelowArchitecture(QWidget* widget);
    QVariantMap state() const;
    void setState(const QVariantMap& state);

signals:
    void edited();
    /// Another architecture, whose usual run this is.
    void architectureChosen(const neural::RunSpec& usual);

private:
    struct Row {
        QWidget* field = nullptr;
        QVector<neural::Family> families;
    };

    void addShape(const window::FieldMaker& make);
    void addTransformerParts(const window::FieldMaker& make);
    void addExperts(const window::FieldMaker& make);
    template <class Field>
    Field* keep(Field* field, const QVector<neural::Family>& families);
    std::string architecture() const;
    void choose();
    void show(const neural::RunSpec& spec);
    void showRows();
    void fillTransformer(neural::TransformerSpec& network) const;

    QFormLayout* form_;
    QVector<Row> rows_;
    QComboBox* architecture_ = nullptr;
    QSpinBox* contextLength_ = nullptr;
    QSpinBox* embeddingSize_ = nullptr;
    QSpinBox* hiddenWidth_ = nullptr;
    QCheckBox* direct_ = nullptr;
    QSpinBox* layers_ = nullptr;
    QSpinBox* decoderLayers_ = nullptr;
    QSpinBox* width_ = nullptr;
    QSpinBox* heads_ = nullptr;
    QSpinBox* innerWidth_ = nullptr;
    QDoubleSpinBox* dropout_ = nullptr;
    QComboBox* attention_ = nullptr;
    QSpinBox* keyValueHeads_ = nullptr;
    QComboBox* position_ = nullptr;
    QComboBox* norm_ = nullptr;
    QComboBox* normPlace_ = nullptr;
    QComboBox* feedForward_ = nullptr;
    QCheckBox* parallel_ = nullptr;
    QCheckBox* tiedOutput_ = nullptr;
    QSpinBox* experts_ = nullptr;
    QSpinBox* chosenExperts_ = nullptr;
    QSpinBox* sharedExperts_ = nullptr;
};

} // namespace training
