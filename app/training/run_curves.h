// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/jobs/job.h"
#include "app/plot/curve_stack.h"
#include "app/training/curve_controls.h"
#include "app/training/run_history.h"
#include "core/neural/specification/specification.h"

#include <QPointer>
#include <QString>
#include <QWidget>

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace window {
class Workspace;
}

namespace training {

class LiveRuns;

/// The runs that are checked, drawn together, one colour a run: the losses (training solid,
/// validation dashed, dotted on the text that it
/// had learnt from before), and below them over the same axis the gradient's norm and the learning
/// rate. What is stored is read in the background; what trains is added as it comes.
class RunCurves : public QWidget {
    Q_OBJECT
public:
    RunCurves(window::Workspace& workspace, LiveRuns& live, QWidget* parent = nullptr);
    ~RunCurves() override;

    /// Draws these runs: id and name.
    void setRuns(const std::vector<std::pair<std::int64_t, QString>>& runs);
    /// Marks a step of a run, until another is marked; of run 0 nothing.
    void setMarker(std::int64_t run, std::uint64_t step);
    /// The step of a run that stands at x; 0 where the run is not drawn.
    std::uint64_t stepAt(std::int64_t run, double x) const;
    const plot::CurvePlot& plot() const { return *losses_; }
    QVariantMap state() const { return controls_->state(); }
    void setState(const QVariantMap& state) { controls_->setState(state); }

signals:
    void clicked(double x);

private:
    /// One line of a run, and how much of it the plot has been given.
    struct Line {
        plot::CurvePlot* plot = nullptr;
        Quantity quantity = Quantity::TrainingLoss;
        plot::Stroke stroke = plot::Stroke::Pale;
        bool smoothed = false;
        Smoother smoother;
        int series = -1;
        std::size_t drawn = 0; ///< entries of the history
    };
    struct Curve {
        QString name;
        int group = 0; ///< its colour, kept while it is drawn
        neural::TrainingTask task = neural::TrainingTask::Text; ///< known when it is loaded
        RunHistory history;
        bool loaded = false;
        QPointer<jobs::Job> loading;
        std::vector<Line> lines;
    };

    void buildPlots();
    int freeGroup() const;
    /// All that is stored of the run, or what came after a step.
    void load(std::int64_t run, std::optional<std::uint64_t> after = {});
    void addLive(std::int64_t run);
    void restart(std::int64_t run);
    void catchUp();
    void applyOptions();
    void rebuild();
    std::vector<Line> linesOf(const CurveOptions& options) const;
    QString nameOf(const Curve& curve, const Line& line) const;
    QString lossName(const QString& name, const Curve& curve, const Line& line) const;
    QString lossUnit(const Curve& curve, const Line& line) const;
    void drawNew(Curve& curve);
    /// The axis of the losses says what all of them are in.
    void showLossTitle();
    void showMarker();

    window::Workspace& workspace_;
    LiveRuns& live_;
    CurveControls* controls_;
    CurveOptions options_;
    plot::CurveStack* stack_;
    plot::CurvePlot* losses_ = nullptr;
    QString lossTitle_;
    plot::CurvePlot* accuracies_ = nullptr; ///< shown where a person asks for it
    plot::CurvePlot* norms_ = nullptr;
    plot::CurvePlot* rates_ = nullptr;
    std::map<std::int64_t, Curve> curves_;
    std::int64_t markedRun_ = 0;
    std::uint64_t markedStep_ = 0;
};

} // namespace training
