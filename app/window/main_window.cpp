// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/main_window.h"

#include "app/jobs/job_manager.h"
#include "app/jobs/jobs_panel.h"
#include "app/window/about.h"
#include "app/window/file_drop.h"
#include "app/window/folder_exchange.h"
#include "app/window/library_watch.h"
#include "app/window/menu_bar.h"
#include "app/window/message_bar.h"
#include "app/window/mode_bar.h"
#include "app/window/page.h"
#include "app/window/settings_dialog.h"
#include "app/window/text.h"
#include "app/window/workspace.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDesktopServices>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QMessageBox>
#include <QScreen>
#include <QSettings>
#include <QShortcut>
#include <QStackedWidget>
#include <QTimer>
#include <QUrl>

namespace window {

namespace {

constexpr const char* geometryKey = "window/geometry";
constexpr const char* modeKey = "window/mode";

QFrame* makeLine(QFrame::Shape shape, QWidget* parent) {
    auto* line = new QFrame(parent);
    line->setFrameShape(shape);
    line->setFrameShadow(QFrame::Plain);
    line->setForegroundRole(QPalette::Mid);
    line->setLineWidth(1);
    return line;
}

} // namespace

MainWindow::MainWindow(Workspace& workspace, PageFactories factories)
    : workspace_(workspace),
      factories_(std::move(factories)),
      menus_(new MenuBar(this)),
      modeBar_(new ModeBar(this)),
      messageBar_(new MessageBar(this)),
      stack_(new QStackedWidget(this)),
      jobsPanel_(new jobs::JobsPanel(workspace.jobManager(), this)) {
    // With its title bar on the screen, however small that is.
    const QSize screenSize = screen()->availableSize() - QSize(16, 40);
    resize(QSize(1280, 800).boundedTo(screenSize));
    setMenuBar(menus_);
    auto* middle = new QVBoxLayout;
    middle->setSpacing(0);
    middle->addWidget(messageBar_);
    middle->addWidget(stack_, 1);
    auto* upper = new QHBoxLayout;
    upper->setSpacing(0);
    upper->addWidget(modeBar_);
    upper->addWidget(makeLine(QFrame::VLine, this));
    upper->addLayout(middle, 1);
    auto* central = new QWidget(this);
    auto* layout = new QVBoxLayout(central);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(upper, 1);
    layout->addWidget(makeLine(QFrame::HLine, this));
    layout->addWidget(jobsPanel_);
    setCentralWidget(central);

    connect(modeBar_, &ModeBar::modeChosen, this, &MainWindow::setMode);
    connect(new FileDrop(this), &FileDrop::dropped, this, &MainWindow::openPaths);
    connect(new QShortcut(Qt::Key_Escape, this), &QShortcut::activated, this,
            &MainWindow::stopOrDismiss);
    connectMenus();
    connectWorkspace();
    new LibraryWatch(workspace_, this);
    setMode(mode_);
    if (workspace_.library().notice())
        messageBar_->showMessage(translate(*workspace_.library().notice()));
}

MainWindow::~MainWindow() = default;

void MainWindow::connectMenus() {
    connect(menus_, &MenuBar::openFilesChosen, this, &MainWindow::askFiles);
    connect(menus_, &MenuBar::openFolderChosen, this, &MainWindow::askFolder);
    connect(menus_, &MenuBar::openSampleChosen, this, [this] {
        workspace_.importSample();
        setMode(Mode::Corpora);
    });
    connect(menus_, &MenuBar::quitChosen, this, &QWidget::close);
    connect(menus_, &MenuBar::copyChosen, this, &MainWindow::copyFromFocus);
    connect(menus_, &MenuBar::findChosen, this, [this] { page(mode_)->find(); });
    connect(menus_, &MenuBar::modeChosen, this, &MainWindow::setMode);
    connect(menus_, &MenuBar::importFolderChosen, this,
            [this] { askFolderImport(workspace_, this); });
    connect(menus_, &MenuBar::exportFolderChosen, this,
            [this] { askFolderExport(workspace_, this); });
    connect(menus_, &MenuBar::importedRemovalChosen, this,
            [this] { askImportedRemoval(workspace_, this); });
    connect(menus_, &MenuBar::themeChosen, this, [this](Theme theme) {
        Preferences preferences = Preferences::load();
        preferences.theme = theme;
        changePreferences(preferences);
    });
    connect(menus_, &MenuBar::languageChosen, this, [this](const QString& code) {
        Preferences preferences = Preferences::load();
        preferences.language = code;
        changePreferences(preferences);
    });
    connect(menus_, &MenuBar::fullScreenChosen, this,
            [this](bool on) { on ? showFullScreen() : showNormal(); });
    connect(menus_, &MenuBar::settingsChosen, this, &MainWindow::askSettings);
    connect(menus_, &MenuBar::libraryFolderChosen, this, [this] {
        QDesktopServices::openUrl(QUrl::fromLocalFile(toQString(workspace_.folder())));
    });
    connect(menus_, &MenuBar::aboutChosen, this,
            [this] { showAbout(this, toQString(workspace_.folder())); });
    connect(menus_, &MenuBar::licenceChosen, this, [this] { showLicence(this); });
}

void MainWindow::connectWorkspace() {
    connect(&workspace_, &Workspace::errorReported, this, &MainWindow::reportError);
    connect(&workspace_, &Workspace::showCorpusRequested, this, [this] { setMode(Mode::Corpora); });
    connect(&workspace_, &Workspace::showModelRequested, this, [this] { setMode(Mode::Ngrams); });
    connect(&workspace_, &Workspace::chatRequested, this, [this] { setMode(Mode::Chat); });
    connect(&workspace_, &Workspace::pageRequested, this,
            [this](int mode) { setMode(static_cast<Mode>(mode)); });
}

void MainWindow::setMode(Mode mode) {
    mode_ = mode;
    stack_->setCurrentWidget(page(mode));
    modeBar_->setMode(mode);
    menus_->setMode(mode);
    setWindowTitle(tr("%1 – Ngramophone").arg(modeTitle(mode)));
}

Page* MainWindow::page(Mode mode) {
    const auto index = static_cast<std::size_t>(mode);
    if (pages_[index] == nullptr) {
        Page* page = factories_[index](workspace_, stack_);
        if (states_[index].isValid())
            page->restoreState(std::exchange(states_[index], {}));
        pages_[index] = page;
        stack_->addWidget(page);
    }
    return pages_[index];
}

void MainWindow::makeRemainingPages() {
    for (const Mode mode : allModes) {
        if (pages_[static_cast<std::size_t>(mode)] == nullptr) {
            page(mode);
            // One at a time, between other events.
            QTimer::singleShot(0, this, &MainWindow::makeRemainingPages);
            return;
        }
    }
}

void MainWindow::remakePages() {
    remaking_ = false;
    for (std::size_t i = 0; i < modeCount; ++i) {
        if (pages_[i] == nullptr)
            continue;
        states_[i] = pages_[i]->saveState();
        stack_->removeWidget(pages_[i]);
        pages_[i]->hide();
        std::exchange(pages_[i], nullptr)->deleteLater();
    }
    setMode(mode_);
    makeRemainingPages();
}

void MainWindow::openPaths(const std::vector<std::filesystem::path>& paths) {
    if (paths.empty())
        return;
    workspace_.importPaths(paths);
    setMode(Mode::Corpora);
}

void MainWindow::reportError(const QString& message) {
    if (!jobsPanel_->showsError(message))
        messageBar_->showMessage(message);
}

void MainWindow::copyFromFocus() {
    QWidget* focus = QApplication::focusWidget();
    if (focus == nullptr)
        return;
    // Tables have copySelection, Qt's text widgets copy.
    for (const char* slot : {"copySelection", "copy"}) {
        const QByteArray signature = QByteArray(slot) + "()";
        if (focus->metaObject()->indexOfMethod(signature.constData()) >= 0) {
            QMetaObject::invokeMethod(focus, slot);
            return;
        }
    }
}

void MainWindow::stopOrDismiss() {
    // A list that is open takes the key first, and nothing else goes.
    if (QWidget* list = QApplication::activePopupWidget()) {
        list->close();
        return;
    }
    if (!page(mode_)->stopWork())
        messageBar_->dismiss();
}

void MainWindow::changePreferences(const Preferences& preferences) {
    preferences.save();
    preferences.apply();
}

void MainWindow::askFiles() {
    const QStringList files = QFileDialog::getOpenFileNames(this, tr("Open Files as One Corpus"));
    std::vector<std::filesystem::path> paths;
    for (const QString& file : files)
        paths.push_back(toPath(file));
    openPaths(paths);
}

void MainWindow::askFolder() {
    const QString folder =
        QFileDialog::getExistingDirectory(this, tr("Open a Folder of Text as One Corpus"));
    if (!folder.isEmpty())
        openPaths({toPath(folder)});
}

void MainWindow::askSettings() {
    auto* dialog = new SettingsDialog(Preferences::load(), toQString(workspace_.folder()), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this,
            [this, dialog] { changePreferences(dialog->preferences()); });
    dialog->open();
}

void MainWindow::restoreLayout() {
    const QSettings settings;
    restoreGeometry(settings.value(QLatin1String(geometryKey)).toByteArray());
    const QString name = settings.value(QLatin1String(modeKey)).toString();
    for (const Mode mode : allModes) {
        if (modeName(mode) == name)
            setMode(mode);
    }
}

void MainWindow::closeEvent(QCloseEvent* event) {
    int running = 0;
    for (const jobs::Job* job : workspace_.jobManager().running())
        running += job->isQuiet() ? 0 : 1;
    if (running > 0) {
        const auto answer = QMessageBox::question(
            this, tr("Quit"),
            tr("%n job(s) are still running. Stop them and quit? Training keeps what it has "
               "learnt; an import begins again the next time.",
               nullptr, running));
        if (answer != QMessageBox::Yes) {
            event->ignore();
            return;
        }
    }
    QSettings settings;
    settings.setValue(QLatin1String(geometryKey), saveGeometry());
    settings.setValue(QLatin1String(modeKey), modeName(mode_));
    event->accept();
}

void MainWindow::changeEvent(QEvent* event) {
    QMainWindow::changeEvent(event);
    // Several translators come and go at one change: the pages are made anew once, when all is
    // quiet, which is also safe where the change came from inside a page.
    if (event->type() == QEvent::LanguageChange && !std::exchange(remaking_, true))
        QTimer::singleShot(0, this, &MainWindow::remakePages);
    if (event->type() == QEvent::ThemeChange && Preferences::load().theme == Theme::System)
        applyTheme(Theme::System);
}

bool MainWindow::event(QEvent* event) {
    const bool handled = QMainWindow::event(event);
    if (event->type() == QEvent::UpdateRequest && !std::exchange(painted_, true)) {
        emit firstPainted();
        QTimer::singleShot(0, this, &MainWindow::makeRemainingPages);
    }
    return handled;
}

} // namespace window
