// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/specification/specification.h"

#include <QDialog>

#include <cstdint>
#include <optional>
#include <string>

namespace training {

/// Every architecture that can be trained, a card each: its drawing, and side by side the figures
/// of the system that it is named after and those of the one that this machine trains.
class PresetCards : public QDialog {
    Q_OBJECT
public:
    /// `vocabularySize` is that of the chosen text where it is known; `training` says how many
    /// steps are meant; `speed` is in operations a second.
    PresetCards(std::optional<std::uint64_t> vocabularySize, const neural::TrainingSpec& training,
                double speed, QWidget* parent = nullptr);

signals:
    void chosen(const QString& architecture);

private:
    QWidget* makeCard(const std::string& architecture);

    std::uint64_t vocabularySize_;
    neural::TrainingSpec training_;
    double speed_;
};

/// The card's figures as a table in HTML: of the published system, and of `spec`.
QString presetFigures(const neural::RunSpec& spec, std::uint64_t vocabularySize, double speed);

} // namespace training
