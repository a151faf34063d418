// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/jobs/job.h"
#include "core/text/tokenizer_spec.h"
#include "core/text/vocabulary.h"

#include <QObject>
#include <QPointer>

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace window {
class Workspace;
}

namespace training {

/// How many entries a vocabulary will have (V), the three boundary tokens included. Known at once
/// where the library has counted the corpus that way; else counted in the background, once for
/// each choice of corpora and tokenizer. Asking again drops the question before.
class VocabularySize : public QObject {
    Q_OBJECT
public:
    explicit VocabularySize(window::Workspace& workspace, QObject* parent = nullptr);
    ~VocabularySize() override;

    void request(std::vector<std::int64_t> corpora, const text::TokenizerSpec& spec,
                 const text::VocabularyCut& cut);
    /// Drops what was asked.
    void cancel();
    /// Drops what was counted: a corpus has changed.
    void forget();

signals:
    /// Follows each request, at once where it is known.
    void found(quint64 size);
    /// It has to be counted first.
    void counting();
    void failed(const QString& reason);

private:
    struct Known {
        std::vector<std::int64_t> corpora;
        text::TokenizerSpec spec;
        std::shared_ptr<const std::vector<std::uint64_t>> counts; ///< of the types, falling
    };
    void count(const std::vector<std::int64_t>& corpora, const text::TokenizerSpec& spec);
    const Known* known(const std::vector<std::int64_t>& corpora,
                       const text::TokenizerSpec& spec) const;

    window::Workspace& workspace_;
    std::vector<Known> known_;
    text::VocabularyCut cut_;
    QPointer<jobs::Job> job_;
    std::pair<std::vector<std::int64_t>, text::TokenizerSpec> asked_;
};

/// The size of a vocabulary made of types with these counts (falling).
std::uint64_t vocabularySize(const std::vector<std::uint64_t>& counts,
                             const text::VocabularyCut& cut);

} // namespace training
