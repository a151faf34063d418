// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"

#include <chrono>
#include <cstddef>
#include <exception>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

namespace cli {

/// Prepares signals and standard streams; called first of all, before any thread. SIGINT and
/// SIGTERM request a stop; the second one ends the program at once.
std::stop_token prepareTerminal();

/// Standard output's reader is gone and wants no more.
class OutputClosed : public std::exception {};

/// Writes to standard output. Throws OutputClosed, or base::FileError with the reason.
void print(std::string_view text);
void flush();
/// A line on standard error.
void printNote(const std::string& text);

/// The next line of standard input without its end; nothing at its end. Throws base::Cancelled
/// within 200 ms of a stop.
std::optional<std::string> readLine(const std::stop_token& stop);
/// All of standard input.
std::string readInput(const std::stop_token& stop);
bool inputIsTerminal();

/// Columns that a terminal takes for UTF-8 text: two for a Chinese character.
std::size_t displayWidth(std::string_view text);
/// The text with spaces to `width` columns.
std::string padRight(std::string_view text, std::size_t width);
std::string padLeft(std::string_view text, std::size_t width);

/// A progress bar on standard error where that is a terminal, nothing elsewhere.
class TerminalProgress final : public base::Progress {
public:
    TerminalProgress();
    ~TerminalProgress() override;
    void report(const base::ProgressReport& report) override;

private:
    bool visible_;
    bool drawn_ = false;
    std::chrono::steady_clock::time_point last_;
};

} // namespace cli
