// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/curve_controls.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QSlider>
#include <QToolButton>

namespace training {

namespace {

constexpr int finest = 100; ///< the slider's steps to a weight of 1, which is out of reach

} // namespace

CurveControls::CurveControls(QWidget* parent) : QWidget(parent), row_(new QHBoxLayout(this)) {
    row_->setContentsMargins(0, 0, 0, 0);
    auto* axisLabel = new QLabel(tr("O&ver:"), this);
    axis_ = new QComboBox(this);
    axis_->setObjectName("timeAxis");
    axis_->setAccessibleName(tr("What the curves are drawn over"));
    axis_->setToolTip(tr("Steps, the tokens that were learnt from, or the time that was spent "
                         "training"));
    axis_->addItem(tr("Steps"), static_cast<int>(TimeAxis::Step));
    axis_->addItem(tr("Tokens"), static_cast<int>(TimeAxis::Tokens));
    axis_->addItem(tr("Time"), static_cast<int>(TimeAxis::Seconds));
    axisLabel->setBuddy(axis_);
    const auto check = [this](const char* name, const QString& text, const QString& tip) {
        auto* box = new QCheckBox(text, this);
        box->setObjectName(name);
        box->setToolTip(tip);
        connect(box, &QCheckBox::toggled, this, &CurveControls::changed);
        return box;
    };
    logarithmicX_ = check("logarithmicX", tr("log x"), tr("A logarithmic horizontal axis"));
    logarithmicY_ = check("logarithmicY", tr("log y"), tr("Logarithmic vertical axes"));

    auto* smoothingLabel = new QLabel(tr("S&moothing:"), this);
    smoothing_ = new QSlider(Qt::Horizontal, this);
    smoothing_->setObjectName("smoothing");
    smoothing_->setAccessibleName(tr("Smoothing"));
    smoothing_->setToolTip(tr("An exponential moving average: the weight of what was before"));
    smoothing_->setRange(0, finest - 1);
    smoothing_->setPageStep(finest / 10);
    smoothing_->setMinimumWidth(60);
    smoothing_->setMaximumWidth(140);
    smoothingLabel->setBuddy(smoothing_);
    smoothingText_ = new QLabel(this);
    smoothingText_->setMinimumWidth(fontMetrics().horizontalAdvance(QStringLiteral("0.00")) + 2);

    auto* shown = new QToolButton(this);
    shown->setObjectName("shownCurves");
    shown->setText(tr("Curves"));
    shown->setToolTip(tr("What is drawn"));
    shown->setPopupMode(QToolButton::InstantPopup);
    shown->setFocusPolicy(Qt::StrongFocus);
    auto* menu = new QMenu(shown);
    gradientNorm_ = addShown(menu, "gradientNorm", tr("&Gradient norm"));
    learningRate_ = addShown(menu, "learningRateCurve", tr("&Learning rate"));
    accuracy_ = addShown(menu, "accuracy", tr("&Accuracy of labels and preferences"), false);
    menu->addSeparator();
    perplexity_ = addShown(menu, "perplexity", tr("&Perplexity instead of nats"), false);
    shown->setMenu(menu);

    for (QWidget* widget : std::initializer_list<QWidget*>{axisLabel, axis_, logarithmicX_,
                                                           logarithmicY_, smoothingLabel})
        row_->addWidget(widget);
    row_->addWidget(smoothing_, 1);
    row_->addWidget(smoothingText_);
    row_->addStretch();
    row_->addWidget(shown);

    const auto showSmoothing = [this] {
        smoothingText_->setText(QLocale().toString(options().smoothing, 'f', 2));
    };
    showSmoothing();
    connect(axis_, &QComboBox::currentIndexChanged, this, &CurveControls::changed);
    connect(smoothing_, &QSlider::valueChanged, this, [this, showSmoothing] {
        showSmoothing();
        emit changed();
    });
}

QAction* CurveControls::addShown(QMenu* menu, const char* name, const QString& text, bool usual) {
    QAction* action = menu->addAction(text);
    action->setObjectName(name);
    action->setCheckable(true);
    action->setChecked(usual);
    connect(action, &QAction::toggled, this, &CurveControls::changed);
    return action;
}

CurveOptions CurveControls::options() const {
    return {static_cast<TimeAxis>(axis_->currentData().toInt()),
            logarithmicX_->isChecked(),
            logarithmicY_->isChecked(),
            static_cast<double>(smoothing_->value()) / finest,
            gradientNorm_->isChecked(),
            learningRate_->isChecked(),
            accuracy_->isChecked(),
            perplexity_->isChecked()};
}

void CurveControls::addWidget(QWidget* widget) {
    row_->addWidget(widget);
}

QVariantMap CurveControls::state() const {
    return {{"axis", axis_->currentData()},
            {"logarithmicX", logarithmicX_->isChecked()},
            {"logarithmicY", logarithmicY_->isChecked()},
            {"smoothing", smoothing_->value()},
            {"gradientNorm", gradientNorm_->isChecked()},
            {"learningRate", learningRate_->isChecked()},
            {"accuracy", accuracy_->isChecked()},
            {"perplexity", perplexity_->isChecked()}};
}

void CurveControls::setState(const QVariantMap& state) {
    const auto flag = [&state](const char* name, bool usual) {
        return state.value(name, usual).toBool();
    };
    axis_->setCurrentIndex(std::max(axis_->findData(state.value("axis")), 0));
    logarithmicX_->setChecked(flag("logarithmicX", false));
    logarithmicY_->setChecked(flag("logarithmicY", false));
    smoothing_->setValue(state.value("smoothing", 0).toInt());
    gradientNorm_->setChecked(flag("gradientNorm", true));
    learningRate_->setChecked(flag("learningRate", true));
    accuracy_->setChecked(flag("accuracy", false));
    perplexity_->setChecked(flag("perplexity", false));
}

} // namespace training
