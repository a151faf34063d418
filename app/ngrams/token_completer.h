// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lm/language_model.h"

#include <QCompleter>
#include <QStringListModel>

#include <memory>

class QLineEdit;

namespace ngrams {

/// Completes the token that is being typed at a line's end: the most frequent tokens of a model's
/// vocabulary that begin like it. Where tokens are single characters there is nothing to complete.
class TokenCompleter final : public QCompleter {
    Q_OBJECT
public:
    explicit TokenCompleter(QLineEdit* line);
    void setModelOfTokens(std::shared_ptr<const lm::LanguageModel> model);

    QString pathFromIndex(const QModelIndex& index) const override;
    QStringList splitPath(const QString& path) const override;

private:
    /// Where the token at the line's end begins, in UTF-8.
    std::size_t beginOfLast(const std::string& line) const;
    void offer(const QString& line);

    std::shared_ptr<const lm::LanguageModel> model_;
    QStringListModel tokens_;
    QString before_; ///< what stands before the token
};

} // namespace ngrams
