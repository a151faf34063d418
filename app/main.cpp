// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/jobs/job_manager.h"
#include "app/pages.h"
#include "app/window/icon.h"
#include "app/window/main_window.h"
#include "app/window/preferences.h"
#include "app/window/start_times.h"
#include "app/window/style.h"
#include "app/window/text.h"
#include "app/window/tour.h"
#include "app/window/workspace.h"
#include "core/library/corpus_store.h"
#include "core/library/library.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QFileDialog>
#include <QMessageBox>
#include <QPushButton>

#include <csignal>
#include <cstdio>
#include <memory>
#include <string_view>

namespace {

struct Main {
    Q_DECLARE_TR_FUNCTIONS(Main)
};

struct Arguments {
    std::filesystem::path library;
    std::vector<std::filesystem::path> files;
    std::filesystem::path tour; ///< empty: no tour
    bool startTimes = false;
};

Arguments parseArguments() {
    QCommandLineParser parser;
    parser.setApplicationDescription(
        Main::tr("Explore language models, from counting bigrams to chatting."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption library(QStringLiteral("library"),
                                     Main::tr("Keep everything in this folder."),
                                     QStringLiteral("DIR"));
    const QCommandLineOption tour(
        QStringLiteral("headless-tour"),
        Main::tr("Without a display: open the files or the sample, train, chat, and write a "
                 "picture of every page to this folder."),
        QStringLiteral("DIR"));
    const QCommandLineOption times(
        QStringLiteral("print-start-times"),
        Main::tr("Print how long the start takes and how long LibTorch takes to load; then quit."));
    parser.addOptions({library, tour, times});
    parser.addPositionalArgument(QStringLiteral("FILE"),
                                 Main::tr("Text files and folders, opened as one corpus."),
                                 QStringLiteral("[FILE...]"));
    parser.process(*qApp);

    Arguments arguments;
    arguments.library =
        parser.isSet(library) ? window::toPath(parser.value(library)) : library::defaultFolder();
    for (const QString& file : parser.positionalArguments())
        arguments.files.push_back(window::toPath(file));
    arguments.tour = window::toPath(parser.value(tour));
    arguments.startTimes = parser.isSet(times);
    return arguments;
}

/// Opens the library; where that fails, says why and lets the person choose another folder.
std::unique_ptr<window::Workspace> openWorkspace(std::filesystem::path folder, bool canAsk) {
    while (true) {
        try {
            return std::make_unique<window::Workspace>(folder);
        } catch (const std::exception& error) {
            const QString reason = window::describe(error);
            if (!canAsk) {
                std::fprintf(stderr, "%s\n", qUtf8Printable(reason));
                return nullptr;
            }
            QMessageBox box(QMessageBox::Critical, Main::tr("The library cannot be opened"),
                            reason);
            const auto* other =
                box.addButton(Main::tr("Choose Another Folder…"), QMessageBox::AcceptRole);
            box.addButton(Main::tr("Quit"), QMessageBox::RejectRole);
            box.exec();
            if (box.clickedButton() != other)
                return nullptr;
            const QString chosen =
                QFileDialog::getExistingDirectory(nullptr, Main::tr("Choose a Library Folder"));
            if (chosen.isEmpty())
                return nullptr;
            folder = window::toPath(chosen);
        }
    }
}

/// What happens once the window is there: what a program that died left behind is put in order,
/// then the files are opened; a first start opens the sample corpus.
void beginWork(window::MainWindow& window, window::Workspace& workspace,
               const Arguments& arguments) {
    const bool firstStart =
        workspace.library().corpora().list().empty() && workspace.library().models().list().empty();
    auto* job = workspace.jobManager().start(
        Main::tr("Put the library in order"), jobs::JobManager::Quiet,
        [folder = workspace.folder()](base::Progress&, const std::stop_token&) {
            library::Library(folder).recover();
        },
        &window,
        // By value what ends with this function, before the job does.
        [&window, &workspace, &arguments, firstStart] {
            emit workspace.corporaChanged();
            emit workspace.runsChanged();
            emit workspace.conversationsChanged();
            if (!arguments.files.empty())
                window.openPaths(arguments.files);
            else if (firstStart)
                workspace.importSample();
        });
    QObject::connect(job, &jobs::Job::failed, &workspace, &window::Workspace::reportError);
}

} // namespace

int main(int argc, char** argv) {
    const double mainBegan = window::millisecondsSinceProcessStart();
    // A file beyond the allowed size is an error to report, not the program's end.
    std::signal(SIGXFSZ, SIG_IGN);
    for (int i = 1; i < argc; ++i) {
        if (std::string_view(argv[i]).starts_with("--headless-tour") &&
            qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
            qputenv("QT_QPA_PLATFORM", "offscreen");
    }
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("ngramophone"));
    QApplication::setApplicationDisplayName(QStringLiteral("Ngramophone"));
    QApplication::setApplicationVersion(QStringLiteral(NGRAMOPHONE_VERSION));
    QApplication::setOrganizationName(QStringLiteral("ngramophone"));
    QApplication::setDesktopFileName(QStringLiteral("ngramophone"));
    QApplication::setStyle(new window::Style);
    QApplication::setWindowIcon(window::applicationIcon());
    window::Preferences::load().apply();

    const Arguments arguments = parseArguments();
    const bool withoutPerson = !arguments.tour.empty() || arguments.startTimes;
    const auto workspace = openWorkspace(arguments.library, !withoutPerson);
    if (!workspace)
        return 1;
    window::MainWindow window(*workspace, allPages());
    if (!arguments.tour.empty())
        return window::runTour(window, *workspace, arguments.files, arguments.tour);
    if (arguments.startTimes) {
        window::printStartTimes(window, *workspace, mainBegan);
    } else {
        window.restoreLayout();
        QObject::connect(&window, &window::MainWindow::firstPainted, &window,
                         [&] { beginWork(window, *workspace, arguments); });
    }
    window.show();
    return QApplication::exec();
}
