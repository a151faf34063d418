// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/session.h"

#include "app/cli/terminal.h"
#include "core/base/error.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace cli {

namespace {

std::optional<std::int64_t> asNumber(const std::string& text) {
    std::int64_t number = 0;
    const auto end = text.data() + text.size();
    const auto result = std::from_chars(text.data(), end, number);
    if (result.ec != std::errc() || result.ptr != end)
        return std::nullopt;
    return number;
}

/// The entry of that name, else of that number, else nothing.
template <class Entry>
std::optional<Entry> pick(const std::vector<Entry>& entries, const std::string& nameOrId) {
    auto found = std::find_if(entries.begin(), entries.end(),
                              [&](const Entry& entry) { return entry.name == nameOrId; });
    if (found == entries.end())
        if (const auto id = asNumber(nameOrId))
            found = std::find_if(entries.begin(), entries.end(),
                                 [&](const Entry& entry) { return entry.id == *id; });
    return found == entries.end() ? std::nullopt : std::optional(*found);
}

template <class Entry>
std::string names(const std::vector<Entry>& entries) {
    std::string joined;
    for (const auto& entry : entries)
        joined += (joined.empty() ? "" : ", ") + entry.name;
    return joined.empty() ? "none" : joined;
}

} // namespace

library::Library& Session::library() {
    if (!library_) {
        library_ = std::make_unique<library::Library>(libraryFolder);
        if (library_->notice())
            printNote(library_->notice()->english());
        library_->recover();
    }
    return *library_;
}

library::Corpus Session::corpus(const std::string& nameOrId) {
    const auto all = library().corpora().list();
    if (auto found = pick(all, nameOrId))
        return *found;
    throw base::InputError(
        {"There is no corpus \"{0}\" in the library. There are: {1}.", {nameOrId, names(all)}});
}

library::Model Session::model(const std::string& nameOrId) {
    const auto all = library().models().list();
    if (auto found = pick(all, nameOrId))
        return *found;
    throw base::InputError(
        {"There is no model \"{0}\" in the library. There are: {1}.", {nameOrId, names(all)}});
}

library::Run Session::run(const std::string& nameOrId) {
    const auto all = library().runs().list();
    if (auto found = pick(all, nameOrId))
        return *found;
    throw base::InputError(
        {"There is no run \"{0}\" in the library. There are: {1}.", {nameOrId, names(all)}});
}

tasks::StartFrom Session::start(const std::string& modelOrRun, bool best) {
    constexpr std::string_view mark = "run:";
    if (modelOrRun.starts_with(mark))
        return {0, run(modelOrRun.substr(mark.size())).id, best};
    if (!best)
        if (const auto found = pick(library().models().list(), modelOrRun))
            return {found->id, 0, false};
    const auto runs = library().runs().list();
    const auto named = std::find_if(runs.begin(), runs.end(),
                                    [&](const auto& entry) { return entry.name == modelOrRun; });
    if (named != runs.end())
        return {0, named->id, best};
    throw base::InputError(
        {"There is no model or run \"{0}\" in the library. There are the models: "
         "{1}; the runs: {2}.",
         {modelOrRun, names(library().models().list()), names(runs)}});
}

std::vector<std::int64_t> Session::corpora(const std::vector<std::string>& namesOrIds) {
    std::vector<std::int64_t> ids;
    ids.reserve(namesOrIds.size());
    for (const auto& name : namesOrIds)
        ids.push_back(corpus(name).id);
    return ids;
}

} // namespace cli
