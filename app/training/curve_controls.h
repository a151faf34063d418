// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/training/run_history.h"

#include <QVariantMap>
#include <QWidget>

class QAction;
class QCheckBox;
class QComboBox;
class QHBoxLayout;
class QLabel;
class QSlider;

namespace training {

/// How runs are drawn.
struct CurveOptions {
    TimeAxis axis = TimeAxis::Step;
    bool logarithmicX = false;
    bool logarithmicY = false;
    double smoothing = 0; ///< the weight of what was before, below 1
    bool gradientNorm = true;
    bool learningRate = true;
    bool accuracy = false;   ///< of labels and preferences
    bool perplexity = false; ///< exp of each loss, instead of the loss

    bool operator==(const CurveOptions&) const = default;
};

/// The row above the curves that says how they are drawn.
class CurveControls : public QWidget {
    Q_OBJECT
public:
    explicit CurveControls(QWidget* parent = nullptr);

    CurveOptions options() const;
    /// At the end of the row.
    void addWidget(QWidget* widget);
    QVariantMap state() const;
    void setState(const QVariantMap& state);

signals:
    void changed();

private:
    QAction* addShown(QMenu* menu, const char* name, const QString& text, bool usual = true);

    QHBoxLayout* row_;
    QComboBox* axis_;
    QCheckBox* logarithmicX_;
    QCheckBox* logarithmicY_;
    QSlider* smoothing_;
    QLabel* smoothingText_;
    QAction* gradientNorm_ = nullptr;
    QAction* learningRate_ = nullptr;
    QAction* accuracy_ = nullptr;
    QAction* perplexity_ = nullptr;
};

} // namespace training
