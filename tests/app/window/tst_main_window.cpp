// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/jobs/job_manager.h"
#include "app/jobs/jobs_panel.h"
#include "app/window/main_window.h"
#include "app/window/message_bar.h"
#include "app/window/page.h"
#include "app/window/text.h"
#include "app/window/theme.h"
#include "app/window/workspace.h"
#include "core/tasks/import_counts.h"
#include "tests/app/support/accessibility.h"

#include <QApplication>
#include <QClipboard>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenuBar>
#include <QMimeData>
#include <QSettings>
#include <QShortcut>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QTranslator>
#include <QVBoxLayout>

#include <fstream>

using window::MainWindow;
using window::Mode;
using window::Page;

namespace {

/// A page that remembers what was asked of it.
class StubPage : public Page {
public:
    explicit StubPage(QWidget* parent) : Page(parent), edit(new QLineEdit(this)) {
        (new QVBoxLayout(this))->addWidget(edit);
        edit->setAccessibleName("Draft");
        edit->setPlaceholderText(QCoreApplication::translate("StubPage", "Write here"));
        ++made;
    }
    bool stopWork() override {
        ++stops;
        return working;
    }
    void find() override { edit->setFocus(); }
    QVariant saveState() const override { return edit->text(); }
    void restoreState(const QVariant& state) override { edit->setText(state.toString()); }

    QLineEdit* edit;
    bool working = true;
    static inline int stops = 0;
    static inline int made = 0;
};

window::PageFactories stubFactories() {
    window::PageFactories factories;
    for (auto& factory : factories)
        factory = [](window::Workspace&, QWidget* parent) { return new StubPage(parent); };
    return factories;
}

/// Speaks a language in which every sentence stands in brackets.
class BracketTranslator : public QTranslator {
public:
    bool isEmpty() const override { return false; }
    QString translate(const char*, const char* text, const char*, int) const override {
        return QStringLiteral("[%1]").arg(QString::fromUtf8(text));
    }
};

} // namespace

class TestMainWindow : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void shortcutsChangeMode_data();
    void shortcutsChangeMode();
    void modeBarChangesMode();
    void requestsChangeMode();
    void escapeStopsThePage();
    void findGoesToThePage();
    void copyReachesTheFocus();
    void droppedFilesAreImported();
    void errorsShowAndGo();
    void anErrorIsNotSaidTwice();
    void largeModelsAreCheckedOnceOpen();
    void languageSwitchKeepsStateAndJobs();
    void themeSwitchIsLive();
    void everythingHasAName();

private:
    StubPage* page(Mode mode) { return static_cast<StubPage*>(window_->page(mode)); }

    QTemporaryDir folder_;
    int libraries_ = 0;
    std::unique_ptr<window::Workspace> workspace_;
    std::unique_ptr<MainWindow> window_;
};

void TestMainWindow::initTestCase() {
    QCoreApplication::setOrganizationName("ngramophone-test");
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, folder_.path());
}

void TestMainWindow::init() {
    QSettings().clear();
    workspace_ = std::make_unique<window::Workspace>(
        window::toPath(folder_.filePath(QString("library-%1").arg(++libraries_))));
    window_ = std::make_unique<MainWindow>(*workspace_, stubFactories());
    QSignalSpy painted(window_.get(), &MainWindow::firstPainted);
    window_->show();
    window_->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(window_.get()));
    QTRY_COMPARE(painted.size(), 1);
}

void TestMainWindow::cleanup() {
    window_.reset();
    workspace_.reset();
}

void TestMainWindow::shortcutsChangeMode_data() {
    QTest::addColumn<int>("key");
    QTest::addColumn<int>("mode");
    for (int i = 0; i < 6; ++i)
        QTest::addRow("Ctrl+%d", i + 1) << Qt::Key_1 + i << i;
}

void TestMainWindow::shortcutsChangeMode() {
    QFETCH(int, key);
    QFETCH(int, mode);
    window_->setMode(mode == 0 ? Mode::Chat : Mode::Corpora);
    QTest::keyClick(window_.get(), static_cast<Qt::Key>(key), Qt::ControlModifier);
    QCOMPARE(static_cast<int>(window_->mode()), mode);
    QVERIFY(window_->page(static_cast<Mode>(mode))->isVisible());
    QVERIFY(window_->windowTitle().startsWith(window::modeTitle(static_cast<Mode>(mode))));
}

void TestMainWindow::modeBarChangesMode() {
    for (auto* button : window_->findChildren<QToolButton*>()) {
        if (button->text() == "Compare")
            QTest::mouseClick(button, Qt::LeftButton);
    }
    QCOMPARE(window_->mode(), Mode::Compare);
    QVERIFY(page(Mode::Compare)->isVisible());
}

void TestMainWindow::requestsChangeMode() {
    emit workspace_->chatRequested(1);
    QCOMPARE(window_->mode(), Mode::Chat);
    emit workspace_->showCorpusRequested(1, {}, 0);
    QCOMPARE(window_->mode(), Mode::Corpora);
    emit workspace_->showModelRequested(1);
    QCOMPARE(window_->mode(), Mode::Ngrams);
}

