// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

class QWidget;

namespace window {
class Workspace;
}

namespace ngrams {

/// Ask for another name of a model, and whether to delete it, and do it. No dialog blocks: the
/// rest of the program goes on.
void askModelName(window::Workspace& workspace, qint64 model, QWidget* parent);
void askModelRemoval(window::Workspace& workspace, qint64 model, QWidget* parent);

} // namespace ngrams
