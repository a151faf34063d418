// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/plot/theme.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace plot {

namespace {

// Okabe and Ito, "Color Universal Design" (2008); black is left to the axes.
constexpr std::array<QRgb, 7> okabeIto{0xff0072b2, 0xffd55e00, 0xff009e73, 0xffcc79a7,
                                       0xffe69f00, 0xff56b4e9, 0xfff0e442};

// After cividis (Nuñez, Anderton and Renslow 2018): blue to yellow over grey, lightness rising
// evenly. The light scale runs from paper to the same dark blue.
constexpr std::array<QRgb, 5> darkScale{0xff00204d, 0xff414d6b, 0xff7c7b78, 0xffbcaf6f, 0xffffea46};
constexpr std::array<QRgb, 5> lightScale{0xfffef9e1, 0xffcdbd78, 0xff8b8674, 0xff48536c,
                                         0xff00204d};

/// Relative luminance and contrast as WCAG 2.1 defines them.
double luminance(const QColor& color) {
    const auto linear = [](double channel) {
        return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) +
           0.0722 * linear(color.blueF());
}

double contrast(const QColor& one, const QColor& other) {
    // Of values: std::minmax of two arguments would return references to what is gone by then.
    const auto [low, high] = std::minmax({luminance(one), luminance(other)});
    return (high + 0.05) / (low + 0.05);
}

bool isDark(const QPalette& palette) {
    return luminance(palette.color(QPalette::Base)) < 0.18;
}

QColor mix(const QColor& from, const QColor& to, double share) {
    const auto between = [share](int a, int b) {
        return static_cast<int>(std::lround(a + (b - a) * share));
    };
    return {between(from.red(), to.red()), between(from.green(), to.green()),
            between(from.blue(), to.blue())};
}

} // namespace

QColor seriesColor(std::size_t index, const QPalette& palette) {
    constexpr double enough = 3.0; // WCAG 2.1, 1.4.11: what drawings need
    const QColor background = palette.color(QPalette::Base);
    const QColor target = isDark(palette) ? Qt::white : Qt::black;
    const QColor wanted(okabeIto[index % okabeIto.size()]);
    QColor color = wanted;
    for (int step = 1; step <= 20 && contrast(color, background) < enough; ++step)
        color = mix(wanted, target, step / 20.0);
    return color;
}

QColor scaleColor(double value, const QPalette& palette) {
    const auto& scale = isDark(palette) ? darkScale : lightScale;
    const double place = (std::isnan(value) ? 0.0 : std::clamp(value, 0.0, 1.0)) *
                         static_cast<double>(scale.size() - 1);
    const auto below = std::min(static_cast<std::size_t>(place), scale.size() - 2);
    return mix(QColor(scale[below]), QColor(scale[below + 1]), place - static_cast<double>(below));
}

QColor textOn(const QColor& background) {
    return contrast(Qt::black, background) >= contrast(Qt::white, background) ? Qt::black
                                                                              : Qt::white;
}

} // namespace plot
