// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/style.h"

#include "app/window/theme.h"

#include <QStyleOption>

namespace window {

namespace {

bool hasOutline(QStyle::PrimitiveElement element) {
    switch (element) {
    case QStyle::PE_Frame:
    case QStyle::PE_FrameGroupBox:
    case QStyle::PE_FrameLineEdit:
    case QStyle::PE_FrameTabWidget:
    case QStyle::PE_IndicatorCheckBox:
    case QStyle::PE_IndicatorItemViewItemCheck:
    case QStyle::PE_IndicatorRadioButton:
    case QStyle::PE_PanelButtonCommand:
        return true;
    default:
        return false;
    }
}

} // namespace

Style::Style() : QProxyStyle(QStringLiteral("Fusion")) {}

const QPalette& Style::outlined(const QPalette& palette) const {
    auto found = outlined_.find(palette.cacheKey());
    if (found == outlined_.end()) {
        if (outlined_.size() > 100) // of palettes that have been
            outlined_.clear();
        QPalette result = palette;
        // Fusion's outline is the window's colour divided by 1.4: about 3 to 1 on a dark field.
        result.setColor(QPalette::Window, palette.color(QPalette::PlaceholderText).lighter(105));
        found = outlined_.insert(palette.cacheKey(), result);
    }
    return *found;
}

void Style::drawOutlined(const QStyleOption* option, const std::function<void()>& draw) const {
    if (!isDark(option->palette)) {
        draw();
        return;
    }
    // Fusion looks for more than a plain QStyleOption in what it is given, so it gets the very
    // same object, with another palette for the time of the call.
    auto& palette = const_cast<QStyleOption*>(option)->palette;
    const QPalette before = palette;
    palette = outlined(before);
    draw();
    palette = before;
}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                          const QWidget* widget) const {
    const auto draw = [&] { QProxyStyle::drawPrimitive(element, option, painter, widget); };
    if (hasOutline(element))
        drawOutlined(option, draw);
    else
        draw();
}

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                               QPainter* painter, const QWidget* widget) const {
    const auto draw = [&] { QProxyStyle::drawComplexControl(control, option, painter, widget); };
    if (control == CC_SpinBox || control == CC_ComboBox)
        drawOutlined(option, draw);
    else
        draw();
}

} // namespace window
