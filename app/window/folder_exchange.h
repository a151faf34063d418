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

} // namespace window
