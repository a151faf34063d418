// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemModel>
#include <QObject>
#include <QPointer>
#include <QSaveFile>
#include <QString>

namespace window {

/// Writes a model's rows as CSV (RFC 4180, UTF-8), aside and renamed into place at the end.
/// Deleting it before the end leaves nothing behind.
class CsvExport : public QObject {
    Q_OBJECT
public:
    CsvExport(QAbstractItemModel* model, const QString& path, QObject* parent = nullptr);

    /// Writes everything now. Throws base::FileError.
    void runToEnd();
    /// Writes between other events, so that the window stays alive; ends with a signal.
    void runInSlices();

signals:
    void progressed(int perMille);
    void finished();
    void failed(const QString& error);

private:
    void open();
    void writeRow(int row);
    void writeSlice();
    void commit();
    [[noreturn]] void fail() const;

    QPointer<QAbstractItemModel> model_;
    QSaveFile file_;
    int nextRow_ = 0;
};

} // namespace window
