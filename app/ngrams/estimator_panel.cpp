// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ngrams/estimator_panel.h"

#include "app/ngrams/parameter_slider.h"
#include "app/plot/grouped_bars.h"
#include "app/window/names.h"

#include <QCheckBox>
#include <QEvent>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <map>

namespace ngrams {

namespace {

constexpr int indent = 24; ///< of the sliders below their box

bool isEstimated(const std::string& name) {
    return name != "add-k" && name != "stupid-backoff";
}

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
        layout->addWidget(made.body);
        made.body->hide();
        connect(made.box, &QCheckBox::toggled, this, [this, i](bool checked) {
            rows_[i].body->setVisible(checked && !rows_[i].sliders.empty());
            if (rows_[i].reset != nullptr)
                rows_[i].reset->setVisible(checked);
            countChecked();
            emit changed();
        });
        for (ParameterSlider* slider : made.sliders)
            connect(slider, &ParameterSlider::edited, this, [this, i] {
                setByHand(rows_[i], true);
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
    using Scale = ParameterSlider::Scale;
    Row made;
    made.name = name;
    const QString title = window::estimatorTitle(name);
    made.box = new QCheckBox(title);
    made.box->setObjectName(QString::fromStdString("show-" + name));
    made.body = new QWidget;
    auto* layout = new QVBoxLayout(made.body);
    layout->setContentsMargins(indent, 0, 0, 6);
    layout->setSpacing(2);
    const auto add = [&](const QString& symbol, const QString& tip, Scale scale, double smallest,
                         double largest, double value) {
        auto* slider = new ParameterSlider(symbol, title, tip, scale, smallest, largest);
        slider->setObjectName(QString::fromStdString(name + "-") + symbol);
        slider->setValue(value);
        layout->addWidget(slider);
        made.sliders.push_back(slider);
    };
    const std::size_t discounts = ngram::discountsOf(name);
    if (name == "add-k")
        add(QStringLiteral("k"), tr("What is added to every count (the slider is logarithmic)"),
            Scale::Logarithmic, 0.0001, 1000, ngram::EstimatorSpec{}.k);
    if (name == "stupid-backoff")
        add(QStringLiteral("α"), tr("What the shorter history's score is multiplied by"),
            Scale::Linear, 0, 1, ngram::EstimatorSpec{}.alpha);
    if (name == "jelinek-mercer")
        add(QStringLiteral("λ"),
            tr("The share of the longest history's relative frequency; the rest goes to the "
               "shorter one. Set by hand, it holds for every history"),
            Scale::Linear, 0, 1, 0.5);
    if (discounts == 1)
        add(QStringLiteral("D"),
            tr("What is taken from every count. Set by hand, it holds for "
               "all orders"),
            Scale::Linear, 0, 1, 0.5);
    if (discounts == 3) {
        const std::array<QString, 3> tips{
            tr("What is taken from counts of 1. Set by hand, it holds for all orders"),
            tr("What is taken from counts of 2. Set by hand, it holds for all orders"),
            tr("What is taken from counts of 3 and more. Set by hand, it holds for all orders")};
        for (std::size_t i = 0; i < discounts; ++i)
            add(QStringLiteral("D%1%2").arg(i + 1).arg(i == 2 ? "+" : ""), tips[i], Scale::Linear,
                0, static_cast<double>(i + 1), static_cast<double>(i + 1) / 2);
    }
    if (made.sliders.empty())
        return made;
    if (isEstimated(name)) {
        auto* reach = new QLabel(discounts > 0 ? tr("Set by hand: for all orders")
                                               : tr("Set by hand: for every history"));
        reach->setForegroundRole(QPalette::PlaceholderText);
        layout->addWidget(reach);
    }
    made.reset = new QToolButton;
    made.reset->setText(isEstimated(name) ? tr("From the counts") : tr("Usual value"));
    made.reset->setToolTip(isEstimated(name)
                               ? tr("Back to what is estimated from the counts")
                               : tr("Back to the value that is used where none is given"));
    made.reset->setAccessibleName(tr("%1: %2").arg(title, made.reset->text()));
    made.reset->setObjectName(QString::fromStdString("reset-" + name));
    made.reset->setFocusPolicy(Qt::StrongFocus);
    made.reset->setEnabled(false);
    return made;
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

void EstimatorPanel::setByHand(Row& row, bool byHand) {
    row.byHand = byHand;
    if (row.reset == nullptr)
        return;
    // A button that is disabled while it has the focus would send the focus elsewhere.
    if (!byHand && row.reset->hasFocus())
        row.box->setFocus(Qt::OtherFocusReason);
    row.reset->setEnabled(byHand);
}

void EstimatorPanel::reset(Row& row) {
    setByHand(row, false);
    if (row.name == "add-k")
        row.sliders[0]->setValue(ngram::EstimatorSpec{}.k);
    if (row.name == "stupid-backoff")
        row.sliders[0]->setValue(ngram::EstimatorSpec{}.alpha);
}

void EstimatorPanel::setModel(const ngram::EstimatorSpec& spec) {
    const QSignalBlocker blocker(this);
    for (Row& each : rows_)
        reset(each);
    weights_ = spec.weights;
    Row& own = row(spec.name);
    own.box->setChecked(true);
    std::vector<double> values;
    if (spec.discounts.size() == 1)
        values = spec.discounts[0];
    else if (spec.lambda)
        values = {*spec.lambda};
    else if (spec.name == "add-k" && spec.k != ngram::EstimatorSpec{}.k)
        values = {spec.k};
    else if (spec.name == "stupid-backoff" && spec.alpha != ngram::EstimatorSpec{}.alpha)
        values = {spec.alpha};
    if (values.size() != own.sliders.size() || values.empty())
        return;
    setByHand(own, true);
    for (std::size_t i = 0; i < values.size(); ++i)
        own.sliders[i]->setValue(values[i]);
}

ngram::EstimatorSpec EstimatorPanel::specOf(const Row& row) const {
    ngram::EstimatorSpec spec{row.name};
    if (row.name == "jelinek-mercer")
        spec.weights = weights_;
    if (!row.byHand)
        return spec;
    std::vector<double> values;
    for (const ParameterSlider* slider : row.sliders)
        values.push_back(slider->value());
    if (row.name == "add-k")
        spec.k = values[0];
    else if (row.name == "stupid-backoff")
        spec.alpha = values[0];
    else if (row.name == "jelinek-mercer")
        spec.lambda = values[0];
    else
        spec.discounts = {values};
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
    for (const ngram::LabEstimate& estimate : estimates) {
        const Row& known = row(estimate.spec.name);
        if (known.byHand || known.sliders.size() != estimate.parameters.size())
            continue;
        for (std::size_t i = 0; i < known.sliders.size(); ++i)
            known.sliders[i]->setValue(estimate.parameters[i]);
    }
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
