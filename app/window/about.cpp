// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/about.h"

#include "app/window/icon.h"
#include "app/window/text.h"
#include "core/neural/loader.h"

#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFile>
#include <QFontDatabase>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace window {

namespace {

/// The context of this file's texts.
struct About {
    Q_DECLARE_TR_FUNCTIONS(window::About)
};

} // namespace

void showAbout(QWidget* parent, const QString& libraryFolder) {
    QString text = About::tr("Explore language models, from counting bigrams to chatting.\n\n"
                             "Library: %1\n"
                             "Qt %2\n")
                       .arg(libraryFolder, QLatin1String(qVersion()));
    // Asking before it is loaded would load it, on this thread.
    text += neural::isLoaded() ? toQString(neural::backend().description())
                               : About::tr("LibTorch is loaded when it is first needed.");
    text +=
        About::tr("\n\nFree software under the GNU General Public License, version 3 or later.");

    auto* box = new QMessageBox(parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowTitle(About::tr("About Ngramophone"));
    box->setIconPixmap(applicationIcon().pixmap(96, 96));
    box->setTextFormat(Qt::PlainText);
    box->setText(About::tr("Ngramophone %1").arg(QCoreApplication::applicationVersion()));
    box->setInformativeText(text);
    box->setTextInteractionFlags(Qt::TextSelectableByMouse);
    box->open();
}

void showLicence(QWidget* parent) {
    initResources();
    QFile file(QStringLiteral(":/LICENSE"));
    auto* dialog = new QDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(About::tr("Licence"));
    auto* text = new QPlainTextEdit(dialog);
    text->setAccessibleName(About::tr("Licence"));
    text->setReadOnly(true);
    text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    if (file.open(QIODevice::ReadOnly))
        text->setPlainText(QString::fromUtf8(file.readAll()));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, dialog);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::close);
    auto* layout = new QVBoxLayout(dialog);
    layout->addWidget(text);
    layout->addWidget(buttons);
    dialog->resize(text->fontMetrics().averageCharWidth() * 84, 560);
    dialog->open();
}

} // namespace window
