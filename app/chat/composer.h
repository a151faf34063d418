// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QToolButton;

namespace chatui {

/// Where a person writes: Enter sends, Shift+Enter begins a new line. While a reply is written, the
/// button stops it.
class Composer : public QWidget {
    Q_OBJECT
public:
    explicit Composer(QWidget* parent = nullptr);

    QString text() const;
    void setText(const QString& text);
    void clear();
    void setBusy(bool busy);
    /// Whether there is somebody to send to.
    void setReady(bool ready);
    /// The text is a message that is being edited, until it is sent or the editing is given up.
    void setEditing(bool editing);
    bool isEditing() const { return editing_; }
    void focusText();

signals:
    void sendRequested(const QString& text);
    void stopRequested();
    void editingCancelled();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void send();
    void update();

    QPlainTextEdit* edit_;
    QPushButton* button_;
    QLabel* editingNote_;
    QToolButton* cancel_;
    bool busy_ = false;
    bool ready_ = false;
    bool editing_ = false;
};

} // namespace chatui
