// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/library/model_store.h"
#include "core/tasks/build_index.h"

#include <QPointer>
#include <QWidget>

#include <memory>
#include <vector>

class QLabel;
class QPushButton;

namespace jobs {
class Job;
}
namespace window {

class OccurrenceView;
class Workspace;

/// Where an n-gram stands in its model's corpus: how often, what comes next, and the lines. Looked
/// up in the corpus's index; where there is none, the corpus is gone through from its start, and a
/// button offers to index it.
class OccurrencePanel final : public QWidget {
    Q_OBJECT
public:
    explicit OccurrencePanel(Workspace& workspace, QWidget* parent = nullptr);

    void setModel(library::Model model);
    void showNgram(std::vector<text::TokenId> ngram);
    void clear();
    void stop();

private:
    /// What a job brings back, and hands to the next one so that it need not be opened again.
    struct Sources {
        std::shared_ptr<const tasks::PreparedTokens> tokens;
        std::shared_ptr<const ngram::UnboundedCounts> index; ///< none: not indexed yet
    };
    struct Found {
        Sources sources;
        corpus::Occurrences occurrences;
        ngram::NextTokens next;
    };
    static Found find(const std::filesystem::path& folder, const std::filesystem::path& path,
                      Sources sources, const std::vector<text::TokenId>& ngram,
                      const std::stop_token& stop);
    void look();
    void show(const Found& found);
    void buildIndex();
    void updateOffer();
    void goTo(const QString& document, quint64 byteOffset);

    Workspace& workspace_;
    library::Model model_;
    Sources sources_; ///< opened at the first n-gram
    std::vector<text::TokenId> ngram_;
    QPointer<jobs::Job> job_;
    QPointer<jobs::Job> indexing_;
    int asked_ = 0; ///< number of the newest question; answers to older ones are dropped
    QLabel* found_ = nullptr;
    QLabel* next_ = nullptr;
    QPushButton* offer_ = nullptr;
    OccurrenceView* lines_ = nullptr;
};

} // namespace window
