// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/window/table_view.h"
#include "core/corpus/concordance.h"

#include <QStandardItemModel>

namespace window {

/// Lines of the corpus with an n-gram marked in each. Activating a line (double click, Enter) emits
/// placeActivated.
class OccurrenceView final : public TableView {
    Q_OBJECT
public:
    explicit OccurrenceView(QWidget* parent = nullptr);
    void setLines(const std::vector<corpus::Occurrence>& lines);

signals:
    void placeActivated(const QString& document, quint64 byteOffset);

private:
    QStandardItemModel lines_;
};

} // namespace window
