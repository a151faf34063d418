// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lm/sampler.h"

#include <QWidget>

class QDoubleSpinBox;
class QSpinBox;

namespace chatui {

/// How replies are drawn: temperature, top-k, top-p, seed, length.
class SamplingPanel : public QWidget {
    Q_OBJECT
public:
    explicit SamplingPanel(QWidget* parent = nullptr);

    lm::SamplingSpec spec() const;
    void setSpec(const lm::SamplingSpec& spec);

signals:
    void edited();

private:
    QDoubleSpinBox* temperature_;
    QSpinBox* topK_;
    QDoubleSpinBox* topP_;
    QSpinBox* seed_;
    QSpinBox* length_;
};

} // namespace chatui
