// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/csv_export.h"

#include "app/window/table_view.h"
#include "app/window/text.h"
#include "core/base/error.h"

#include <QElapsedTimer>
#include <QTimer>

namespace window {

namespace {

constexpr qint64 sliceMilliseconds = 20;

void appendField(QByteArray& line, const QString& text) {
    const bool quoted = text.contains(QLatin1Char(',')) || text.contains(QLatin1Char('"')) ||
                        text.contains(QLatin1Char('\n')) || text.contains(QLatin1Char('\r'));
    if (!quoted) {
        line += text.toUtf8();
        return;
    }
    QString inside = text;
    inside.replace(QLatin1Char('"'), QStringLiteral("\"\""));
    line += '"' + inside.toUtf8() + '"';
}

} // namespace

CsvExport::CsvExport(QAbstractItemModel* model, const QString& path, QObject* parent)
    : QObject(parent), model_(model), file_(path) {}

void CsvExport::fail() const {
    throw base::FileError({NG_TEXT("core", "The file {0} cannot be written: {1}. Choose another "
                                           "place, or make room on the disk."),
                           {toStd(file_.fileName()), toStd(file_.errorString())}});
}

void CsvExport::open() {
    if (!file_.open(QIODevice::WriteOnly))
        fail();
    QByteArray line;
    for (int column = 0; column < model_->columnCount(); ++column) {
        if (column > 0)
            line += ',';
        appendField(line, model_->headerData(column, Qt::Horizontal).toString());
    }
    file_.write(line + "\r\n");
}

void CsvExport::writeRow(int row) {
    QByteArray line;
    for (int column = 0; column < model_->columnCount(); ++column) {
        if (column > 0)
            line += ',';
        appendField(line, plainText(model_->index(row, column)));
    }
    line += "\r\n";
    if (file_.write(line) != line.size())
        fail();
}

void CsvExport::commit() {
    if (!file_.commit())
        fail();
}

void CsvExport::runToEnd() {
    open();
    for (; nextRow_ < model_->rowCount(); ++nextRow_)
        writeRow(nextRow_);
    commit();
}

void CsvExport::runInSlices() {
    const auto giveUp = [this] {
        emit failed(tr("The table changed while it was exported. Export it again."));
    };
    connect(model_, &QAbstractItemModel::modelReset, this, giveUp);
    connect(model_, &QAbstractItemModel::layoutChanged, this, giveUp);
    connect(model_, &QObject::destroyed, this, giveUp);
    try {
        open();
        writeSlice();
    } catch (const std::exception& error) {
        emit failed(describe(error));
    }
}

void CsvExport::writeSlice() {
    if (!model_)
        return;
    QElapsedTimer clock;
    clock.start();
    const int rows = model_->rowCount();
    while (nextRow_ < rows && clock.elapsed() < sliceMilliseconds)
        writeRow(nextRow_++);
    if (nextRow_ >= rows) {
        commit();
        emit finished();
        return;
    }
    emit progressed(static_cast<int>(1000LL * nextRow_ / rows));
    QTimer::singleShot(0, this, [this] {
        try {
            writeSlice();
        } catch (const std::exception& error) {
            emit failed(describe(error));
        }
    });
}

} // namespace window
