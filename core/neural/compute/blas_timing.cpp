// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/compute/blas_library.h"
#include "core/neural/compute/blas_seconds.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <limits>
#include <sys/resource.h>
#include <thread>
#include <unistd.h>
#include <vector>

// Times a build of the BLAS: a program of its own, since several builds in one process would meet
// each other's threads, and one may crash.
//   ngramophone-blas-timing LIBRARY SECONDS     prints what BlasSeconds has

namespace {

using neural::BlasLibrary;
using neural::BlasSeconds;
using Clock = std::chrono::steady_clock;

constexpr double enough = 0.05; ///< seconds for a layout, after its first round
constexpr int leastRounds = 1;

/// Products of a small transformer's linear layers.
struct Shape {
    int m;
    int n;
    int k;
};
constexpr std::array shapes = {Shape{512, 256, 256}, Shape{384, 128, 128}};

/// One core's matrices.
class Work {
public:
    explicit Work(neural::Sgemm sgemm) : sgemm_(sgemm), a_(most), b_(most), c_(most) {
        for (std::size_t i = 0; i < most; ++i) {
            a_[i] = static_cast<float>(i % 7) - 3;
            b_[i] = static_cast<float>(i % 5) - 2;
        }
    }

    void multiply() {
        const float scale = 1;
        const float keep = 0;
        for (const Shape& shape : shapes)
            sgemm_("T", "N", &shape.m, &shape.n, &shape.k, &scale, a_.data(), &shape.k, b_.data(),
                   &shape.k, &keep, c_.data(), &shape.m);
    }

private:
    static constexpr std::size_t most = std::size_t{512} * 256; ///< numbers in any of the matrices

    neural::Sgemm sgemm_;
    std::vector<float> a_;
    std::vector<float> b_;
    std::vector<float> c_;
};

double secondsOf(const std::function<void()>& work) {
    const auto start = Clock::now();
    work();
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// The least that one round takes: whatever else the machine does only adds to it.
double least(const std::function<void()>& round) {
    round(); // warms up
    double best = std::numeric_limits<double>::infinity();
    double passed = 0;
    for (int rounds = 0; rounds < leastRounds || passed < enough; ++rounds) {
        const double seconds = secondsOf(round);
        best = std::min(best, seconds);
        passed += seconds;
    }
    return best;
}

/// Each in a thread of its own, as a run's workers are. A thread's start is part of the round, but
/// small beside it.
double sideBySide(const BlasLibrary& blas, std::vector<Work>& works) {
    blas.setThreads(1);
    return least([&] {
        std::vector<std::jthread> threads;
        threads.reserve(works.size());
        for (Work& work : works)
            threads.emplace_back([&] {
                blas.setThreads(1);
                work.multiply();
            });
    });
}

double together(const BlasLibrary& blas, std::vector<Work>& works) {
    blas.setThreads(static_cast<unsigned>(works.size()));
    return least([&] {
        for (Work& work : works)
            work.multiply();
    });
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 3)
        return 2;
    const auto limit = static_cast<unsigned>(std::strtoul(argv[2], nullptr, 10));
    const rlimit noCore{};
    ::setrlimit(RLIMIT_CORE, &noCore); // whatever it does,
    ::alarm(limit);                    // and however long
    const std::string failure = neural::openBlas(argv[1]);
    ::alarm(limit); // a cold disk is not the build's fault
    const BlasLibrary blas;
    if (!failure.empty() || !blas.sgemm()) {
        std::fprintf(stderr, "%s\n", failure.empty() ? "no sgemm_" : failure.c_str());
        return 1;
    }
    std::vector<Work> works;
    for (unsigned core = 0; core < std::max(1U, std::thread::hardware_concurrency()); ++core)
        works.emplace_back(blas.sgemm());
    BlasSeconds seconds;
    seconds.sideBySide = sideBySide(blas, works);
    seconds.together = together(blas, works);
    std::printf("%.9f %.9f\n", seconds.sideBySide, seconds.together);
    return 0;
}
