// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ngrams/mix_dialog.h"

#include "app/jobs/job.h"
#include "app/jobs/job_manager.h"
#include "app/plot/curve_plot.h"
#include "app/plot/export_button.h"
#include "app/window/field_maker.h"
#include "app/window/visible_token.h"
#include "app/window/workspace.h"

#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSlider>
#include <QVBoxLayout>

#include <cmath>

namespace ngrams {

namespace {

constexpr int steps = 1000; ///< of the slider

} // namespace

MixDialog::Scores MixDialog::scoreText(const std::filesystem::path& folder,
                                       const tasks::MixtureSpec& spec, const std::string& text,
                                       const std::stop_token& stop) {
    const auto mixture = tasks::mixModels(folder, spec);
    base::throwIfStopped(stop);
    std::vector<text::TokenId> tokens{text::Vocabulary::begin};
    const auto encoded = mixture->tokenizer().encode(text);
    tokens.insert(tokens.end(), encoded.begin(), encoded.end());
    tokens.push_back(text::Vocabulary::end);
    const auto apart = mixture->scoreApart(tokens);
    base::throwIfStopped(stop);
    const auto& vocabulary = mixture->tokenizer().vocabulary();
    Scores scores;
    for (std::size_t i = 1; i < tokens.size(); ++i) {
        scores.first.push_back(apart.first[i]);
        scores.second.push_back(apart.second[i]);
        scores.known.push_back(tokens[i] != text::Vocabulary::unknown);
        scores.tokens.push_back(window::visibleToken(vocabulary.token(tokens[i])));
    }
    return scores;
}

MixDialog::MixDialog(window::Workspace& workspace, qint64 model, QWidget* parent)
    : QDialog(parent), workspace_(workspace), first_(model) {
    const QString first = window::toQString(workspace.library().models().get(model).name);
    setWindowTitle(tr("Mix %1 with Another Model").arg(first));
    auto* form = new QFormLayout;
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(form);
    const window::FieldMaker make(form);
    second_ = make.add<QComboBox>("second", tr("&Second model"),
                                  tr("The model that %1 is mixed with").arg(first));
    for (const auto& other : workspace.library().models().list())
        if (other.id != model)
            second_->addItem(window::toQString(other.name), qint64(other.id));
    text_ = make.add<QPlainTextEdit>("text", tr("&Text"),
                                     tr("A text that neither was trained on; perplexity is of it"));
    text_->setTabChangesFocus(true);
    text_->setPlaceholderText(tr("Type or paste a text to try the mixture on."));
    text_->setMaximumHeight(90);
    form->addRow(makeWeight());
    name_ = make.add<QLineEdit>("name", tr("&Name"), tr("Of the mixture"));
    name_->setPlaceholderText(tr("Made from the names of the two"));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    // While the other cannot be pressed, Enter would cancel.
    buttons->button(QDialogButtonBox::Cancel)->setAutoDefault(false);
    mix_ = buttons->addButton(tr("&Mix"), QDialogButtonBox::AcceptRole);
    mix_->setDefault(true);
    mix_->setEnabled(second_->count() > 0);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons);

    rest_.setSingleShot(true);
    rest_.setInterval(300);
    connect(&rest_, &QTimer::timeout, this, &MixDialog::look);
    connect(text_, &QPlainTextEdit::textChanged, &rest_, qOverload<>(&QTimer::start));
    connect(second_, &QComboBox::currentIndexChanged, this, &MixDialog::look);
    showFigures();
    resize(620, 620);
}

QWidget* MixDialog::makeWeight() {
    auto* box = new QWidget;
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    auto* label = new QLabel(tr("&Weight λ of the first model:"));
    slider_ = new QSlider(Qt::Horizontal);
    slider_->setAccessibleName(tr("Weight of the first model"));
    slider_->setRange(0, steps);
    slider_->setPageStep(steps / 20);
    weight_ = new QDoubleSpinBox;
    weight_->setObjectName("weight");
    weight_->setAccessibleName(tr("Weight of the first model"));
    weight_->setRange(0, 1);
    weight_->setDecimals(4);
    weight_->setSingleStep(0.01);
    label->setBuddy(weight_);
    best_ = new QPushButton(tr("&Best for This Text"));
    best_->setObjectName("best");
    best_->setToolTip(tr("The weight under which the text is most probable, by "
                         "expectation-maximisation"));
    auto* line = new QHBoxLayout;
    line->addWidget(label);
    line->addWidget(slider_, 1);
    line->addWidget(weight_);
    line->addWidget(best_);
    figures_ = new QLabel;
    figures_->setObjectName("figures");
    figures_->setWordWrap(true);
    figures_->setTextFormat(Qt::PlainText);
    curve_ = new plot::CurvePlot;
    curve_->setAccessibleName(tr("Perplexity by weight"));
    curve_->setAxisTitles(tr("weight λ of the first model"), tr("perplexity"));
    curve_->setEmptyText(tr("With a text, its perplexity under every weight is drawn here."));
    curve_->setMinimumHeight(200);
    layout->addLayout(line);
    auto* said = new QHBoxLayout;
    said->addWidget(figures_, 1);
    said->addWidget(new plot::ExportButton(curve_, tr("mixture"), this), 0, Qt::AlignTop);
    layout->addLayout(said);
    layout->addWidget(curve_, 1);
    connect(slider_, &QSlider::valueChanged, this,
            [this](int value) { weight_->setValue(static_cast<double>(value) / steps); });
    connect(weight_, &QDoubleSpinBox::valueChanged, this, &MixDialog::setWeight);
    connect(best_, &QPushButton::clicked, this,
            [this] { weight_->setValue(lm::mixtureWeight(scores_.first, scores_.second)); });
    weight_->setValue(0.5);
    return box;
}

