// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <filesystem>
#include <vector>

class QMimeData;
class QWidget;

namespace window {

/// Takes files and folders that are dropped anywhere on a window, also over a text field, which
/// would else take their names as text.
class FileDrop : public QObject {
    Q_OBJECT
public:
    explicit FileDrop(QWidget* window);

signals:
    void dropped(const std::vector<std::filesystem::path>& paths);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* window_;
};

/// The local files and folders that are dragged.
std::vector<std::filesystem::path> localPaths(const QMimeData* data);

} // namespace window
