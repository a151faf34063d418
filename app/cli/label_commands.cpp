// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/json_output.h"
#include "app/cli/session.h"
#include "app/cli/terminal.h"
#include "app/cli/text_table.h"
#include "core/tasks/export_preferences.h"
#include "core/tasks/label_report.h"
#include "core/tasks/open_model.h"

#include <fmt/format.h>

#include <algorithm>

namespace cli {

namespace {

struct LabelOptions {
    std::string model;
    std::vector<std::string> texts;
    std::vector<std::string> corpora;
};

int labelTexts(const Session& session, const lm::Labeller& model,
               const std::vector<std::string>& texts) {
    const auto& labels = model.labels();
    auto all = nlohmann::json::array();
    for (const std::string& text : texts) {
        const std::vector<double> chances = model.labelProbabilities(text);
        const auto best = static_cast<std::size_t>(
            std::max_element(chances.begin(), chances.end()) - chances.begin());
        if (!session.json) {
            print(fmt::format("{}\t{:.4f}\t{}\n", labels[best], chances[best], text));
            continue;
        }
        nlohmann::json ofLabels;
        for (std::size_t label = 0; label < labels.size(); ++label)
            ofLabels[labels[label]] = chances[label];
        all.push_back({{"text", text}, {"label", labels[best]}, {"probabilities", ofLabels}});
    }
    if (session.json)
        printJson(all);
    return succeeded;
}

void printReport(const tasks::LabelReport& report) {
    print(fmt::format("{} of {} rows told right: accuracy {:.4f}\n", report.right(), report.rows(),
                      report.accuracy()));
    std::vector<TextTable::Column> columns = {{"has \\ told"}};
    for (const std::string& label : report.labels)
        columns.push_back({label, TextTable::Align::Right});
    columns.push_back({"precision", TextTable::Align::Right});
    columns.push_back({"recall", TextTable::Align::Right});
    TextTable table(columns);
    for (std::size_t label = 0; label < report.labels.size(); ++label) {
        std::vector<std::string> row = {report.labels[label]};
        for (const std::uint64_t count : report.confusion[label])
            row.push_back(fmt::format("{}", count));
        row.push_back(shown(report.precision(label)));
        row.push_back(shown(report.recall(label)));
        table.add(std::move(row));
    }
    print(table.text());
}

int reportCorpora(Session& session, const lm::Labeller& model,
                  const std::vector<std::string>& names) {
    tasks::LabelReport report;
    {
        TerminalProgress progress;
        report = tasks::reportLabels(session.libraryFolder, model, session.corpora(names), progress,
                                     session.stop);
    }
    if (session.json)
        printJson({{"labels", report.labels},
                   {"rows", report.rows()},
                   {"right", report.right()},
                   {"accuracy", number(report.accuracy())},
                   {"confusion", report.confusion}});
    else
        printReport(report);
    return succeeded;
}

int classify(Session& session, const LabelOptions& options) {
    const auto model = tasks::openModel(session.libraryFolder, session.model(options.model));
    const lm::Labeller& labeller = tasks::requireLabeller(*model, options.model);
    if (!options.corpora.empty())
        return reportCorpora(session, labeller, options.corpora);
    return labelTexts(session, labeller, options.texts);
}

void addPreferences(CLI::App& app, Session& session) {
    auto* command = app.add_subcommand("preferences", "What you think of replies");
    command->require_subcommand(1);
    auto* write = command->add_subcommand(
        "export", "Write each reply found good with each found bad to the same words, as JSON "
                  "Lines to train on with --task preferences");
    auto path = std::make_shared<std::string>();
    write->add_option("PATH", *path, "The file")->required();
    write->callback([&session, path] {
        session.action = [&session, path] {
            const std::size_t pairs = tasks::exportPreferences(session.library(), *path);
            if (session.json)
                printJson({{"file", *path}, {"pairs", pairs}});
            else
                print(fmt::format("Wrote {} pairs to {}\n", pairs, *path));
            return succeeded;
        };
    });
}

} // namespace

void addLabelCommands(CLI::App& app, Session& session) {
    auto* command =
        app.add_subcommand("classify", "Tell texts' labels by a model that has learnt them");
    auto options = std::make_shared<LabelOptions>();
    command->add_option("MODEL", options->model, "Name or number")->required();
    auto* texts = command->add_option("TEXT", options->texts, "Texts to label");
    auto* corpora =
        command->add_option("--corpus", options->corpora,
                            "Instead: tables of texts and labels, to see how many are told right");
    texts->excludes(corpora);
    command->callback([&session, options, texts, corpora] {
        if (texts->count() == 0 && corpora->count() == 0)
            throw CLI::RequiredError("TEXT or --corpus");
        session.action = [&session, options] { return classify(session, *options); };
    });
    addPreferences(app, session);
}

} // namespace cli
