// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ngrams/prune_dialog.h"

#include "app/window/field_maker.h"
#include "app/window/text.h"

#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <cmath>

namespace ngrams {

namespace {

constexpr double off = -16; ///< the exponent that stands for no entropy pruning

} // namespace

PruneDialog::PruneDialog(const QString& model, bool hasCounts, QWidget* parent) : QDialog(parent) {
    setWindowTitle(tr("Prune %1").arg(model));
    auto* words = new QLabel(tr("Makes a smaller model: rare n-grams, or those that hardly change "
                                "what the model says, are left out and what they were given goes "
                                "to the shorter history."));
    words->setWordWrap(true);
    auto* form = new QFormLayout;
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(words);
    layout->addLayout(form);
    const window::FieldMaker make(form);
    counts_ = make.add<QLineEdit>("counts", tr("&Counts"),
                                  tr("For each order: n-grams seen up to so often are left out; "
                                     "the last number holds for longer ones too"));
    counts_->setPlaceholderText(hasCounts ? tr("none; 0,0,1 leaves out trigrams seen once")
                                          : tr("this model has no counts"));
    counts_->setEnabled(hasCounts);
    exponent_ = make.add<QDoubleSpinBox>(
        "entropy", tr("&Entropy"),
        tr("N-grams are left out that change perplexity by less than this share (Stolcke 1998)"));
    exponent_->setRange(off, -1);
    exponent_->setDecimals(1);
    exponent_->setSingleStep(0.5);
    exponent_->setPrefix(QStringLiteral("10^"));
    exponent_->setSpecialValueText(tr("none"));
    exponent_->setValue(hasCounts ? off : -7);
    exponent_->setAlignment(Qt::AlignRight);
    name_ = make.add<QLineEdit>("name", tr("&Name"), tr("Of the model"));
    name_->setPlaceholderText(tr("%1 pruned").arg(model));
    why_ = new QLabel;
    why_->setWordWrap(true);
    layout->addWidget(why_);
    layout->addStretch();
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    // While the other cannot be pressed, Enter would cancel.
    buttons->button(QDialogButtonBox::Cancel)->setAutoDefault(false);
    prune_ = buttons->addButton(tr("&Prune"), QDialogButtonBox::AcceptRole);
    prune_->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(counts_, &QLineEdit::textChanged, this, &PruneDialog::update);
    connect(exponent_, &QDoubleSpinBox::valueChanged, this, &PruneDialog::update);
    layout->addWidget(buttons);
    update();
    resize(460, sizeHint().height());
}

ngram::PruneSpec PruneDialog::spec() const {
    return {ngram::pruneCountsFromText(window::toStd(counts_->text().remove(QLatin1Char(' ')))),
            exponent_->value() > off ? std::pow(10, exponent_->value()) : 0};
}

std::string PruneDialog::name() const {
    return window::toStd(name_->text().trimmed());
}

void PruneDialog::update() {
    QString problem;
    try {
        if (spec() == ngram::PruneSpec{})
            problem = tr("Say by counts or by entropy what is to be left out.");
    } catch (const std::exception& error) {
        problem = window::describe(error);
    }
    why_->setText(problem);
    prune_->setEnabled(problem.isEmpty());
}

} // namespace ngrams
