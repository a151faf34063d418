// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/table_view.h"

#include "app/window/csv_export.h"
#include "app/window/roomy_style.h"

#include <QAbstractItemModel>
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QFileDialog>
#include <QFontDatabase>
#include <QHeaderView>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QMenu>
#include <QMessageBox>
#include <QProgressDialog>
#include <QStyledItemDelegate>
#include <QToolTip>

#include <algorithm>

namespace window {

namespace {

// Beyond this a clipboard is the wrong place; the export writes as many rows as there are.
constexpr int maximumCopiedRows = 100'000;

bool hasDigitsOfEqualWidth(const QFont& font) {
    const QFontMetrics metrics(font);
    for (char digit = '1'; digit <= '9'; ++digit) {
        if (metrics.horizontalAdvance(QLatin1Char(digit)) !=
            metrics.horizontalAdvance(QLatin1Char('0')))
            return false;
    }
    return true;
}

QFont numberFont(const QFont& font) {
    if (hasDigitsOfEqualWidth(font))
        return font;
    QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    fixed.setPointSizeF(font.pointSizeF());
    return fixed;
}

/// Between the colours of what is selected and what is not, and far enough from both.
QColor tintOf(const QPalette& palette) {
    constexpr float share = 0.3F;
    const QColor base = palette.color(QPalette::Base);
    const QColor accent = palette.color(QPalette::Active, QPalette::Highlight);
    const auto between = [](float from, float to) { return from + (to - from) * share; };
    return QColor::fromRgbF(between(base.redF(), accent.redF()),
                            between(base.greenF(), accent.greenF()),
                            between(base.blueF(), accent.blueF()));
}

/// Sets marked cells apart, and sets right-aligned cells (numbers) in a fixed-width font where the
/// table's own font has digits of different widths.
class CellDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override {
        QStyledItemDelegate::initStyleOption(option, index);
        if (option->displayAlignment & Qt::AlignRight)
            option->font = numberFont(option->font);
        if (index.data(TableView::MarkedRole).toBool()) {
            option->font.setBold(true);
            option->state &= ~QStyle::State_Selected;
            option->backgroundBrush = tintOf(option->palette);
        }
    }
};

QString withoutTabs(QString text) {
    for (QChar& letter : text) {
        if (letter == QLatin1Char('\t') || letter == QLatin1Char('\n') ||
            letter == QLatin1Char('\r'))
            letter = QLatin1Char(' ');
    }
    return text;
}

} // namespace

TableView::TableView(QWidget* parent) : QTableView(parent) {
    setRoomyStyle(this, horizontalHeader());
    setItemDelegate(new CellDelegate(this));
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setAlternatingRowColors(true);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false); // Tab leaves the table
    setVerticalScrollMode(QAbstractItemView::ScrollPerItem);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setMinimumSectionSize(1);
    fitRowHeight();
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(horizontalHeader(), &QWidget::customContextMenuRequested, this,
            [this](const QPoint& place) {
                QMenu menu(this);
                addColumns(menu);
                menu.exec(horizontalHeader()->mapToGlobal(place));
            });
    horizontalHeader()->setStretchLastSection(true);
    horizontalHeader()->setResizeContentsPrecision(0); // measures only what is visible
}

void TableView::fitRowHeight() {
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 6);
}

void TableView::changeEvent(QEvent* event) {
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fitRowHeight();
}

bool TableView::viewportEvent(QEvent* event) {
    if (event->type() != QEvent::ToolTip)
        return QTableView::viewportEvent(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const QModelIndex index = indexAt(help->pos());
    if (!index.isValid() || index.data(Qt::ToolTipRole).isValid())
        return QTableView::viewportEvent(event);
    const QString text = index.data().toString();
    if (fontMetrics().horizontalAdvance(text) > columnWidth(index.column()) - 2 * roomyMargin)
        QToolTip::showText(help->globalPos(), text.toHtmlEscaped(), viewport(), visualRect(index));
    else
        QToolTip::hideText();
    return true;
}

void TableView::setModel(QAbstractItemModel* model) {
    QTableView::setModel(model);
    if (model == nullptr)
        return;
    // Columns get a width once; after that they belong to the person.
    const int digits = widthFor(QStringLiteral("0,000,000"));
    for (int column = 0; column < model->columnCount(); ++column) {
        const int header = horizontalHeader()->sectionSizeHint(column);
        setColumnWidth(column, std::max(digits, header));
    }
}

int TableView::widthFor(const QString& number) const {
    const QFontMetrics metrics(numberFont(font()));
    return metrics.horizontalAdvance(number) + 2 * roomyMargin + 2;
}

QString TableView::selectionAsTsv() const {
    if (model() == nullptr)
        return {};
    std::vector<std::pair<int, int>> ranges; // first and last row, rising
    if (selectionModel()->hasSelection()) {
        for (const QItemSelectionRange& range : selectionModel()->selection())
            ranges.emplace_back(range.top(), range.bottom());
        std::sort(ranges.begin(), ranges.end());
    } else if (model()->rowCount() > 0) {
        ranges.emplace_back(0, model()->rowCount() - 1);
    }

    std::vector<int> columns; // as they stand on screen
    for (int visual = 0; visual < model()->columnCount(); ++visual) {
        const int column = horizontalHeader()->logicalIndex(visual);
        if (!isColumnHidden(column))
            columns.push_back(column);
    }
    QString text;
    const auto addLine = [&](const auto& cell) {
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if (i > 0)
                text += QLatin1Char('\t');
            text += withoutTabs(cell(columns[i]));
        }
        text += QLatin1Char('\n');
    };
    addLine([&](int column) { return model()->headerData(column, Qt::Horizontal).toString(); });
    int next = 0; // ranges may overlap where cells were selected one by one
    for (const auto& [first, last] : ranges) {
        for (int row = std::max(first, next); row <= last; ++row)
            addLine([&](int column) { return plainText(model()->index(row, column)); });
        next = std::max(next, last + 1);
    }
    return text;
}

