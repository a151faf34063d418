// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>

namespace window {

/// A page of the main window, reached by the mode bar.
class Page : public QWidget {
    Q_OBJECT
public:
    using QWidget::QWidget;

    /// Esc: stops what is running on this page; false where nothing was.
    virtual bool stopWork() { return false; }
    /// Edit > Find: puts the cursor into the page's filter, where it has one.
    virtual void find() {}
};

} // namespace window
