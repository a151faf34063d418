// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/corpus/labelled_table.h"

#include "core/base/error.h"
#include "core/corpus/whole_lines.h"

#include <algorithm>
#include <optional>
#include <string_view>

namespace corpus {

namespace {

using Cells = std::vector<std::string>;

std::string lowercase(std::string_view text) {
    std::string lower(text);
    for (char& letter : lower)
        if (letter >= 'A' && letter <= 'Z')
            letter = static_cast<char>(letter - 'A' + 'a');
    return lower;
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    return first == std::string_view::npos
               ? std::string_view()
               : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// Row by row. Cells in quotes may go on over several lines.
class TableReader {
public:
    explicit TableReader(const Document& document)
        : lines_(document), path_(document.path.string()) {
        const std::string extension = lowercase(document.path.extension().string());
        if (extension == ".tsv" || extension == ".tab")
            separator_ = '\t';
        else if (extension == ".csv")
            separator_ = ',';
    }

    /// The next row that is not empty; false at the end.
    bool next(Cells& cells) {
        do {
            if (!lines_.next())
                return false;
        } while (trimmed(lines_.text()).empty());
        line_ = lines_.number();
        if (!separator_)
            separator_ = lines_.text().find('\t') != std::string::npos ? '\t' : ',';
        cells.clear();
        std::string_view rest = lines_.text();
        do
            cells.emplace_back();
        while (readCell(rest, cells.back()));
        return true;
    }

    std::uint64_t line() const { return line_; } ///< where the row begins

    [[noreturn]] void fail(const char* what) const {
        throw base::FormatError({what, {path_, std::to_string(line_)}});
    }

private:
    /// Takes a cell from the front of `rest`; whether another follows. Texts in tab-separated files
    /// have quotes of their own, so that only a whole cell in them counts there.
    bool readCell(std::string_view& rest, std::string& cell) {
        if (rest.starts_with('"') && (separator_ == ',' || closesItsCell(rest)))
            return readQuoted(rest, cell);
        const auto end = std::min(rest.find(*separator_), rest.size());
        cell = rest.substr(0, end);
        return step(rest, end);
    }

    bool closesItsCell(std::string_view rest) const {
        const auto end = std::min(rest.find(*separator_), rest.size());
        return end >= 2 && rest[end - 1] == '"';
    }

    bool readQuoted(std::string_view& rest, std::string& cell) {
        rest.remove_prefix(1);
        while (true) {
            const auto quote = rest.find('"');
            cell += rest.substr(0, quote);
            if (quote == std::string_view::npos) {
                if (!lines_.next())
                    fail(NG_TEXT("core", "A cell that begins with a quotation mark in line {1} of "
                                         "{0} does not end. Close it, or double the marks that "
                                         "belong to the text."));
                cell += '\n';
                rest = lines_.text();
            } else if (rest.substr(quote + 1).starts_with('"')) {
                cell += '"';
                rest.remove_prefix(quote + 2);
            } else {
                rest.remove_prefix(quote + 1);
                break;
            }
        }
        if (!rest.empty() && rest.front() != *separator_)
            fail(NG_TEXT("core", "Text follows a quotation mark that closes a cell, in the row of "
                                 "line {1} of {0}. Double the marks that belong to the text."));
        return step(rest, 0);
    }

    static bool step(std::string_view& rest, std::size_t end) {
        const bool more = end < rest.size();
        rest.remove_prefix(std::min(end + 1, rest.size()));
        return more;
    }

    WholeLines lines_;
    std::string path_;
    std::optional<char> separator_;
    std::uint64_t line_ = 0;
};

struct Columns {
    std::size_t text = 0;
    std::size_t label = 1;
};

/// Where the first row names them.
std::optional<Columns> namedColumns(const Cells& cells) {
    std::optional<std::size_t> text;
    std::optional<std::size_t> label;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const std::string name = lowercase(trimmed(cells[i]));
        if (name == "text")
            text = i;
        else if (name == "label")
            label = i;
    }
    return text && label ? std::optional(Columns{*text, *label}) : std::nullopt;
}

} // namespace

std::vector<LabelledText> readLabelledTable(const Document& document) {
    TableReader table(document);
    std::vector<LabelledText> rows;
    Cells cells;
    Columns columns;
    bool isFirst = true;
    bool isNamed = false;
    while (table.next(cells)) {
        if (isFirst) {
            isFirst = false;
            if (const auto named = namedColumns(cells)) {
                columns = *named;
                isNamed = true;
                continue;
            }
        }
        if (!isNamed && cells.size() != 2)
            table.fail(NG_TEXT("core", "The row in line {1} of {0} has not two cells, a text and "
                                       "its label. Name the columns “text” and “label” in the "
                                       "first line, or leave the others out."));
        if (std::max(columns.text, columns.label) >= cells.size())
            table.fail(NG_TEXT("core", "The row in line {1} of {0} has too few cells. Give it a "
                                       "text and a label."));
        LabelledText row{cells[columns.text], std::string(trimmed(cells[columns.label])),
                         table.line()};
        if (row.label.empty())
            table.fail(NG_TEXT("core", "The row in line {1} of {0} has no label. Give it one, or "
                                       "leave it out."));
        rows.push_back(std::move(row));
    }
    if (rows.empty())
        throw base::FormatError({NG_TEXT("core", "There is no row with a text and a label in {0}. "
                                                 "Choose a table with some."),
                                 {document.path.string()}});
    return rows;
}

} // namespace corpus
