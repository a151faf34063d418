// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ngrams/estimator_fields.h"

#include "app/ngrams/estimator_parameters.h"
#include "app/window/field_maker.h"
#include "app/window/names.h"
#include "app/window/text.h"

namespace ngrams {

EstimatorFields::EstimatorFields(QFormLayout* form) : QObject(form->parentWidget()), form_(form) {
    const window::FieldMaker make(form);
    QVector<QPair<QString, QString>> estimators;
    for (const std::string& name : ngram::estimatorNames())
        estimators.append({window::estimatorTitle(name), window::toQString(name)});
    estimator_ = make.combo("estimator", tr("&Estimator"), tr("How counts become probabilities"),
                            estimators);
    help_ = new QLabel;
    help_->setWordWrap(true);
    help_->setForegroundRole(QPalette::PlaceholderText);
    form->addRow(QString(), help_);
    byHand_ = make.check("by-hand", tr("Set the parameters by &hand"),
                         tr("Otherwise they are estimated from the counts, order by order"));
    for (const std::string& name : ngram::estimatorNames()) {
        auto* parameters = new EstimatorParameters(name);
        parameters_[name] = parameters;
        form->addRow(QString(), parameters);
        connect(parameters, &EstimatorParameters::edited, this, &EstimatorFields::edited);
    }
    connect(estimator_, &QComboBox::currentIndexChanged, this, [this] {
        byHand_->setChecked(parameters_.at(chosen())->isByHand());
        update();
        emit edited();
    });
    connect(byHand_, &QCheckBox::toggled, this, [this](bool checked) {
        parameters_.at(chosen())->setByHand(checked);
        update();
        emit edited();
    });
    update();
}

void EstimatorFields::choose(const std::string& estimator) {
    estimator_->setCurrentIndex(estimator_->findData(window::toQString(estimator)));
}

std::string EstimatorFields::chosen() const {
    return window::toStd(estimator_->currentData().toString());
}

ngram::EstimatorSpec EstimatorFields::spec() const {
    return parameters_.at(chosen())->spec();
}

void EstimatorFields::update() {
    const std::string name = chosen();
    help_->setText(help(name));
    for (const auto& [estimator, parameters] : parameters_)
        form_->setRowVisible(parameters, estimator == name && !parameters->isEmpty());
    const EstimatorParameters& own = *parameters_.at(name);
    form_->setRowVisible(byHand_, own.isEstimated());
    parameters_.at(name)->setEnabled(!own.isEstimated() || byHand_->isChecked());
    makeRoom();
}

void EstimatorFields::makeRoom() const {
    QWidget* window = form_->parentWidget()->window();
    if (!window->isVisible() || window->layout() == nullptr)
        return;
    window->layout()->activate();
    const int needed = window->layout()->totalHeightForWidth(window->width());
    if (needed > window->height())
        window->resize(window->width(), needed);
}

QString EstimatorFields::help(const std::string& estimator) {
    if (estimator == "add-k")
        return tr("(C(history, next) + k) / (C(history) + k V), V tokens that can come next: "
                  "nothing is impossible.");
    if (estimator == "good-turing")
        return tr("Counts up to 5 are lowered by how many n-grams were seen once more; what that "
                  "frees goes to tokens not seen after the history.");
    if (estimator == "jelinek-mercer")
        return tr("The relative frequencies of all orders, mixed by weights that predict each "
                  "n-gram best from all the others.");
    if (estimator == "witten-bell")
        return tr("The more different tokens followed a history, the more is left for new ones.");
    if (estimator == "absolute")
        return tr("The same discount is taken from each count and goes to the shorter history.");
    if (estimator == "kneser-ney")
        return tr("Absolute discounting whose shorter histories count in how many places a token "
                  "stands, not how often.");
    if (estimator == "modified-kneser-ney")
        return tr("Kneser-Ney with three discounts, for counts of 1, 2, and 3 or more: the best of "
                  "them on most texts.");
    if (estimator == "stupid-backoff")
        return tr("The relative frequency, or α times that after the shorter history: quick, but "
                  "no distribution, because the scores do not sum to 1.");
    return tr("C(history, next) / C(history): what was never seen is impossible.");
}

} // namespace ngrams
