// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QTest>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <string>

namespace bench {

/// Prints how long something took until it was done, and the longest time in which the GUI thread
/// answered nothing meanwhile.
class Meter {
public:
    Meter() {
        QObject::connect(&beat_, &QTimer::timeout, [this] { tick(); });
        beat_.start(1);
        sinceBeat_.start();
    }
    template <class Act, class Done>
    void measure(const char* name, Act act, Done done) {
        QCoreApplication::processEvents();
        longest_ = 0;
        sinceBeat_.restart();
        QElapsedTimer time;
        time.start();
        act();
        while (!done() && time.elapsed() < 500'000)
            QTest::qWait(1);
        tick();
        std::printf("%-32s %7lld ms, longest gap %4lld ms%s\n", name,
                    static_cast<long long>(time.elapsed()), static_cast<long long>(longest_),
                    done() ? "" : ", never done");
        std::fflush(stdout);
    }

private:
    void tick() { longest_ = std::max(longest_, sinceBeat_.restart()); }

    QTimer beat_;
    QElapsedTimer sinceBeat_;
    qint64 longest_ = 0;
};

/// Prints what is resident now and was at most, mapped files included, and of it what is the
/// process's own.
inline void printMemory(const char* when) {
    std::ifstream status("/proc/self/status");
    std::printf("%-32s", when);
    for (std::string line; std::getline(status, line);) {
        for (const char* wanted : {"VmHWM:", "VmRSS:", "RssAnon:"}) {
            if (line.rfind(wanted, 0) == 0)
                std::printf(" %s %ld MB ", wanted,
                            std::stol(line.substr(line.find(':') + 1)) / 1024);
        }
    }
    std::printf("\n");
    std::fflush(stdout);
}

} // namespace bench
