// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tasks/train_neural.h"

#include <QVariantMap>
#include <QWidget>

#include <cstdint>
#include <optional>

class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace window {
class TextFields;
class Workspace;
} // namespace window

namespace training {

class ArchitectureDrawing;
class NetworkFields;
class TrainingFields;
class VocabularySize;

/// What a run is to be: its text, its network, how it learns. Says how many parameters that makes
/// and what is wrong with it, while one edits.
class RunForm : public QWidget {
    Q_OBJECT
public:
    explicit RunForm(window::Workspace& workspace, QWidget* parent = nullptr);

    /// What the fields say.
    tasks::NeuralRequest request() const;
    /// Every field but the list of corpora, which belongs to the library.
    QVariantMap state() const;
    void setState(const QVariantMap& state);

signals:
    void startRequested(const tasks::NeuralRequest& request);

private:
    void addNetwork(QFormLayout* form);
    void addTraining(QFormLayout* form);
    void findRate();
    void showPresets();
    void onEdited();
    void showParameters();
    /// What keeps the run from starting, for a person; empty where nothing does.
    QString problem() const;

    window::Workspace& workspace_;
    VocabularySize* vocabulary_;
    window::TextFields* text_;
    std::optional<std::uint64_t> vocabularySize_;
    bool counting_ = false;

    NetworkFields* network_;
    ArchitectureDrawing* drawing_;
    TrainingFields* training_;
    QLineEdit* name_;
    QLabel* parameters_;
    QLabel* problem_;
    QPushButton* start_;
};

} // namespace training
