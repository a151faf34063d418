// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ngrams/smoothing_tab.h"

#include "app/jobs/job_manager.h"
#include "app/ngrams/estimator_panel.h"
#include "app/ngrams/smoothing_text.h"
#include "app/ngrams/token_completer.h"
#include "app/plot/export_button.h"
#include "app/plot/grouped_bars.h"
#include "app/window/empty_state.h"
#include "app/window/names.h"
#include "app/window/roomy_style.h"
#include "app/window/splitter_gap.h"
#include "app/window/table_view.h"
#include "app/window/text.h"
#include "app/window/workspace.h"

#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <utility>

namespace ngrams {

SmoothingTab::SmoothingTab(window::Workspace& workspace, QWidget* parent)
    : QWidget(parent),
      workspace_(workspace),
      history_(new QLineEdit),
      example_(new QPushButton(tr("Exam&ple"))),
      hint_(new QLabel),
      busy_(new QLabel(tr("Estimating…"))),
      stack_(new QStackedWidget),
      empty_(new window::EmptyState),
      bars_(new plot::GroupedBars) {
    auto* label = new QLabel(tr("H&istory:"));
    label->setBuddy(history_);
    history_->setAccessibleName(tr("History to compare after"));
    history_->setPlaceholderText(tr("Type what precedes; <s> stands for a sentence's beginning"));
    history_->setClearButtonEnabled(true);
    completer_ = new TokenCompleter(history_);
    example_->setToolTip(tr("Fill in a history that is frequent in the text"));
    busy_->hide();
    hint_->setObjectName("lab-hint");
    hint_->setWordWrap(true);
    hint_->setTextFormat(Qt::PlainText);
    bars_->setAccessibleName(tr("Probabilities by estimator"));
    export_ = new plot::ExportButton(bars_, tr("smoothing"), this);
    connect(empty_->addButton(tr("Show an Example")), &QPushButton::clicked, this,
            &SmoothingTab::fillInExample);

    auto* top = new QHBoxLayout;
    top->addWidget(label);
    top->addWidget(history_, 1);
    top->addWidget(example_);
    top->addWidget(busy_);
    top->addWidget(export_);
    stack_->addWidget(empty_);
    stack_->addWidget(makeContent());
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(top);
    layout->addWidget(hint_);
    layout->addWidget(stack_, 1);

    rest_.setSingleShot(true);
    rest_.setInterval(150);
    patience_.setSingleShot(true);
    patience_.setInterval(300);
    connect(&rest_, &QTimer::timeout, this, &SmoothingTab::compute);
    connect(&patience_, &QTimer::timeout, busy_, &QWidget::show);
    connect(example_, &QPushButton::clicked, this, &SmoothingTab::fillInExample);
    connect(history_, &QLineEdit::textChanged, this, [this] {
        showState();
        rest_.start();
    });
    connect(panel_, &EstimatorPanel::changed, this, &SmoothingTab::compute);
    showState();
}

QWidget* SmoothingTab::makeContent() {
    masses_.setHorizontalHeaderLabels({tr("Estimator"), tr("Mass of seen"), tr("Mass of unseen"),
                                       tr("Sum"), tr("Computes with")});
    const std::array<QString, 5> tips{
        QString(), tr("Probability of all tokens that followed the history in the text"),
        tr("Probability of all tokens that never followed it: what smoothing moved to them"),
        tr("Over the whole vocabulary: 1 for a distribution"),
        tr("After the longest history that stands in the text; fall-back: the counts are too few "
           "to estimate it")};
    for (int column = 0; column < masses_.columnCount(); ++column) {
        auto* header = masses_.horizontalHeaderItem(column);
        header->setToolTip(tips[static_cast<std::size_t>(column)]);
        const bool isNumber = column >= 1 && column <= 3;
        header->setTextAlignment(Qt::AlignVCenter | (isNumber ? Qt::AlignRight : Qt::AlignLeft));
    }
    table_ = new window::TableView;
    table_->setModel(&masses_);
    table_->setAccessibleName(tr("Masses by estimator"));
    table_->horizontalHeader()->setStretchLastSection(true);
    int widest = 0; // of the estimators' names
    for (const std::string& name : ngram::estimatorNames())
        widest = std::max(widest, fontMetrics().horizontalAdvance(window::estimatorTitle(name)));
    table_->setColumnWidth(0, widest + 2 * window::roomyMargin + 2);
    for (const int column : {1, 2, 3})
        table_->setColumnWidth(column,
                               std::max(fontMetrics().horizontalAdvance(
                                            masses_.headerData(column, Qt::Horizontal).toString()) +
                                            32,
                                        15 * fontMetrics().averageCharWidth()));

    panel_ = new EstimatorPanel;
    auto* scroll = new QScrollArea;
    scroll->setAccessibleName(tr("Estimators and their parameters"));
    scroll->setWidget(panel_);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setMinimumWidth(panel_->minimumSizeHint().width() +
                            scroll->verticalScrollBar()->sizeHint().width());

    auto* left = new QSplitter(Qt::Vertical);
    left->setChildrenCollapsible(false);
    left->addWidget(bars_);
    left->addWidget(table_);
    left->setStretchFactor(0, 1);
    // All estimators at once.
    left->setSizes({1000, table_->verticalHeader()->defaultSectionSize() * 11});
    auto* content = new QSplitter(Qt::Horizontal);
    content->setHandleWidth(window::splitterGap);
    content->setChildrenCollapsible(false);
    content->addWidget(left);
    content->addWidget(scroll);
    content->setStretchFactor(0, 1);
    return content;
}

void SmoothingTab::setTable(OpenTablePointer open) {
    stop();
    open_ = std::move(open);
    completer_->setModelOfTokens(open_ ? open_->model : nullptr);
    lab_.reset();
    if (open_ && open_->model->hasCounts()) {
        lab_ = std::make_shared<const ngram::SmoothingLab>(open_->model->counts());
        panel_->setModel(open_->model->estimatorSpec());
    }
    bars_->setData({});
    masses_.removeRows(0, masses_.rowCount());
    hint_->clear();
    showState();
    compute();
}

void SmoothingTab::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (stale_)
        compute();
}

