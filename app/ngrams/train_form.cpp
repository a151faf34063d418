// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ngrams/train_form.h"

#include "app/ngrams/estimator_fields.h"
#include "app/window/field_maker.h"
#include "app/window/text.h"
#include "app/window/text_fields.h"
#include "app/window/workspace.h"

#include <QDialogButtonBox>
#include <QGroupBox>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace ngrams {

TrainForm::TrainForm(window::Workspace& workspace, QWidget* parent)
    : QDialog(parent), workspace_(workspace) {
    setWindowTitle(tr("Train an N-gram Model"));
    why_ = new QLabel;
    why_->setWordWrap(true);

    auto* textGroup = new QGroupBox(tr("Text"));
    text_ =
        new window::TextFields(workspace, new QFormLayout(textGroup), text::TokenizerKind::Words);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(textGroup);
    layout->addWidget(makeModel());
    layout->addWidget(why_);
    layout->addStretch();
    // After the fields, and so behind them in the order of Tab: the focus begins in the list, and
    // Enter trains.
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    buttons->button(QDialogButtonBox::Cancel)->setAutoDefault(false);
    train_ = buttons->addButton(tr("&Train"), QDialogButtonBox::AcceptRole);
    train_->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons);
    connect(text_, &window::TextFields::edited, this, &TrainForm::update);
    update();
    resize(500, sizeHint().height());
}

QWidget* TrainForm::makeModel() {
    auto* group = new QGroupBox(tr("Model"));
    auto* form = new QFormLayout(group);
    const window::FieldMaker make(form);
    order_ = make.spin("order", tr("Or&der"),
                       tr("An n-gram model of order n looks at the n − 1 tokens before"), 1,
                       static_cast<int>(ngram::maximumOrder), 2);
    estimator_ = new EstimatorFields(form);
    name_ = make.add<QLineEdit>("name", tr("&Name"), tr("Of the model"));
    name_->setPlaceholderText(tr("Made from the corpus and the order"));
    return group;
}

void TrainForm::update() {
    const QString problem = text_->problem();
    train_->setEnabled(problem.isEmpty());
    why_->setText(problem);
}

tasks::NgramRequest TrainForm::request() const {
    tasks::NgramRequest request;
    request.library = workspace_.folder();
    request.corpora = text_->corpora();
    request.tokenizer = text_->tokenizer();
    request.cut = text_->cut();
    request.order = static_cast<unsigned>(order_->value());
    request.estimator = estimator_->spec();
    request.name = window::toStd(name_->text().trimmed());
    return request;
}

} // namespace ngrams
