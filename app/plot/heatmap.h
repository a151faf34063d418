// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <QWidget>

#include <memory>
#include <vector>

namespace plot {

/// A matrix as coloured cells with row and column labels and a colour scale. Wheel zooms at the
/// pointer, drag pans, double click shows all, arrow keys move the current cell, +/- zoom. Cells
/// show their value once they are large enough; hover and the current cell show row, column and
/// value in a tool tip. Activating a cell (double click with Ctrl, Enter) emits cellActivated.
class Heatmap : public QWidget {
    Q_OBJECT
public:
    explicit Heatmap(QWidget* parent = nullptr);
    ~Heatmap() override;

    /// Row-major; `texts` are what cells show, `values` from 0 to 1 what colours them, `exact` what
    /// the CSV holds (the texts where it is empty).
    void setMatrix(QStringList rows, QStringList columns, std::vector<double> values,
                   std::vector<QString> texts, std::vector<double> exact = {});
    void setAxisTitles(const QString& rows, const QString& columns);
    void setEmptyText(const QString& text);
    double zoom() const;        ///< 1: all of it is visible
    QPoint currentCell() const; ///< column, row; (-1, -1) for none

    void savePng(const QString& path);
    void saveSvg(const QString& path);
    void saveCsv(const QString& path) const;

signals:
    void cellHovered(int row, int column);
    void cellActivated(int row, int column);

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace plot
