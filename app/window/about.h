// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QWidget;

namespace window {

/// Help > About: what this is, its version, where the library is. Does not block.
void showAbout(QWidget* parent, const QString& libraryFolder);
/// Help > Licence: the text of the GNU General Public License. Does not block.
void showLicence(QWidget* parent);

} // namespace window
