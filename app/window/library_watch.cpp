// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/library_watch.h"

#include "app/window/text.h"
#include "app/window/workspace.h"
#include "core/library/conversation_store.h"
#include "core/library/corpus_store.h"
#include "core/library/run_store.h"

#include <QTextStream>

#include <utility>

namespace window {

namespace {

constexpr int interval = 2000; // ms

} // namespace

LibraryWatch::LibraryWatch(Workspace& workspace, QObject* parent)
    : QObject(parent), workspace_(workspace) {
    try {
        version_ = workspace_.library().version();
        contents_ = read();
    } catch (const std::exception&) {
        // The pages meet the same trouble and say it.
    }
    timer_.setInterval(interval);
    connect(&timer_, &QTimer::timeout, this, &LibraryWatch::look);
    timer_.start();
}

LibraryWatch::Contents LibraryWatch::read() const {
    Contents contents;
    library::Library& library = workspace_.library();
    QTextStream corpora(&contents.corpora);
    for (const auto& corpus : library.corpora().list())
        corpora << qint64(corpus.id) << ' ' << toQString(corpus.name) << ' ' << corpus.ready << ' '
                << toQString(corpus.encodings) << '\n';
    QTextStream models(&contents.models);
    for (const auto& model : library.models().list())
        models << qint64(model.id) << ' ' << toQString(model.name) << '\n';
    QTextStream runs(&contents.runs);
    for (const auto& run : library.runs().list())
        runs << qint64(run.id) << ' ' << toQString(run.name) << ' ' << int(run.state) << ' '
             << quint64(run.step) << '\n';
    QTextStream conversations(&contents.conversations);
    for (const auto& entry : library.conversations().list())
        conversations << qint64(entry.id) << ' ' << toQString(entry.title) << ' '
                      << qint64(entry.changed) << '\n';
    return contents;
}

void LibraryWatch::look() {
    try {
        const auto version = workspace_.library().version();
        if (version == version_)
            return;
        const Contents before = std::exchange(contents_, read());
        version_ = version;
        if (before.corpora != contents_.corpora)
            emit workspace_.corporaChanged();
        if (before.models != contents_.models)
            emit workspace_.modelsChanged();
        if (before.runs != contents_.runs)
            emit workspace_.runsChanged();
        if (before.conversations != contents_.conversations)
            emit workspace_.conversationsChanged();
    } catch (const std::exception&) {
        // A library that is busy or gone now is looked at again; whoever needs it says what is
        // wrong.
    }
}

} // namespace window
