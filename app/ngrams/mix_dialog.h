// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lm/score.h"
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
    /// What the job brings back, a token of the text each: ln P by either model, whether one of
    /// them knows it, and how it is written.
    struct Scores {
        std::vector<double> first;
        std::vector<double> second;
        std::vector<bool> known;
        std::vector<QString> tokens;
    };
    static Scores scoreText(const std::filesystem::path& folder, const tasks::MixtureSpec& spec,
                            const std::string& text, const std::stop_token& stop);
    QWidget* makeWeight();
    void setWeight(double weight);
    void look();
    void showFigures();
    lm::ScoreSummary summary(double weight) const; ///< of the text
    QString causeOfInfinity() const;

    window::Workspace& workspace_;
    qint64 first_ = 0;
    QTimer rest_;
    QPointer<jobs::Job> job_;
    int asked_ = 0; ///< number of the newest question; answers to older ones are dropped
    Scores scores_;
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
