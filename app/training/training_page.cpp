// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/training_page.h"

#include "app/training/live_runs.h"
#include "app/training/run_curves.h"
#include "app/training/run_form.h"
#include "app/training/runs_panel.h"
#include "app/training/sample_scrubber.h"
#include "app/window/splitter_gap.h"
#include "app/window/workspace.h"

#include <QHBoxLayout>
#include <QSplitter>
#include <QVariantMap>

namespace training {

using window::splitterGap;

TrainingPage::TrainingPage(window::Workspace& workspace, QWidget* parent)
    : Page(parent),
      live_(LiveRuns::of(workspace)),
      form_(new RunForm(workspace, this)),
      curves_(new RunCurves(workspace, live_, this)),
      samples_(new SampleScrubber(workspace, live_, this)),
      runs_(new RunsPanel(workspace, live_, this)) {
    auto* right = new QSplitter(Qt::Vertical, this);
    right->setHandleWidth(splitterGap);
    right->addWidget(curves_);
    right->addWidget(samples_);
    right->addWidget(runs_);
    right->setStretchFactor(0, 5);
    right->setStretchFactor(1, 1);
    right->setStretchFactor(2, 2);
    right->setSizes({500, 140, 250}); // some lines of a sample, whatever a text box wants
    right->setChildrenCollapsible(false);
    auto* all = new QSplitter(Qt::Horizontal, this);
    all->setHandleWidth(splitterGap);
    all->addWidget(form_);
    all->addWidget(right);
    all->setStretchFactor(0, 0);
    all->setStretchFactor(1, 1);
    all->setChildrenCollapsible(false);
    all->setSizes({1, 10'000}); // the form as narrow as it can be: the table needs the room
    auto* row = new QHBoxLayout(this);
    row->addWidget(all);

    connect(form_, &RunForm::startRequested, this,
            [this](const tasks::NeuralRequest& request) { live_.start(request); });
    connect(runs_, &RunsPanel::drawnChanged, this, [this] { curves_->setRuns(runs_->drawn()); });
    connect(runs_, &RunsPanel::selectionChanged, this,
            [this] { samples_->setRun(runs_->selected()); });
    connect(samples_, &SampleScrubber::shown, this,
            [this](qint64 run, quint64 step) { curves_->setMarker(run, step); });
    connect(curves_, &RunCurves::clicked, this,
            [this](double x) { samples_->showNearest(curves_->stepAt(samples_->run(), x)); });
    curves_->setRuns(runs_->drawn());
    samples_->setRun(runs_->selected());
}

bool TrainingPage::stopWork() {
    return live_.stopAll();
}

void TrainingPage::find() {
    runs_->focusFilter();
}

QVariant TrainingPage::saveState() const {
    QVariantList shown;
    for (const auto run : runs_->checked())
        shown << QVariant::fromValue<qlonglong>(run);
    return QVariantMap{{"form", form_->state()},
                       {"shown", shown},
                       {"curves", curves_->state()},
                       {"selected", QVariant::fromValue<qlonglong>(runs_->selected())}};
}

void TrainingPage::restoreState(const QVariant& state) {
    const auto values = state.toMap();
    form_->setState(values.value("form").toMap());
    curves_->setState(values.value("curves").toMap());
    std::vector<std::int64_t> shown;
    for (const auto& run : values.value("shown").toList())
        shown.push_back(run.toLongLong());
    runs_->setChecked(shown);
    runs_->select(values.value("selected").toLongLong());
}

} // namespace training
