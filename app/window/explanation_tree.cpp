// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/explanation_tree.h"

#include "app/window/csv_export.h"
#include "app/window/names.h"
#include "app/window/roomy_style.h"
#include "app/window/symbol_meaning.h"
#include "app/window/table_view.h"
#include "app/window/text.h"
#include "core/ngram/derivation.h"

#include <QContextMenuEvent>
#include <QFileDialog>
#include <QHeaderView>
#include <QMenu>
#include <QMessageBox>
#include <QPainter>
#include <QStandardItemModel>
#include <QTreeWidgetItemIterator>

#include <algorithm>

namespace window {

namespace {

constexpr int ngramRole = Qt::UserRole;
constexpr const char* lowerSymbol = "P′";

/// The longest symbol that stands at a place of a formula.
const lm::Symbol* symbolAt(const QString& formula, qsizetype place,
                           const std::vector<lm::Symbol>& symbols) {
    const lm::Symbol* found = nullptr;
    for (const auto& symbol : symbols)
        if (const QString name = toQString(symbol.name);
            formula.mid(place, name.size()) == name &&
            (found == nullptr || symbol.name.size() > found->name.size()))
            found = &symbol;
    return found;
}

void fill(QTreeWidgetItem* item, const QString& term, double value, const QString& source) {
    item->setText(0, term);
    item->setText(1, formatNumber(value, 6));
    item->setText(2, source);
    item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
    for (const int column : {0, 2})
        item->setToolTip(column, item->text(column));
}

} // namespace

QString formulaInNumbers(const QString& formula, const std::vector<lm::Symbol>& symbols) {
    QString numbers;
    bool afterNumber = false; // two factors side by side need a sign between their numbers
    for (qsizetype i = 0; i < formula.size();) {
        if (const auto* symbol = symbolAt(formula, i, symbols)) {
            if (afterNumber)
                numbers = numbers.trimmed() + QStringLiteral(" × ");
            numbers += formatNumber(symbol->value, 6);
            i += toQString(symbol->name).size();
            afterNumber = true;
            continue;
        }
        if (formula[i] == QLatin1Char('(') && afterNumber)
            numbers = numbers.trimmed() + QStringLiteral(" × ");
        numbers += formula[i];
        afterNumber = afterNumber && formula[i] == QLatin1Char(' ');
        afterNumber = afterNumber || formula[i] == QLatin1Char(')') || formula[i].isDigit();
        ++i;
    }
    return numbers;
}

ExplanationTree::ExplanationTree(QWidget* parent) : QTreeWidget(parent) {
    setRoomyStyle(this, header());
    setAccessibleName(tr("How the probability came about"));
    setColumnCount(3);
    setHeaderLabels({tr("Term"), tr("Value"), tr("Where it comes from")});
    headerItem()->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
    // The last column is as wide as its texts: what does not fit is scrolled to, not cut off.
    header()->setStretchLastSection(false);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    connect(this, &QTreeWidget::itemExpanded, this, &ExplanationTree::fitColumns);
    connect(this, &QTreeWidget::itemCollapsed, this, &ExplanationTree::fitColumns);
    setUniformRowHeights(true);
    setAlternatingRowColors(true);
    connect(this, &QTreeWidget::currentItemChanged, this, [this](QTreeWidgetItem* item) {
        const QVariant place = item != nullptr ? item->data(0, ngramRole) : QVariant();
        if (place.isValid())
            emit ngramChosen(ngrams_[place.toUInt()].tokens, ngrams_[place.toUInt()].model);
    });
}

std::unique_ptr<QAbstractItemModel> ExplanationTree::asTable() const {
    auto table = std::make_unique<QStandardItemModel>();
    table->setHorizontalHeaderLabels(
        {tr("Level"), tr("Term"), tr("Value"), tr("Where it comes from")});
    for (QTreeWidgetItemIterator it(const_cast<ExplanationTree*>(this)); *it != nullptr; ++it) {
        int depth = 0;
        for (const auto* item = (*it)->parent(); item != nullptr; item = item->parent())
            ++depth;
        table->appendRow({new QStandardItem(QString::number(depth)),
                          new QStandardItem((*it)->text(0)), new QStandardItem((*it)->text(1)),
                          new QStandardItem((*it)->text(2))});
    }
    return table;
}

void ExplanationTree::copySelection() {
    TableView view;
    const auto table = asTable();
    view.setModel(table.get());
    view.copySelection();
}

void ExplanationTree::askExport() {
    const QString path = QFileDialog::getSaveFileName(this, tr("Export Explanation"),
                                                      QStringLiteral("explanation.csv"),
                                                      tr("Comma-separated values (*.csv)"));
    if (path.isEmpty())
        return;
    try {
        const auto table = asTable();
        CsvExport(table.get(), path).runToEnd();
    } catch (const std::exception& error) {
        QMessageBox::warning(this, tr("Export Explanation"), describe(error));
    }
}

void ExplanationTree::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy)) {
        copySelection();
        return;
    }
    QTreeWidget::keyPressEvent(event);
}

void ExplanationTree::contextMenuEvent(QContextMenuEvent* event) {
    QMenu menu(this);
    menu.addAction(tr("&Copy All"), QKeySequence::Copy, this, &ExplanationTree::copySelection);
    menu.addAction(tr("&Export as CSV…"), this, &ExplanationTree::askExport);
    menu.exec(event->globalPos());
}

