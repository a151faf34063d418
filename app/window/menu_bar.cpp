// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/menu_bar.h"

#include "app/window/language.h"
#include "app/window/preferences.h"

#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QEvent>

namespace window {

namespace {

/// A group of radio actions in a submenu.
QActionGroup* addChoices(QMenu* menu) {
    auto* group = new QActionGroup(menu);
    group->setExclusive(true);
    return group;
}

} // namespace

MenuBar::MenuBar(QWidget* parent) : QMenuBar(parent) {
    build();
}

void MenuBar::build() {
    for (QMenu* menu : findChildren<QMenu*>(QString(), Qt::FindDirectChildrenOnly))
        delete menu;
    clear();
    setAccessibleName(tr("Menus"));
    buildFileAndEdit();
    buildView();
    buildModelToolsHelp();
}

void MenuBar::buildFileAndEdit() {
    QMenu* file = addMenu(tr("&File"));
    file->addAction(tr("&Open Files…"), QKeySequence::Open, this, &MenuBar::openFilesChosen);
    file->addAction(tr("Open F&older…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O), this,
                    &MenuBar::openFolderChosen);
    file->addAction(tr("Open &Sample Corpus"), this, &MenuBar::openSampleChosen);
    file->addSeparator();
    QAction* quit = file->addAction(tr("&Quit"), QKeySequence(Qt::CTRL | Qt::Key_Q), this,
                                    &MenuBar::quitChosen);
    quit->setMenuRole(QAction::QuitRole);

    QMenu* edit = addMenu(tr("&Edit"));
    edit->addAction(tr("&Copy"), QKeySequence::Copy, this, &MenuBar::copyChosen);
    edit->addAction(tr("&Find"), QKeySequence::Find, this, &MenuBar::findChosen);
}

void MenuBar::buildView() {
    QMenu* view = addMenu(tr("&View"));
    modes_ = addChoices(view);
    for (const Mode mode : allModes) {
        const int id = static_cast<int>(mode);
        QAction* action =
            view->addAction(modeTitle(mode), this, [this, mode] { emit modeChosen(mode); });
        action->setShortcut(QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + id)));
        action->setCheckable(true);
        action->setChecked(mode == mode_);
        modes_->addAction(action);
    }
    view->addSeparator();

    const Preferences preferences = Preferences::load();
    QMenu* themes = view->addMenu(tr("&Theme"));
    QActionGroup* themeChoices = addChoices(themes);
    const auto addTheme = [&](Theme theme, const QString& text) {
        QAction* action = themes->addAction(text, this, [this, theme] { emit themeChosen(theme); });
        action->setCheckable(true);
        action->setChecked(preferences.theme == theme);
        themeChoices->addAction(action);
    };
    addTheme(Theme::System, tr("&System"));
    addTheme(Theme::Light, tr("&Light"));
    addTheme(Theme::Dark, tr("&Dark"));

    QMenu* languages = view->addMenu(tr("&Language"));
    QActionGroup* languageGroup = addChoices(languages);
    for (const LanguageChoice& choice : languageChoices()) {
        const QString code = choice.code;
        QAction* action = languages->addAction(code.isEmpty() ? tr("&System") : choice.name, this,
                                               [this, code] { emit languageChosen(code); });
        action->setCheckable(true);
        action->setChecked(preferences.language == code);
        languageGroup->addAction(action);
    }
    // What another place has chosen shows the next time that the menu opens.
    connect(view, &QMenu::aboutToShow, this, [themeChoices, languageGroup] {
        const Preferences now = Preferences::load();
        themeChoices->actions().at(static_cast<int>(now.theme))->setChecked(true);
        for (int i = 0; i < languageChoices().size(); ++i) {
            if (languageChoices().at(i).code == now.language)
                languageGroup->actions().at(i)->setChecked(true);
        }
    });
    view->addSeparator();
    QAction* fullScreen = view->addAction(tr("F&ull Screen"));
    fullScreen->setShortcut(Qt::Key_F11);
    fullScreen->setCheckable(true);
    fullScreen->setChecked(window()->isFullScreen());
    connect(fullScreen, &QAction::triggered, this, &MenuBar::fullScreenChosen);
}

void MenuBar::buildModelToolsHelp() {
    QMenu* model = addMenu(tr("&Model"));
    const auto goTo = [&](const QString& text, Mode mode) {
        model->addAction(text, this, [this, mode] { emit modeChosen(mode); });
    };
    goTo(tr("Train an &N-gram Model"), Mode::Ngrams);
    goTo(tr("Train a Neural &Model"), Mode::Training);
    model->addSeparator();
    goTo(tr("&Inspect a Model"), Mode::Inspect);
    goTo(tr("Com&pare Models"), Mode::Compare);
    goTo(tr("&Chat with a Model"), Mode::Chat);
    model->addSeparator();
    model->addAction(tr("Import &Hugging Face Model…"), this, &MenuBar::importFolderChosen);
    model->addAction(tr("E&xport as Hugging Face Model…"), this, &MenuBar::exportFolderChosen);
    model->addAction(tr("&Delete Imported Model…"), this, &MenuBar::importedRemovalChosen);

    QMenu* tools = addMenu(tr("&Tools"));
    tools->addAction(tr("Open &Library Folder"), this, &MenuBar::libraryFolderChosen);
    tools->addSeparator();
    QAction* settings = tools->addAction(tr("&Settings…"), QKeySequence(Qt::CTRL | Qt::Key_Comma),
                                         this, &MenuBar::settingsChosen);
    settings->setMenuRole(QAction::PreferencesRole);

    QMenu* help = addMenu(tr("&Help"));
    help->addAction(tr("&Licence"), this, &MenuBar::licenceChosen);
    help->addAction(tr("About &Qt"), qApp, &QApplication::aboutQt);
    QAction* about = help->addAction(tr("&About Ngramophone"), this, &MenuBar::aboutChosen);
    about->setMenuRole(QAction::AboutRole);
}

void MenuBar::setMode(Mode mode) {
    mode_ = mode;
    modes_->actions().at(static_cast<int>(mode))->setChecked(true);
}

void MenuBar::changeEvent(QEvent* event) {
    QMenuBar::changeEvent(event);
    // Later: the language may have been chosen in one of these menus, which is still at work.
    if (event->type() == QEvent::LanguageChange)
        QMetaObject::invokeMethod(this, &MenuBar::build, Qt::QueuedConnection);
}

} // namespace window
