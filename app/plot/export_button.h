// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QToolButton>

#include <functional>

namespace plot {

/// The "Export" button beside every plot: PNG, SVG and CSV, each through a file dialog.
class ExportButton : public QToolButton {
    Q_OBJECT
public:
    /// `Plot` has savePng, saveSvg and saveCsv and outlives the button.
    template <class Plot>
    ExportButton(Plot* plot, const QString& suggestedName, QWidget* parent)
        : ExportButton(
              suggestedName, [plot](const QString& path) { plot->savePng(path); },
              [plot](const QString& path) { plot->saveSvg(path); },
              [plot](const QString& path) { plot->saveCsv(path); }, parent) {}

private:
    using Save = std::function<void(const QString&)>;
    ExportButton(const QString& suggestedName, Save png, Save svg, Save csv, QWidget* parent);
};

} // namespace plot
