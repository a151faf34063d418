// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/jobs/text.h"

#include "core/base/error.h"

#include <QCoreApplication>

#include <new>

namespace jobs {

QString translate(const base::Message& message) {
    const std::string translated =
        QCoreApplication::translate("core", message.pattern).toStdString();
    try {
        return QString::fromStdString(message.fill(translated));
    } catch (const fmt::format_error&) {
        // A translation with a wrong place in it must not cost the person the sentence.
        return QString::fromStdString(message.english());
    }
}

QString describe(const std::exception& error) {
    if (const auto* ours = dynamic_cast<const base::Error*>(&error))
        return translate(ours->message());
    if (dynamic_cast<const std::bad_alloc*>(&error) != nullptr)
        return QCoreApplication::translate(
            "jobs::Text", "There is not enough memory for this. Choose smaller values, or close "
                          "other programs.");
    return QString::fromUtf8(error.what());
}

} // namespace jobs
