// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ngrams/estimator_dialog.h"

#include "app/ngrams/estimator_fields.h"
#include "app/window/field_maker.h"
#include "app/window/text.h"

#include <QDialogButtonBox>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace ngrams {

EstimatorDialog::EstimatorDialog(const QString& model, const std::string& own, QWidget* parent)
    : QDialog(parent) {
    setWindowTitle(tr("Another Estimator"));
    auto* words = new QLabel(tr("Makes another model from the counts of “%1”, without counting "
                                "again.")
                                 .arg(model));
    words->setWordWrap(true);
    auto* group = new QWidget;
    auto* form = new QFormLayout(group);
    form->setContentsMargins(0, 0, 0, 0);
    estimator_ = new EstimatorFields(form);
    // The best of them on most texts, unless that is what the model has.
    estimator_->choose(own == "modified-kneser-ney" ? "witten-bell" : "modified-kneser-ney");
    const window::FieldMaker make(form);
    name_ = make.add<QLineEdit>("name", tr("&Name"), tr("Of the model"));
    const auto showName = [this, model] {
        name_->setPlaceholderText(model + " " + window::toQString(spec().name));
    };
    connect(estimator_, &EstimatorFields::edited, this, showName);
    showName();
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    buttons->button(QDialogButtonBox::Cancel)->setAutoDefault(false);
    buttons->addButton(tr("&Make"), QDialogButtonBox::AcceptRole)->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(words);
    layout->addWidget(group);
    layout->addStretch();
    layout->addWidget(buttons);
    constexpr int wide = 500;
    resize(wide, layout->totalHeightForWidth(wide));
}

ngram::EstimatorSpec EstimatorDialog::spec() const {
    return estimator_->spec();
}

std::string EstimatorDialog::name() const {
    return window::toStd(name_->text().trimmed());
}

} // namespace ngrams
