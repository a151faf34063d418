// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/inspect/inspection.h"

#include <QPlainTextEdit>

#include <memory>
#include <optional>

namespace inspect {

/// Surprisal in bits at which the colour scale ends: one in a million.
inline constexpr double fullSurprisal = 20;
QColor surprisalColor(double bits, const QPalette& palette);

/// The editor in which a text is typed and its tokens are coloured where they stand. The token at
/// the cursor is the chosen one; at the end of a line it is what ends the line.
class TokenEditor : public QPlainTextEdit {
    Q_OBJECT
public:
    explicit TokenEditor(QWidget* parent = nullptr);
    ~TokenEditor() override;

    void setInspection(std::shared_ptr<const Inspection> inspection);
    const std::shared_ptr<const Inspection>& inspection() const { return inspection_; }
    std::optional<std::size_t> chosenToken() const;
    /// Puts the cursor on the token.
    void choose(std::size_t token);
    void step(int direction);

signals:
    void tokenChosen();
    /// The mouse rests on a token, or (-1) on none any more.
    void tokenHovered(int token);

protected:
    void paintEvent(QPaintEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    class Highlighter;
    std::optional<std::size_t> tokenAt(int line, int column) const;
    bool isCurrent(int line, const QString& text) const;
    const std::vector<std::size_t>& tokensOf(int line) const;

    std::shared_ptr<const Inspection> inspection_;
    QStringList lines_;                            ///< as they were scored
    std::vector<std::vector<std::size_t>> byLine_; ///< indices of the tokens of each line
    std::optional<std::size_t> stepped_; ///< told apart where several tokens share a character
    Highlighter* highlighter_;
    int hovered_ = -1;
};

} // namespace inspect