bool SmoothingTab::stop() {
    again_ = false;
    const bool computing = job_ && !job_->isOver();
    if (computing)
        job_->stop();
    job_.clear(); // what it still sends is not waited for
    patience_.stop();
    busy_->hide();
    return computing;
}

/// What there is to see before anything was computed.
void SmoothingTab::showState() {
    const bool looksBack = lab_ && open_->model->order() > 1;
    const bool asked = lab_ && (!looksBack || !history_->text().trimmed().isEmpty());
    history_->setEnabled(looksBack);
    example_->setEnabled(looksBack);
    export_->setEnabled(asked);
    empty_->setSentence(
        open_ && !lab_ ? tr("The smoothing lab estimates anew from counts, and this model has "
                            "none: it holds probabilities alone. Choose a model that was trained "
                            "on a corpus and not pruned.")
                       : tr("The smoothing lab shows what each estimator makes of the same counts. "
                            "Type a history above, or begin with an example."));
    empty_->setButtonsVisible(looksBack);
    stack_->setCurrentIndex(asked ? 1 : 0);
    hint_->setVisible(asked);
    if (asked)
        return;
    hint_->clear();
    bars_->setData({});
    masses_.removeRows(0, masses_.rowCount());
}

void SmoothingTab::fillInExample() {
    if (!lab_)
        return;
    const auto tokens = frequentHistory(open_->model->counts());
    history_->setText(window::toQString(open_->model->tokenizer().decode(tokens)));
    history_->setFocus(Qt::OtherFocusReason);
}

