// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/corpora/text_panel.h"

#include "app/corpora/find_bar.h"
#include "app/corpora/text_view.h"
#include "app/window/text.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QShortcut>
#include <QVBoxLayout>

#include <algorithm>

namespace corpora {

namespace {

/// The part of the paths that all documents share need not be read again and again.
std::filesystem::path commonFolder(const std::vector<corpus::Document>& documents) {
    std::filesystem::path common = documents.front().path.parent_path();
    for (const auto& document : documents) {
        while (!common.empty() && common != common.root_path()) {
            const auto relative = document.path.lexically_relative(common);
            if (!relative.empty() && *relative.begin() != "..")
                break;
            common = common.parent_path();
        }
    }
    return common;
}

} // namespace

TextPanel::TextPanel(jobs::JobManager& jobs, QWidget* parent)
    : QWidget(parent),
      chooser_(new QComboBox),
      chooserLabel_(new QLabel(tr("&Document:"))),
      position_(new QLabel),
      notice_(new QLabel),
      view_(new TextView),
      findBar_(new FindBar(jobs, view_)) {
    chooser_->setAccessibleName(tr("Document"));
    chooser_->setObjectName(QStringLiteral("documentChooser"));
    chooser_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    chooser_->setMinimumContentsLength(30);
    chooserLabel_->setBuddy(chooser_);
    position_->setObjectName(QStringLiteral("textPosition"));
    position_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    notice_->setForegroundRole(QPalette::PlaceholderText);

    auto* top = new QHBoxLayout;
    top->addWidget(chooserLabel_);
    top->addWidget(chooser_);
    top->addWidget(notice_, 1);
    top->addWidget(position_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(6, 6, 6, 6);
    column->addLayout(top);
    column->addWidget(view_, 1);
    column->addWidget(findBar_);

    connect(chooser_, qOverload<int>(&QComboBox::currentIndexChanged), this,
            &TextPanel::showDocument);
    connect(view_, &TextView::positionChanged, this, &TextPanel::showPosition);
    connect(view_, &TextView::noticed, notice_, &QLabel::setText);
    const auto shortcut = [this](const QKeySequence& key, auto slot) {
        auto* made = new QShortcut(key, this);
        made->setContext(Qt::WidgetWithChildrenShortcut);
        connect(made, &QShortcut::activated, findBar_, slot);
    };
    shortcut(Qt::Key_F3, &FindBar::findNext);
    shortcut(Qt::SHIFT | Qt::Key_F3, &FindBar::findPrevious);
    showDocuments({});
}

void TextPanel::showDocuments(std::vector<corpus::Document> documents) {
    documents_ = std::move(documents);
    {
        const QSignalBlocker blocker(chooser_);
        chooser_->clear();
        if (!documents_.empty()) {
            const auto common = commonFolder(documents_);
            for (const auto& document : documents_) {
                const auto relative = document.path.lexically_relative(common);
                chooser_->addItem(window::toQString(relative.empty() ? document.path : relative));
                chooser_->setItemData(chooser_->count() - 1, window::toQString(document.path),
                                      Qt::ToolTipRole);
            }
        }
    }
    chooser_->setVisible(documents_.size() > 1);
    chooserLabel_->setVisible(documents_.size() > 1);
    showDocument(chooser_->currentIndex());
}

void TextPanel::showDocument(int index) {
    findBar_->reset();
    notice_->clear();
    if (index < 0)
        view_->clear();
    else
        view_->showDocument(documents_[static_cast<std::size_t>(index)]);
    showPosition();
}

bool TextPanel::shows(const std::vector<corpus::Document>& documents) const {
    return std::equal(documents.begin(), documents.end(), documents_.begin(), documents_.end(),
                      [](const corpus::Document& a, const corpus::Document& b) {
                          return a.path == b.path && a.encoding == b.encoding && a.size == b.size &&
                                 a.modified == b.modified;
                      });
}

void TextPanel::goTo(const QString& path, std::uint64_t byteOffset) {
    const auto wanted = window::toPath(path);
    for (std::size_t i = 0; i < documents_.size(); ++i) {
        if (documents_[i].path != wanted)
            continue;
        if (chooser_->currentIndex() != int(i))
            chooser_->setCurrentIndex(int(i));
        view_->goTo(byteOffset);
        view_->setFocus(Qt::OtherFocusReason);
        return;
    }
}

void TextPanel::find() {
    findBar_->open();
}

bool TextPanel::stopWork() {
    if (findBar_->stop())
        return true;
    if (findBar_->isHidden())
        return false;
    findBar_->close();
    return true;
}

void TextPanel::showPosition() {
    if (!view_->hasDocument()) {
        position_->clear();
        return;
    }
    const std::uint64_t size = view_->size();
    const double share = size == 0 ? 100 : 100.0 * double(view_->bottomOffset()) / double(size);
    position_->setText(
        tr("%1 · %2 % · byte %3 of %4")
            .arg(window::toQString(view_->document().encoding), QLocale().toString(share, 'f', 1),
                 window::formatCount(view_->caret().line), window::formatCount(size)));
}

} // namespace corpora
