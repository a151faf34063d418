// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QPalette>
#include <QString>
#include <QWidget>

#include <cstddef>
#include <memory>
#include <vector>

namespace plot {

/// Bars side by side, one of each series in every group. Groups stand in sections with a divider
/// between them and a scale each: what is rare would not show on the scale of what is frequent.
struct GroupedBarData {
    struct Series {
        QString name;
        std::size_t style = 0; ///< colour, the same wherever the series shows
    };
    struct Group {
        QString label;
        QString note;               ///< said beside the label on hover
        std::vector<double> values; ///< one for each series, not negative
    };
    struct Section {
        QString title;
        std::vector<Group> groups;
    };
    std::vector<Series> series;
    std::vector<Section> sections;
};

/// The colour of a series; from the eighth style on the colours come again, in stripes.
QIcon seriesSwatch(std::size_t style, const QPalette& palette);

/// Draws them upright with a legend. Left, Right, Home and End go from group to group; hover and
/// the current group show the exact values.
class GroupedBars : public QWidget {
    Q_OBJECT
public:
    explicit GroupedBars(QWidget* parent = nullptr);
    ~GroupedBars() override;

    void setData(GroupedBarData data);
    const GroupedBarData& data() const;

    void savePng(const QString& path);
    void saveSvg(const QString& path);
    void saveCsv(const QString& path) const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace plot
