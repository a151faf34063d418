// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ngrams/train_form.h"

#include "app/window/field_maker.h"
#include "app/window/names.h"
#include "app/window/text.h"
#include "app/window/text_fields.h"
#include "app/window/workspace.h"

#include <QDialogButtonBox>
#include <QDoubleSpinBox>
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
    QVector<QPair<QString, QString>> estimators;
    for (const std::string& name : ngram::estimatorNames())
        estimators.append({window::estimatorTitle(name), window::toQString(name)});
    estimator_ = make.combo("estimator", tr("&Estimator"), tr("How counts become probabilities"),
                            estimators);
    estimatorHelp_ = new QLabel;
    estimatorHelp_->setWordWrap(true);
    estimatorHelp_->setForegroundRole(QPalette::PlaceholderText);
    form->addRow(QString(), estimatorHelp_);
    k_ = make.add<QDoubleSpinBox>("k", tr("k"), tr("What is added to every count"));
    k_->setDecimals(4);
    k_->setRange(0.0001, 1000);
    k_->setValue(1);
    k_->setAlignment(Qt::AlignRight);
    name_ = make.add<QLineEdit>("name", tr("&Name"), tr("Of the model"));
    name_->setPlaceholderText(tr("Made from the corpus and the order"));
    connect(estimator_, &QComboBox::currentIndexChanged, this, &TrainForm::update);
    return group;
}

QString TrainForm::estimatorHelp(const QString& estimator) {
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
        return tr("The relative frequency, or 0.4 times that after the shorter history: quick, but "
                  "no distribution, because the scores do not sum to 1.");
    return tr("C(history, next) / C(history): what was never seen is impossible.");
}

void TrainForm::update() {
    const QString estimator = estimator_->currentData().toString();
    estimatorHelp_->setText(estimatorHelp(estimator));
    k_->setEnabled(estimator == "add-k");
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
    request.estimator = {window::toStd(estimator_->currentData().toString()), k_->value()};
    request.name = window::toStd(name_->text().trimmed());
    return request;
}

} // namespace ngrams
