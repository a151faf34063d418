// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/preset_cards.h"

#include "app/training/architecture_drawing.h"
#include "app/training/run_estimate.h"
#include "app/training/run_settings.h"
#include "app/window/text.h"
#include "core/neural/specification/memory.h"
#include "core/neural/specification/parameter_count.h"
#include "core/neural/specification/transformer_presets.h"
#include "core/neural/specification/transformer_size.h"

#include <QDialogButtonBox>
#include <QFrame>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

#include <cmath>

namespace training {

namespace {

constexpr std::uint64_t usualVocabulary = 100; ///< the characters of an English text, and some
constexpr int columns = 3;

/// Three figures: the eye compares, it does not count.
QString rounded(std::uint64_t value) {
    constexpr std::pair<double, const char*> units[] = {
        {1e9, QT_TRANSLATE_NOOP("training::PresetCards", "%1 billion")},
        {1e6, QT_TRANSLATE_NOOP("training::PresetCards", "%1 million")}};
    for (const auto& [size, text] : units)
        if (static_cast<double>(value) >= size)
            return PresetCards::tr(text).arg(
                window::formatNumber(static_cast<double>(value) / size, 3));
    return window::formatCount(value);
}

QString knownFigure(std::uint64_t value) {
    return value > 0 ? window::formatCount(value) : QString();
}

class Table {
public:
    void add(const QString& title, const QString& published, const QString& here) {
        const QString cell = QStringLiteral("<td align=\"right\">&nbsp;&nbsp;%1</td>");
        html_ += QStringLiteral("<tr><td>%1</td>").arg(title.toHtmlEscaped());
        if (published_)
            html_ += cell.arg(published.toHtmlEscaped());
        html_ += cell.arg(here.toHtmlEscaped()) + QStringLiteral("</tr>");
    }
    explicit Table(bool published) : published_(published) {}
    QString html() const { return QStringLiteral("<table>%1</table>").arg(html_); }

private:
    bool published_;
    QString html_;
};

} // namespace

QString presetFigures(const neural::RunSpec& spec, std::uint64_t vocabularySize, double speed) {
    const auto* preset = neural::findPreset(spec.architecture);
    const neural::PublishedSystem none;
    const neural::PublishedSystem& system = preset ? preset->published : none;
    const neural::TransformerSpec& there = system.spec;
    const neural::TransformerSpec& here = spec.transformer;
    Table table(preset != nullptr);
    table.add(QString(), window::toQString(system.name), PresetCards::tr("here"));
    const auto add = [&](const QString& title, std::uint64_t published, std::uint64_t own) {
        table.add(title, knownFigure(published), knownFigure(own));
    };
    if (preset) {
        add(PresetCards::tr("Layers"), there.layers + there.decoderLayers,
            here.layers + here.decoderLayers);
        add(PresetCards::tr("Width"), there.width, here.width);
        add(PresetCards::tr("Heads"), there.heads, here.heads);
    }
    add(PresetCards::tr("Context"), there.contextLength, neural::contextLength(spec));
    add(PresetCards::tr("Vocabulary"), system.vocabularySize, vocabularySize);
    const std::uint64_t own = neural::parameterCount(spec, vocabularySize);
    const std::uint64_t published =
        preset ? neural::parameterCount(there, system.vocabularySize) : 0;
    table.add(PresetCards::tr("Parameters"), rounded(published), rounded(own));
    table.add(PresetCards::tr("Memory"),
              PresetCards::tr("%1 in 16 bits").arg(window::formatBytes(2 * published)),
              PresetCards::tr("%1 to train")
                  .arg(window::formatBytes(neural::trainingMemory(spec, vocabularySize))));
    const double seconds =
        stepFlops(spec, vocabularySize) / speed * static_cast<double>(spec.training.steps);
    table.add(PresetCards::tr("%1 steps").arg(window::formatCount(spec.training.steps)),
              QStringLiteral("–"),
              PresetCards::tr("about %1").arg(window::formatDuration(std::ceil(seconds))));
    return table.html();
}

PresetCards::PresetCards(std::optional<std::uint64_t> vocabularySize,
                         const neural::TrainingSpec& training, double speed, QWidget* parent)
    : QDialog(parent),
      vocabularySize_(vocabularySize.value_or(usualVocabulary)),
      training_(training),
      speed_(speed) {
    setObjectName("presetCards");
    setWindowTitle(tr("Architectures"));
    auto* cards = new QWidget(this);
    auto* grid = new QGridLayout(cards);
    int number = 0;
    for (const std::string& architecture : neural::architectures()) {
        grid->addWidget(makeCard(architecture), number / columns, number % columns);
        ++number;
    }
    for (int column = 0; column < columns; ++column)
        grid->setColumnStretch(column, 1);
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(cards);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setMinimumWidth(cards->sizeHint().width() +
                            scroll->verticalScrollBar()->sizeHint().width());
    auto* note = new QLabel(
        vocabularySize
            ? tr("Each at a size that this machine trains, with the vocabulary of the chosen text.")
            : tr("Each at a size that this machine trains, with a vocabulary of %1 tokens.")
                  .arg(window::formatCount(vocabularySize_)),
        this);
    note->setWordWrap(true);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* column = new QVBoxLayout(this);
    column->addWidget(note);
    column->addWidget(scroll, 1);
    column->addWidget(buttons);
    resize(1040, 680);
}

QWidget* PresetCards::makeCard(const std::string& architecture) {
    neural::RunSpec spec = neural::usualRun(architecture);
    const unsigned batch = spec.training.batchSize; // the architecture's own
    spec.training = training_;
    spec.training.batchSize = batch;
    const QString name = architectureTitle(architecture);

    auto* card = new QFrame(this);
    card->setFrameShape(QFrame::StyledPanel);
    card->setObjectName("card_" + window::toQString(architecture));
    auto* title = new QLabel(name, card);
    QFont bold = title->font();
    bold.setBold(true);
    bold.setPointSizeF(bold.pointSizeF() * 1.15);
    title->setFont(bold);
    auto* drawing = new ArchitectureDrawing(card);
    drawing->setSpec(spec);
    auto* figures = new QLabel(presetFigures(spec, vocabularySize_, speed_), card);
    figures->setTextFormat(Qt::RichText);
    figures->setObjectName("figures");
    if (const auto* preset = neural::findPreset(architecture))
        figures->setToolTip(window::toQString(preset->published.source));
    auto* choose = new QPushButton(tr("Choose"), card);
    choose->setObjectName("choose");
    choose->setAccessibleName(tr("Choose %1").arg(name));
    choose->setAutoDefault(false);
    connect(choose, &QPushButton::clicked, this, [this, architecture] {
        emit chosen(window::toQString(architecture));
        accept();
    });
    auto* column = new QVBoxLayout(card);
    column->addWidget(title);
    column->addWidget(drawing);
    column->addStretch();
    column->addWidget(figures);
    column->addWidget(choose, 0, Qt::AlignRight);
    return card;
}

} // namespace training
