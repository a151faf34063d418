// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/rate_command.h"

#include "app/cli/json_output.h"
#include "app/cli/terminal.h"
#include "app/cli/text_table.h"
#include "core/tasks/test_rates.h"

#include <fmt/format.h>

namespace cli {

namespace {

using Align = TextTable::Align;

constexpr std::size_t rowsShown = 40;

} // namespace

void RangeTestOptions::addTo(CLI::App& app) {
    // A string of its own: CLI11 would not know a literal from a variable to set.
    const std::string help = "Train no model: let the learning rate grow from step to step, print "
                             "the loss at each, and suggest one (Smith 2017)";
    asked = app.add_flag("--range-test", help);
    app.add_option("--range-steps", range.steps, "Steps of the range test")
        ->needs(asked)
        ->capture_default_str();
    app.add_option("--lowest-rate", range.lowest, "The range test's first rate")
        ->needs(asked)
        ->capture_default_str();
    app.add_option("--highest-rate", range.highest, "The range test's last rate")
        ->needs(asked)
        ->capture_default_str();
}

int testRates(Session& session, const tasks::NeuralRequest& request,
              const neural::RateRange& range) {
    tasks::RateTest test;
    {
        TerminalProgress progress;
        test = tasks::testRates(request, range, {}, progress, session.stop);
    }
    const auto smooth = neural::smoothed(test.points);
    if (session.json) {
        auto points = nlohmann::json::array();
        for (std::size_t i = 0; i < smooth.size(); ++i)
            points.push_back({{"rate", test.points[i].rate},
                              {"loss", number(test.points[i].loss)},
                              {"smoothed_loss", number(smooth[i].loss)}});
        printJson({{"points", points}, {"suggested_rate", number(test.suggestion)}});
        return succeeded;
    }
    TextTable table({{"rate", Align::Right}, {"loss", Align::Right}, {"smoothed", Align::Right}});
    const std::size_t stride = (smooth.size() + rowsShown - 1) / rowsShown;
    for (std::size_t i = 0; i < smooth.size(); i += stride)
        table.add({fmt::format("{:.3g}", smooth[i].rate), shown(test.points[i].loss),
                   shown(smooth[i].loss)});
    print(table.text());
    if (test.suggestion)
        print(fmt::format("The loss falls most steeply at a rate of {:.2g}: try --learning-rate "
                          "{:.2g}\n",
                          *test.suggestion, *test.suggestion));
    else
        print("The loss falls at no rate. Try more steps, or other rates.\n");
    return succeeded;
}

} // namespace cli