void TestMainWindow::escapeStopsThePage() {
    StubPage::stops = 0;
    page(Mode::Corpora)->edit->setFocus();
    QTest::keyClick(page(Mode::Corpora)->edit, Qt::Key_Escape);
    QCOMPARE(StubPage::stops, 1);
    workspace_->reportError("Something went wrong.");
    // A list that is open goes first, and nothing else.
    auto* list = new QListWidget(window_.get());
    list->setWindowFlag(Qt::Popup);
    list->show();
    QCOMPARE(QApplication::activePopupWidget(), list);
    for (auto* shortcut : window_->findChildren<QShortcut*>())
        if (shortcut->key() == QKeySequence(Qt::Key_Escape))
            emit shortcut->activated();
    QVERIFY(!list->isVisible());
    QCOMPARE(StubPage::stops, 1);
    QTest::keyClick(window_.get(), Qt::Key_Escape);
    auto* bar = window_->findChild<window::MessageBar*>();
    QVERIFY(bar->isVisible()); // the page had something to stop
    page(Mode::Corpora)->working = false;
    QTest::keyClick(window_.get(), Qt::Key_Escape);
    QVERIFY(bar->isHidden());
}

void TestMainWindow::findGoesToThePage() {
    window_->setMode(Mode::Ngrams);
    QTest::keyClick(window_.get(), Qt::Key_F, Qt::ControlModifier);
    QVERIFY(page(Mode::Ngrams)->edit->hasFocus());
}

void TestMainWindow::copyReachesTheFocus() {
    QLineEdit* edit = page(Mode::Corpora)->edit;
    edit->setText("to be copied");
    edit->selectAll();
    edit->setFocus();
    QTest::keyClick(edit, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text(), QString("to be copied"));
}

