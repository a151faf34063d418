// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tasks/mix_models.h"

#include <QWidget>

#include <memory>
#include <vector>

namespace window {

class ExplanationTree;
class OccurrencePanel;
class Workspace;

/// How a probability came about, level by level, down to the lines of the corpus: the tree, and
/// below it where the n-gram of the chosen line stands.
class ExplanationPanel final : public QWidget {
    Q_OBJECT
public:
    explicit ExplanationPanel(Workspace& workspace, QWidget* parent = nullptr);

    /// `id` is the model's in the library; nothing is shown of it yet.
    void setModel(qint64 id, std::shared_ptr<const lm::LanguageModel> model);
    /// What the model said; with the lines of the whole n-gram, of a mixture those of the first
    /// part that has one.
    void explain(const lm::Explanation& explanation);
    void clear();
    void stop();
    /// Stands in the tree while nothing is explained.
    void setEmptyText(const QString& text);

private:
    void showLines(const std::vector<text::TokenId>& ngram, const lm::LanguageModel* model);

    Workspace& workspace_;
    ExplanationTree* tree_;
    OccurrencePanel* lines_;
    std::shared_ptr<const lm::LanguageModel> model_;
    std::vector<tasks::OpenedModel> parts_; ///< whose n-grams may be chosen
    const lm::LanguageModel* linesOf_ = nullptr;
};

} // namespace window