void SmoothingTab::compute() {
    rest_.stop();
    stale_ = !isVisible();
    if (stale_ || !lab_ || stack_->currentIndex() == 0)
        return;
    // A request is not stopped by the next one: while a slider is dragged each would be, and
    // nothing would ever be seen.
    again_ = job_ && !job_->isOver();
    if (again_)
        return;
    patience_.start();
    job_ = workspace_.jobManager().start(
        tr("Smoothing lab"), jobs::JobManager::Quiet,
        [open = open_, lab = lab_, estimators = panel_->chosen(),
         text = window::toStd(history_->text())](base::Progress&, const std::stop_token& stop) {
            Answer answer{parseHistory(*open->model, text), {}};
            ngram::LabRequest request;
            request.history = answer.typed.used;
            request.estimators = estimators;
            answer.result = lab->compare(request, stop);
            return answer;
        },
        this,
        [this, lab = lab_](const Answer& answer) {
            if (lab == lab_ && job_)
                showAnswer(answer);
        });
    jobs::Job* job = job_;
    const auto over = [this, job] {
        if (job != job_)
            return;
        patience_.stop();
        busy_->hide();
        if (std::exchange(again_, false))
            compute();
    };
    connect(job, &jobs::Job::finished, this, over);
    connect(job, &jobs::Job::cancelled, this, over);
    connect(job, &jobs::Job::failed, this, [this, over](const QString& error) {
        over();
        workspace_.reportError(error);
    });
}

void SmoothingTab::showAnswer(const Answer& answer) {
    if (stack_->currentIndex() == 0)
        return; // the history was emptied meanwhile
    panel_->showEstimated(answer.result.estimates);
    hint_->setText(historyHint(*open_, answer.typed, answer.result));
    showBars(answer.result);
    showMasses(answer.result);
}

void SmoothingTab::showBars(const ngram::LabResult& result) {
    plot::GroupedBarData data;
    for (const ngram::LabEstimate& estimate : result.estimates)
        data.series.push_back({window::estimatorTitle(estimate.spec.name),
                               EstimatorPanel::styleOf(estimate.spec.name)});
    const auto group = [&](text::TokenId token, std::size_t place, const QString& note) {
        plot::GroupedBarData::Group made{
            window::toQString(open_->table.tokenText(token)), note, {}};
        for (const ngram::LabEstimate& estimate : result.estimates)
            made.values.push_back(estimate.probabilities[place]);
        return made;
    };
    plot::GroupedBarData::Section seen{
        tr("Seen after it: %1 of %2")
            .arg(window::formatCount(result.seen.size()), window::formatCount(result.different)),
        {}};
    for (std::size_t i = 0; i < result.seen.size(); ++i)
        seen.groups.push_back(group(result.seen[i], i,
                                    tr("count %1").arg(window::formatCount(result.seenCounts[i]))));
    plot::GroupedBarData::Section unseen{
        (result.seen.empty() ? tr("Never seen after it: %1 of %2")
                             : tr("Never seen: %1 of %2 (own scale)"))
            .arg(window::formatCount(result.unseen.size()), window::formatCount(result.others)),
        {}};
    for (std::size_t i = 0; i < result.unseen.size(); ++i)
        unseen.groups.push_back(
            group(result.unseen[i], result.seen.size() + i, tr("never seen after it")));
    for (auto* section : {&seen, &unseen})
        if (!section->groups.empty())
            data.sections.push_back(std::move(*section));
    bars_->setData(std::move(data));
}

void SmoothingTab::showMasses(const ngram::LabResult& result) {
    // In place, so that a selection stays while sliders move.
    masses_.setRowCount(static_cast<int>(result.estimates.size()));
    int row = 0;
    for (const ngram::LabEstimate& estimate : result.estimates) {
        const auto mass = [](double value) { return QLocale().toString(value, 'f', 6); };
        const std::array<QString, 5> texts{window::estimatorTitle(estimate.spec.name),
                                           mass(estimate.seenMass), mass(estimate.unseenMass),
                                           mass(estimate.sum), parameterText(estimate)};
        for (int column = 0; column < masses_.columnCount(); ++column) {
            const auto index = masses_.index(row, column);
            masses_.setData(index, texts[static_cast<std::size_t>(column)]);
            const bool isNumber = column >= 1 && column <= 3;
            masses_.setData(
                index, QVariant(Qt::AlignVCenter | (isNumber ? Qt::AlignRight : Qt::AlignLeft)),
                Qt::TextAlignmentRole);
        }
        ++row;
    }
}

} // namespace ngrams
