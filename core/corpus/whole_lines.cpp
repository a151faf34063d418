// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/corpus/whole_lines.h"

#include "core/base/error.h"

namespace corpus {

WholeLines::WholeLines(const Document& document)
    : reader_(document), file_(document.path.string()) {}

bool WholeLines::next() {
    text_.clear();
    Line piece;
    bool any = false;
    while (reader_.next(piece)) {
        any = true;
        text_ += piece.text;
        number_ = piece.number;
        if (piece.ended)
            break;
        if (text_.size() > longest)
            throw base::FormatError(
                {NG_TEXT("core", "Line {1} of {0} is longer than {2} bytes. Write one record on a "
                                 "line."),
                 {file_, std::to_string(number_), std::to_string(longest)}});
    }
    return any;
}

} // namespace corpus
