// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/plot/save.h"

#include "core/base/error.h"

#include <QBuffer>
#include <QImage>
#include <QLocale>
#include <QSaveFile>
#include <QSvgGenerator>

namespace plot {

void saveBytes(const QString& path, const QByteArray& bytes) {
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit())
        return;
    throw base::FileError(
        {NG_TEXT("core", "{0} cannot be written: {1}. Choose another place or free some space."),
         {path.toStdString(), file.errorString().toStdString()}});
}

void savePicture(const QString& path, QSize size, const QColor& background, const Paint& paint) {
    constexpr int scale = 2;
    QImage image(size * scale, QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(scale);
    image.fill(background);
    {
        QPainter painter(&image);
        painter.setRenderHint(QPainter::Antialiasing);
        paint(painter);
    }
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    saveBytes(path, bytes);
}

void saveDrawing(const QString& path, QSize size, const QString& title, const QColor& background,
                 const Paint& paint) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(size);
    generator.setViewBox(QRect({}, size));
    generator.setTitle(title);
    {
        QPainter painter(&generator);
        painter.fillRect(QRect({}, size), background);
        paint(painter);
    }
    saveBytes(path, bytes);
}

QByteArray csvField(const QString& text) {
    QByteArray bytes = text.toUtf8();
    if (bytes.contains('"') || bytes.contains(',') || bytes.contains('\n') || bytes.contains('\r'))
        bytes = '"' + bytes.replace("\"", "\"\"") + '"';
    return bytes;
}

QByteArray csvNumber(double value) {
    return QByteArray::number(value, 'g', QLocale::FloatingPointShortest);
}

} // namespace plot
