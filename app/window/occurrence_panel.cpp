// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/occurrence_panel.h"

#include "app/jobs/job_manager.h"
#include "app/window/occurrence_view.h"
#include "app/window/text.h"
#include "app/window/visible_token.h"
#include "app/window/workspace.h"
#include "core/library/corpus_store.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace window {

namespace {

constexpr std::size_t mostLines = 500;
constexpr std::size_t mostNext = 4;

} // namespace

OccurrencePanel::OccurrencePanel(Workspace& workspace, QWidget* parent)
    : QWidget(parent),
      workspace_(workspace),
      found_(new QLabel),
      next_(new QLabel),
      offer_(new QPushButton(tr("&Index the Corpus"))),
      lines_(new OccurrenceView) {
    found_->setTextFormat(Qt::PlainText);
    found_->setObjectName("found");
    next_->setTextFormat(Qt::PlainText);
    next_->setObjectName("next");
    next_->setWordWrap(true);
    next_->setForegroundRole(QPalette::PlaceholderText);
    offer_->setObjectName("index");
    offer_->setToolTip(tr("Once indexed, n-grams of any length are found at once, and Chat tells "
                          "what a reply has from the training text."));
    auto* head = new QHBoxLayout;
    head->addWidget(found_, 1);
    head->addWidget(offer_);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(head);
    layout->addWidget(next_);
    layout->addWidget(lines_, 1);
    connect(lines_, &OccurrenceView::placeActivated, this, &OccurrencePanel::goTo);
    connect(offer_, &QPushButton::clicked, this, &OccurrencePanel::buildIndex);
    updateOffer();
    clear();
}

void OccurrencePanel::setModel(library::Model model) {
    stop();
    model_ = std::move(model);
    sources_ = {};
    indexing_.clear(); // goes on; its end is no longer this panel's news
    clear();
    updateOffer();
}

void OccurrencePanel::updateOffer() {
    offer_->setEnabled(!indexing_);
    offer_->setText(indexing_ ? tr("Indexing…") : tr("&Index the Corpus"));
    // An index that is there may turn out to be damaged, which only opening it shows.
    const bool indexed = sources_.tokens ? sources_.index != nullptr
                                         : tasks::hasIndex(workspace_.folder(), model_.tokenCache);
    offer_->setVisible(!model_.tokenCache.empty() && (indexing_ || !indexed));
}

void OccurrencePanel::clear() {
    stop();
    ngram_.clear();
    found_->clear();
    next_->clear();
    next_->hide();
    lines_->setLines({});
}

void OccurrencePanel::stop() {
    ++asked_;
    if (job_)
        job_->stop();
}

void OccurrencePanel::showNgram(std::vector<text::TokenId> ngram) {
    clear();
    ngram_ = std::move(ngram);
    look();
}

OccurrencePanel::Found OccurrencePanel::find(const std::filesystem::path& folder,
                                             const std::filesystem::path& path, Sources sources,
                                             const std::vector<text::TokenId>& ngram,
                                             const std::stop_token& stop) {
    if (!sources.index) {
        if (const auto index = tasks::openIndex(folder, path))
            sources = {std::make_shared<const tasks::PreparedTokens>(index->tokens), index->counts};
        else if (!sources.tokens)
            sources.tokens =
                std::make_shared<const tasks::PreparedTokens>(tasks::openTokens(folder, path));
    }
    const auto& [tokenizer, cache, relativePath] = *sources.tokens;
    Found found;
    if (sources.index) {
        found.occurrences = sources.index->occurrences(*tokenizer, ngram, mostLines, stop);
        found.next = sources.index->next(ngram, stop);
        auto& next = found.next.tokens;
        std::stable_sort(next.begin(), next.end(),
                         [](const auto& a, const auto& b) { return a.count > b.count; });
    } else {
        found.occurrences = corpus::findOccurrences(*cache, *tokenizer, ngram, mostLines, stop);
    }
    found.sources = std::move(sources);
    return found;
}

void OccurrencePanel::look() {
    updateOffer();
    if (model_.tokenCache.empty()) {
        found_->setText(tr("This model does not know the text it was made from."));
        return;
    }
    found_->setText(tr("Looking through the corpus…"));
    const auto work = [folder = workspace_.folder(), path = model_.tokenCache, sources = sources_,
                       ngram = ngram_](base::Progress&, const std::stop_token& stop) {
        return find(folder, path, sources, ngram, stop);
    };
    job_ = workspace_.jobManager().start(tr("Find lines"), jobs::JobManager::Quiet, work, this,
                                         [this, asked = asked_](const Found& found) {
                                             if (asked == asked_)
                                                 show(found);
                                         });
    connect(job_, &jobs::Job::failed, this, [this, asked = asked_](const QString& error) {
        if (asked == asked_)
            found_->setText(error);
    });
}

void OccurrencePanel::show(const Found& found) {
    sources_ = found.sources;
    updateOffer();
    const auto& [lines, total] = found.occurrences;
    lines_->setLines(lines);
    found_->setText(total > lines.size() ? tr("Stands in the corpus %1 times; the first %2:")
                                               .arg(formatCount(total), formatCount(lines.size()))
                                         : tr("Stands in the corpus: %1").arg(formatCount(total)));
    QStringList next;
    const auto& vocabulary = sources_.tokens->tokenizer->vocabulary();
    for (const auto& [token, count] : found.next.tokens) {
        if (next.size() == static_cast<int>(mostNext)) {
            next << "…";
            break;
        }
        next << QString("%1 %2").arg(
            visibleToken(vocabulary.token(token)),
            formatProbability(static_cast<double>(count) / static_cast<double>(found.next.total)));
    }
    next_->setText(tr("What comes next there: %1").arg(next.join(", ")));
    next_->setVisible(!next.isEmpty());
}

void OccurrencePanel::buildIndex() {
    const auto work = [folder = workspace_.folder(), model = model_](base::Progress& progress,
                                                                     const std::stop_token& stop) {
        tasks::buildIndex(folder, model, progress, stop);
    };
    indexing_ = workspace_.jobManager().start(tr("Index %1").arg(toQString(model_.name)),
                                              jobs::JobManager::NoOptions, work, this, [] {});
    const auto over = [this, job = indexing_.data()] {
        if (job != indexing_)
            return; // another model is shown by now
        indexing_.clear();
        sources_ = {};
        updateOffer();
        if (!ngram_.empty()) {
            stop();
            look();
        }
    };
    connect(indexing_, &jobs::Job::finished, this, over);
    connect(indexing_, &jobs::Job::cancelled, this, over);
    connect(indexing_, &jobs::Job::failed, this, [this, over](const QString& error) {
        over();
        workspace_.reportError(error);
    });
    updateOffer();
}

void OccurrencePanel::goTo(const QString& document, quint64 byteOffset) {
    const auto path = toPath(document);
    for (const std::int64_t id : model_.corpora) {
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

} // namespace window
