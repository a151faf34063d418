// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/specification/specification.h"

#include <QObject>
#include <QVariantMap>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QSpinBox;

namespace window {
class FieldMaker;
}

namespace training {

class LogSpinBox;

/// The rows of a form that say how a network is trained. Owned by the form's widget.
class TrainingFields : public QObject {
    Q_OBJECT
public:
    explicit TrainingFields(QFormLayout* form);

    neural::TrainingSpec spec() const;
    /// Another architecture has its usual batch.
    void setBatchSize(unsigned size);
    void setLearningRate(double rate);
    QVariantMap state() const;
    void setState(const QVariantMap& state);

signals:
    void edited();
    void rateTestRequested();

private:
    void addSteps(const window::FieldMaker& make);
    void addOptimizer(const window::FieldMaker& make);
    void addIntervals(const window::FieldMaker& make);
    void showRows();
    QList<QSpinBox*> spins() const;
    QList<QDoubleSpinBox*> numbers() const;

    QFormLayout* form_;
    QSpinBox* steps_ = nullptr;
    QSpinBox* batchSize_ = nullptr;
    QSpinBox* accumulation_ = nullptr;
    LogSpinBox* learningRate_ = nullptr;
    QComboBox* schedule_ = nullptr;
    QSpinBox* warmupSteps_ = nullptr;
    QComboBox* optimizer_ = nullptr;
    QComboBox* precision_ = nullptr;
    QDoubleSpinBox* beta1_ = nullptr;
    QDoubleSpinBox* beta2_ = nullptr;
    QDoubleSpinBox* weightDecay_ = nullptr;
    QDoubleSpinBox* gradientClip_ = nullptr;
    QSpinBox* seed_ = nullptr;
    QDoubleSpinBox* validationShare_ = nullptr;
    QSpinBox* validationInterval_ = nullptr;
    QSpinBox* checkpointInterval_ = nullptr;
    QCheckBox* keepBest_ = nullptr;
    QSpinBox* patience_ = nullptr;
    QDoubleSpinBox* minImprovement_ = nullptr;
    QSpinBox* sampleInterval_ = nullptr;
};

} // namespace training
