// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ngrams/model_actions.h"

#include "app/window/text.h"
#include "app/window/workspace.h"

#include <QCoreApplication>
#include <QInputDialog>
#include <QMessageBox>
#include <QPushButton>

#include <utility>

namespace ngrams {

namespace {

struct ModelActions {
    Q_DECLARE_TR_FUNCTIONS(ngrams::ModelActions)
};

/// Does something to the library's models and tells everybody; says what fails.
template <class Change>
void change(window::Workspace& workspace, Change change) {
    try {
        change(workspace.library().models());
    } catch (const std::exception& error) {
        workspace.reportError(window::describe(error));
    }
    emit workspace.modelsChanged();
}

/// Nothing, and an error shown, where another program has deleted it.
QString nameOf(window::Workspace& workspace, qint64 model) {
    QString name;
    try {
        name = window::toQString(workspace.library().models().get(model).name);
    } catch (const std::exception& error) {
        workspace.reportError(window::describe(error));
        emit workspace.modelsChanged();
    }
    return name;
}

} // namespace

void askModelName(window::Workspace& workspace, qint64 model, QWidget* parent) {
    const QString before = nameOf(workspace, model);
    if (before.isEmpty())
        return;
    auto* dialog = new QInputDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(ModelActions::tr("Rename Model"));
    dialog->setLabelText(ModelActions::tr("&Name:"));
    dialog->setTextValue(before);
    dialog->setMinimumWidth(360);
    QObject::connect(dialog, &QInputDialog::textValueSelected, &workspace,
                     [&workspace, model, before](const QString& typed) {
                         const QString name = typed.trimmed();
                         if (name.isEmpty() || name == before)
                             return;
                         change(workspace, [&](library::ModelStore& models) {
                             models.rename(model, window::toStd(name));
                         });
                     });
    dialog->open();
}

void askModelRemoval(window::Workspace& workspace, qint64 model, QWidget* parent) {
    const QString name = nameOf(workspace, model);
    if (name.isEmpty())
        return;
    auto* box = new QMessageBox(QMessageBox::Question, ModelActions::tr("Delete Model"),
                                ModelActions::tr("Delete the model “%1”?").arg(name),
                                QMessageBox::Cancel, parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setInformativeText(
        ModelActions::tr("Its counts are removed from the library. The corpora "
                         "it was trained on stay, so it can be trained again."));
    QPushButton* remove = box->addButton(ModelActions::tr("&Delete"), QMessageBox::DestructiveRole);
    box->setDefaultButton(QMessageBox::Cancel);
    QObject::connect(remove, &QPushButton::clicked, &workspace, [&workspace, model] {
        change(workspace, [&](library::ModelStore& models) { models.remove(model); });
    });
    box->open();
}

} // namespace ngrams
