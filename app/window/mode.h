// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <array>
#include <functional>

class QWidget;

namespace window {

class Page;
class Workspace;

/// The pages, in the order of the mode bar and of Ctrl+1 to Ctrl+6.
enum class Mode { Corpora, Ngrams, Training, Inspect, Compare, Chat };
inline constexpr std::size_t modeCount = 6;
inline constexpr std::array<Mode, modeCount> allModes = {
    Mode::Corpora, Mode::Ngrams, Mode::Training, Mode::Inspect, Mode::Compare, Mode::Chat};

QString modeTitle(Mode mode);
/// The icon's and the screenshot's file name: "ngrams".
QString modeName(Mode mode);

/// The window knows no page: who makes it says how each is made.
using PageFactory = std::function<Page*(Workspace&, QWidget* parent)>;
using PageFactories = std::array<PageFactory, modeCount>;

} // namespace window
