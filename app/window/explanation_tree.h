// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lm/language_model.h"

#include <QTreeWidget>

#include <memory>
#include <vector>

namespace ngram {
class NgramModel;
}

namespace window {

/// How a probability came about, as something to open: a line for each history, the longest first,
/// with its formula in numbers; under it every symbol with its number and where that comes from,
/// the shorter history's line among them. A mixture's line opens into those of its two models.
class ExplanationTree final : public QTreeWidget {
    Q_OBJECT
public:
    explicit ExplanationTree(QWidget* parent = nullptr);
    /// `model`, where it is one of n-grams, tells of its parameters how they came about. It must
    /// live as long as the explanation is shown.
    void show(const lm::Explanation& explanation, const lm::LanguageModel* model = nullptr);
    /// Stands in the middle while nothing is explained.
    void setEmptyText(const QString& text);
    /// Every line, opened or not, with its depth, its term, value and source.
    std::unique_ptr<QAbstractItemModel> asTable() const;

public slots:
    /// All of it as tab-separated text with a header line.
    void copySelection();
    void askExport();

signals:
    /// A line with an n-gram of its own was chosen: token ids of `model`, which is what was shown
    /// or, of a mixture, one of its parts.
    void ngramChosen(const std::vector<text::TokenId>& ngram, const lm::LanguageModel* model);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    struct Ngram {
        std::vector<text::TokenId> tokens;
        const lm::LanguageModel* model = nullptr;
    };
    void add(QTreeWidgetItem* above, const lm::Explanation& explanation,
             const lm::LanguageModel* model);
    void addPart(QTreeWidgetItem* above, const lm::ExplainedPart& part, double value);
    void addSymbol(QTreeWidgetItem* above, const lm::Symbol& symbol,
                   const lm::ExplanationLevel& level, const ngram::NgramModel* model, int depth);
    void fitColumns();

    QString emptyText_;
    std::vector<Ngram> ngrams_; ///< of the lines that have one
};

/// A formula with the numbers in the places of its symbols: "(2 - 0.5) / 3 + 0.2 × 0.1".
QString formulaInNumbers(const QString& formula, const std::vector<lm::Symbol>& symbols);

} // namespace window
