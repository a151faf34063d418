// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/jobs/jobs_panel.h"

#include "app/jobs/job_manager.h"
#include "app/jobs/job_row.h"

#include <QEvent>
#include <QTimer>
#include <QVBoxLayout>

#include <chrono>

namespace jobs {

namespace {

// What is over sooner than this needs no line.
constexpr std::chrono::milliseconds showDelay(300);

} // namespace

JobsPanel::JobsPanel(JobManager& manager, QWidget* parent)
    : QFrame(parent), layout_(new QVBoxLayout(this)) {
    setFrameStyle(QFrame::NoFrame);
    layout_->setContentsMargins(10, 4, 6, 4);
    layout_->setSpacing(2);
    hide();
    connect(&manager, &JobManager::started, this, &JobsPanel::addJob);
    for (Job* job : manager.running())
        addJob(job);
}

void JobsPanel::addJob(Job* job) {
    if (job->isQuiet())
        return;
    auto* row = new JobRow(job, this);
    row->hide();
    layout_->addWidget(row);
    QTimer::singleShot(showDelay, row, [this, row] {
        row->show();
        updateVisibility();
    });
    const auto remove = [this, row] { removeRow(row); };
    connect(job, &Job::finished, row, remove);
    connect(job, &Job::cancelled, row, remove);
    connect(job, &Job::failed, row, [this, row] {
        row->show();
        updateVisibility();
    });
    connect(row, &JobRow::dismissed, this, remove);
}

void JobsPanel::removeRow(JobRow* row) {
    layout_->removeWidget(row);
    row->hide();
    row->setParent(nullptr);
    row->deleteLater();
    updateVisibility();
}

void JobsPanel::updateVisibility() {
    bool any = false;
    for (const JobRow* row : findChildren<JobRow*>())
        any = any || !row->isHidden();
    setVisible(any);
}

bool JobsPanel::showsError(const QString& error) const {
    for (const JobRow* row : findChildren<JobRow*>()) {
        if (row->error() == error)
            return true;
    }
    return false;
}

void JobsPanel::changeEvent(QEvent* event) {
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        for (JobRow* row : findChildren<JobRow*>())
            row->retranslate();
    }
}

} // namespace jobs
