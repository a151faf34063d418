// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ngrams/open_table.h"
#include "core/lm/score.h"

#include <QStandardItemModel>
#include <QTimer>
#include <QWidget>

#include <memory>
#include <string>

class QLabel;
class QLineEdit;
class QTextEdit;

namespace window {
class ExplanationPanel;
class TableView;
class Workspace;
} // namespace window

namespace ngrams {

class RowDetails;

/// Scores a sentence as it is typed: each token's probability, which opens into its arithmetic and
/// the lines of the corpus behind it, their product in log form, and perplexity.
class ScoreTab final : public QWidget {
    Q_OBJECT
public:
    explicit ScoreTab(window::Workspace& workspace, QWidget* parent = nullptr);
    /// None clears it; of any kind otherwise, with its number in the library. `open` where it is
    /// one of n-grams.
    void setModel(qint64 id, std::shared_ptr<const lm::LanguageModel> model, OpenTablePointer open);
    /// Stops the search for places in the corpus.
    void stop();

protected:
    void changeEvent(QEvent* event) override;

private:
    void score();
    void show(const lm::Score& score);
    void showTokens(const lm::Score& score);
    void showColored(const lm::Score& score);
    void showToken(int row);
    QString sumText(const lm::Score& score) const;
    QString perplexityText(const lm::Score& score) const;

    window::Workspace& workspace_;
    std::shared_ptr<const lm::LanguageModel> model_;
    OpenTablePointer open_;
    std::string text_; ///< what was scored last
    lm::Score score_;
    int asked_ = 0;
    QTimer rest_;
    QLineEdit* sentence_ = nullptr;
    QTextEdit* colored_ = nullptr;
    QStandardItemModel tokens_;
    window::TableView* view_ = nullptr;
    RowDetails* details_ = nullptr;                  ///< of an n-gram model
    window::ExplanationPanel* arithmetic_ = nullptr; ///< of a mixture
    QLabel* sum_ = nullptr;
    QLabel* perplexity_ = nullptr;
};

} // namespace ngrams
