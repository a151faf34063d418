// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/explanation_panel.h"

#include "app/window/explanation_tree.h"
#include "app/window/occurrence_panel.h"
#include "app/window/workspace.h"

#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace window {

namespace {

/// The whole explanation's n-gram and model; of a mixture those of the first part with one.
std::pair<const lm::Explanation*, const lm::LanguageModel*>
firstNgram(const lm::Explanation& explanation, const lm::LanguageModel* model) {
    if (!explanation.ngram.empty())
        return {&explanation, model};
    for (const lm::ExplainedPart& part : explanation.parts)
        if (const auto found = firstNgram(part.explanation, part.model); found.first != nullptr)
            return found;
    return {nullptr, nullptr};
}

} // namespace

ExplanationPanel::ExplanationPanel(Workspace& workspace, QWidget* parent)
    : QWidget(parent),
      workspace_(workspace),
      tree_(new ExplanationTree),
      lines_(new OccurrencePanel(workspace)) {
    auto* halves = new QSplitter(Qt::Vertical);
    halves->setChildrenCollapsible(false);
    halves->addWidget(tree_);
    halves->addWidget(lines_);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(halves);
    connect(tree_, &ExplanationTree::ngramChosen, this, &ExplanationPanel::showLines);
}

void ExplanationPanel::setModel(qint64 id, std::shared_ptr<const lm::LanguageModel> model) {
    model_ = std::move(model);
    parts_.clear();
    try {
        if (model_)
            parts_ =
                tasks::partsOf(workspace_.folder(), workspace_.library().models().get(id), *model_);
    } catch (const std::exception&) {
        parts_.clear(); // deleted meanwhile: what is open is explained, without the lines
    }
    linesOf_ = nullptr;
    lines_->setModel(parts_.empty() ? library::Model{} : parts_.front().entry);
    if (!parts_.empty())
        linesOf_ = parts_.front().model;
    clear();
}

void ExplanationPanel::explain(const lm::Explanation& explanation) {
    tree_->show(explanation, model_.get());
    const auto [whole, model] = firstNgram(explanation, model_.get());
    if (whole != nullptr)
        showLines(whole->ngram, model);
    else
        lines_->clear();
}

void ExplanationPanel::showLines(const std::vector<text::TokenId>& ngram,
                                 const lm::LanguageModel* model) {
    if (model != linesOf_) {
        const auto part =
            std::find_if(parts_.begin(), parts_.end(),
                         [&](const tasks::OpenedModel& each) { return each.model == model; });
        lines_->setModel(part == parts_.end() ? library::Model{} : part->entry);
        linesOf_ = model;
    }
    lines_->showNgram(ngram);
}

void ExplanationPanel::clear() {
    tree_->clear();
    lines_->clear();
}

void ExplanationPanel::stop() {
    lines_->stop();
}

void ExplanationPanel::setEmptyText(const QString& text) {
    tree_->setEmptyText(text);
}

} // namespace window
