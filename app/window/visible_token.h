// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace window {

/// A token as it is written in a table or beside a bar: white space and control characters become
/// signs that can be seen (Unicode's control pictures; the open box for a space).
inline QString visibleToken(const QString& token) {
    QString shown;
    shown.reserve(token.size());
    for (const QChar c : token) {
        if (c == u' ')
            shown += QChar(0x2423);
        else if (c.unicode() < 0x20)
            shown += QChar(static_cast<char16_t>(0x2400 + c.unicode()));
        else if (c == QChar(0x3000) || c == QChar(0xA0) || c == QChar(0x7F))
            shown +=
                QStringLiteral("U+%1").arg(uint(c.unicode()), 4, 16, QLatin1Char('0')).toUpper();
        else
            shown += c;
    }
    return shown;
}

} // namespace window
