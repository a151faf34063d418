// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/rate_dialog.h"

#include "app/jobs/job_manager.h"
#include "app/jobs/relay.h"
#include "app/plot/export_button.h"
#include "app/training/log_spin_box.h"
#include "app/window/text.h"
#include "app/window/workspace.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include <utility>

namespace training {

RateDialog::RateDialog(window::Workspace& workspace, tasks::NeuralRequest request, QWidget* parent)
    : QDialog(parent), workspace_(workspace), request_(std::move(request)) {
    setObjectName("rateDialog");
    setWindowTitle(tr("Find a Learning Rate"));
    auto* column = new QVBoxLayout(this);
    auto* what = new QLabel(
        tr("A new network takes steps of an ever larger learning rate (Smith 2017). A good rate is "
           "where the loss falls fast, well before it rises."),
        this);
    what->setWordWrap(true);
    column->addWidget(what);
    addRange();
    addPlot();
    addChoice();
    resize(720, 520);
}

RateDialog::~RateDialog() {
    if (job_)
        job_->stop();
}

void RateDialog::addRange() {
    const neural::RateRange usual;
    auto* row = new QHBoxLayout;
    const auto add = [this, row](const char* name, const QString& text, auto* field) {
        auto* label = new QLabel(text, this);
        label->setBuddy(field);
        field->setObjectName(name);
        field->setAlignment(Qt::AlignRight);
        row->addWidget(label);
        row->addWidget(field, 1);
        return field;
    };
    lowest_ = add("lowestRate", tr("&From:"), new LogSpinBox(this));
    highest_ = add("highestRate", tr("&To:"), new LogSpinBox(this));
    for (auto* field : {lowest_, highest_})
        field->setRange(1e-8, 100);
    lowest_->setValue(usual.lowest);
    highest_->setValue(usual.highest);
    steps_ = add("rateSteps", tr("Ste&ps:"), new QSpinBox(this));
    steps_->setRange(10, 100'000);
    steps_->setValue(static_cast<int>(usual.steps));
    start_ = new QPushButton(tr("&Start"), this);
    start_->setObjectName("startRates");
    start_->setDefault(true);
    row->addWidget(start_);
    qobject_cast<QVBoxLayout*>(layout())->addLayout(row);
    connect(start_, &QPushButton::clicked, this, &RateDialog::startOrStop);
}

void RateDialog::addPlot() {
    plot_ = new plot::CurvePlot(this);
    plot_->setObjectName("rateCurve");
    plot_->setAccessibleName(tr("Loss over the learning rate"));
    plot_->setAxisTitles(tr("Learning rate"), tr("Loss (nats per token)"));
    plot_->setScales(plot::Scale::Logarithmic, plot::Scale::Linear);
    plot_->setEmptyText(tr("Press Start: some hundred steps show where the loss falls."));
    said_ = new QLabel(this);
    said_->setObjectName("rateSaid");
    said_->setAccessibleName(tr("Result"));
    said_->setWordWrap(true);
    said_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* row = new QHBoxLayout;
    row->addWidget(said_, 1);
    row->addWidget(new plot::ExportButton(plot_, tr("learning rates"), this), 0, Qt::AlignTop);
    auto* column = qobject_cast<QVBoxLayout*>(layout());
    column->addWidget(plot_, 1);
    column->addLayout(row);
    connect(plot_, &plot::CurvePlot::clicked, this, &RateDialog::choose);
}

void RateDialog::addChoice() {
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    use_ = buttons->addButton(tr("&Use This Rate"), QDialogButtonBox::AcceptRole);
    use_->setObjectName("useRate");
    use_->setEnabled(false);
    rate_ = new LogSpinBox(this);
    rate_->setObjectName("chosenRate");
    rate_->setRange(1e-8, 100);
    rate_->setEnabled(false);
    rate_->setAlignment(Qt::AlignRight);
    rate_->setValue(request_.spec.training.learningRate);
    auto* label = new QLabel(tr("&Rate:"), this);
    label->setBuddy(rate_);
    auto* row = new QHBoxLayout;
    row->addWidget(label);
    row->addWidget(rate_);
    row->addStretch();
    row->addWidget(buttons);
    qobject_cast<QVBoxLayout*>(layout())->addLayout(row);
    connect(rate_, &QDoubleSpinBox::valueChanged, plot_,
            [this](double rate) { plot_->setMarker(rate); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        emit chosen(rate_->value());
        accept();
    });
}

void RateDialog::startOrStop() {
    if (job_) {
        job_->stop();
        return;
    }
    const neural::RateRange range{lowest_->value(), highest_->value(),
                                  static_cast<std::uint64_t>(steps_->value())};
    points_.clear();
    draw({});
    plot_->setMarker(std::nullopt);
    rate_->setEnabled(false);
    use_->setEnabled(false);
    said_->setText(tr("Preparing the text…"));
    start_->setText(tr("&Stop"));
    const jobs::Relay<neural::RatePoint> relay(this, [this, number = ++test_](
                                                         std::vector<neural::RatePoint> points) {
        if (!job_ || number != test_)
            return; // the rest of one that is over
        points_.insert(points_.end(), points.begin(), points.end());
        draw(points_);
        said_->setText(tr("%1 of %2 steps")
                           .arg(window::formatCount(points_.size()),
                                window::formatCount(static_cast<std::uint64_t>(steps_->value()))));
    });
    job_ = workspace_.jobManager().start(
        tr("Finding a learning rate"), jobs::JobManager::CanPause,
        [request = request_, range, relay](base::Progress& progress, const std::stop_token& stop) {
            return tasks::testRates(
                request, range, [&relay](const neural::RatePoint& point) { relay.push(point); },
                progress, stop);
        },
        this, [this](const tasks::RateTest& test) { onDone(test); });
    connect(job_, &jobs::Job::cancelled, this, [this] { onEnded(tr("Stopped.")); });
    connect(job_, &jobs::Job::failed, this, &RateDialog::onEnded);
}

/// The losses as they are, pale, and without their noise.
void RateDialog::draw(const std::vector<neural::RatePoint>& points) {
    plot_->removeAllSeries();
    if (points.empty())
        return;
    const auto curve = [](const std::vector<neural::RatePoint>& from) {
        std::vector<plot::Point> to;
        for (const neural::RatePoint& point : from)
            to.push_back({point.rate, point.loss});
        return to;
    };
    plot_->append(plot_->addSeries(tr("loss"), 0, plot::Stroke::Pale), curve(points));
    plot_->append(plot_->addSeries(tr("loss, smoothed"), 0, plot::Stroke::Full),
                  curve(neural::smoothed(points)));
}

void RateDialog::onDone(const tasks::RateTest& test) {
    points_ = test.points;
    draw(points_);
    if (!test.suggestion)
        return onEnded(tr("The loss falls at no rate. Try more steps, or other rates."));
    onEnded(tr("The loss falls most steeply at a rate of %1. Click into the curve to choose "
               "another.")
                .arg(window::formatNumber(*test.suggestion, 2)));
    choose(*test.suggestion);
}

void RateDialog::onEnded(const QString& said) {
    job_ = nullptr;
    start_->setText(tr("&Start"));
    said_->setText(said);
}

void RateDialog::choose(double rate) {
    if (points_.empty() || job_)
        return;
    rate_->setEnabled(true);
    use_->setEnabled(true);
    // Two digits: more would say what nobody knows.
    rate_->setValue(QString::number(rate, 'g', 2).toDouble());
    plot_->setMarker(rate_->value());
}

} // namespace training
