// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <QTimer>

#include <cstdint>

namespace window {

class Workspace;

/// Notices what another program (a second window, the command line) does to the library, and lets
/// the pages hear of it as if it had been done here. Looks every two seconds: one number tells
/// whether anything was written at all.
class LibraryWatch : public QObject {
    Q_OBJECT
public:
    explicit LibraryWatch(Workspace& workspace, QObject* parent = nullptr);

    /// Looks now.
    void look();

private:
    /// What the pages show of each list, as one text to compare.
    struct Contents {
        QString corpora;
        QString models;
        QString runs;
        QString conversations;
    };
    Contents read() const;

    Workspace& workspace_;
    QTimer timer_;
    std::int64_t version_ = 0;
    Contents contents_;
};

} // namespace window
