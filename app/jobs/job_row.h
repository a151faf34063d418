// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <QWidget>

class QLabel;
class QProgressBar;
class QToolButton;

namespace jobs {

class Job;

/// One line of the jobs panel.
class JobRow : public QWidget {
    Q_OBJECT
public:
    JobRow(Job* job, QWidget* parent);

    const QString& error() const { return error_; }
    void retranslate();

signals:
    /// The person has read why the job failed.
    void dismissed();

private:
    void showStatus();
    void showState();
    void showFailure(const QString& error);

    QPointer<Job> job_;
    QString title_;
    QString error_;
    QLabel* titleLabel_;
    QLabel* stageLabel_;
    QProgressBar* bar_;
    QLabel* timeLabel_;
    QToolButton* pauseButton_;
    QToolButton* stopButton_; ///< dismisses once the job has failed
};

} // namespace jobs
