// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/mode.h"

#include <QCoreApplication>

namespace window {

namespace {

/// The context of this file's texts.
struct ModeText {
    Q_DECLARE_TR_FUNCTIONS(window::Mode)
};

} // namespace

QString modeTitle(Mode mode) {
    switch (mode) {
    case Mode::Corpora:
        return ModeText::tr("Corpora");
    case Mode::Ngrams:
        return ModeText::tr("N-grams");
    case Mode::Training:
        return ModeText::tr("Training");
    case Mode::Inspect:
        return ModeText::tr("Inspect");
    case Mode::Compare:
        return ModeText::tr("Compare");
    case Mode::Chat:
        return ModeText::tr("Chat");
    }
    return {};
}

QString modeName(Mode mode) {
    static constexpr std::array<const char*, modeCount> names = {"corpora", "ngrams",  "training",
                                                                 "inspect", "compare", "chat"};
    return QLatin1String(names[static_cast<std::size_t>(mode)]);
}

} // namespace window
