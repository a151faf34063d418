// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QString>

class QVBoxLayout;

namespace jobs {

class Job;
class JobManager;
class JobRow;

/// The strip along the window's bottom edge: a line for each job with what it does, how far it is,
/// how long it will still take, and buttons. A job that failed stays with its error until it is
/// dismissed. Hidden while there is nothing to say; a job that is over at once never shows.
class JobsPanel : public QFrame {
    Q_OBJECT
public:
    explicit JobsPanel(JobManager& manager, QWidget* parent = nullptr);

    /// Whether a failed job stands here with this error, so that nobody says it twice.
    bool showsError(const QString& error) const;

protected:
    void changeEvent(QEvent* event) override;

private:
    void addJob(Job* job);
    void removeRow(JobRow* row);
    void updateVisibility();

    QVBoxLayout* layout_;
};

} // namespace jobs