void ExplanationTree::resizeEvent(QResizeEvent* event) {
    QTreeWidget::resizeEvent(event);
    fitColumns();
}

void ExplanationTree::setEmptyText(const QString& text) {
    emptyText_ = text;
    viewport()->update();
}

void ExplanationTree::paintEvent(QPaintEvent* event) {
    QTreeWidget::paintEvent(event);
    if (topLevelItemCount() > 0 || emptyText_.isEmpty())
        return;
    constexpr int margin = 16;
    QPainter painter(viewport());
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.drawText(viewport()->rect().adjusted(margin, margin, -margin, -margin),
                     Qt::AlignCenter | Qt::TextWordWrap, emptyText_);
}

void ExplanationTree::fitColumns() {
    for (const int column : {0, 1})
        resizeColumnToContents(column);
    constexpr int widest = 180;
    setColumnWidth(0, std::min(columnWidth(0), widest));
    const int rest = viewport()->width() - columnWidth(0) - columnWidth(1);
    setColumnWidth(2, std::max(rest, sizeHintForColumn(2)));
}

void ExplanationTree::addSymbol(QTreeWidgetItem* above, const lm::Symbol& symbol,
                                const lm::ExplanationLevel& level, const ngram::NgramModel* model,
                                int depth) {
    constexpr int deepest = 3;
    const QString name = toQString(symbol.name);
    auto* line = new QTreeWidgetItem(above);
    QString source = symbolMeaning(name);
    const auto derivation = model != nullptr && depth < deepest
                                ? ngram::derive(*model, level, symbol.name)
                                : std::nullopt;
    if (derivation) {
        QStringList parts;
        if (!derivation->formula.empty()) {
            const QString formula = toQString(derivation->formula);
            parts << formula + QStringLiteral(" = ") +
                         formulaInNumbers(formula, derivation->symbols);
        }
        if (*derivation->words.pattern != 0)
            parts << translate(derivation->words);
        if (!source.isEmpty())
            parts << source;
        source = parts.join(QStringLiteral("; "));
    }
    fill(line, name, symbol.value, source);
    if (derivation && !derivation->standsBeside)
        for (const lm::Symbol& inner : derivation->symbols)
            addSymbol(line, inner, level, model, depth + 1);
}

void ExplanationTree::addPart(QTreeWidgetItem* above, const lm::ExplainedPart& part, double value) {
    auto* line = new QTreeWidgetItem(above);
    const QString symbol = toQString(part.symbol);
    const QString name = toQString(part.name);
    const QString how = part.explanation.estimator.empty()
                            ? translate(part.missing)
                            : tr("by %1").arg(estimatorTitle(part.explanation.estimator));
    fill(line, symbol, value, tr("%1, “%2”: %3").arg(symbolMeaning(symbol), name, how));
    if (!part.explanation.estimator.empty())
        add(line, part.explanation, part.model);
}

void ExplanationTree::add(QTreeWidgetItem* above, const lm::Explanation& explanation,
                          const lm::LanguageModel* model) {
    const auto* ngrams = dynamic_cast<const ngram::NgramModel*>(model);
    const bool isDivision = explanation.levels.empty();
    std::vector<lm::ExplanationLevel> levels = explanation.levels;
    if (isDivision)
        levels.push_back({"P", toStd(translate({explanation.formula.c_str()})), explanation.symbols,
                          explanation.probability, explanation.ngram});
    // A formula in words has its first two symbols' numbers all the same.
    std::vector<lm::Symbol> named = explanation.symbols;
    if (isDivision && named.size() >= 2) {
        named[0].name = "C(history, next)";
        named[1].name = "C(history)";
    }
    QTreeWidgetItem* lower = nullptr; // whose P′ the next level is
    for (const auto& level : levels) {
        auto* under = lower != nullptr ? lower : above;
        auto* item = under != nullptr ? new QTreeWidgetItem(under) : new QTreeWidgetItem(this);
        const QString formula = toQString(level.formula);
        const QString numbers = isDivision ? formulaInNumbers(toQString(explanation.formula), named)
                                           : formulaInNumbers(formula, level.symbols);
        fill(item, toQString(level.term), level.probability,
             numbers == formula ? formula : formula + QStringLiteral(" = ") + numbers);
        if (!level.ngram.empty()) {
            item->setData(0, ngramRole, static_cast<uint>(ngrams_.size()));
            ngrams_.push_back({level.ngram, model});
        }
        lower = nullptr;
        for (const auto& symbol : level.symbols) {
            const auto part = std::find_if(
                explanation.parts.begin(), explanation.parts.end(),
                [&](const lm::ExplainedPart& each) { return each.symbol == symbol.name; });
            if (part != explanation.parts.end()) {
                addPart(item, *part, symbol.value);
                continue;
            }
            if (symbol.name == lowerSymbol)
                lower = item;
            addSymbol(item, symbol, level, ngrams, 0);
        }
    }
}

void ExplanationTree::show(const lm::Explanation& explanation, const lm::LanguageModel* model) {
    const QSignalBlocker blocker(this);
    clear();
    ngrams_.clear();
    add(nullptr, explanation, model);
    if (topLevelItemCount() > 0)
        topLevelItem(0)->setExpanded(true);
    fitColumns();
}

} // namespace window
