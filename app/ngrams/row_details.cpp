// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ngrams/row_details.h"

#include "app/ngrams/division.h"
#include "app/window/explanation_panel.h"

#include <QLabel>
#include <QVBoxLayout>

#include <utility>

namespace ngrams {

RowDetails::RowDetails(window::Workspace& workspace, QWidget* parent)
    : QWidget(parent), division_(new QLabel), arithmetic_(new window::ExplanationPanel(workspace)) {
    division_->setTextFormat(Qt::PlainText);
    division_->setWordWrap(true);
    division_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    division_->setObjectName("division");
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(division_);
    layout->addWidget(arithmetic_, 1);
    setHint(tr("Choose a row to see how its probability came about and where it stands in the "
               "corpus."));
}

void RowDetails::setHint(const QString& hint) {
    hint_ = hint;
    clear();
}

void RowDetails::setTable(OpenTablePointer open) {
    open_ = std::move(open);
    arithmetic_->setModel(open_ ? open_->entry.id : 0, open_ ? open_->model : nullptr);
    clear();
}

void RowDetails::clear() {
    division_->setText(hint_);
    arithmetic_->clear();
}

void RowDetails::stop() {
    arithmetic_->stop();
}

QString RowDetails::divisionText() const {
    return division_->text();
}

void RowDetails::showRow(const ngram::TableRow& row) {
    division_->setText(ngrams::divisionText(*open_, row));
    arithmetic_->explain(open_->model->explain(row.history, row.next));
}

} // namespace ngrams
