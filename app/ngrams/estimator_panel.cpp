// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ngrams/estimator_panel.h"

#include "app/ngrams/estimator_parameters.h"
#include "app/plot/grouped_bars.h"
#include "app/window/names.h"

#include <QCheckBox>
#include <QEvent>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <map>

namespace ngrams {

namespace {

constexpr int indent = 24; ///< of the sliders below their box

} // namespace

EstimatorPanel::EstimatorPanel(QWidget* parent) : QWidget(parent) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(6, 4, 6, 4);
    layout->setSpacing(4);
    for (const std::string& name : ngram::estimatorNames())
        rows_.push_back(makeRow(name));
    all_ = new QCheckBox(tr("All estimators"));
    all_->setObjectName("show-all");
    layout->addWidget(all_);
    connect(all_, &QCheckBox::clicked, this, [this] {
        // What is checked in part becomes whole.
        const bool checks = std::any_of(rows_.begin(), rows_.end(),
                                        [](const Row& one) { return !one.box->isChecked(); });
        {
            const QSignalBlocker blocker(this); // one change for all
            for (const Row& one : rows_)
                one.box->setChecked(checks);
        }
        countChecked();
        emit changed();
    });
    // By index: the rows stay where they are from here on.
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        Row& made = rows_[i];
        auto* head = new QHBoxLayout;
        head->addWidget(made.box, 1);
        if (made.reset != nullptr)
            head->addWidget(made.reset);
        layout->addLayout(head);
        layout->addWidget(made.parameters);
        made.parameters->hide();
        connect(made.box, &QCheckBox::toggled, this, [this, i](bool checked) {
            rows_[i].parameters->setVisible(checked && !rows_[i].parameters->isEmpty());
            if (rows_[i].reset != nullptr)
                rows_[i].reset->setVisible(checked);
            countChecked();
            emit changed();
        });
        connect(made.parameters, &EstimatorParameters::edited, this, [this, i] {
            updateReset(rows_[i]);
            emit changed();
        });
        if (made.reset != nullptr) {
            made.reset->hide();
            connect(made.reset, &QToolButton::clicked, this, [this, i] {
                reset(rows_[i]);
                emit changed();
            });
        }
    }
    layout->addStretch();
    colorBoxes();
    const QSignalBlocker blocker(this);
    for (const char* shown : {"mle", "add-k", "witten-bell", "modified-kneser-ney"})
        row(shown).box->setChecked(true);
}

void EstimatorPanel::countChecked() {
    const auto checked = std::count_if(rows_.begin(), rows_.end(),
                                       [](const Row& one) { return one.box->isChecked(); });
    const bool isAll = checked == static_cast<std::ptrdiff_t>(rows_.size());
    all_->setCheckState(isAll ? Qt::Checked : checked == 0 ? Qt::Unchecked : Qt::PartiallyChecked);
}

EstimatorPanel::Row EstimatorPanel::makeRow(const std::string& name) {
    Row made;
    made.name = name;
    const QString title = window::estimatorTitle(name);
    made.box = new QCheckBox(title);
    made.box->setObjectName(QString::fromStdString("show-" + name));
    made.parameters = new EstimatorParameters(name);
    made.parameters->layout()->setContentsMargins(indent, 0, 0, 6);
    if (!made.parameters->isEmpty())
        addReset(made, title);
    return made;
}

void EstimatorPanel::addReset(Row& row, const QString& title) {
    const bool isEstimated = row.parameters->isEstimated();
    row.reset = new QToolButton;
    row.reset->setText(isEstimated ? tr("From the counts") : tr("Usual value"));
    row.reset->setToolTip(isEstimated ? tr("Back to what is estimated from the counts")
                                      : tr("Back to the value that is used where none is given"));
    row.reset->setAccessibleName(tr("%1: %2").arg(title, row.reset->text()));
    row.reset->setObjectName(QString::fromStdString("reset-" + row.name));
    row.reset->setFocusPolicy(Qt::StrongFocus);
    row.reset->setEnabled(false);
}

std::size_t EstimatorPanel::styleOf(const std::string& name) {
    // Seven colours and then stripes. Striped like their kin: Kneser-Ney as its modified form,
    // stupid back-off as the relative frequency that it begins with, absolute discounting, which
    // takes the same from each count, as add-k, which gives it. Yellow, the seventh, is too close
    // to orange on a light background.
    static const std::map<std::string, std::size_t> styles{{"modified-kneser-ney", 0},
                                                           {"mle", 1},
                                                           {"add-k", 2},
                                                           {"witten-bell", 3},
                                                           {"good-turing", 4},
                                                           {"jelinek-mercer", 5},
                                                           {"kneser-ney", 7},
                                                           {"stupid-backoff", 8},
                                                           {"absolute", 9}};
    const auto found = styles.find(name);
    return found == styles.end() ? 6 : found->second;
}

EstimatorPanel::Row& EstimatorPanel::row(const std::string& name) {
    return *std::find_if(rows_.begin(), rows_.end(),
                         [&](const Row& each) { return each.name == name; });
}

void EstimatorPanel::updateReset(const Row& row) {
    if (row.reset == nullptr)
        return;
    const bool byHand = row.parameters->isByHand();
    // A button that is disabled while it has the focus would send the focus elsewhere.
    if (!byHand && row.reset->hasFocus())
        row.box->setFocus(Qt::OtherFocusReason);
    row.reset->setEnabled(byHand);
}

void EstimatorPanel::reset(const Row& row) {
    row.parameters->setByHand(false);
    updateReset(row);
}

void EstimatorPanel::setModel(const ngram::EstimatorSpec& spec) {
    const QSignalBlocker blocker(this);
    for (const Row& each : rows_)
        reset(each);
    weights_ = spec.weights;
    const Row& own = row(spec.name);
    own.box->setChecked(true);
    own.parameters->setSpec(spec);
    updateReset(own);
}

ngram::EstimatorSpec EstimatorPanel::specOf(const Row& row) const {
    ngram::EstimatorSpec spec = row.parameters->spec();
    if (row.name == "jelinek-mercer")
        spec.weights = weights_;
    return spec;
}

std::vector<ngram::EstimatorSpec> EstimatorPanel::chosen() const {
    std::vector<ngram::EstimatorSpec> specs;
    for (const Row& each : rows_)
        if (each.box->isChecked())
            specs.push_back(specOf(each));
    return specs;
}

void EstimatorPanel::showEstimated(const std::vector<ngram::LabEstimate>& estimates) {
    for (const ngram::LabEstimate& estimate : estimates)
        row(estimate.spec.name).parameters->showEstimated(estimate.parameters);
}

void EstimatorPanel::colorBoxes() {
    for (const Row& each : rows_)
        each.box->setIcon(plot::seriesSwatch(styleOf(each.name), palette()));
}

void EstimatorPanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        colorBoxes();
}

} // namespace ngrams