void MixDialog::setWeight(double weight) {
    const QSignalBlocker blocker(slider_);
    slider_->setValue(static_cast<int>(std::lround(weight * steps)));
    showFigures();
}

void MixDialog::look() {
    rest_.stop();
    if (job_)
        job_->stop();
    const int number = ++asked_;
    scores_ = {};
    curve_->removeAllSeries();
    mix_->setEnabled(second_->count() > 0);
    showFigures();
    const std::string text = window::toStd(text_->toPlainText());
    if (text_->toPlainText().trimmed().isEmpty() || second_->currentIndex() < 0)
        return;
    figures_->setText(tr("Both models read the text…"));
    job_ = workspace_.jobManager().start(
        tr("Score a text by two models"), jobs::JobManager::Quiet,
        [folder = workspace_.folder(), spec = spec(), text](base::Progress&,
                                                            const std::stop_token& stop) {
            return scoreText(folder, spec, text, stop);
        },
        this,
        [this, number](Scores scores) {
            if (number != asked_)
                return;
            scores_ = std::move(scores);
            std::vector<plot::Point> points;
            constexpr int drawn = 100;
            for (int i = 0; i <= drawn; ++i)
                if (const double y = summary(static_cast<double>(i) / drawn).perplexity();
                    std::isfinite(y))
                    points.push_back({static_cast<double>(i) / drawn, y});
            curve_->append(curve_->addSeries(tr("perplexity"), 0, plot::Stroke::Dashed), points);
            showFigures();
        });
    connect(job_, &jobs::Job::failed, this, [this, number](const QString& error) {
        if (number != asked_)
            return;
        figures_->setText(error);
        mix_->setEnabled(false); // until another model is chosen
    });
}

lm::ScoreSummary MixDialog::summary(double weight) const {
    lm::ScoreSummary sum;
    for (std::size_t i = 0; i < scores_.first.size(); ++i)
        sum.add(scores_.known[i],
                lm::mixedLogProbability(scores_.first[i], scores_.second[i], weight));
    return sum;
}

QString MixDialog::causeOfInfinity() const {
    const auto firstOf = [&](double weight) {
        std::size_t i = 0;
        while (std::isfinite(lm::mixedLogProbability(scores_.first[i], scores_.second[i], weight)))
            ++i;
        return scores_.tokens[i];
    };
    const auto isInfinite = [&](double weight) { return std::isinf(summary(weight).perplexity()); };
    if (isInfinite(0.5))
        return tr("∞ because neither model gives “%1” a probability.").arg(firstOf(0.5));
    QStringList lines;
    if (isInfinite(1))
        lines << tr("∞ because the first model alone gives “%1” no probability.").arg(firstOf(1));
    if (isInfinite(0))
        lines << tr("∞ because the second model alone gives “%1” no probability.").arg(firstOf(0));
    return lines.join('\n');
}

void MixDialog::showFigures() {
    const bool scored = !scores_.first.empty();
    best_->setEnabled(scored);
    if (!scored) {
        figures_->setText(tr("P = λ P1 + (1 − λ) P2"));
        return;
    }
    const lm::ScoreSummary mixed = summary(weight_->value());
    const lm::ScoreSummary first = summary(1);
    const lm::ScoreSummary second = summary(0);
    const auto number = [](double value) { return window::formatNumber(value, 5); };
    QStringList lines{
        tr("Perplexity of the text's %1 tokens: %2 mixed, %3 by the first model alone, %4 by the "
           "second alone")
            .arg(window::formatCount(mixed.tokens), number(mixed.perplexity()),
                 number(first.perplexity()), number(second.perplexity()))};
    if (mixed.oov > 0)
        lines << tr("Without the tokens that neither knows (%1): %2 mixed, %3 and %4 alone")
                     .arg(window::formatCount(mixed.oov), number(mixed.perplexityExcludingOov()),
                          number(first.perplexityExcludingOov()),
                          number(second.perplexityExcludingOov()));
    if (const QString cause = causeOfInfinity(); !cause.isEmpty())
        lines << cause;
    figures_->setText(lines.join('\n'));
}

tasks::MixtureSpec MixDialog::spec() const {
    return {first_, second_->currentData().toLongLong(), weight_->value()};
}

std::string MixDialog::name() const {
    return window::toStd(name_->text().trimmed());
}

} // namespace ngrams
