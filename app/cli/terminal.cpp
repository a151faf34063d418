// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/terminal.h"

#include "core/base/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <clocale>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <cwchar>
#include <fcntl.h>
#include <poll.h>
#include <thread>
#include <unistd.h>

namespace cli {

namespace {

[[noreturn]] void outputFailed() {
    if (errno == EPIPE)
        throw OutputClosed();
    throw base::FileError({"Cannot write to standard output: {0}.", {std::strerror(errno)}});
}

/// What was read of standard input and not handed out yet.
std::string& pendingInput() {
    static std::string pending;
    return pending;
}

/// Reads on; false at the end.
bool readMore(const std::stop_token& stop) {
    while (true) {
        base::throwIfStopped(stop);
        pollfd input{STDIN_FILENO, POLLIN, 0};
        if (poll(&input, 1, 100) == 0)
            continue;
        std::array<char, 65536> buffer{};
        const ssize_t got = read(STDIN_FILENO, buffer.data(), buffer.size());
        if (got < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        if (got < 0)
            throw base::FileError({"Cannot read standard input: {0}.", {std::strerror(errno)}});
        pendingInput().append(buffer.data(), static_cast<std::size_t>(got));
        return got > 0;
    }
}

} // namespace

std::stop_token prepareTerminal() {
    // A standard stream that is closed would be the number of the next file that is opened, and
    // what is printed would land in the library. Opened this way, writing fails as it should.
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        if (fcntl(stream, F_GETFD) < 0 && errno == EBADF)
            open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY);
    std::signal(SIGPIPE, SIG_IGN); // a reader that went away is an error of write()
    std::signal(SIGXFSZ, SIG_IGN); // so is a file that may not grow
    std::setlocale(LC_CTYPE, "C.UTF-8");

    // A thread waits for the signals, because requesting a stop is not safe in a signal's handler.
    // It lives as long as the program, and so does the stop's source.
    static auto* const source = new std::stop_source;
    sigset_t interrupts;
    sigemptyset(&interrupts);
    sigaddset(&interrupts, SIGINT);
    sigaddset(&interrupts, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &interrupts, nullptr);
    std::thread([interrupts] {
        int number = 0;
        sigwait(&interrupts, &number);
        source->request_stop();
        sigwait(&interrupts, &number);
        _exit(130);
    }).detach();
    return source->get_token();
}

void print(std::string_view text) {
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size())
        outputFailed();
}

void flush() {
    if (std::fflush(stdout) != 0)
        outputFailed();
}

void printNote(const std::string& text) {
    std::fputs((text + "\n").c_str(), stderr);
}

std::optional<std::string> readLine(const std::stop_token& stop) {
    std::string& pending = pendingInput();
    std::size_t end = 0;
    while ((end = pending.find('\n')) == std::string::npos)
        if (!readMore(stop)) {
            if (pending.empty())
                return std::nullopt;
            end = pending.size();
            break;
        }
    std::string line = pending.substr(0, end);
    pending.erase(0, end + 1);
    if (line.ends_with('\r'))
        line.pop_back();
    return line;
}

std::string readInput(const std::stop_token& stop) {
    while (readMore(stop)) {
    }
    return std::move(pendingInput());
}

bool inputIsTerminal() {
    return isatty(STDIN_FILENO) == 1;
}

std::size_t displayWidth(std::string_view text) {
    std::size_t width = 0;
    std::mbstate_t state{};
    while (!text.empty()) {
        wchar_t character = 0;
        std::size_t length = std::mbrtowc(&character, text.data(), text.size(), &state);
        if (length == 0 || length > text.size()) { // a zero byte, or no UTF-8
            state = {};
            length = 1;
            ++width;
        } else {
            width += static_cast<std::size_t>(std::max(wcwidth(character), 0));
        }
        text.remove_prefix(length);
    }
    return width;
}

std::string padRight(std::string_view text, std::size_t width) {
    const std::size_t taken = displayWidth(text);
    return std::string(text) + std::string(width - std::min(width, taken), ' ');
}

std::string padLeft(std::string_view text, std::size_t width) {
    const std::size_t taken = displayWidth(text);
    return std::string(width - std::min(width, taken), ' ') + std::string(text);
}

TerminalProgress::TerminalProgress() : visible_(isatty(STDERR_FILENO) == 1) {}

TerminalProgress::~TerminalProgress() {
    if (drawn_)
        std::fputs("\r\x1b[K", stderr);
}

void TerminalProgress::report(const base::ProgressReport& report) {
    const auto now = std::chrono::steady_clock::now();
    if (!visible_ || (drawn_ && now - last_ < std::chrono::milliseconds(100)))
        return;
    last_ = now;
    drawn_ = true;
    std::string line = "\r\x1b[K";
    if (report.total > 0) {
        constexpr std::size_t columns = 24;
        const double share =
            std::min(1.0, static_cast<double>(report.done) / static_cast<double>(report.total));
        const auto filled = static_cast<std::size_t>(share * columns);
        line += fmt::format("[{}{}] {:3.0f} %  ", std::string(filled, '#'),
                            std::string(columns - filled, '.'), share * 100);
    }
    line += report.stage.english();
    std::fputs(line.c_str(), stderr);
    std::fflush(stderr);
}

} // namespace cli
