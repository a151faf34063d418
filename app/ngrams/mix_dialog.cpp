// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ngrams/mix_dialog.h"

#include "app/jobs/job.h"
#include "app/jobs/job_manager.h"
#include "app/plot/curve_plot.h"
#include "app/window/field_maker.h"
#include "app/window/text.h"
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

/// What the job brings back: ln P of the scored tokens by either model.
struct Scores {
    std::vector<double> first;
    std::vector<double> second;
};

Scores scoreText(const std::filesystem::path& folder, const tasks::MixtureSpec& spec,
                 const std::string& text, const std::stop_token& stop) {
    const auto mixture = tasks::mixModels(folder, spec);
    base::throwIfStopped(stop);
    std::vector<text::TokenId> tokens{text::Vocabulary::begin};
    const auto encoded = mixture->tokenizer().encode(text);
    tokens.insert(tokens.end(), encoded.begin(), encoded.end());
    tokens.push_back(text::Vocabulary::end);
    const auto apart = mixture->scoreApart(tokens);
    base::throwIfStopped(stop);
    Scores scores;
    for (std::size_t i = 0; i < tokens.size(); ++i)
        if (tokens[i] != text::Vocabulary::begin) {
            scores.first.push_back(apart.first[i]);
            scores.second.push_back(apart.second[i]);
        }
    return scores;
}

} // namespace

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
    curve_ = new plot::CurvePlot;
    curve_->setAccessibleName(tr("Perplexity by weight"));
    curve_->setAxisTitles(tr("weight λ of the first model"), tr("perplexity"));
    curve_->setEmptyText(tr("With a text, its perplexity under every weight is drawn here."));
    curve_->setMinimumHeight(200);
    layout->addLayout(line);
    layout->addWidget(figures_);
    layout->addWidget(curve_, 1);
    connect(slider_, &QSlider::valueChanged, this,
            [this](int value) { weight_->setValue(static_cast<double>(value) / steps); });
    connect(weight_, &QDoubleSpinBox::valueChanged, this, &MixDialog::setWeight);
    connect(best_, &QPushButton::clicked, this,
            [this] { weight_->setValue(lm::mixtureWeight(firstScores_, secondScores_)); });
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
    firstScores_.clear();
    secondScores_.clear();
    curve_->removeAllSeries();
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
            firstScores_ = std::move(scores.first);
            secondScores_ = std::move(scores.second);
            std::vector<plot::Point> points;
            constexpr int drawn = 100;
            for (int i = 0; i <= drawn; ++i)
                if (const double y = perplexity(static_cast<double>(i) / drawn); std::isfinite(y))
                    points.push_back({static_cast<double>(i) / drawn, y});
            curve_->append(curve_->addSeries(tr("perplexity"), 0), points);
            showFigures();
        });
    connect(job_, &jobs::Job::failed, this, [this, number](const QString& error) {
        if (number == asked_)
            figures_->setText(error);
    });
}

double MixDialog::perplexity(double weight) const {
    double sum = 0;
    for (std::size_t i = 0; i < firstScores_.size(); ++i)
        sum -= lm::mixedLogProbability(firstScores_[i], secondScores_[i], weight);
    return std::exp(sum / static_cast<double>(firstScores_.size()));
}

void MixDialog::showFigures() {
    const bool scored = !firstScores_.empty();
    best_->setEnabled(scored);
    if (!scored) {
        figures_->setText(tr("P = λ P1 + (1 − λ) P2"));
        return;
    }
    figures_->setText(
        tr("Perplexity of the text's %1 tokens: %2 mixed, %3 by the first model alone, %4 by the "
           "second alone")
            .arg(window::formatCount(firstScores_.size()),
                 window::formatNumber(perplexity(weight_->value()), 5),
                 window::formatNumber(perplexity(1), 5), window::formatNumber(perplexity(0), 5)));
}

tasks::MixtureSpec MixDialog::spec() const {
    return {first_, second_->currentData().toLongLong(), weight_->value()};
}

std::string MixDialog::name() const {
    return window::toStd(name_->text().trimmed());
}

} // namespace ngrams
