// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableView>

#include <functional>
#include <memory>

class QMenu;

namespace window {

/// The table of every page: whole rows are selected, heights are fixed, numbers are set in digits
/// of equal width, Ctrl+C copies the selection as TSV with its header, and the context menu offers
/// Copy, Export as CSV and which columns are shown. Works with models of millions of rows (never
/// measures contents beyond what is visible).
class TableView : public QTableView {
    Q_OBJECT
public:
    /// True of a cell that stands out: bold and tinted, also in a row that is selected.
    enum Role {
        MarkedRole = Qt::UserRole + 100,
        /// The number that a cell shows, for other programs: in full, not as people write numbers.
        /// A model whose cells are text alone need not have it.
        NumberRole
    };

    explicit TableView(QWidget* parent = nullptr);
    void setModel(QAbstractItemModel* model) override;
    /// The selected rows (all where none is) as tab-separated text with a header line.
    QString selectionAsTsv() const;
    /// Writes all rows as CSV (RFC 4180), atomically.
    void exportCsv(const QString& path);
    /// For a model that shows a part of its rows at a time: makes one of all of them for the
    /// export, or none while they are not known.
    using MakeModel = std::function<std::unique_ptr<QAbstractItemModel>()>;
    void setWholeModel(MakeModel make) { makeWhole_ = std::move(make); }
    /// How wide a column must be for this number.
    int widthFor(const QString& number) const;

public slots:
    void copySelection();
    void askExport();

protected:
    /// What has no tip and does not fit is told in full.
    bool viewportEvent(QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    void fitRowHeight();
    void addColumns(QMenu& menu);

    MakeModel makeWhole_;
};

/// What other programs are given of a cell.
QString plainText(const QModelIndex& index);

} // namespace window
