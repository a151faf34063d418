// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ngrams/matrix_tab.h"

#include "app/jobs/job_manager.h"
#include "app/plot/export_button.h"
#include "app/plot/heatmap.h"
#include "app/window/text.h"
#include "app/window/workspace.h"

#include <QComboBox>
#include <QLabel>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <utility>

namespace ngrams {

MatrixTab::MatrixTab(window::Workspace& workspace, QWidget* parent)
    : QWidget(parent),
      workspace_(workspace),
      size_(new QSpinBox),
      figure_(new QComboBox),
      map_(new plot::Heatmap) {
    size_->setRange(10, 200);
    size_->setValue(30);
    size_->setSingleStep(10);
    figure_->addItems({tr("Probabilities"), tr("Counts (colours by logarithm)")});
    map_->setAccessibleName(tr("Bigram matrix"));
    map_->setAxisTitles(tr("History"), tr("Next"));
    auto* sizeLabel = new QLabel(tr("Most fre&quent tokens:"));
    sizeLabel->setBuddy(size_);
    auto* figureLabel = new QLabel(tr("Sho&w:"));
    figureLabel->setBuddy(figure_);
    auto* hint = new QLabel(tr("Wheel or + and − zoom, drag pans, double click shows all, Enter "
                               "opens the bigram in the table."));
    hint->setWordWrap(true);
    hint->setForegroundRole(QPalette::PlaceholderText);

    auto* top = new QHBoxLayout;
    top->addWidget(sizeLabel);
    top->addWidget(size_);
    top->addWidget(figureLabel);
    top->addWidget(figure_);
    top->addWidget(hint, 1);
    top->addWidget(new plot::ExportButton(map_, tr("bigrams"), this));
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(top);
    layout->addWidget(map_, 1);

    rest_.setSingleShot(true);
    rest_.setInterval(150);
    connect(&rest_, &QTimer::timeout, this, &MatrixTab::compute);
    connect(size_, &QSpinBox::valueChanged, &rest_, qOverload<>(&QTimer::start));
    connect(figure_, &QComboBox::currentIndexChanged, this, &MatrixTab::showMatrix);
    connect(map_, &plot::Heatmap::cellActivated, this, [this](int row, int column) {
        emit bigramActivated(matrix_.rows[static_cast<std::size_t>(row)],
                             matrix_.columns[static_cast<std::size_t>(column)]);
    });
}

void MatrixTab::setTable(OpenTablePointer open) {
    open_ = std::move(open);
    matrix_ = {};
    stale_ = true;
    ++asked_;
    showMatrix();
    if (isVisible())
        compute();
}

void MatrixTab::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (stale_)
        compute();
}

void MatrixTab::compute() {
    if (!open_)
        return;
    stale_ = false;
    const int number = ++asked_;
    if (open_->model->order() < 2) {
        map_->setEmptyText(tr("A model of order 1 looks at no history, so it has no bigrams. Train "
                              "one of order 2 or more to see its matrix."));
        return;
    }
    map_->setEmptyText(tr("Counting…"));
    workspace_.jobManager().start(
        tr("Bigram matrix"), jobs::JobManager::Quiet,
        [open = open_, size = static_cast<std::size_t>(size_->value())](base::Progress&,
                                                                        const std::stop_token&) {
            return ngram::bigramMatrix(*open->model, size);
        },
        this,
        [this, number](ngram::BigramMatrix matrix) {
            if (number != asked_)
                return;
            matrix_ = std::move(matrix);
            showMatrix();
        });
}

void MatrixTab::showMatrix() {
    QStringList rows;
    QStringList columns;
    for (const text::TokenId token : matrix_.rows)
        rows << window::toQString(open_->table.tokenText(token));
    for (const text::TokenId token : matrix_.columns)
        columns << window::toQString(open_->table.tokenText(token));

    const bool counts = figure_->currentIndex() == 1;
    std::vector<double> values;
    std::vector<QString> texts;
    std::vector<double> exact;
    for (std::size_t i = 0; i < matrix_.counts.size(); ++i) {
        exact.push_back(counts ? static_cast<double>(matrix_.counts[i]) : matrix_.probabilities[i]);
        // Counts span magnitudes; on a linear scale all but the most frequent would look alike.
        values.push_back(counts ? std::log1p(static_cast<double>(matrix_.counts[i]))
                                : matrix_.probabilities[i]);
        texts.push_back(counts ? window::formatCount(matrix_.counts[i])
                               : window::formatProbability(matrix_.probabilities[i]));
    }
    const double most = values.empty() ? 0 : *std::max_element(values.begin(), values.end());
    for (double& value : values)
        value = most > 0 ? value / most : 0;
    map_->setMatrix(rows, columns, std::move(values), std::move(texts), std::move(exact));
}

} // namespace ngrams
