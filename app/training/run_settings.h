// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/specification/specification.h"

#include <QString>
#include <QVariant>

#include <vector>

namespace training {

/// A setting of a run as the table of runs shows it.
struct RunSetting {
    QString title;
    bool number = false;
    /// A number or a text, to sort and compare by; nothing where the run's network has no such
    /// setting.
    QVariant (*value)(const neural::RunSpec& spec) = nullptr;
};

/// Every setting that a run may differ in, network first; titles in the program's language.
const std::vector<RunSetting>& runSettings();

/// A setting's value for a person; empty where there is none.
QString settingText(const QVariant& value);

/// An architecture as a person calls it: "GPT-2", "LSTM".
QString architectureTitle(const std::string& architecture);

} // namespace training
