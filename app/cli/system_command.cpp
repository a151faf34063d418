// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/json_output.h"
#include "app/cli/session.h"
#include "app/cli/terminal.h"
#include "app/cli/text_table.h"
#include "core/neural/loader.h"

#include <fmt/format.h>

namespace cli {

namespace {

struct Reason {
    const char* name;
    const char* sentence;
};

Reason reasonOf(neural::BlasReason reason) {
    switch (reason) {
    case neural::BlasReason::Named:
        return {"named", "NGRAMOPHONE_BLAS names it"};
    case neural::BlasReason::Measured:
        return {"measured", "chosen by measuring, just now"};
    case neural::BlasReason::Remembered:
        return {"remembered", "chosen by measuring, earlier"};
    case neural::BlasReason::Busy:
        return {"busy", "the system's own, since the machine is too busy to measure"};
    case neural::BlasReason::NoOther:
        break;
    }
    return {"no other", "there is no other to choose"};
}

std::string milliseconds(double seconds) {
    return fmt::format("{:.2f}", 1000 * seconds);
}

void printForPrograms(const std::string& description, const neural::BlasChoice& choice) {
    auto builds = nlohmann::json::array();
    for (const auto& build : choice.builds) {
        nlohmann::json entry = {{"library", build.library.string()}};
        if (build.seconds) {
            entry["side_by_side_seconds"] = build.seconds->sideBySide;
            entry["together_seconds"] = build.seconds->together;
        }
        builds.push_back(std::move(entry));
    }
    printJson({{"description", description},
               {"blas",
                {{"opened", choice.library.string()},
                 {"reason", reasonOf(choice.reason).name},
                 {"builds", std::move(builds)}}}});
}

int describeSystem(const Session& session) {
    const std::string description = neural::backend().description();
    const neural::BlasChoice& choice = neural::blasChoice();
    if (session.json) {
        printForPrograms(description, choice);
        return succeeded;
    }
    print(fmt::format("{}\nBLAS: {}\n", description, reasonOf(choice.reason).sentence));
    if (choice.builds.empty())
        return succeeded;
    TextTable table({{"build"},
                     {"side by side, ms", TextTable::Align::Right},
                     {"together, ms", TextTable::Align::Right}});
    for (const auto& build : choice.builds)
        table.add({build.library.string(),
                   build.seconds ? milliseconds(build.seconds->sideBySide) : "–",
                   build.seconds ? milliseconds(build.seconds->together) : "–"});
    print("\n" + table.text());
    return succeeded;
}

} // namespace

void addSystemCommand(CLI::App& app, Session& session) {
    auto* system = app.add_subcommand(
        "system", "What networks are computed with: LibTorch, and which BLAS for what reason");
    system->footer("Times are those of products on all cores, one on each or each on all.");
    system->callback(
        [&session] { session.action = [&session] { return describeSystem(session); }; });
}

} // namespace cli
