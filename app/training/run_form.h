// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tasks/train_neural.h"

#include <QVariantMap>
#include <QWidget>

#include <cstdint>
#include <optional>
#include <vector>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;
class QSpinBox;

namespace window {
class Workspace;
}

namespace training {

class LogSpinBox;
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
    void addTextFields(QFormLayout* form);
    void addNetworkFields(QFormLayout* form);
    void addTrainingFields(QFormLayout* form);
    void refillCorpora();
    std::vector<std::int64_t> checkedCorpora() const;
    void onEdited();
    void showParameters();
    /// What keeps the run from starting, for a person; empty where nothing does.
    QString problem() const;

    window::Workspace& workspace_;
    VocabularySize* vocabulary_;
    std::optional<std::uint64_t> vocabularySize_;
    bool counting_ = false;
    bool corporaChosen_ = false; ///< by the person: then the choice stays as it is

    QListWidget* corpora_;
    QComboBox* tokenizer_;
    QComboBox* unit_;
    QCheckBox* foldCase_;
    QSpinBox* maximumSize_;
    QSpinBox* minimumCount_;
    QComboBox* architecture_;
    QSpinBox* contextLength_;
    QSpinBox* embeddingSize_;
    QSpinBox* hiddenWidth_;
    QCheckBox* direct_;
    QSpinBox* steps_;
    QSpinBox* batchSize_;
    LogSpinBox* learningRate_;
    QComboBox* optimizer_;
    QSpinBox* seed_;
    QDoubleSpinBox* validationShare_;
    QSpinBox* validationInterval_;
    QSpinBox* checkpointInterval_;
    QLineEdit* name_;
    QLabel* parameters_;
    QLabel* problem_;
    QPushButton* start_;
};

} // namespace training
