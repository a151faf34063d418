// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QColor>
#include <QPainter>
#include <QSize>
#include <QString>

#include <functional>

namespace plot {

using Paint = std::function<void(QPainter&)>;

/// Writes a file aside and renames it into place. Throws base::FileError.
void saveBytes(const QString& path, const QByteArray& bytes);
/// A picture of `size` at twice its pixels.
void savePicture(const QString& path, QSize size, const QColor& background, const Paint& paint);
void saveDrawing(const QString& path, QSize size, const QString& title, const QColor& background,
                 const Paint& paint);
/// A CSV field, quoted where RFC 4180 asks for it.
QByteArray csvField(const QString& text);
/// A number as CSV writes it: all its digits, a point, no grouping.
QByteArray csvNumber(double value);

} // namespace plot
