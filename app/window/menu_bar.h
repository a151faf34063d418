// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/window/mode.h"
#include "app/window/theme.h"

#include <QMenuBar>

class QActionGroup;

namespace window {

/// The main window's menus and shortcuts. Says what was chosen and does nothing itself.
class MenuBar : public QMenuBar {
    Q_OBJECT
public:
    explicit MenuBar(QWidget* parent = nullptr);
    void setMode(Mode mode);

signals:
    void openFilesChosen();
    void openFolderChosen();
    void openSampleChosen();
    void quitChosen();
    void copyChosen();
    void findChosen();
    void modeChosen(window::Mode mode);
    void importFolderChosen();
    void exportFolderChosen();
    void importedRemovalChosen();
    void themeChosen(window::Theme theme);
    void languageChosen(const QString& code);
    void fullScreenChosen(bool on);
    void settingsChosen();
    void libraryFolderChosen();
    void aboutChosen();
    void licenceChosen();

protected:
    void changeEvent(QEvent* event) override;

private:
    void build();
    void buildFileAndEdit();
    void buildView();
    void buildModelToolsHelp();

    Mode mode_ = Mode::Corpora;
    QActionGroup* modes_ = nullptr;
};

} // namespace window
