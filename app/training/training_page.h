// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/window/page.h"

namespace window {
class Workspace;
}

namespace training {

class LiveRuns;
class RunCurves;
class RunForm;
class RunsPanel;
class SampleScrubber;

/// Training: a form for a new run, the curves, what the model says, and every run of the library.
class TrainingPage : public window::Page {
    Q_OBJECT
public:
    explicit TrainingPage(window::Workspace& workspace, QWidget* parent = nullptr);

    bool stopWork() override;
    void find() override;
    QVariant saveState() const override;
    void restoreState(const QVariant& state) override;

private:
    LiveRuns& live_;
    RunForm* form_;
    RunCurves* curves_;
    SampleScrubber* samples_;
    RunsPanel* runs_;
};

} // namespace training
