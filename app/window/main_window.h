// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/window/mode.h"
#include "app/window/preferences.h"

#include <QMainWindow>
#include <QVariant>

#include <array>
#include <filesystem>
#include <vector>

class QStackedWidget;

namespace jobs {
class JobsPanel;
}

namespace window {

class MenuBar;
class MessageBar;
class ModeBar;
class Page;
class Workspace;

/// Wires the pages together and decides nothing else: mode bar at the left, the page beside it,
/// jobs along the bottom edge, messages above the page.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    MainWindow(Workspace& workspace, PageFactories factories);
    ~MainWindow() override;

    Mode mode() const { return mode_; }
    void setMode(Mode mode);
    /// Makes the page when it is first asked for.
    Page* page(Mode mode);
    /// Imports and shows the corpora page.
    void openPaths(const std::vector<std::filesystem::path>& paths);

    /// Size, place and mode of the last time.
    void restoreLayout();

signals:
    /// Once, after the window's first paint.
    void firstPainted();

protected:
    void changeEvent(QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    bool event(QEvent* event) override;

private:
    void connectMenus();
    void connectWorkspace();
    void makeRemainingPages();
    void remakePages();
    void reportError(const QString& message);
    void copyFromFocus();
    void stopOrDismiss();
    void changePreferences(const Preferences& preferences);
    void askFiles();
    void askFolder();
    void askSettings();

    Workspace& workspace_;
    PageFactories factories_;
    std::array<Page*, modeCount> pages_{};
    std::array<QVariant, modeCount> states_; // of pages about to be made anew
    Mode mode_ = Mode::Corpora;
    bool painted_ = false;
    bool remaking_ = false;

    MenuBar* menus_;
    ModeBar* modeBar_;
    MessageBar* messageBar_;
    QStackedWidget* stack_;
    jobs::JobsPanel* jobsPanel_;
};

} // namespace window
