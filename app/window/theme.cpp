// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/theme.h"

#include <QApplication>
#include <QGuiApplication>

#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
#include <QStyleHints>
#endif

namespace window {

namespace {

/// A palette's few ideas; the rest follows from them.
struct Colors {
    QRgb window, base, alternateBase, button, text, dimText, link, highlight;
    QRgb light, midlight, mid, dark, shadow, noteBase, noteText;
};

QPalette makePalette(const Colors& colors) {
    QPalette palette;
    const auto set = [&](QPalette::ColorRole role, QRgb color) {
        palette.setColor(role, QColor(color));
    };
    set(QPalette::Window, colors.window);
    set(QPalette::Base, colors.base);
    set(QPalette::AlternateBase, colors.alternateBase);
    set(QPalette::Button, colors.button);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        set(role, colors.text);
    set(QPalette::BrightText, 0xffffffU);
    set(QPalette::PlaceholderText, colors.dimText);
    set(QPalette::Link, colors.link);
    set(QPalette::LinkVisited, colors.link);
    set(QPalette::Highlight, colors.highlight);
    set(QPalette::HighlightedText, 0xffffffU);
    set(QPalette::Light, colors.light);
    set(QPalette::Midlight, colors.midlight);
    set(QPalette::Mid, colors.mid);
    set(QPalette::Dark, colors.dark);
    set(QPalette::Shadow, colors.shadow);
    set(QPalette::ToolTipBase, colors.noteBase);
    set(QPalette::ToolTipText, colors.noteText);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText,
                            QPalette::HighlightedText, QPalette::PlaceholderText})
        palette.setColor(QPalette::Disabled, role, QColor(colors.dimText));
    palette.setColor(QPalette::Disabled, QPalette::Highlight, QColor(colors.mid));
    return palette;
}

bool systemIsDark() {
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    const auto scheme = QGuiApplication::styleHints()->colorScheme();
    if (scheme != Qt::ColorScheme::Unknown)
        return scheme == Qt::ColorScheme::Dark;
#endif
    // A palette without colours of its own lets the platform's show through.
    QApplication::setPalette(QPalette());
    return isDark(QApplication::palette());
}

} // namespace

QPalette lightPalette() {
    return makePalette({.window = 0xf2f2efU,
                        .base = 0xffffffU,
                        .alternateBase = 0xf6f7f6U,
                        .button = 0xececE8U,
                        .text = 0x1e2226U,
                        .dimText = 0x767b80U,
                        .link = 0x1f6391U,
                        .highlight = 0x2f6f9fU,
                        .light = 0xffffffU,
                        .midlight = 0xe7e8e4U,
                        .mid = 0xc9cbc8U,
                        .dark = 0xa3a6a5U,
                        .shadow = 0x70757aU,
                        .noteBase = 0xfff4d6U,
                        .noteText = 0x1e2226U});
}

QPalette darkPalette() {
    return makePalette({.window = 0x25282cU,
                        .base = 0x1b1e21U,
                        .alternateBase = 0x212428U,
                        .button = 0x2f3338U,
                        .text = 0xe3e6e8U,
                        .dimText = 0x8d949bU,
                        .link = 0x7ab8e6U,
                        .highlight = 0x34709eU,
                        .light = 0x454b52U,
                        .midlight = 0x2c3035U,
                        .mid = 0x4a5057U,
                        .dark = 0x15171aU,
                        .shadow = 0x0c0d0fU,
                        .noteBase = 0x4a3f20U,
                        .noteText = 0xf3ead2U});
}

bool isDark(const QPalette& palette) {
    return palette.color(QPalette::Window).lightness() <
           palette.color(QPalette::WindowText).lightness();
}

void applyTheme(Theme theme) {
    const bool dark = theme == Theme::Dark || (theme == Theme::System && systemIsDark());
    QApplication::setPalette(dark ? darkPalette() : lightPalette());
}

} // namespace window
