// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/text_fields.h"

#include "app/window/field_maker.h"
#include "app/window/names.h"
#include "app/window/text.h"
#include "app/window/workspace.h"
#include "core/library/corpus_store.h"

#include <QFileDialog>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <filesystem>
#include <set>

namespace window {

TextFields::TextFields(Workspace& workspace, QFormLayout* form, text::TokenizerKind usual)
    : QObject(form->parentWidget()), workspace_(workspace) {
    const FieldMaker make(form);
    addCorpora(make, form);
    addTokenizer(make, form, usual);
    connect(&workspace_, &Workspace::corporaChanged, this, &TextFields::listCorpora);
    listCorpora();
}

void TextFields::addCorpora(const FieldMaker& make, QFormLayout* form) {
    corpora_ = make.list("corpora", tr("Co&rpora"), tr("The text to learn from"));
    const int line = corpora_->fontMetrics().lineSpacing();
    corpora_->setMinimumHeight(3 * line);
    corpora_->setMaximumHeight(5 * line + 16);

    noCorpora_ = new QWidget(form->parentWidget());
    auto* sentence = new QLabel(tr("There is no corpus yet: a model is trained on text."));
    sentence->setWordWrap(true);
    auto* open = new QPushButton(tr("Open Text Files…"));
    open->setAutoDefault(false);
    auto* column = new QVBoxLayout(noCorpora_);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(sentence);
    column->addWidget(open, 0, Qt::AlignLeft);
    form->addRow(QString(), noCorpora_);

    connect(open, &QPushButton::clicked, this, &TextFields::openFiles);
    connect(corpora_, &QListWidget::itemChanged, this, [this] {
        chosen_ = true;
        emit edited();
    });
}

void TextFields::addTokenizer(const FieldMaker& make, QFormLayout* form,
                              text::TokenizerKind usual) {
    QVector<QPair<QString, QString>> kinds;
    for (const auto kind :
         {text::TokenizerKind::Characters, text::TokenizerKind::Graphemes,
          text::TokenizerKind::Words, text::TokenizerKind::Whitespace, text::TokenizerKind::Bytes})
        kinds.append({tokenizerTitle(kind), toQString(std::string(text::toName(kind)))});
    tokenizer_ =
        make.combo("tokenizer", tr("To&kenizer"), tr("How text is cut into tokens"), kinds);
    tokenizer_->setCurrentIndex(
        tokenizer_->findData(QString::fromStdString(std::string(text::toName(usual)))));
    tokenizerHelp_ = new QLabel(form->parentWidget());
    tokenizerHelp_->setWordWrap(true);
    tokenizerHelp_->setForegroundRole(QPalette::PlaceholderText);
    form->addRow(QString(), tokenizerHelp_);
    unit_ = make.combo("unit", tr("Sentence"), tr("What stands between <s> and </s>"),
                       {{tr("Each line"), "line"}, {tr("Each document"), "document"}});
    foldCase_ = make.check("foldCase", tr("&Ignore upper and lower case"),
                           tr("\"The\" and \"the\" are one token"));
    maximumSize_ = make.spin("maximumSize", tr("Vocabulary"),
                             tr("How many tokens to keep, the most frequent first; the others "
                                "become <unk>. The boundary tokens are not counted."),
                             0, 10'000'000, 0);
    maximumSize_->setSpecialValueText(tr("all tokens"));
    maximumSize_->setGroupSeparatorShown(true);
    minimumCount_ = make.spin("minimumCount", tr("Minimum count"),
                              tr("Tokens rarer than this become <unk>"), 0, 1'000'000, 0);
    minimumCount_->setSpecialValueText(tr("none"));

    explainTokenizer();
    connect(tokenizer_, &QComboBox::currentIndexChanged, this, &TextFields::explainTokenizer);
    for (auto* combo : {tokenizer_, unit_})
        connect(combo, &QComboBox::currentIndexChanged, this, &TextFields::edited);
    connect(foldCase_, &QCheckBox::toggled, this, &TextFields::edited);
    for (auto* spin : {maximumSize_, minimumCount_})
        connect(spin, &QSpinBox::valueChanged, this, &TextFields::edited);
}

void TextFields::openFiles() {
    auto* dialog = new QFileDialog(noCorpora_, tr("Open Text Files"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    connect(dialog, &QFileDialog::filesSelected, this, [this](const QStringList& files) {
        std::vector<std::filesystem::path> paths;
        for (const QString& file : files)
            paths.push_back(toPath(file));
        workspace_.importPaths(paths);
    });
    dialog->open();
}

void TextFields::listCorpora() {
    std::set<std::int64_t> checked;
    if (chosen_) {
        for (const auto id : corpora())
            checked.insert(id);
    }
    std::vector<library::Corpus> list;
    try {
        list = workspace_.library().corpora().list();
    } catch (const std::exception& error) {
        workspace_.reportError(describe(error));
        return;
    }
    {
        const QSignalBlocker blocker(corpora_);
        corpora_->clear();
        bool first = !chosen_;
        for (const auto& corpus : list) {
            auto* item = new QListWidgetItem(
                corpus.ready
                    ? tr("%1 (%2 tokens)").arg(toQString(corpus.name), formatCount(corpus.tokens))
                    : toQString(corpus.name),
                corpora_);
            item->setData(Qt::UserRole, QVariant::fromValue<qlonglong>(corpus.id));
            item->setFlags(corpus.ready
                               ? Qt::ItemIsUserCheckable | Qt::ItemIsSelectable | Qt::ItemIsEnabled
                               : Qt::NoItemFlags);
            // The list begins with the newest: what a person most likely came to train on.
            const bool newest = first && corpus.ready;
            first = first && !newest;
            item->setCheckState(newest || checked.contains(corpus.id) ? Qt::Checked
                                                                      : Qt::Unchecked);
            if (!corpus.ready)
                item->setToolTip(tr("Still being imported"));
        }
        if (corpora_->count() > 0)
            corpora_->setCurrentRow(0);
    }
    corpora_->setVisible(!list.empty());
    noCorpora_->setVisible(list.empty());
    emit edited();
}

void TextFields::explainTokenizer() {
    switch (tokenizer().kind) {
    case text::TokenizerKind::Words:
        tokenizerHelp_->setText(tr("Words and punctuation marks, also of Chinese or Thai."));
        break;
    case text::TokenizerKind::Characters:
        tokenizerHelp_->setText(
            tr("Single characters, spaces among them (Unicode scalar values)."));
        break;
    case text::TokenizerKind::Graphemes:
        tokenizerHelp_->setText(tr("What a person calls a character, accents and all."));
        break;
    case text::TokenizerKind::Whitespace:
        tokenizerHelp_->setText(tr("What stands between spaces, as n-gram toolkits take it."));
        break;
    case text::TokenizerKind::Bytes:
        tokenizerHelp_->setText(tr("The bytes of UTF-8: 256 tokens, nothing is ever unknown."));
        break;
    case text::TokenizerKind::Bpe: // only of a model that was made elsewhere
    case text::TokenizerKind::WordPiece:
    case text::TokenizerKind::Unigram:
        break;
    }
}

std::vector<std::int64_t> TextFields::corpora() const {
    std::vector<std::int64_t> ids;
    for (int row = 0; row < corpora_->count(); ++row) {
        const auto* item = corpora_->item(row);
        if (item->checkState() == Qt::Checked)
            ids.push_back(item->data(Qt::UserRole).toLongLong());
    }
    return ids;
}

text::TokenizerSpec TextFields::tokenizer() const {
    return {text::tokenizerKindFromName(toStd(tokenizer_->currentData().toString())),
            unit_->currentData().toString() == "line" ? text::SentenceUnit::Line
                                                      : text::SentenceUnit::Document,
            foldCase_->isChecked()};
}

text::VocabularyCut TextFields::cut() const {
    text::VocabularyCut cut;
    cut.maximumSize = static_cast<std::size_t>(maximumSize_->value());
    cut.minimumCount = static_cast<std::uint64_t>(minimumCount_->value());
    return cut;
}

QString TextFields::problem() const {
    if (corpora_->count() == 0)
        return tr("There is no corpus yet. Open a text file with File > Open.");
    if (corpora().empty())
        return tr("Check at least one corpus to learn from.");
    return {};
}

QVariantMap TextFields::state() const {
    return {{tokenizer_->objectName(), tokenizer_->currentData()},
            {unit_->objectName(), unit_->currentData()},
            {foldCase_->objectName(), foldCase_->isChecked()},
            {maximumSize_->objectName(), maximumSize_->value()},
            {minimumCount_->objectName(), minimumCount_->value()}};
}

void TextFields::setState(const QVariantMap& state) {
    for (auto* combo : {tokenizer_, unit_})
        if (const int index = combo->findData(state.value(combo->objectName())); index >= 0)
            combo->setCurrentIndex(index);
    foldCase_->setChecked(state.value(foldCase_->objectName(), foldCase_->isChecked()).toBool());
    for (auto* spin : {maximumSize_, minimumCount_})
        spin->setValue(state.value(spin->objectName(), spin->value()).toInt());
}

} // namespace window
