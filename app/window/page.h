// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QVariant>
#include <QWidget>

namespace window {

/// A page of the main window, reached by the mode bar.
///
/// When the language changes, the window takes saveState() of each page, deletes the page, makes it
/// anew in the new language and hands the state back: a page sets its texts in its constructor and
/// never needs LanguageChange. A page therefore must stand being deleted while its jobs go on: the
/// work itself stores what must not be lost, and a new page finds it in the library and in
/// JobManager::running().
///
/// Palette changes come as QEvent::PaletteChange, as to any widget.
///
/// For showCorpusRequested, showModelRequested and chatRequested the window changes to the page;
/// the page listens to the signal as well and makes the selection.
class Page : public QWidget {
    Q_OBJECT
public:
    using QWidget::QWidget;

    /// Esc: stops what is running on this page; false where nothing was.
    virtual bool stopWork() { return false; }
    /// Edit > Find: puts the cursor into the page's filter, where it has one.
    virtual void find() {}

    /// What a person would miss if the page were made anew: the selection, the tab, a draft. Small,
    /// of types that QSettings can hold. Its form is the page's own business.
    virtual QVariant saveState() const { return {}; }
    /// Called once, right after construction, with what saveState() gave; never when there is none.
    virtual void restoreState(const QVariant& /*state*/) {}
};

} // namespace window
