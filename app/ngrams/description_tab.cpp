// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ngrams/description_tab.h"

#include "app/window/names.h"
#include "app/window/table_view.h"
#include "app/window/text.h"
#include "core/lm/mixture.h"
#include "core/ngram/ngram_model.h"

#include <QHeaderView>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>
#include <string_view>

namespace ngrams {

namespace {
constexpr int margins = 24; ///< of a cell, both together
} // namespace

DescriptionTab::DescriptionTab(QWidget* parent) : QWidget(parent), note_(new QLabel) {
    note_->setObjectName("description-note");
    note_->setWordWrap(true);
    facts_.setHorizontalHeaderLabels({tr("Property"), tr("Value")});
    for (int column = 0; column < facts_.columnCount(); ++column)
        facts_.horizontalHeaderItem(column)->setTextAlignment(Qt::AlignVCenter | Qt::AlignLeft);
    view_ = new window::TableView;
    view_->setAccessibleName(tr("Description of the model"));
    view_->setModel(&facts_);
    view_->horizontalHeader()->setStretchLastSection(true);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(note_);
    layout->addWidget(view_, 1);
    setModel(nullptr);
}

void DescriptionTab::setModel(const lm::LanguageModel* model) {
    facts_.removeRows(0, facts_.rowCount());
    const QString note = model != nullptr ? noteOn(*model) : QString();
    note_->setText(note);
    note_->setVisible(!note.isEmpty());
    if (model == nullptr)
        return;
    // By hand: a view measures nothing before it is seen.
    int widest = view_->columnWidth(0);
    for (const lm::Fact& fact : model->describe().facts) {
        const QString label = window::translate(fact.label);
        facts_.appendRow({new QStandardItem(label), new QStandardItem(valueOf(fact))});
        widest = std::max(widest, fontMetrics().horizontalAdvance(label) + margins);
    }
    view_->setColumnWidth(0, widest);
}

QString DescriptionTab::noteOn(const lm::LanguageModel& model) {
    if (dynamic_cast<const lm::Mixture*>(&model) != nullptr)
        return tr("This model mixes two others and has no table of its own. Score a text here, or "
                  "choose it on the pages Inspect, Compare and Chat.");
    const auto* ngrams = dynamic_cast<const ngram::NgramModel*>(&model);
    if (ngrams != nullptr && !ngrams->hasCounts())
        return tr("This model is a table of probabilities, imported or pruned. It has no counts, "
                  "so no other estimator can be made of it.");
    if (ngrams != nullptr && !ngrams->estimator().isDistribution())
        return tr("This estimator gives scores that do not sum to 1: it is no distribution, and "
                  "its perplexity cannot be compared with other models'.");
    return {};
}

QString DescriptionTab::valueOf(const lm::Fact& fact) {
    const base::Message* inner = &fact.label; // of a mixture's part, the part's own
    while (!inner->parts.empty())
        inner = &inner->parts.front();
    const std::string_view label = inner->pattern;
    if (label == "Estimator")
        return window::estimatorTitle(fact.value);
    if (label == "Tokenizer")
        return window::tokenizerTitle(text::tokenizerKindFromName(fact.value));
    const QString value = window::toQString(fact.value);
    bool whole = false;
    const qulonglong number = value.toULongLong(&whole);
    return whole ? window::formatCount(number) : value;
}

} // namespace ngrams
