// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ngrams/row_details.h"

#include "app/jobs/job_manager.h"
#include "app/ngrams/division.h"
#include "app/ngrams/occurrence_view.h"
#include "app/window/text.h"
#include "app/window/workspace.h"
#include "core/library/corpus_store.h"

#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace ngrams {

namespace {

constexpr std::size_t mostLines = 500;

struct Found {
    std::shared_ptr<const tasks::PreparedTokens> tokens;
    corpus::Occurrences occurrences;
};

} // namespace

RowDetails::RowDetails(window::Workspace& workspace, QWidget* parent)
    : QWidget(parent),
      workspace_(workspace),
      division_(new QLabel),
      found_(new QLabel),
      lines_(new OccurrenceView) {
    division_->setTextFormat(Qt::PlainText);
    division_->setWordWrap(true);
    division_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    division_->setObjectName("division");
    found_->setTextFormat(Qt::PlainText);
    found_->setObjectName("found");
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(division_);
    layout->addWidget(found_);
    layout->addWidget(lines_, 1);
    connect(lines_, &OccurrenceView::placeActivated, this, &RowDetails::goTo);
    clear();
}

void RowDetails::setTable(OpenTablePointer open) {
    stop();
    open_ = std::move(open);
    tokens_.reset();
    clear();
}

void RowDetails::clear() {
    stop();
    division_->setText(tr("Choose a row to see how its probability came about and where it stands "
                          "in the corpus."));
    found_->clear();
    lines_->setLines({});
}

void RowDetails::stop() {
    ++asked_;
    if (job_)
        job_->stop();
}

QString RowDetails::divisionText() const {
    return division_->text();
}

void RowDetails::showRow(const ngram::TableRow& row) {
    division_->setText(ngrams::divisionText(*open_, row));
    std::vector<text::TokenId> ngram = row.history;
    ngram.push_back(row.next);
    findLines(ngram);
}

void RowDetails::findLines(const std::vector<text::TokenId>& ngram) {
    stop();
    lines_->setLines({});
    if (open_->entry.tokenCache.empty()) {
        found_->setText(tr("This model does not know the text it was made from."));
        return;
    }
    found_->setText(tr("Looking through the corpus…"));
    const auto work = [folder = workspace_.folder(), path = open_->entry.tokenCache,
                       tokens = tokens_, ngram](base::Progress&, const std::stop_token& stop) {
        Found found{tokens, {}};
        if (!found.tokens)
            found.tokens =
                std::make_shared<const tasks::PreparedTokens>(tasks::openTokens(folder, path));
        found.occurrences = corpus::findOccurrences(*found.tokens->cache, *found.tokens->tokenizer,
                                                    ngram, mostLines, stop);
        return found;
    };
    job_ = workspace_.jobManager().start(
        tr("Find lines"), jobs::JobManager::Quiet, work, this,
        [this, asked = asked_](const Found& found) {
            if (asked != asked_)
                return;
            tokens_ = found.tokens;
            const auto& [lines, total] = found.occurrences;
            lines_->setLines(lines);
            found_->setText(
                total > lines.size()
                    ? tr("Stands in the corpus %1 times; the first %2:")
                          .arg(window::formatCount(total), window::formatCount(lines.size()))
                    : tr("Stands in the corpus: %1").arg(window::formatCount(total)));
        });
    connect(job_, &jobs::Job::failed, this, [this, asked = asked_](const QString& error) {
        if (asked == asked_)
            found_->setText(error);
    });
}

void RowDetails::goTo(const QString& document, quint64 byteOffset) {
    const auto path = window::toPath(document);
    for (const std::int64_t id : open_->entry.corpora) {
        try {
            const auto documents = workspace_.library().corpora().documents(id);
            if (std::any_of(documents.begin(), documents.end(),
                            [&](const corpus::Document& one) { return one.path == path; })) {
                emit workspace_.showCorpusRequested(id, document, byteOffset);
                return;
            }
        } catch (const std::exception&) {
            continue; // a corpus that was removed; another one may hold the document
        }
    }
    workspace_.reportError(
        tr("%1 is in no corpus of the library any more. Add it again to read it there.")
            .arg(document));
}

} // namespace ngrams
