// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QPushButton;

namespace window {

class Workspace;

/// What an empty page shows in its middle: a sentence that says what to do, and buttons that do it.
class EmptyState : public QWidget {
    Q_OBJECT
public:
    explicit EmptyState(const QString& sentence = {}, QWidget* parent = nullptr);

    void setSentence(const QString& sentence);
    QPushButton* addButton(const QString& text);
    void addButtons(QWidget* buttons);
    /// Two buttons, to the pages where a model is trained.
    void offerModels(Workspace& workspace);
    void setButtonsVisible(bool visible);

private:
    QLabel* sentence_;
    QWidget* buttons_;
    QHBoxLayout* row_;
};

} // namespace window
