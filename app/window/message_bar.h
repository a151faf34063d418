// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QString>

class QLabel;
class QToolButton;

namespace window {

/// A strip that says what went wrong, without stopping anybody: the person copies or dismisses it.
/// Of several messages the newest shows; the others wait behind it.
class MessageBar : public QFrame {
    Q_OBJECT
public:
    explicit MessageBar(QWidget* parent = nullptr);
    void showMessage(const QString& message);
    QString message() const;

public slots:
    void dismiss();

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    void showNewest();

    QStringList messages_; // the newest last
    QLabel* label_;
    QLabel* icon_;
    QToolButton* copyButton_;
    QToolButton* dismissButton_;
};

} // namespace window
