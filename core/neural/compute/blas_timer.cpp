// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/compute/blas_timer.h"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <spawn.h>
#include <sstream>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

namespace neural {

namespace {

/// Both ends of a pipe; no other child of the process inherits them.
class Pipe {
public:
    Pipe() { valid_ = ::pipe2(ends_, O_CLOEXEC) == 0; }
    ~Pipe() {
        closeEnd(0);
        closeEnd(1);
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;

    bool valid() const { return valid_; }
    int in() const { return ends_[1]; }

    /// Everything that others write into it until they have closed it.
    std::string readAll() {
        closeEnd(1);
        std::string text;
        char buffer[256];
        for (;;) {
            const ssize_t count = ::read(ends_[0], buffer, sizeof buffer);
            if (count > 0)
                text.append(buffer, static_cast<std::size_t>(count));
            else if (count == 0 || errno != EINTR)
                return text;
        }
    }

private:
    void closeEnd(int number) {
        if (ends_[number] >= 0)
            ::close(ends_[number]);
        ends_[number] = -1;
    }

    int ends_[2] = {-1, -1};
    bool valid_ = false;
};

/// What a program prints where it ends well; else nothing.
std::optional<std::string> outputOf(const std::string& program, std::string first,
                                    std::string second) {
    Pipe pipe;
    if (!pipe.valid())
        return std::nullopt;
    std::string name = program;
    char* const arguments[] = {name.data(), first.data(), second.data(), nullptr};
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions, pipe.in(), STDOUT_FILENO);
    ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    pid_t child = 0;
    const int failure =
        ::posix_spawn(&child, program.c_str(), &actions, nullptr, arguments, environ);
    ::posix_spawn_file_actions_destroy(&actions);
    if (failure != 0)
        return std::nullopt;
    std::string output = pipe.readAll();
    int status = 0;
    while (::waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return std::nullopt;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? std::optional(std::move(output))
                                                         : std::nullopt;
}

} // namespace

std::optional<BlasSeconds> timeBlas(const std::filesystem::path& program,
                                    const std::filesystem::path& library, unsigned limit) {
    const auto output = outputOf(program.string(), library.string(), std::to_string(limit));
    if (!output)
        return std::nullopt;
    std::istringstream text(*output);
    BlasSeconds seconds;
    if (!(text >> seconds.sideBySide >> seconds.together) || seconds.sideBySide <= 0 ||
        seconds.together <= 0)
        return std::nullopt;
    return seconds;
}

} // namespace neural
