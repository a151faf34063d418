// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/plot/export_button.h"

#include "app/window/text.h"

#include <QFileDialog>
#include <QMenu>
#include <QMessageBox>

#include <exception>
#include <utility>

namespace plot {

ExportButton::ExportButton(const QString& suggestedName, Save png, Save svg, Save csv,
                           QWidget* parent)
    : QToolButton(parent) {
    setText(tr("Export"));
    setToolTip(tr("Save the plot as a picture, a drawing or its data"));
    setAccessibleName(tr("Export plot"));
    setPopupMode(QToolButton::InstantPopup);
    setFocusPolicy(Qt::StrongFocus);

    auto* menu = new QMenu(this);
    setMenu(menu);
    const auto add = [&](const QString& text, const QString& filter, const QString& suffix,
                         const Save& save) {
        QAction* action = menu->addAction(text);
        action->setObjectName("export_" + suffix);
        connect(action, &QAction::triggered, this, [=, this] {
            // Opened, not executed: training and the rest of the window go on.
            auto* dialog = new QFileDialog(this, text, {}, filter);
            dialog->setAttribute(Qt::WA_DeleteOnClose);
            dialog->setAcceptMode(QFileDialog::AcceptSave);
            dialog->setDefaultSuffix(suffix);
            dialog->selectFile(suggestedName + "." + suffix);
            connect(dialog, &QFileDialog::fileSelected, this, [this, save](const QString& path) {
                try {
                    save(path);
                } catch (const std::exception& error) {
                    auto* box = new QMessageBox(QMessageBox::Warning, tr("Export"),
                                                window::describe(error), QMessageBox::Ok, this);
                    box->setAttribute(Qt::WA_DeleteOnClose);
                    box->open();
                }
            });
            dialog->open();
        });
    };
    add(tr("PNG picture…"), tr("PNG picture (*.png)"), "png", std::move(png));
    add(tr("SVG drawing…"), tr("SVG drawing (*.svg)"), "svg", std::move(svg));
    add(tr("CSV data…"), tr("CSV data (*.csv)"), "csv", std::move(csv));
}

} // namespace plot
