// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/start_times.h"

#include "app/jobs/job_manager.h"
#include "app/window/main_window.h"
#include "app/window/workspace.h"
#include "core/neural/loader.h"

#include <QCoreApplication>

#include <cstdio>
#include <ctime>
#include <fstream>
#include <sstream>
#include <string>
#include <unistd.h>

namespace window {

namespace {

void print(const char* what, double milliseconds) {
    std::printf("%s %.1f ms\n", what, milliseconds);
    std::fflush(stdout);
}

} // namespace

double millisecondsSinceProcessStart() {
    // Field 22 of /proc/self/stat: when the process started, in clock ticks since boot. The second
    // field is the program's name in parentheses, which may hold anything.
    std::ifstream file("/proc/self/stat");
    std::string stat;
    std::getline(file, stat);
    const auto name = stat.rfind(')');
    if (name == std::string::npos)
        return 0;
    std::istringstream fields(stat.substr(name + 1));
    std::string field;
    for (int number = 3; number <= 22; ++number)
        fields >> field;
    timespec now{};
    clock_gettime(CLOCK_BOOTTIME, &now);
    const double started = std::stod(field) / static_cast<double>(sysconf(_SC_CLK_TCK));
    return (static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9 - started) *
           1000;
}

void printStartTimes(MainWindow& window, Workspace& workspace, double mainBegan) {
    print("main", mainBegan);
    QObject::connect(&window, &MainWindow::firstPainted, &workspace, [&workspace] {
        print("first-paint", millisecondsSinceProcessStart());
        auto* job = workspace.jobManager().start(
            QString(), jobs::JobManager::Quiet,
            [](base::Progress&, const std::stop_token&) { neural::backend(); }, &workspace,
            [] {
                print("neural-module", millisecondsSinceProcessStart());
                QCoreApplication::exit(0);
            });
        QObject::connect(job, &jobs::Job::failed, &workspace, [](const QString& error) {
            std::fprintf(stderr, "%s\n", qPrintable(error));
            QCoreApplication::exit(1);
        });
    });
}

} // namespace window
