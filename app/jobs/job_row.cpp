// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/jobs/job_row.h"

#include "app/jobs/job.h"
#include "app/jobs/text.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>

#include <algorithm>

namespace jobs {

namespace {

constexpr int barSteps = 1000;

/// A label that may be cut off rather than widen the window.
QLabel* makeElasticLabel(QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setMinimumWidth(40);
    label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    return label;
}

} // namespace

JobRow::JobRow(Job* job, QWidget* parent)
    : QWidget(parent),
      job_(job),
      title_(job->title()),
      titleLabel_(new QLabel(title_, this)),
      stageLabel_(makeElasticLabel(this)),
      bar_(new QProgressBar(this)),
      timeLabel_(new QLabel(this)),
      pauseButton_(new QToolButton(this)),
      stopButton_(new QToolButton(this)) {
    titleLabel_->setTextFormat(Qt::PlainText);
    bar_->setRange(0, 0);
    bar_->setTextVisible(false);
    bar_->setFixedWidth(180);
    bar_->setMaximumHeight(fontMetrics().height());
    timeLabel_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    pauseButton_->setAutoRaise(true);
    pauseButton_->setVisible(job->canPause());
    stopButton_->setAutoRaise(true);

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(titleLabel_);
    layout->addWidget(stageLabel_, 1);
    layout->addWidget(bar_);
    layout->addWidget(timeLabel_);
    layout->addWidget(pauseButton_);
    layout->addWidget(stopButton_);

    connect(job, &Job::statusChanged, this, &JobRow::showStatus);
    connect(job, &Job::stateChanged, this, &JobRow::showState);
    connect(job, &Job::failed, this, &JobRow::showFailure);
    connect(pauseButton_, &QToolButton::clicked, this, [this] {
        if (job_)
            job_->setPaused(job_->state() != Job::State::Paused);
    });
    connect(stopButton_, &QToolButton::clicked, this, [this] {
        if (!error_.isEmpty())
            emit dismissed();
        else if (job_)
            job_->stop();
    });
    retranslate();
}

void JobRow::retranslate() {
    // As wide as the widest time, so that the line does not tremble.
    timeLabel_->setMinimumWidth(
        timeLabel_->fontMetrics().horizontalAdvance(timeLeftText(59 * 60 + 59)) + 4);
    bar_->setAccessibleName(tr("Progress of %1").arg(title_));
    if (!error_.isEmpty()) {
        showFailure(error_);
        return;
    }
    showState();
    showStatus();
}

void JobRow::showStatus() {
    if (!job_ || job_->isOver())
        return;
    const JobStatus& status = job_->status();
    const QString stage = translate(status.stage);
    stageLabel_->setText(stage);
    stageLabel_->setToolTip(stage);
    if (status.fraction < 0) {
        bar_->setRange(0, 0);
    } else {
        bar_->setRange(0, barSteps);
        bar_->setValue(static_cast<int>(status.fraction * barSteps));
    }
    timeLabel_->setText(status.secondsLeft < 0 ? QString() : timeLeftText(status.secondsLeft));
}

void JobRow::showState() {
    if (!job_ || job_->isOver())
        return;
    const bool paused = job_->state() == Job::State::Paused;
    titleLabel_->setText(job_->isStopping() ? tr("%1 (stopping)").arg(title_)
                         : paused           ? tr("%1 (paused)").arg(title_)
                                            : title_);
    pauseButton_->setText(paused ? tr("Resume") : tr("Pause"));
    pauseButton_->setAccessibleName(paused ? tr("Resume %1").arg(title_)
                                           : tr("Pause %1").arg(title_));
    pauseButton_->setEnabled(!job_->isStopping());
    stopButton_->setText(tr("Stop"));
    stopButton_->setAccessibleName(tr("Stop %1").arg(title_));
    stopButton_->setEnabled(!job_->isStopping());
}

void JobRow::showFailure(const QString& error) {
    error_ = error;
    titleLabel_->setText(tr("%1 failed:").arg(title_));
    stageLabel_->setText(error);
    stageLabel_->setToolTip(error);
    stageLabel_->setWordWrap(true);
    stageLabel_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    bar_->hide();
    timeLabel_->hide();
    pauseButton_->hide();
    stopButton_->setText(tr("Dismiss"));
    stopButton_->setAccessibleName(tr("Dismiss the error of %1").arg(title_));
    stopButton_->setEnabled(true);
}

} // namespace jobs
