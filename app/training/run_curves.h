// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/jobs/job.h"
#include "app/plot/curve_plot.h"
#include "core/neural/backend.h"

#include <QPointer>
#include <QString>
#include <QWidget>

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

namespace window {
class Workspace;
}

namespace training {

class LiveRuns;

/// The losses of the runs that are checked, drawn together: training solid, validation dashed, one
/// colour a run. What is stored is read in the background; what trains is added as it comes.
class RunCurves : public QWidget {
    Q_OBJECT
public:
    RunCurves(window::Workspace& workspace, LiveRuns& live, QWidget* parent = nullptr);
    ~RunCurves() override;

    /// Draws these runs: id and name.
    void setRuns(const std::vector<std::pair<std::int64_t, QString>>& runs);
    const plot::CurvePlot& plot() const { return *plot_; }

private:
    struct Curve {
        QString name;
        int group = 0; ///< its colour, kept while it is drawn
        std::vector<plot::Point> training;
        std::vector<plot::Point> validation;
        std::uint64_t lastStep = 0;
        bool loaded = false;
        QPointer<jobs::Job> loading;
        int trainingSeries = -1;
        int validationSeries = -1;
        std::size_t drawnTraining = 0; ///< points that the plot has been given
        std::size_t drawnValidation = 0;
    };
    struct Stored;

    int freeGroup() const;
    void load(std::int64_t run, std::uint64_t after = 0);
    void addLive(std::int64_t run);
    void restart(std::int64_t run);
    void catchUp();
    void rebuild();
    void drawNew(Curve& curve);

    window::Workspace& workspace_;
    LiveRuns& live_;
    plot::CurvePlot* plot_;
    std::map<std::int64_t, Curve> curves_;
};

} // namespace training
