// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAction>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QGroupBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QSet>
#include <QSpinBox>
#include <QStringList>
#include <QTabBar>
#include <QTextEdit>

namespace support {

/// Headers and the first rows of a list or table.
inline QStringList textsOf(const QAbstractItemModel& model) {
    constexpr int rowsRead = 30;
    QStringList texts;
    for (int column = 0; column < model.columnCount(); ++column) {
        texts << model.headerData(column, Qt::Horizontal).toString()
              << model.headerData(column, Qt::Horizontal, Qt::ToolTipRole).toString();
        for (int row = 0; row < std::min(rowsRead, model.rowCount()); ++row)
            for (const int role : {Qt::DisplayRole, Qt::ToolTipRole, Qt::AccessibleTextRole})
                texts << model.index(row, column).data(role).toString();
    }
    return texts;
}

/// What a person sees or hears of one widget, its children not included.
inline QStringList textsOf(const QWidget& widget) {
    QStringList texts = {widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()};
    if (widget.isWindow())
        texts << widget.windowTitle();
    if (const auto* label = qobject_cast<const QLabel*>(&widget))
        texts << label->text();
    if (const auto* button = qobject_cast<const QAbstractButton*>(&widget))
        texts << button->text();
    if (const auto* box = qobject_cast<const QGroupBox*>(&widget))
        texts << box->title();
    if (const auto* menu = qobject_cast<const QMenu*>(&widget))
        texts << menu->title();
    if (const auto* edit = qobject_cast<const QLineEdit*>(&widget))
        texts << edit->placeholderText();
    if (const auto* edit = qobject_cast<const QPlainTextEdit*>(&widget))
        texts << edit->placeholderText();
    if (const auto* edit = qobject_cast<const QTextEdit*>(&widget))
        texts << edit->placeholderText();
    if (const auto* spin = qobject_cast<const QSpinBox*>(&widget))
        texts << spin->prefix() << spin->suffix() << spin->specialValueText();
    if (const auto* spin = qobject_cast<const QDoubleSpinBox*>(&widget))
        texts << spin->prefix() << spin->suffix() << spin->specialValueText();
    if (const auto* combo = qobject_cast<const QComboBox*>(&widget)) {
        for (int i = 0; i < combo->count(); ++i)
            texts << combo->itemText(i) << combo->itemData(i, Qt::ToolTipRole).toString();
    }
    if (const auto* tabs = qobject_cast<const QTabBar*>(&widget)) {
        for (int i = 0; i < tabs->count(); ++i)
            texts << tabs->tabText(i) << tabs->tabToolTip(i);
    }
    if (const auto* view = qobject_cast<const QAbstractItemView*>(&widget); view && view->model())
        texts << textsOf(*view->model());
    for (const QAction* action : widget.actions())
        texts << action->text() << action->toolTip();
    return texts;
}

/// Everything below a window, and the window itself.
inline QSet<QString> visibleTexts(const QWidget& root) {
    QStringList texts = textsOf(root);
    for (const QWidget* widget : root.findChildren<QWidget*>())
        texts << textsOf(*widget);
    return QSet<QString>(texts.begin(), texts.end());
}

/// The texts that hold an English word: two Latin letters or more that are no name.
inline QStringList englishIn(const QSet<QString>& texts) {
    // Names, keys and symbols that Chinese texts of the field write in Latin letters too.
    static const QRegularExpression names(QStringLiteral(
        "<[^>]*>|--library|[^ ]*\\.txt|“The”|“the”|\\b(Ngramophone|LibTorch|Qt|Bengio "
        "2003|Bengio|Kneser-Ney|Jelinek-Mercer|Witten-Bell|Good-Turing|Katz|SGD|AdamW|float32|"
        "bfloat16|Unicode|UTF-"
        "8|"
        "CSV|PNG|SVG|ARPA|gzip|JMLR|A neural probabilistic language "
        "model|Elman|LSTM|GRU|GPT-2|GPT-3|PaLM|BLOOM|GLM|LLaMA|DeepSeek|ERNIE|BERT|XLNet|T5|BART|"
        "Transformer-XL|Transformer|"
        "LayerNorm|RMSNorm|ALiBi|ReLU|GELU|SwiGLU|GEGLU|Swish|"
        "tanh|softmax|ln|log|TensorBoard|Hugging Face|Home|End|Enter|Shift|Ctrl|Alt|Esc|"
        "F\\d+|Top|English|kB|MB)\\b"));
    static const QRegularExpression word(QStringLiteral("[A-Za-z]{2,}"));
    QStringList found;
    for (QString text : texts) {
        const QString whole = text;
        // An accelerator stands inside a word in English: "Ta&ble".
        if (text.remove(QLatin1Char('&')).remove(names).contains(word))
            found << whole;
    }
    found.sort();
    return found;
}

} // namespace support
