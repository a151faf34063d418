// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tasks/label_report.h"

#include "core/base/error.h"
#include "core/corpus/labelled_table.h"
#include "core/tasks/token_names.h"

#include <algorithm>
#include <limits>

namespace tasks {

namespace {

double share(std::uint64_t part, std::uint64_t whole) {
    return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole)
                     : std::numeric_limits<double>::quiet_NaN();
}

} // namespace

std::uint64_t LabelReport::rows() const {
    std::uint64_t sum = 0;
    for (const auto& row : confusion)
        for (const std::uint64_t count : row)
            sum += count;
    return sum;
}

std::uint64_t LabelReport::right() const {
    std::uint64_t sum = 0;
    for (std::size_t label = 0; label < labels.size(); ++label)
        sum += confusion[label][label];
    return sum;
}

double LabelReport::accuracy() const {
    return share(right(), rows());
}

double LabelReport::precision(std::size_t label) const {
    std::uint64_t told = 0;
    for (const auto& row : confusion)
        told += row[label];
    return share(confusion[label][label], told);
}

double LabelReport::recall(std::size_t label) const {
    std::uint64_t has = 0;
    for (const std::uint64_t count : confusion[label])
        has += count;
    return share(confusion[label][label], has);
}

const lm::Labeller& requireLabeller(const lm::LanguageModel& model, const std::string& name) {
    const auto* labeller = dynamic_cast<const lm::Labeller*>(&model);
    if (!labeller || labeller->labels().empty())
        throw base::InputError({NG_TEXT("core", "The model {0} has learnt no labels. Train one "
                                                "from it on a table of texts and labels."),
                                {name}});
    return *labeller;
}

LabelReport reportLabels(const std::filesystem::path& library, const lm::Labeller& model,
                         const std::vector<std::int64_t>& corpora, base::Progress& progress,
                         const std::stop_token& stop) {
    LabelReport report;
    report.labels = model.labels();
    report.confusion.assign(report.labels.size(), std::vector<std::uint64_t>(report.labels.size()));
    for (const corpus::Document& document : documentsOf(library, corpora)) {
        const auto rows = corpus::readLabelledTable(document);
        std::uint64_t told = 0;
        for (const corpus::LabelledText& row : rows) {
            base::throwIfStopped(stop);
            const auto known = std::find(report.labels.begin(), report.labels.end(), row.label);
            if (known == report.labels.end())
                throw base::InputError(
                    {NG_TEXT("core", "The model does not know the label “{0}” "
                                     "of the row in line {1} of {2}. Choose a "
                                     "table with the labels that it learnt."),
                     {row.label, std::to_string(row.line), document.path.string()}});
            const std::vector<double> chances = model.labelProbabilities(row.text);
            const auto best = std::max_element(chances.begin(), chances.end()) - chances.begin();
            ++report.confusion[static_cast<std::size_t>(known - report.labels.begin())]
                              [static_cast<std::size_t>(best)];
            progress.report({{NG_TEXT("core", "Reading {0}"), {document.path.filename().string()}},
                             ++told,
                             rows.size()});
        }
    }
    return report;
}

} // namespace tasks
