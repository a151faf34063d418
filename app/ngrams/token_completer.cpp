// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ngrams/token_completer.h"

#include "app/window/text.h"

#include <QLineEdit>

#include <algorithm>
#include <cctype>
#include <string_view>
#include <utility>

namespace ngrams {

namespace {

constexpr qsizetype mostOffered = 12;
constexpr std::size_t fewestTyped = 2; ///< bytes; after one the list would say little

/// ASCII letters match in either case.
bool beginsLike(std::string_view token, std::string_view typed) {
    const auto lower = [](char c) {
        return std::tolower(static_cast<unsigned char>(c)); // in the "C" locale
    };
    return token.size() > typed.size() &&
           std::equal(typed.begin(), typed.end(), token.begin(),
                      [&](char a, char b) { return a == b || lower(a) == lower(b); });
}

bool hasLongTokens(const text::TokenizerSpec& spec) {
    return spec.kind == text::TokenizerKind::Words || spec.kind == text::TokenizerKind::Whitespace;
}

} // namespace

TokenCompleter::TokenCompleter(QLineEdit* line) : QCompleter(line) {
    setModel(&tokens_);
    setCaseSensitivity(Qt::CaseInsensitive);
    // Before the line asks for completions.
    connect(line, &QLineEdit::textEdited, this, &TokenCompleter::offer);
    line->setCompleter(this);
}

void TokenCompleter::setModelOfTokens(std::shared_ptr<const lm::LanguageModel> model) {
    model_ = std::move(model);
    tokens_.setStringList({});
}

std::size_t TokenCompleter::beginOfLast(const std::string& line) const {
    if (!model_ || !hasLongTokens(model_->tokenizer().spec()))
        return line.size();
    const auto spans = model_->tokenizer().encodeWithSpans(line);
    return spans.empty() || spans.back().end != line.size() ? line.size() : spans.back().begin;
}

void TokenCompleter::offer(const QString& line) {
    const std::string utf8 = window::toStd(line);
    const std::size_t begin = beginOfLast(utf8);
    const std::string_view typed = std::string_view(utf8).substr(begin);
    before_ = window::toQString(utf8.substr(0, begin));
    QStringList offered;
    if (typed.size() >= fewestTyped) {
        const text::Vocabulary& vocabulary = model_->tokenizer().vocabulary();
        // By falling frequency, as a vocabulary is.
        for (std::size_t i = text::Vocabulary::specialCount;
             i < vocabulary.size() && offered.size() < mostOffered; ++i)
            if (const auto token = vocabulary.token(text::tokenId(i)); beginsLike(token, typed))
                offered << window::toQString(std::string(token));
    }
    tokens_.setStringList(offered);
}

QString TokenCompleter::pathFromIndex(const QModelIndex& index) const {
    return before_ + QCompleter::pathFromIndex(index);
}

QStringList TokenCompleter::splitPath(const QString& path) const {
    const std::string utf8 = window::toStd(path);
    return {window::toQString(utf8.substr(beginOfLast(utf8)))};
}

} // namespace ngrams
