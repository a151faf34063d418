// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ngrams/open_table.h"
#include "core/ngram/matrix.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

class QComboBox;
class QSpinBox;

namespace jobs {
class Job;
}
namespace plot {
class Heatmap;
}
namespace window {
class Workspace;
}

namespace ngrams {

/// The bigrams of the most frequent tokens as a heatmap.
class MatrixTab final : public QWidget {
    Q_OBJECT
public:
    explicit MatrixTab(window::Workspace& workspace, QWidget* parent = nullptr);
    void setTable(OpenTablePointer open);

signals:
    void bigramActivated(text::TokenId history, text::TokenId next);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void compute();
    void showMatrix();

    window::Workspace& workspace_;
    OpenTablePointer open_;
    ngram::BigramMatrix matrix_;
    bool stale_ = true; ///< computed when it is looked at
    int asked_ = 0;
    QTimer rest_;
    QSpinBox* size_ = nullptr;
    QComboBox* figure_ = nullptr;
    plot::Heatmap* map_ = nullptr;
};

} // namespace ngrams
