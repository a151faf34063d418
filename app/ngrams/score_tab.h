// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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
class TableView;
class Workspace;
} // namespace window

namespace ngrams {

/// Scores a sentence as it is typed: each token's probability, their product in log form, and
/// perplexity.
class ScoreTab final : public QWidget {
    Q_OBJECT
public:
    explicit ScoreTab(window::Workspace& workspace, QWidget* parent = nullptr);
    /// None clears it; of any kind otherwise.
    void setModel(std::shared_ptr<const lm::LanguageModel> model);

protected:
    void changeEvent(QEvent* event) override;

private:
    void score();
    void show(const lm::Score& score);
    void showTokens(const lm::Score& score);
    void showColored(const lm::Score& score);
    QString sumText(const lm::Score& score) const;
    QString perplexityText(const lm::Score& score) const;

    window::Workspace& workspace_;
    std::shared_ptr<const lm::LanguageModel> model_;
    std::string text_; ///< what was scored last
    lm::Score score_;
    int asked_ = 0;
    QTimer rest_;
    QLineEdit* sentence_ = nullptr;
    QTextEdit* colored_ = nullptr;
    QStandardItemModel tokens_;
    window::TableView* view_ = nullptr;
    QLabel* sum_ = nullptr;
    QLabel* perplexity_ = nullptr;
};

} // namespace ngrams