void TableView::exportCsv(const QString& path) {
    const auto whole = makeWhole_ ? makeWhole_() : nullptr;
    CsvExport(whole ? whole.get() : model(), path).runToEnd();
}

void TableView::copySelection() {
    if (model() == nullptr)
        return;
    int rows = 0;
    for (const QItemSelectionRange& range : selectionModel()->selection())
        rows += range.height();
    if (rows == 0)
        rows = model()->rowCount();
    if (rows > maximumCopiedRows) {
        QToolTip::showText(mapToGlobal(rect().center()),
                           tr("These are too many rows for the clipboard. Select fewer, or export "
                              "the table."),
                           this);
        return;
    }
    QApplication::clipboard()->setText(selectionAsTsv());
}

void TableView::askExport() {
    if (model() == nullptr)
        return;
    auto whole = makeWhole_ ? makeWhole_() : nullptr;
    if (makeWhole_ && !whole) {
        QToolTip::showText(mapToGlobal(rect().center()),
                           tr("Not all rows are known yet. Export the table when it is sorted."),
                           this);
        return;
    }
    QString path =
        QFileDialog::getSaveFileName(this, tr("Export Table"), QStringLiteral("table.csv"),
                                     tr("Comma-separated values (*.csv)"));
    if (path.isEmpty())
        return;
    // Rows belong to the GUI thread: they are written in slices between other events.
    auto* work = new CsvExport(whole ? whole.get() : model(), path, this);
    if (whole)
        whole.release()->setParent(work);
    auto* dialog = new QProgressDialog(tr("Exporting the table…"), tr("Stop"), 0, 1000, this);
    dialog->setWindowModality(Qt::WindowModal);
    dialog->setMinimumDuration(400);
    dialog->setAutoReset(false);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(work, &CsvExport::progressed, dialog, &QProgressDialog::setValue);
    connect(dialog, &QProgressDialog::canceled, work, &QObject::deleteLater);
    connect(work, &QObject::destroyed, dialog, &QObject::deleteLater);
    connect(work, &CsvExport::finished, work, &QObject::deleteLater);
    connect(work, &CsvExport::failed, this, [this, work](const QString& error) {
        work->deleteLater();
        QMessageBox::warning(this, tr("Export Table"), error);
    });
    work->runInSlices();
}

void TableView::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy)) {
        copySelection();
        return;
    }
    QTableView::keyPressEvent(event);
}

void TableView::contextMenuEvent(QContextMenuEvent* event) {
    QMenu menu(this);
    menu.addAction(tr("&Copy"), QKeySequence::Copy, this, &TableView::copySelection);
    menu.addAction(tr("&Export as CSV…"), this, &TableView::askExport);
    addColumns(*menu.addMenu(tr("C&olumns")));
    menu.exec(event->globalPos());
}

void TableView::addColumns(QMenu& menu) {
    if (model() == nullptr)
        return;
    for (int visual = 0; visual < model()->columnCount(); ++visual) {
        const int column = horizontalHeader()->logicalIndex(visual);
        auto* action = menu.addAction(model()->headerData(column, Qt::Horizontal).toString());
        action->setCheckable(true);
        action->setChecked(!isColumnHidden(column));
        // The first names the row.
        action->setEnabled(column != 0);
        connect(action, &QAction::toggled, this,
                [this, column](bool shown) { setColumnHidden(column, !shown); });
    }
}

QString plainText(const QModelIndex& index) {
    const QVariant number = index.data(TableView::NumberRole);
    if (!number.isValid())
        return index.data().toString();
    if (number.typeId() == QMetaType::Double)
        return QString::number(number.toDouble(), 'g', QLocale::FloatingPointShortest);
    return number.toString();
}

} // namespace window
