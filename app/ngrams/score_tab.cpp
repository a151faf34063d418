// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ngrams/score_tab.h"

#include "app/jobs/job_manager.h"
#include "app/ngrams/division.h"
#include "app/ngrams/row_details.h"
#include "app/plot/theme.h"
#include "app/window/explanation_panel.h"
#include "app/window/score_text.h"
#include "app/window/splitter_gap.h"
#include "app/window/table_view.h"
#include "app/window/text.h"
#include "app/window/workspace.h"

#include <QEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QSplitter>
#include <QTextEdit>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace ngrams {

namespace {

constexpr std::size_t mostTerms = 24; ///< of the sum that is written out

QString logText(double value) {
    return std::isinf(value) ? QStringLiteral("−∞") : QLocale().toString(value, 'f', 4);
}

QLabel* resultLabel(const QString& name) {
    auto* label = new QLabel;
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

ScoreTab::ScoreTab(window::Workspace& workspace, QWidget* parent)
    : QWidget(parent),
      workspace_(workspace),
      sentence_(new QLineEdit),
      colored_(new QTextEdit),
      view_(new window::TableView),
      details_(new RowDetails(workspace)),
      arithmetic_(new window::ExplanationPanel(workspace)),
      sum_(resultLabel("sum")),
      perplexity_(resultLabel("perplexity")) {
    auto* label = new QLabel(tr("&Sentence:"));
    label->setBuddy(sentence_);
    sentence_->setAccessibleName(tr("Sentence to score"));
    sentence_->setPlaceholderText(tr("Type a sentence to see how probable each of its tokens is"));
    sentence_->setClearButtonEnabled(true);
    sum_->setAccessibleName(tr("Log probability of the sentence"));
    perplexity_->setAccessibleName(tr("Perplexity of the sentence"));
    colored_->setReadOnly(true);
    colored_->setAccessibleName(tr("The sentence, coloured by surprisal"));
    colored_->setToolTip(tr("The stronger the colour, the more surprising the token; wavy "
                            "underlining marks tokens outside the vocabulary"));
    colored_->setPlaceholderText(tr("Here the sentence shows again, coloured by surprisal"));
    colored_->setTabChangesFocus(true);
    colored_->setMaximumHeight(colored_->fontMetrics().height() * 4);
    tokens_.setHorizontalHeaderLabels(
        {tr("Token"), tr("P"), tr("ln P"), tr("Surprisal (bits)"), tr("Vocabulary")});
    for (int column = 0; column < tokens_.columnCount(); ++column) {
        const bool isNumber = column >= 1 && column <= 3;
        tokens_.horizontalHeaderItem(column)->setTextAlignment(
            Qt::AlignVCenter | (isNumber ? Qt::AlignRight : Qt::AlignLeft));
    }
    view_->setModel(&tokens_);
    view_->setColumnWidth(0, 20 * fontMetrics().averageCharWidth());
    view_->setAccessibleName(tr("Tokens of the sentence"));

    auto* top = new QHBoxLayout;
    top->addWidget(label);
    top->addWidget(sentence_, 1);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(top);
    layout->addWidget(colored_);
    auto* halves = new QSplitter(Qt::Horizontal);
    halves->setChildrenCollapsible(false);
    halves->setHandleWidth(window::splitterGap);
    halves->addWidget(view_);
    halves->addWidget(details_);
    halves->addWidget(arithmetic_);
    for (const int half : {0, 1, 2})
        halves->setStretchFactor(half, 1);
    arithmetic_->hide();
    arithmetic_->setEmptyText(tr("Choose a token to see how its probability came about and where "
                                 "its n-gram stands in the corpus."));
    details_->setHint(tr("Choose a token to see how its probability came about and where its "
                         "n-gram stands in the corpus."));
    layout->addWidget(halves, 1);
    layout->addWidget(sum_);
    layout->addWidget(perplexity_);

    rest_.setSingleShot(true);
    rest_.setInterval(150);
    connect(&rest_, &QTimer::timeout, this, &ScoreTab::score);
    connect(sentence_, &QLineEdit::textChanged, &rest_, qOverload<>(&QTimer::start));
    connect(view_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& index) { showToken(index.row()); });
}

void ScoreTab::setModel(qint64 id, std::shared_ptr<const lm::LanguageModel> model,
                        OpenTablePointer open) {
    model_ = std::move(model);
    open_ = std::move(open);
    details_->setTable(open_);
    arithmetic_->setModel(id, open_ ? nullptr : model_);
    details_->setVisible(open_ || !model_);
    arithmetic_->setVisible(!open_ && dynamic_cast<const lm::Explainer*>(model_.get()) != nullptr);
    score();
}

void ScoreTab::score() {
    const int number = ++asked_;
    const std::string text = window::toStd(sentence_->text());
    if (!model_ || text.empty()) {
        text_.clear();
        show({});
        return;
    }
    workspace_.jobManager().start(
        tr("Score"), jobs::JobManager::Quiet,
        [model = model_, text](base::Progress&, const std::stop_token&) {
            return lm::scoreText(*model, text);
        },
        this,
        [this, number, text](const lm::Score& score) {
            if (number != asked_)
                return;
            text_ = text;
            show(score);
        });
}

void ScoreTab::stop() {
    details_->stop();
    arithmetic_->stop();
}

void ScoreTab::showToken(int row) {
    if (!model_ || row < 0 || static_cast<std::size_t>(row) >= score_.tokens.size())
        return;
    const auto place = score_.tokens.begin() + row;
    std::vector<text::TokenId> history{text::Vocabulary::begin};
    for (auto token = score_.tokens.begin(); token != place; ++token) {
        history.push_back(token->id);
        if (token->id == text::Vocabulary::end)
            history.assign({text::Vocabulary::begin});
    }
    if (open_) {
        const auto relevant = open_->model->relevant(history);
        details_->showRow(rowOf(*open_->model, relevant, place->id));
    } else if (const auto* explainer = dynamic_cast<const lm::Explainer*>(model_.get())) {
        arithmetic_->explain(explainer->explain(history, place->id));
    }
}

void ScoreTab::show(const lm::Score& score) {
    score_ = score;
    showTokens(score);
    showColored(score);
    sum_->setText(sumText(score));
    perplexity_->setText(perplexityText(score));
}

void ScoreTab::showTokens(const lm::Score& score) {
    tokens_.removeRows(0, tokens_.rowCount());
    details_->clear();
    arithmetic_->clear();
    for (const lm::TokenScore& token : score.tokens) {
        const auto number = [](const QString& text) {
            auto* item = new QStandardItem(text);
            item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            return item;
        };
        const double bits = 0 - token.logProbability / std::numbers::ln2; // no -0
        tokens_.appendRow(
            {new QStandardItem(window::toQString(token.token)),
             number(window::formatProbability(std::exp(token.logProbability))),
             number(logText(token.logProbability)),
             number(std::isinf(bits) ? QStringLiteral("∞") : QLocale().toString(bits, 'f', 3)),
             new QStandardItem(token.known ? QString() : tr("unknown"))});
    }
}

void ScoreTab::showColored(const lm::Score& score) {
    colored_->clear();
    QTextCursor cursor(colored_->document());
    std::size_t written = 0;
    for (const lm::TokenScore& token : score.tokens) {
        if (token.end <= token.begin || token.begin < written)
            continue;
        cursor.insertText(window::toQString(text_.substr(written, token.begin - written)), {});
        // 16 bits, one token in 65,536, has the strongest colour.
        const double bits = -token.logProbability / std::numbers::ln2;
        QTextCharFormat format;
        format.setBackground(plot::scaleColor(std::min(1.0, bits / 16), palette()));
        format.setForeground(plot::textOn(format.background().color()));
        if (!token.known)
            format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        format.setToolTip(std::isinf(bits) ? tr("∞ bits")
                                           : tr("%1 bits").arg(QLocale().toString(bits, 'f', 3)));
        cursor.insertText(window::toQString(text_.substr(token.begin, token.end - token.begin)),
                          format);
        written = token.end;
    }
}

QString ScoreTab::sumText(const lm::Score& score) const {
    if (score.tokens.empty())
        return {};
    QStringList factors;
    QStringList terms;
    for (const lm::TokenScore& token : score.tokens) {
        if (factors.size() == static_cast<qsizetype>(mostTerms)) {
            factors << QStringLiteral("…");
            terms << QStringLiteral("…");
            break;
        }
        factors << tr("ln %1").arg(window::formatProbability(std::exp(token.logProbability)));
        terms << tr("(%1)").arg(logText(token.logProbability));
    }
    return tr("ln P(sentence) = %1 = %2 = %3")
        .arg(factors.join(" + "), terms.join(" + "), logText(score.summary.logProbability));
}

QString ScoreTab::perplexityText(const lm::Score& score) const {
    if (score.tokens.empty())
        return {};
    const lm::ScoreSummary& summary = score.summary;
    QString text = tr("Perplexity %1 over %2 tokens; without the unknown ones (%3) %4.")
                       .arg(window::formatNumber(summary.perplexity(), 6),
                            window::formatCount(summary.tokens), window::formatCount(summary.oov),
                            window::formatNumber(summary.perplexityExcludingOov(), 6));
    const QString cause = window::causeOfInfinity(summary);
    return cause.isEmpty() ? text : text + "\n" + cause;
}

void ScoreTab::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        showColored(score_);
}

} // namespace ngrams
