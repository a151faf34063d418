// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/vocabulary_size.h"

#include "app/jobs/job_manager.h"
#include "app/window/text.h"
#include "app/window/workspace.h"
#include "core/corpus/frequencies.h"
#include "core/library/corpus_store.h"

#include <algorithm>
#include <functional>

namespace training {

namespace {

/// The import counts words as they stand; white space is dropped, so the sentence unit is the same.
bool isImportersChoice(const text::TokenizerSpec& spec) {
    return spec.kind == text::TokenizerKind::Words && !spec.foldCase;
}

} // namespace

std::uint64_t vocabularySize(const std::vector<std::uint64_t>& counts,
                             const text::VocabularyCut& cut) {
    const auto firstCut = std::upper_bound(
        counts.begin(), counts.end(), std::max<std::uint64_t>(cut.minimumCount, 1), std::greater());
    auto kept = static_cast<std::uint64_t>(firstCut - counts.begin());
    if (cut.maximumSize > 0)
        kept = std::min<std::uint64_t>(kept, cut.maximumSize);
    return kept + text::Vocabulary::specialCount;
}

VocabularySize::VocabularySize(window::Workspace& workspace, QObject* parent)
    : QObject(parent), workspace_(workspace) {}

VocabularySize::~VocabularySize() {
    cancel();
}

void VocabularySize::cancel() {
    if (job_)
        job_->stop();
    job_.clear();
}

void VocabularySize::forget() {
    cancel();
    known_.clear();
}

const VocabularySize::Known* VocabularySize::known(const std::vector<std::int64_t>& corpora,
                                                   const text::TokenizerSpec& spec) const {
    const auto found = std::find_if(known_.begin(), known_.end(), [&](const Known& entry) {
        return entry.corpora == corpora && entry.spec == spec;
    });
    return found == known_.end() ? nullptr : &*found;
}

void VocabularySize::request(std::vector<std::int64_t> corpora, const text::TokenizerSpec& spec,
                             const text::VocabularyCut& cut) {
    std::sort(corpora.begin(), corpora.end());
    cut_ = cut;
    if (const Known* entry = known(corpora, spec)) {
        cancel();
        emit found(vocabularySize(*entry->counts, cut));
        return;
    }
    if (corpora.size() == 1 && isImportersChoice(spec) && cut == text::VocabularyCut{}) {
        try {
            const auto corpus = workspace_.library().corpora().get(corpora.front());
            cancel();
            emit found(corpus.types + text::Vocabulary::specialCount);
        } catch (const std::exception& error) {
            emit failed(window::describe(error));
        }
        return;
    }
    if (job_ && asked_ == std::pair(corpora, spec)) {
        emit counting();
        return;
    }
    cancel();
    count(corpora, spec);
    emit counting();
}

void VocabularySize::count(const std::vector<std::int64_t>& corpora,
                           const text::TokenizerSpec& spec) {
    asked_ = {corpora, spec};
    const auto work = [folder = workspace_.folder(), corpora, spec](base::Progress& progress,
                                                                    const std::stop_token& stop) {
        library::Library library(folder);
        corpus::Frequencies frequencies;
        if (corpora.size() == 1 && isImportersChoice(spec)) {
            frequencies = library.corpora().frequencies(corpora.front());
        } else {
            std::vector<corpus::Document> documents;
            for (const auto id : corpora)
                for (auto& document : library.corpora().documents(id))
                    documents.push_back(std::move(document));
            frequencies = corpus::countTokens(documents, spec, progress, stop);
        }
        auto counts = std::make_shared<std::vector<std::uint64_t>>();
        counts->reserve(frequencies.counts.size());
        for (const auto& entry : frequencies.counts)
            counts->push_back(entry.count);
        return std::shared_ptr<const std::vector<std::uint64_t>>(counts);
    };
    auto* job = workspace_.jobManager().start(
        tr("Counting the vocabulary"), jobs::JobManager::Quiet, work, this,
        [this, corpora, spec](const std::shared_ptr<const std::vector<std::uint64_t>>& counts) {
            if (asked_ != std::pair(corpora, spec))
                return;
            job_.clear();
            known_.push_back({corpora, spec, counts});
            emit found(vocabularySize(*counts, cut_));
        });
    job_ = job;
    connect(job, &jobs::Job::failed, this, [this, job](const QString& reason) {
        if (job_ != job)
            return;
        job_.clear();
        emit failed(reason);
    });
}

} // namespace training
