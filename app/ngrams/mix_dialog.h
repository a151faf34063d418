// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tasks/mix_models.h"

#include <QDialog>
#include <QPointer>
#include <QTimer>

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QSlider;

namespace jobs {
class Job;
}
namespace plot {
class CurvePlot;
}
namespace window {
class Workspace;
}

namespace ngrams {

/// Mixes a model with another: a text, the two weights by a slider, and what perplexity the text
/// has by them. Both models look at the text once; after that the slider costs nothing.
class MixDialog final : public QDialog {
    Q_OBJECT
public:
    MixDialog(window::Workspace& workspace, qint64 model, QWidget* parent = nullptr);
    tasks::MixtureSpec spec() const;
    std::string name() const;

private:
    QWidget* makeWeight();
    void setWeight(double weight);
    void look();
    void showFigures();
    /// exp of the average negative log-probability of the text's tokens.
    double perplexity(double weight) const;

    window::Workspace& workspace_;
    qint64 first_ = 0;
    QTimer rest_;
    QPointer<jobs::Job> job_;
    int asked_ = 0; ///< number of the newest question; answers to older ones are dropped
    /// ln P of each token of the text by either model.
    std::vector<double> firstScores_;
    std::vector<double> secondScores_;
    QComboBox* second_ = nullptr;
    QPlainTextEdit* text_ = nullptr;
    QSlider* slider_ = nullptr;
    QDoubleSpinBox* weight_ = nullptr;
    QPushButton* best_ = nullptr;
    QLabel* figures_ = nullptr;
    plot::CurvePlot* curve_ = nullptr;
    QLineEdit* name_ = nullptr;
    QPushButton* mix_ = nullptr;
};

} // namespace ngrams
