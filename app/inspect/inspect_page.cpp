// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/inspect/inspect_page.h"

#include "app/inspect/label_panel.h"
#include "app/inspect/legend.h"
#include "app/inspect/token_editor.h"
#include "app/jobs/job_manager.h"
#include "app/plot/bar_plot.h"
#include "app/plot/export_button.h"
#include "app/window/empty_state.h"
#include "app/window/explanation_panel.h"
#include "app/window/names.h"
#include "app/window/score_text.h"
#include "app/window/splitter_gap.h"
#include "app/window/text.h"
#include "app/window/visible_token.h"
#include "app/window/workspace.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include <cmath>

namespace inspect {

namespace {

constexpr int typingPause = 250; // milliseconds
constexpr int hoverPause = 120;

} // namespace

InspectPage::InspectPage(window::Workspace& workspace, QWidget* parent)
    : window::Page(parent),
      workspace_(&workspace),
      stack_(new QStackedWidget),
      typing_(new QTimer(this)),
      hovering_(new QTimer(this)) {
    typing_->setSingleShot(true);
    typing_->setInterval(typingPause);
    hovering_->setSingleShot(true);
    hovering_->setInterval(hoverPause);
    stack_->addWidget(makeEmptyState());
    stack_->addWidget(makeBody());
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(stack_);

    connect(models_, qOverload<int>(&QComboBox::currentIndexChanged), this,
            &InspectPage::openModel);
    connect(editor_, &QPlainTextEdit::textChanged, typing_, qOverload<>(&QTimer::start));
    connect(typing_, &QTimer::timeout, this, &InspectPage::score);
    connect(editor_, &TokenEditor::tokenChosen, this, [this] {
        hovered_ = -1;
        hovering_->start();
    });
    connect(editor_, &TokenEditor::tokenHovered, this, [this](int token) {
        hovered_ = token;
        hovering_->start();
    });
    connect(hovering_, &QTimer::timeout, this, [this] {
        const auto chosen = editor_->chosenToken();
        showDetail(hovered_ >= 0 ? hovered_ : chosen ? int(*chosen) : -1);
    });
    connect(&workspace, &window::Workspace::modelsChanged, this, &InspectPage::reload);
    reload();
}

QWidget* InspectPage::makeEmptyState() {
    auto* empty = new window::EmptyState(
        tr("Here a model reads a text and shows at which tokens it was surprised. There is no "
           "model yet: train one first."));
    empty->offerModels(*workspace_);
    return empty;
}

QWidget* InspectPage::makeBody() {
    models_ = new QComboBox;
    models_->setObjectName(QStringLiteral("models"));
    models_->setAccessibleName(tr("Model"));
    models_->setMinimumContentsLength(24);
    auto* label = new QLabel(tr("&Model:"));
    label->setBuddy(models_);
    editor_ = new TokenEditor;
    editor_->setObjectName(QStringLiteral("text"));
    editor_->setAccessibleName(tr("Text to inspect"));
    editor_->setPlaceholderText(tr("Type or paste a text. Each token is coloured by its "
                                   "surprisal; put the cursor on one to see what else could "
                                   "have come."));
    totals_ = new QLabel;
    totals_->setObjectName(QStringLiteral("totals"));
    totals_->setAccessibleName(tr("Totals"));
    totals_->setWordWrap(true);
    totals_->setTextInteractionFlags(Qt::TextSelectableByMouse);

    auto* top = new QHBoxLayout;
    top->addWidget(label);
    top->addWidget(models_);
    top->addStretch();
    top->addWidget(new Legend);
    auto* left = new QWidget;
    auto* leftColumn = new QVBoxLayout(left);
    leftColumn->setContentsMargins(0, 0, 0, 0);
    leftColumn->addWidget(editor_, 1);
    leftColumn->addWidget(totals_);
    labels_ = new LabelPanel(*workspace_);
    right_ = new QStackedWidget;
    right_->addWidget(makeDetail());
    right_->addWidget(labels_);

    auto* splitter = new QSplitter;
    splitter->setHandleWidth(window::splitterGap);
    splitter->addWidget(left);
    splitter->addWidget(right_);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    splitter->setChildrenCollapsible(false);
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->addLayout(top);
    column->addWidget(splitter, 1);
    return page;
}

/// Of a token.
QWidget* InspectPage::makeDetail() {
    figures_ = new QLabel;
    figures_->setObjectName(QStringLiteral("figures"));
    figures_->setTextFormat(Qt::PlainText);
    figures_->setAccessibleName(tr("Figures of the token"));
    figures_->setWordWrap(true);
    figures_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    arithmetic_ = new window::ExplanationPanel(*workspace_);
    arithmetic_->hide();
    alternatives_ = new plot::BarPlot;
    alternatives_->setObjectName(QStringLiteral("alternatives"));
    alternatives_->setEmptyText(tr("The most probable tokens at the chosen place stand here."));

    auto* steps = new QHBoxLayout;
    const auto button = [&](const QString& text, const QKeySequence& key, int direction) {
        auto* made = new QToolButton;
        made->setText(text);
        made->setShortcut(key);
        made->setToolTip(
            QStringLiteral("%1 (%2)").arg(text, key.toString(QKeySequence::NativeText)));
        connect(made, &QToolButton::clicked, editor_,
                [this, direction] { editor_->step(direction); });
        steps->addWidget(made);
    };
    button(tr("Previous token"), Qt::ALT | Qt::Key_Left, -1);
    button(tr("Next token"), Qt::ALT | Qt::Key_Right, 1);
    steps->addStretch();
    steps->addWidget(new plot::ExportButton(alternatives_, tr("alternatives"), nullptr));
    auto* right = new QWidget;
    auto* rightColumn = new QVBoxLayout(right);
    rightColumn->setContentsMargins(0, 0, 0, 0);
    rightColumn->addLayout(steps);
    rightColumn->addWidget(figures_);
    auto* parts = new QSplitter(Qt::Vertical);
    parts->setChildrenCollapsible(false);
    parts->addWidget(arithmetic_);
    parts->addWidget(alternatives_);
    parts->setStretchFactor(0, 2);
    parts->setStretchFactor(1, 1);
    rightColumn->addWidget(parts, 1);

    return right;
}

void InspectPage::reload() {
    std::vector<library::Model> models;
    try {
        models = workspace_->library().models().list();
    } catch (const std::exception& error) {
        workspace_->reportError(window::describe(error));
        return;
    }
    {
        const QSignalBlocker blocker(models_);
        models_->clear();
        for (const auto& model : models)
            models_->addItem((model.kind == "neural"    ? tr("%1 (network)")
                              : model.kind == "mixture" ? tr("%1 (mixture)")
                                                        : tr("%1 (n-gram)"))
                                 .arg(window::toQString(model.name)),
                             qint64(model.id));
        const int same = models_->findData(qint64(wanted_));
        models_->setCurrentIndex(same >= 0 ? same : models.empty() ? -1 : 0);
    }
    stack_->setCurrentIndex(models.empty() ? 0 : 1);
    openModel();
}

void InspectPage::openModel() {
    const std::int64_t id = models_->currentData().toLongLong();
    if (id == wanted_)
        return;
    wanted_ = id;
    model_.reset();
    labels_->setModel(nullptr);
    editor_->setInspection(nullptr);
    showDetail(-1);
    showTotals();
    if (id == 0)
        return;
    totals_->setText(tr("Opening the model…"));
    workspace_->openModel(id, this, [this, id](std::shared_ptr<const lm::LanguageModel> model) {
        if (id != wanted_)
            return;
        model_ = std::move(model);
        arithmetic_->setModel(id, model_);
        labels_->setModel(model_);
        right_->setCurrentIndex(labels_->hasLabels() ? 1 : 0);
        totals_->clear();
        score();
    });
}

void InspectPage::score() {
    typing_->stop();
    if (scoring_)
        scoring_->stop();
    scoring_.clear();
    const QString text = editor_->toPlainText();
    labels_->setText(text);
    if (!model_ || text.isEmpty()) {
        editor_->setInspection(nullptr);
        showTotals();
        showDetail(-1);
        return;
    }
    scoring_ = workspace_->jobManager().start(
        tr("Score the text"), jobs::JobManager::Quiet,
        [model = model_, text](base::Progress&, const std::stop_token& stop) {
            auto inspection = std::make_shared<const Inspection>(inspectText(model, text));
            base::throwIfStopped(stop);
            return inspection;
        },
        this,
        [this](std::shared_ptr<const Inspection> inspection) {
            if (inspection->model != model_ || inspection->text != editor_->toPlainText())
                return; // overtaken
            editor_->setInspection(std::move(inspection));
            showTotals();
            hovering_->start();
        });
    connect(scoring_, &jobs::Job::failed, this,
            [this](const QString& error) { totals_->setText(error); });
}

void InspectPage::showDetail(int token) {
    if (detailing_)
        detailing_->stop();
    const auto inspection = editor_->inspection();
    if (!inspection || token < 0 || std::size_t(token) >= inspection->tokens.size()) {
        figures_->clear();
        arithmetic_->clear();
        arithmetic_->hide();
        alternatives_->setCaption({});
        alternatives_->setEmptyText(tr("The most probable tokens at the chosen place stand here."));
        alternatives_->setBars({});
        return;
    }
    detailing_ = workspace_->jobManager().start(
        tr("Look at a token"), jobs::JobManager::Quiet,
        [inspection, token](base::Progress&, const std::stop_token& stop) {
            auto detail = detailOf(*inspection, static_cast<std::size_t>(token));
            base::throwIfStopped(stop);
            return detail;
        },
        this,
        [this, inspection](const TokenDetail& detail) {
            if (inspection == editor_->inspection())
                showFigures(detail);
        });
}

void InspectPage::showFigures(const TokenDetail& detail) {
    const auto& score = editor_->inspection()->tokens[detail.token].score;
    const QString token = window::visibleToken(score.token);
    QString text = score.known ? tr("Token “%1”").arg(token)
                               : tr("Token “%1”, not in the vocabulary").arg(token);
    text += tr("\nProbability %1, surprisal %2 bits")
                .arg(window::formatProbability(std::exp(score.logProbability)),
                     window::formatNumber(surprisal(score), 4));
    if (detail.explanation) {
        text += tr("\nBy %1: %2")
                    .arg(window::estimatorTitle(detail.explanation->estimator),
                         window::translate({detail.explanation->formula.c_str()}));
        arithmetic_->explain(*detail.explanation);
    }
    arithmetic_->setVisible(detail.explanation.has_value());
    figures_->setText(text);
    std::vector<plot::Bar> bars;
    for (const auto& alternative : detail.alternatives)
        bars.push_back({alternative.token, alternative.probability,
                        window::formatProbability(alternative.probability)});
    alternatives_->setCaption(tr("The most probable tokens at this place"));
    alternatives_->setEmptyText(tr("The model has no distribution after this history."));
    alternatives_->setBars(std::move(bars));
}

void InspectPage::showTotals() {
    const auto& inspection = editor_->inspection();
    if (!inspection) {
        totals_->clear();
        return;
    }
    const auto& sum = inspection->summary;
    const QString cause = window::causeOfInfinity(sum);
    totals_->setText(
        (sum.pseudo ? tr("%1 tokens, %2 unknown · log probability %3 nats · pseudo-perplexity %4 "
                         "(each token by what stands on both sides), without unknown %5 · "
                         "%6 bits per byte")
                    : tr("%1 tokens, %2 unknown · log probability %3 nats · perplexity %4, "
                         "without unknown %5 · %6 bits per byte"))
            .arg(window::formatCount(sum.tokens), window::formatCount(sum.oov),
                 window::formatNumber(sum.logProbability, 6),
                 window::formatNumber(sum.perplexity(), 5),
                 window::formatNumber(sum.perplexityExcludingOov(), 5),
                 window::formatNumber(sum.bitsPerByte(), 4)) +
        (cause.isEmpty() ? QString() : "\n" + cause));
}

bool InspectPage::stopWork() {
    arithmetic_->stop();
    const bool labelling = labels_->stopWork();
    if (!scoring_)
        return labelling;
    scoring_->stop();
    return true;
}

void InspectPage::find() {
    editor_->setFocus(Qt::ShortcutFocusReason);
}

QVariant InspectPage::saveState() const {
    return QVariantList{qint64(wanted_), editor_->toPlainText()};
}

void InspectPage::restoreState(const QVariant& state) {
    const auto values = state.toList();
    if (values.size() != 2)
        return;
    const int model = models_->findData(values[0]);
    if (model >= 0)
        models_->setCurrentIndex(model);
    editor_->setPlainText(values[1].toString());
}

} // namespace inspect
