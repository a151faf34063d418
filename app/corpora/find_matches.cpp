// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/corpora/find_matches.h"

#include "core/corpus/line_reader.h"

namespace corpora {

std::uint64_t findMatches(const corpus::Document& document, const QString& needle,
                          const std::function<void(const Match&)>& onMatch,
                          base::Progress& progress, const std::stop_token& stop) {
    std::uint64_t found = 0;
    if (needle.isEmpty())
        return found;
    corpus::LineReader reader(document);
    corpus::Line line;
    while (reader.next(line)) {
        if (line.number % 256 == 0 || line.text.size() > 4096) {
            base::throwIfStopped(stop);
            progress.report(
                {NG_TEXT("core", "Searching the text"), reader.bytesRead(), document.size});
        }
        const QString text =
            QString::fromUtf8(line.text.data(), static_cast<qsizetype>(line.text.size()));
        qsizetype at = text.indexOf(needle, 0, Qt::CaseInsensitive);
        while (at >= 0) {
            onMatch({line.byteOffset, line.number, static_cast<std::int32_t>(at),
                     static_cast<std::int32_t>(needle.size())});
            if (++found == mostMatches)
                return found;
            at = text.indexOf(needle, at + needle.size(), Qt::CaseInsensitive);
        }
    }
    return found;
}

} // namespace corpora
