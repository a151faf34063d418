// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>

#include <memory>
#include <vector>

namespace plot {

struct Bar {
    QString label;
    double value = 0;
    QString valueText; ///< as it is written beside the bar
};

/// Horizontal bars with label and value, most of a distribution at a glance. Scrolls; any number of
/// bars costs only what is visible. Hover shows the exact value; activating a bar (double click,
/// Enter) emits barActivated.
class BarPlot : public QWidget {
    Q_OBJECT
public:
    explicit BarPlot(QWidget* parent = nullptr);
    ~BarPlot() override;

    void setBars(std::vector<Bar> bars);
    const std::vector<Bar>& bars() const;
    /// A line above the bars ("P(· | the), sum 1.000000").
    void setCaption(const QString& caption);
    QString caption() const;
    void setEmptyText(const QString& text);

    void savePng(const QString& path);
    void saveSvg(const QString& path);
    void saveCsv(const QString& path) const;

signals:
    void barActivated(int index);

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace plot
