// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QPalette>
#include <QProxyStyle>

#include <functional>

namespace window {

/// Fusion, with outlines that can be seen in a dark palette. Fusion draws the outline of fields,
/// boxes and frames a good deal darker than the window, which on a dark window is nearly nothing.
class Style : public QProxyStyle {
    Q_OBJECT
public:
    Style();

    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                            QPainter* painter, const QWidget* widget) const override;

private:
    /// Calls `draw` with `option` as outlines are to be drawn from it.
    void drawOutlined(const QStyleOption* option, const std::function<void()>& draw) const;
    /// `palette` as outlines are to be drawn from it. Kept, because Fusion keeps its drawings by
    /// the palette's key and would draw all anew from a palette that is new at each call.
    const QPalette& outlined(const QPalette& palette) const;
    mutable QHash<qint64, QPalette> outlined_;
};

} // namespace window
