// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ngrams/row_details.h"

#include "app/ngrams/division.h"
#include "app/ngrams/occurrence_panel.h"
#include "app/window/explanation_tree.h"

#include <QLabel>
#include <QSplitter>
#include <QVBoxLayout>

#include <utility>

namespace ngrams {

RowDetails::RowDetails(window::Workspace& workspace, QWidget* parent)
    : QWidget(parent),
      division_(new QLabel),
      arithmetic_(new window::ExplanationTree),
      occurrences_(new OccurrencePanel(workspace)) {
    division_->setTextFormat(Qt::PlainText);
    division_->setWordWrap(true);
    division_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    division_->setObjectName("division");
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(division_);
    auto* halves = new QSplitter(Qt::Vertical);
    halves->setChildrenCollapsible(false);
    halves->addWidget(arithmetic_);
    halves->addWidget(occurrences_);
    layout->addWidget(halves, 1);
    connect(arithmetic_, &window::ExplanationTree::ngramChosen, this,
            [this](const std::vector<text::TokenId>& ngram) { occurrences_->showNgram(ngram); });
    setHint(tr("Choose a row to see how its probability came about and where it stands in the "
               "corpus."));
}

void RowDetails::setHint(const QString& hint) {
    hint_ = hint;
    clear();
}

void RowDetails::setTable(OpenTablePointer open) {
    open_ = std::move(open);
    occurrences_->setModel(open_ ? open_->entry : library::Model{});
    clear();
}

void RowDetails::clear() {
    division_->setText(hint_);
    arithmetic_->clear();
    occurrences_->clear();
}

void RowDetails::stop() {
    occurrences_->stop();
}

QString RowDetails::divisionText() const {
    return division_->text();
}

void RowDetails::showRow(const ngram::TableRow& row) {
    division_->setText(ngrams::divisionText(*open_, row));
    arithmetic_->show(open_->model->explain(row.history, row.next), open_->model.get());
    std::vector<text::TokenId> ngram = row.history;
    ngram.push_back(row.next);
    occurrences_->showNgram(std::move(ngram));
}

} // namespace ngrams
