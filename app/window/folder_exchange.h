// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

class QString;
class QWidget;

/// Models of the Hugging Face transformers library, which are folders.
namespace window {

class Workspace;

/// Asks for such a folder and imports it in the background.
void askFolderImport(Workspace& workspace, QWidget* parent);
void importFolder(Workspace& workspace, const QString& folder);

/// Asks which neural model to write and where, and writes it in the background.
void askFolderExport(Workspace& workspace, QWidget* parent);
void exportFolder(Workspace& workspace, qint64 model, const QString& folder);

/// Asks which of the models that no run of the library makes, as imported ones are, is to be
/// deleted, and whether it really is. Those of runs go with their run.
void askImportedRemoval(Workspace& workspace, QWidget* parent);

} // namespace window
