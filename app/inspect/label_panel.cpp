// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/inspect/label_panel.h"

#include "app/jobs/job_manager.h"
#include "app/plot/bar_plot.h"
#include "app/plot/export_button.h"
#include "app/plot/heatmap.h"
#include "app/window/text.h"
#include "app/window/workspace.h"
#include "core/library/corpus_store.h"
#include "core/lm/language_model.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>
#include <numeric>

namespace inspect {

namespace {

std::vector<plot::Bar> barsOf(const std::vector<std::string>& labels,
                              const std::vector<double>& chances) {
    std::vector<std::size_t> order(labels.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t one, std::size_t other) {
        return chances[one] > chances[other];
    });
    std::vector<plot::Bar> bars;
    for (const std::size_t label : order)
        bars.push_back({window::toQString(labels[label]), chances[label],
                        window::formatProbability(chances[label])});
    return bars;
}

} // namespace

LabelPanel::LabelPanel(window::Workspace& workspace, QWidget* parent)
    : QWidget(parent), workspace_(workspace), bars_(new plot::BarPlot(this)) {
    bars_->setObjectName(QStringLiteral("labelBars"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(bars_, 1);
    column->addWidget(makeReport(), 2);
    connect(&workspace, &window::Workspace::corporaChanged, this, &LabelPanel::listCorpora);
    listCorpora();
    setText({});
}

QWidget* LabelPanel::makeReport() {
    auto* report = new QWidget(this);
    corpora_ = new QComboBox(report);
    corpora_->setObjectName(QStringLiteral("labelCorpus"));
    corpora_->setAccessibleName(tr("Table"));
    corpora_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    corpora_->setMinimumContentsLength(12);
    auto* caption = new QLabel(tr("Ta&ble:"), report);
    caption->setBuddy(corpora_);
    evaluate_ = new QPushButton(tr("E&valuate"), report);
    evaluate_->setObjectName(QStringLiteral("evaluate"));
    evaluate_->setToolTip(tr("Asks the model for the label of every row of this corpus, a table of "
                             "texts and labels"));
    confusion_ = new plot::Heatmap(report);
    confusion_->setObjectName(QStringLiteral("confusion"));
    confusion_->setAxisTitles(tr("Has"), tr("Told"));
    result_ = new QLabel(report);
    result_->setObjectName(QStringLiteral("accuracy"));
    result_->setAccessibleName(tr("Accuracy"));
    result_->setTextFormat(Qt::PlainText);
    result_->setWordWrap(true);
    result_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* line = new QHBoxLayout;
    line->addWidget(caption);
    line->addWidget(corpora_, 1);
    line->addWidget(evaluate_);
    line->addWidget(new plot::ExportButton(confusion_, tr("confusion"), nullptr));
    auto* column = new QVBoxLayout(report);
    column->setContentsMargins(0, 0, 0, 0);
    column->addLayout(line);
    column->addWidget(result_);
    column->addWidget(confusion_, 1);
    connect(evaluate_, &QPushButton::clicked, this, &LabelPanel::evaluate);
    return report;
}

const lm::Labeller* LabelPanel::labeller() const {
    const auto* labeller = dynamic_cast<const lm::Labeller*>(model_.get());
    return labeller && !labeller->labels().empty() ? labeller : nullptr;
}

void LabelPanel::setModel(std::shared_ptr<const lm::LanguageModel> model) {
    stopWork();
    model_ = std::move(model);
    clearReport();
    setText({});
}

void LabelPanel::listCorpora() {
    const auto chosen = corpora_->currentData();
    const QSignalBlocker blocker(corpora_);
    corpora_->clear();
    try {
        for (const library::Corpus& corpus : workspace_.library().corpora().list())
            if (corpus.ready)
                corpora_->addItem(window::toQString(corpus.name),
                                  QVariant::fromValue<qlonglong>(corpus.id));
    } catch (const std::exception& error) {
        workspace_.reportError(window::describe(error));
    }
    corpora_->setCurrentIndex(std::max(corpora_->findData(chosen), 0));
    evaluate_->setEnabled(corpora_->count() > 0);
}

void LabelPanel::setText(const QString& text) {
    if (telling_)
        telling_->stop();
    if (!labeller() || text.isEmpty()) {
        bars_->setCaption({});
        bars_->setEmptyText(tr("How probable each label is for the text stands here."));
        bars_->setBars({});
        return;
    }
    telling_ = workspace_.jobManager().start(
        tr("Label the text"), jobs::JobManager::Quiet,
        [model = model_, said = window::toStd(text)](base::Progress&, const std::stop_token& stop) {
            auto chances = dynamic_cast<const lm::Labeller&>(*model).labelProbabilities(said);
            base::throwIfStopped(stop);
            return chances;
        },
        this,
        [this, model = model_](const std::vector<double>& chances) {
            if (model != model_)
                return;
            bars_->setCaption(tr("P(label | the whole text)"));
            bars_->setBars(barsOf(labeller()->labels(), chances));
        });
    connect(telling_, &jobs::Job::failed, this, [this](const QString& error) {
        bars_->setBars({});
        bars_->setEmptyText(error);
    });
}

void LabelPanel::clearReport() {
    result_->setText(tr("How often the model is right about a table's rows is counted by "
                        "Evaluate."));
    confusion_->setEmptyText(tr("Each row's label against what the model told stands here."));
    confusion_->setMatrix({}, {}, {}, {});
}

void LabelPanel::evaluate() {
    if (!labeller())
        return;
    if (evaluating_)
        evaluating_->stop();
    clearReport();
    const auto corpus = corpora_->currentData().toLongLong();
    evaluating_ = workspace_.jobManager().start(
        tr("Label the rows of %1").arg(corpora_->currentText()), jobs::JobManager::NoOptions,
        [folder = workspace_.folder(), model = model_, corpus](base::Progress& progress,
                                                               const std::stop_token& stop) {
            return tasks::reportLabels(folder, dynamic_cast<const lm::Labeller&>(*model), {corpus},
                                       progress, stop);
        },
        this,
        [this, model = model_](const tasks::LabelReport& report) {
            if (model == model_)
                showReport(report);
        });
    connect(evaluating_, &jobs::Job::failed, this,
            [this](const QString& error) { result_->setText(error); });
}

void LabelPanel::showReport(const tasks::LabelReport& report) {
    result_->setText(tr("%1 of %2 rows are told right: accuracy %3")
                         .arg(window::formatCount(report.right()),
                              window::formatCount(report.rows()),
                              window::formatNumber(report.accuracy(), 4)));
    QStringList labels;
    std::vector<double> shares;
    std::vector<QString> texts;
    std::vector<double> counts;
    for (std::size_t row = 0; row < report.labels.size(); ++row) {
        labels << window::toQString(report.labels[row]);
        const auto& told = report.confusion[row];
        const auto all = std::accumulate(told.begin(), told.end(), std::uint64_t{0});
        for (const std::uint64_t count : told) {
            shares.push_back(all > 0 ? static_cast<double>(count) / static_cast<double>(all) : 0);
            texts.push_back(window::formatCount(count));
            counts.push_back(static_cast<double>(count));
        }
    }
    confusion_->setMatrix(labels, labels, std::move(shares), std::move(texts), std::move(counts));
}

bool LabelPanel::stopWork() {
    bool any = false;
    for (const auto& job : {telling_, evaluating_})
        if (job && !job->isOver()) {
            job->stop();
            any = true;
        }
    return any;
}

} // namespace inspect
