// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace window {

class MainWindow;
class Workspace;

/// For the benchmark of the program's start: prints, once it is known, how many milliseconds after
/// the process began main began, the window was painted first, and the neural module was loaded by
/// a worker after that; then quits. The process's own begin is known to 10 ms (the kernel's clock
/// ticks). Call before the window is shown, with what millisecondsSinceProcessStart() said first
/// thing in main.
void printStartTimes(MainWindow& window, Workspace& workspace, double mainBegan);

double millisecondsSinceProcessStart();

} // namespace window
