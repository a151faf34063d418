// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ngrams/row_details.h"

#include "app/ngrams/division.h"
#include "app/ngrams/occurrence_panel.h"

#include <QLabel>
#include <QVBoxLayout>

#include <utility>

namespace ngrams {

RowDetails::RowDetails(window::Workspace& workspace, QWidget* parent)
    : QWidget(parent), division_(new QLabel), occurrences_(new OccurrencePanel(workspace)) {
    division_->setTextFormat(Qt::PlainText);
    division_->setWordWrap(true);
    division_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    division_->setObjectName("division");
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(division_);
    layout->addWidget(occurrences_, 1);
    clear();
}

void RowDetails::setTable(OpenTablePointer open) {
    open_ = std::move(open);
    occurrences_->setModel(open_ ? open_->entry : library::Model{});
    clear();
}

void RowDetails::clear() {
    division_->setText(tr("Choose a row to see how its probability came about and where it stands "
                          "in the corpus."));
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
    std::vector<text::TokenId> ngram = row.history;
    ngram.push_back(row.next);
    occurrences_->showNgram(std::move(ngram));
}

} // namespace ngrams
