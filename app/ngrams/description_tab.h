// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lm/language_model.h"

#include <QStandardItemModel>
#include <QWidget>

class QLabel;

namespace window {
class TableView;
}

namespace ngrams {

/// What a model says of itself: its estimator, its sizes, what was estimated, and where a fall-back
/// was taken instead.
class DescriptionTab final : public QWidget {
    Q_OBJECT
public:
    explicit DescriptionTab(QWidget* parent = nullptr);
    /// None clears it.
    void setModel(const lm::LanguageModel* model);

private:
    static QString noteOn(const lm::LanguageModel& model);
    static QString valueOf(const lm::Fact& fact);

    QLabel* note_ = nullptr;
    QStandardItemModel facts_;
    window::TableView* view_ = nullptr;
};

} // namespace ngrams
