// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/sample_scrubber.h"

#include "app/jobs/job_manager.h"
#include "app/training/live_runs.h"
#include "app/window/text.h"
#include "app/window/workspace.h"
#include "core/library/run_store.h"
#include "core/tasks/run_samples.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QSignalBlocker>
#include <QSlider>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace training {

SampleScrubber::SampleScrubber(window::Workspace& workspace, LiveRuns& live, QWidget* parent)
    : QWidget(parent),
      workspace_(workspace),
      hint_(new QLabel(this)),
      bar_(new QWidget(this)),
      slider_(new QSlider(Qt::Horizontal, bar_)),
      place_(new QLabel(bar_)),
      text_(new QPlainTextEdit(this)) {
    hint_->setObjectName("samplesHint");
    hint_->setText(tr("This run draws no samples. Set “Sample every” before the start."));
    hint_->setForegroundRole(QPalette::PlaceholderText);
    auto* title = new QLabel(tr("Sa&mple:"), bar_);
    title->setBuddy(slider_);
    slider_->setObjectName("sample");
    slider_->setAccessibleName(tr("Sample"));
    slider_->setToolTip(tr("What the model said at each step: arrow keys, Home and End, or a click "
                           "into the curves"));
    slider_->setFocusPolicy(Qt::StrongFocus);
    slider_->setTickPosition(QSlider::TicksBelow);
    place_->setObjectName("samplePlace");
    place_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    auto* row = new QHBoxLayout(bar_);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(title);
    row->addWidget(slider_, 1);
    row->addWidget(place_);
    text_->setObjectName("sampleText");
    text_->setAccessibleName(tr("What the model said"));
    text_->setReadOnly(true);
    text_->setTabChangesFocus(true);
    text_->setMinimumHeight(3 * fontMetrics().height());
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(hint_);
    column->addWidget(bar_);
    column->addWidget(text_, 1);

    soon_.setSingleShot(true);
    soon_.setInterval(250);
    connect(&soon_, &QTimer::timeout, this, &SampleScrubber::read);
    connect(slider_, &QSlider::valueChanged, this, [this](int value) {
        follows_[shownRun_] = value == slider_->maximum();
        showSample();
    });
    const auto readSoon = [this](qint64 run) {
        if (run == run_ && !soon_.isActive())
            soon_.start();
    };
    connect(&live, &LiveRuns::sampled, this, readSoon);
    connect(&live, &LiveRuns::started, this, readSoon);
    setSamples({});
}

SampleScrubber::~SampleScrubber() {
    if (reading_)
        reading_->stop();
}

void SampleScrubber::setRun(std::int64_t run) {
    if (run == run_)
        return;
    run_ = run;
    if (run == 0)
        setSamples({}); // for a moment too, while the table of runs is read again
    read();
}

void SampleScrubber::read() {
    if (reading_)
        reading_->stop();
    soon_.stop();
    if (run_ == 0)
        return;
    reading_ = workspace_.jobManager().start(
        tr("Reading samples"), jobs::JobManager::Quiet,
        [folder = workspace_.folder(), run = run_](base::Progress&, const std::stop_token&) {
            library::Library library(folder);
            return tasks::RunSamples(library.runs().checkpoint(run)).all();
        },
        this,
        [this, run = run_](std::vector<neural::Sample> samples) {
            if (run == run_)
                setSamples(std::move(samples));
        });
    connect(reading_, &jobs::Job::failed, &workspace_, &window::Workspace::reportError);
}

void SampleScrubber::setSamples(std::vector<neural::Sample> samples) {
    samples_ = std::move(samples);
    shownRun_ = run_;
    const bool any = !samples_.empty();
    hint_->setVisible(!any && run_ != 0);
    bar_->setVisible(any);
    text_->setVisible(any);
    setMaximumHeight(any ? QWIDGETSIZE_MAX : hint_->sizeHint().height());
    if (any) {
        const QSignalBlocker quiet(slider_);
        slider_->setMaximum(std::max(static_cast<int>(samples_.size()) - 1, 0));
        slider_->setPageStep(std::max(slider_->maximum() / 10, 1));
        if (follows_.value(run_, true))
            slider_->setValue(slider_->maximum());
    }
    showSample();
}

void SampleScrubber::showSample() {
    if (samples_.empty()) {
        text_->clear();
        emit shown(0, 0);
        return;
    }
    const neural::Sample& sample = samples_[static_cast<std::size_t>(slider_->value())];
    const auto stepText = [](std::uint64_t step) {
        return tr("step %1").arg(window::formatCount(step));
    };
    place_->setText(stepText(sample.step));
    // The row keeps still while the numbers change.
    place_->setMinimumWidth(
        place_->fontMetrics().horizontalAdvance(stepText(samples_.back().step)) + 8);
    const QString text = window::toQString(sample.text);
    if (text_->toPlainText() != text)
        text_->setPlainText(text);
    emit shown(shownRun_, sample.step);
}

void SampleScrubber::showNearest(std::uint64_t step) {
    const auto distance = [step](const neural::Sample& sample) {
        return sample.step > step ? sample.step - step : step - sample.step;
    };
    const auto nearest =
        std::min_element(samples_.begin(), samples_.end(), [&](const auto& one, const auto& other) {
            return distance(one) < distance(other);
        });
    if (nearest != samples_.end())
        slider_->setValue(static_cast<int>(nearest - samples_.begin()));
}

} // namespace training