void TestMainWindow::droppedFilesAreImported() {
    QFile file(folder_.filePath("dropped.txt"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("a b a\n");
    file.close();
    QSignalSpy started(&workspace_->jobManager(), &jobs::JobManager::started);
    window_->setMode(Mode::Chat);
    // Over a text field, which would take the name as text.
    QLineEdit* target = page(Mode::Chat)->edit;
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(file.fileName())});
    QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction | Qt::MoveAction, &data, Qt::LeftButton,
                          Qt::NoModifier);
    QCoreApplication::sendEvent(target, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(target, &drop);
    QVERIFY(drop.isAccepted());
    QCOMPARE(target->text(), QString());
    QCOMPARE(started.size(), 1);
    QCOMPARE(started.front().front().value<jobs::Job*>()->title(), QString("Import dropped.txt"));
    QCOMPARE(window_->mode(), Mode::Corpora);

    QMimeData text; // dragged text still goes to the field
    text.setText("words");
    window_->setMode(Mode::Chat);
    QDragEnterEvent textEnter(QPoint(5, 5), Qt::CopyAction, &text, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(target, &textEnter);
    QVERIFY(textEnter.isAccepted());
    QDropEvent textDrop(QPointF(5, 5), Qt::CopyAction, &text, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(target, &textDrop);
    QCOMPARE(target->text(), QString("words"));
}

void TestMainWindow::errorsShowAndGo() {
    auto* bar = window_->findChild<window::MessageBar*>();
    QVERIFY(bar->isHidden());
    workspace_->reportError("The first.");
    workspace_->reportError("The second.");
    QVERIFY(bar->isVisible());
    QCOMPARE(bar->message(), QString("The second."));
    const auto buttons = bar->findChildren<QToolButton*>();
    QTest::mouseClick(buttons.at(0), Qt::LeftButton);
    QCOMPARE(QApplication::clipboard()->text(), QString("The second."));
    QTest::mouseClick(buttons.at(1), Qt::LeftButton);
    QCOMPARE(bar->message(), QString("The first."));
    QTest::mouseClick(buttons.at(1), Qt::LeftButton);
    QVERIFY(bar->isHidden());
}

void TestMainWindow::anErrorIsNotSaidTwice() {
    auto* job = workspace_->jobManager().start(
        "Import a.txt", jobs::JobManager::NoOptions,
        [](base::Progress&, const std::stop_token&) {
            throw base::FileError({"The file {0} is empty.", {"a.txt"}});
        },
        this, [] {});
    connect(job, &jobs::Job::failed, workspace_.get(), &window::Workspace::reportError);
    QTRY_VERIFY(window_->findChild<jobs::JobsPanel*>()->isVisible());
    QVERIFY(window_->findChild<window::MessageBar*>()->isHidden());
}

void TestMainWindow::largeModelsAreCheckedOnceOpen() {
    const auto folder = workspace_->folder();
    const auto lines = folder / "lines";
    std::ofstream(lines) << "a b\t3\nb a\t2\n";
    base::NoProgress progress;
    const auto sound = tasks::importCounts({folder, {lines}, "sound"}, progress, {});
    const auto damaged = tasks::importCounts({folder, {lines}, "damaged"}, progress, {});
    QStringList checks;
    connect(&workspace_->jobManager(), &jobs::JobManager::started, this, [&](jobs::Job* job) {
        if (job->title().startsWith("Check "))
            checks.append(job->title());
    });
    const QSignalSpy errors(workspace_.get(), &window::Workspace::errorReported);
    const auto open = [&](const library::Model& model, const std::function<void()>& onceOpen) {
        bool opened = false;
        workspace_->openModel(model.id, this, [&](const auto&) {
            onceOpen();
            opened = true;
        });
        QTRY_VERIFY(opened);
        QTRY_VERIFY(workspace_->jobManager().running().empty());
    };
    const auto nothing = [] {};
    open(sound, nothing); // a small file was looked through when it was opened
    QCOMPARE(checks, QStringList());
    workspace_->setCheckedLater(100);
    open(sound, nothing);
    open(sound, nothing);
    QCOMPARE(checks, QStringList{"Check sound"});
    QCOMPARE(errors.size(), 0);
    open(damaged, [&] { // what is mapped shows what the disk has
        std::fstream file(folder / damaged.file, std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(64);
        file.put('!');
    });
    QCOMPARE(checks, (QStringList{"Check sound", "Check damaged"}));
    QCOMPARE(errors.size(), 1);
    QVERIFY(errors[0][0].toString().contains("damaged in its section"));
    QVERIFY(errors[0][0].toString().contains(window::toQString(damaged.file.filename())));
}

void TestMainWindow::languageSwitchKeepsStateAndJobs() {
    window_->setMode(Mode::Training);
    page(Mode::Training)->edit->setText("a draft");
    auto release = std::make_shared<std::atomic<bool>>(false);
    bool done = false;
    auto* job = workspace_->jobManager().start(
        "Long work", jobs::JobManager::NoOptions,
        [release](base::Progress&, const std::stop_token&) {
            while (!*release)
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
        },
        workspace_.get(), [&] { done = true; });
    QTRY_VERIFY(window_->findChild<jobs::JobsPanel*>()->isVisible());
    QTRY_COMPARE(window_->findChildren<StubPage*>().size(), 6);
    StubPage::made = 0;

    BracketTranslator translator;
    QCoreApplication::installTranslator(&translator);
    QTRY_COMPARE(page(Mode::Training)->edit->placeholderText(), QString("[Write here]"));
    QTRY_COMPARE(window_->findChildren<StubPage*>().size(), 6);
    QCOMPARE(StubPage::made, 6); // once each
    QCOMPARE(window_->mode(), Mode::Training);
    QVERIFY(page(Mode::Training)->isVisible());
    QCOMPARE(page(Mode::Training)->edit->text(), QString("a draft"));
    QVERIFY(window_->windowTitle().contains("[Training]"));
    QTRY_COMPARE(window_->menuBar()->actions().front()->text(), QString("[&File]"));
    bool stopTranslated = false;
    for (const auto* button : window_->findChild<jobs::JobsPanel*>()->findChildren<QToolButton*>())
        stopTranslated = stopTranslated || button->text() == "[Stop]";
    QVERIFY(stopTranslated);
    QTest::keyClick(window_.get(), Qt::Key_6, Qt::ControlModifier);
    QCOMPARE(window_->mode(), Mode::Chat);

    *release = true;
    QTRY_VERIFY(job->isOver());
    QVERIFY(done);
    QCoreApplication::removeTranslator(&translator);
    QTRY_COMPARE(page(Mode::Training)->edit->placeholderText(), QString("Write here"));
    QTRY_COMPARE(window_->menuBar()->actions().front()->text(), QString("&File"));
}

void TestMainWindow::themeSwitchIsLive() {
    QMenu* themes = nullptr;
    for (auto* menu : window_->menuBar()->findChildren<QMenu*>()) {
        if (menu->title() == "&Theme")
            themes = menu;
    }
    QVERIFY(themes != nullptr);
    themes->actions().at(2)->trigger();
    QTRY_VERIFY(window::isDark(window_->palette()));
    QTRY_VERIFY(window::isDark(page(Mode::Corpora)->palette()));
    themes->actions().at(1)->trigger();
    QTRY_VERIFY(!window::isDark(window_->palette()));
    QCOMPARE(window::Preferences::load().theme, window::Theme::Light);
}

void TestMainWindow::everythingHasAName() {
    workspace_->reportError("Something went wrong.");
    QTRY_COMPARE(window_->findChildren<StubPage*>().size(), 6);
    QCOMPARE(support::unnamedWidgets(*window_), QStringList());
    page(Mode::Corpora)->edit->setAccessibleName({});
    QCOMPARE(support::unnamedWidgets(*window_).size(), 1); // the walk does find something
}

QTEST_MAIN(TestMainWindow)
#include "tst_main_window.moc"
