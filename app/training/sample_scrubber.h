// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/jobs/job.h"
#include "core/neural/backend.h"

#include <QHash>
#include <QPointer>
#include <QTimer>
#include <QWidget>

#include <cstdint>
#include <vector>

class QLabel;
class QPlainTextEdit;
class QSlider;

namespace window {
class Workspace;
}

namespace training {

class LiveRuns;

/// What a run's model said as it learnt: a slider goes from sample to sample. At the last one it
/// stays with the last, as a run that trains draws more.
class SampleScrubber : public QWidget {
    Q_OBJECT
public:
    SampleScrubber(window::Workspace& workspace, LiveRuns& live, QWidget* parent = nullptr);
    ~SampleScrubber() override;

    void setRun(std::int64_t run); ///< 0 for none
    /// Whose samples are seen: another's for a moment, while those of the run that was set are
    /// read.
    std::int64_t run() const { return shownRun_; }
    /// Goes to the sample that was drawn nearest to the step.
    void showNearest(std::uint64_t step);

signals:
    /// Which sample is seen; of run 0 where none is.
    void shown(qint64 run, quint64 step);

private:
    void read();
    void setSamples(std::vector<neural::Sample> samples);
    void showSample();

    window::Workspace& workspace_;
    std::int64_t run_ = 0;
    std::int64_t shownRun_ = 0; ///< whose samples_ are
    /// The runs of which the newest sample is shown: not where somebody looks at an older one.
    QHash<qint64, bool> follows_;
    std::vector<neural::Sample> samples_;
    QPointer<jobs::Job> reading_;
    QTimer soon_; ///< samples may come faster than an eye can follow
    QLabel* hint_;
    QWidget* bar_;
    QSlider* slider_;
    QLabel* place_;
    QPlainTextEdit* text_;
};

} // namespace training
