// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ngrams/train_form.h"

#include "app/window/text.h"
#include "app/window/workspace.h"
#include "core/library/corpus_store.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QGroupBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include <filesystem>
#include <vector>

namespace ngrams {

namespace {
enum Cut { KeepAll, MostFrequent, MinimumCount };
} // namespace

TrainForm::TrainForm(window::Workspace& workspace, QWidget* parent)
    : QDialog(parent), workspace_(workspace) {
    setWindowTitle(tr("Train an N-gram Model"));
    why_ = new QLabel;
    why_->setForegroundRole(QPalette::PlaceholderText);

    auto* layout = new QVBoxLayout(this);
    layout->addWidget(makeCorpora(), 1);
    layout->addWidget(makeTokenizer());
    layout->addWidget(makeModel());
    layout->addWidget(why_);
    // After the fields, and so behind them in the order of Tab: the focus begins in the list, and
    // Enter trains.
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    buttons->button(QDialogButtonBox::Cancel)->setAutoDefault(false);
    train_ = buttons->addButton(tr("&Train"), QDialogButtonBox::AcceptRole);
    train_->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons);
    listCorpora();
    connect(&workspace_, &window::Workspace::corporaChanged, this, &TrainForm::listCorpora);
    resize(500, 660);
}

QWidget* TrainForm::makeCorpora() {
    auto* group = new QGroupBox(tr("Corpora"));
    auto* layout = new QVBoxLayout(group);
    corpora_ = new QListWidget;
    corpora_->setAccessibleName(tr("Corpora to train on"));
    corpora_->setMinimumHeight(70);
    connect(corpora_, &QListWidget::itemChanged, this, &TrainForm::update);
    noCorpora_ = new QWidget;
    auto* empty = new QVBoxLayout(noCorpora_);
    auto* sentence = new QLabel(tr("There is no corpus yet: a model is trained on text."));
    sentence->setWordWrap(true);
    auto* open = new QPushButton(tr("&Open Text Files…"));
    open->setAutoDefault(false);
    connect(open, &QPushButton::clicked, this, [this] {
        auto* dialog = new QFileDialog(this, tr("Open Text Files"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::ExistingFiles);
        connect(dialog, &QFileDialog::filesSelected, this, [this](const QStringList& files) {
            std::vector<std::filesystem::path> paths;
            for (const QString& file : files)
                paths.push_back(window::toPath(file));
            workspace_.importPaths(paths);
        });
        dialog->open();
    });
    empty->addWidget(sentence);
    empty->addWidget(open, 0, Qt::AlignLeft);
    layout->addWidget(corpora_, 1);
    layout->addWidget(noCorpora_);
    return group;
}

QWidget* TrainForm::makeTokenizer() {
    auto* group = new QGroupBox(tr("Tokens"));
    auto* form = new QFormLayout(group);
    kind_ = new QComboBox;
    kind_->addItem(tr("Words"), int(text::TokenizerKind::Words));
    kind_->addItem(tr("Characters"), int(text::TokenizerKind::Characters));
    kind_->addItem(tr("Grapheme clusters"), int(text::TokenizerKind::Graphemes));
    kind_->addItem(tr("Between white space"), int(text::TokenizerKind::Whitespace));
    kind_->addItem(tr("Bytes"), int(text::TokenizerKind::Bytes));
    kindHelp_ = new QLabel;
    kindHelp_->setWordWrap(true);
    kindHelp_->setForegroundRole(QPalette::PlaceholderText);
    unit_ = new QComboBox;
    unit_->addItem(tr("Each line"), int(text::SentenceUnit::Line));
    unit_->addItem(tr("Each document"), int(text::SentenceUnit::Document));
    foldCase_ = new QCheckBox(tr("&Ignore upper and lower case"));
    cut_ = new QComboBox;
    cut_->addItems({tr("All tokens"), tr("The most frequent"), tr("Those that occur at least")});
    cutValue_ = new QSpinBox;
    cutValue_->setRange(1, 100'000'000);
    cutValue_->setGroupSeparatorShown(true);
    cutValue_->setValue(10'000);
    cutValue_->setAccessibleName(tr("Size or minimum count of the vocabulary"));
    auto* cut = new QHBoxLayout;
    cut->addWidget(cut_, 1);
    cut->addWidget(cutValue_);
    form->addRow(tr("&Cut into:"), kind_);
    form->addRow(QString(), kindHelp_);
    form->addRow(tr("&Sentence:"), unit_);
    form->addRow(QString(), foldCase_);
    auto* vocabulary = new QLabel(tr("&Vocabulary:"));
    vocabulary->setBuddy(cut_);
    form->addRow(vocabulary, cut);
    cut_->setAccessibleName(tr("Vocabulary"));
    connect(kind_, &QComboBox::currentIndexChanged, this, &TrainForm::update);
    connect(cut_, &QComboBox::currentIndexChanged, this, [this](int choice) {
        cutValue_->setValue(choice == MinimumCount ? 2 : 10'000);
        update();
    });
    return group;
}

QWidget* TrainForm::makeModel() {
    auto* group = new QGroupBox(tr("Model"));
    auto* form = new QFormLayout(group);
    order_ = new QSpinBox;
    order_->setRange(1, static_cast<int>(ngram::maximumOrder));
    order_->setValue(2);
    order_->setToolTip(tr("An n-gram model of order n looks at the n − 1 tokens before"));
    estimator_ = new QComboBox;
    estimator_->addItem(tr("Maximum likelihood"), "mle");
    estimator_->addItem(tr("Add-k"), "add-k");
    estimatorHelp_ = new QLabel;
    estimatorHelp_->setWordWrap(true);
    estimatorHelp_->setForegroundRole(QPalette::PlaceholderText);
    k_ = new QDoubleSpinBox;
    k_->setDecimals(4);
    k_->setRange(0.0001, 1000);
    k_->setValue(1);
    name_ = new QLineEdit;
    name_->setPlaceholderText(tr("Made from the corpus and the order"));
    form->addRow(tr("O&rder:"), order_);
    form->addRow(tr("&Estimator:"), estimator_);
    form->addRow(QString(), estimatorHelp_);
    form->addRow(tr("&k:"), k_);
    form->addRow(tr("&Name:"), name_);
    connect(estimator_, &QComboBox::currentIndexChanged, this, &TrainForm::update);
    return group;
}

void TrainForm::listCorpora() {
    std::vector<qint64> checked;
    for (const std::int64_t id : request().corpora)
        checked.push_back(id);
    const QSignalBlocker blocker(corpora_);
    corpora_->clear();
    std::vector<library::Corpus> list;
    try {
        list = workspace_.library().corpora().list();
    } catch (const std::exception& error) {
        workspace_.reportError(window::describe(error));
    }
    for (const library::Corpus& corpus : list) {
        if (!corpus.ready)
            continue;
        auto* item = new QListWidgetItem(
            tr("%1 (%2 tokens)")
                .arg(window::toQString(corpus.name), window::formatCount(corpus.tokens)),
            corpora_);
        item->setData(Qt::UserRole, qint64(corpus.id));
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setCheckState(std::count(checked.begin(), checked.end(), corpus.id) > 0
                                ? Qt::Checked
                                : Qt::Unchecked);
    }
    // The newest one is most often what was opened just now.
    if (checked.empty() && corpora_->count() > 0)
        corpora_->item(0)->setCheckState(Qt::Checked);
    if (corpora_->count() > 0)
        corpora_->setCurrentRow(0);
    corpora_->setVisible(corpora_->count() > 0);
    noCorpora_->setVisible(corpora_->count() == 0);
    update();
}

void TrainForm::update() {
    switch (text::TokenizerKind(kind_->currentData().toInt())) {
    case text::TokenizerKind::Words:
        kindHelp_->setText(tr("Words and punctuation marks, also of Chinese or Thai."));
        break;
    case text::TokenizerKind::Characters:
        kindHelp_->setText(tr("Single characters, spaces among them (Unicode scalar values)."));
        break;
    case text::TokenizerKind::Graphemes:
        kindHelp_->setText(tr("What a person calls a character, accents and all."));
        break;
    case text::TokenizerKind::Whitespace:
        kindHelp_->setText(tr("What stands between spaces, as n-gram toolkits take it."));
        break;
    case text::TokenizerKind::Bytes:
        kindHelp_->setText(tr("The bytes of UTF-8: 256 tokens, nothing is ever unknown."));
        break;
    }
    const bool addsK = estimator_->currentData().toString() == "add-k";
    estimatorHelp_->setText(
        addsK ? tr("(C(history, next) + k) / (C(history) + k V), V tokens that can "
                   "come next: nothing is impossible.")
              : tr("C(history, next) / C(history): what was never seen is "
                   "impossible."));
    k_->setEnabled(addsK);
    cutValue_->setEnabled(cut_->currentIndex() != KeepAll);
    const bool ready = !request().corpora.empty();
    train_->setEnabled(ready);
    why_->setText(ready ? QString() : tr("Check at least one corpus."));
}

tasks::NgramRequest TrainForm::request() const {
    tasks::NgramRequest request;
    request.library = workspace_.folder();
    for (int row = 0; row < corpora_->count(); ++row) {
        const QListWidgetItem* item = corpora_->item(row);
        if (item->checkState() == Qt::Checked)
            request.corpora.push_back(item->data(Qt::UserRole).toLongLong());
    }
    request.tokenizer = {text::TokenizerKind(kind_->currentData().toInt()),
                         text::SentenceUnit(unit_->currentData().toInt()), foldCase_->isChecked()};
    if (cut_->currentIndex() == MostFrequent)
        request.cut.maximumSize = static_cast<std::size_t>(cutValue_->value());
    if (cut_->currentIndex() == MinimumCount)
        request.cut.minimumCount = static_cast<std::uint64_t>(cutValue_->value());
    request.order = static_cast<unsigned>(order_->value());
    request.estimator = {window::toStd(estimator_->currentData().toString()), k_->value()};
    request.name = window::toStd(name_->text().trimmed());
    return request;
}

} // namespace ngrams
