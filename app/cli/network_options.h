// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/specification/specification.h"

#include <CLI/CLI.hpp>

#include <functional>
#include <string>
#include <vector>

namespace cli {

/// What the command line says of a network and its training. An option may stand before the
/// architecture that it changes, so all of them wait until the line is read.
class NetworkOptions {
public:
    /// Adds the options to `app`. The object must outlive it.
    void addTo(CLI::App& app);
    /// The architecture's usual network, changed as asked. Throws CLI::ValidationError where an
    /// option is given that the architecture has nothing for.
    neural::RunSpec spec() const;

private:
    using Families = std::vector<neural::Family>;
    struct Setting {
        const CLI::Option* option = nullptr;
        Families families;
        std::function<void(neural::RunSpec&)> apply;
    };

    template <class T, class Apply>
    CLI::Option* add(CLI::App& app, const std::string& name, const std::string& help,
                     Families families, Apply apply);
    template <class Names, class Apply>
    void addChoice(CLI::App& app, const std::string& name, const std::string& help,
                   const Names& names, Apply apply);
    void addShape(CLI::App& app);
    void addTransformerParts(CLI::App& app);
    void addExperts(CLI::App& app);

    std::string architecture_ = "bengio";
    std::vector<Setting> settings_;
};

/// How a network is trained. Returns the option --steps.
CLI::Option* addTrainingOptions(CLI::App& app, neural::TrainingSpec& spec);

} // namespace cli
