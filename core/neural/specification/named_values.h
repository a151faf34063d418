// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace neural {

/// The values of an enumeration with the names that files and the command line give them.
template <class T, std::size_t N>
struct NamedValues {
    const char* what; ///< marked with NG_TEXT, for the error
    std::array<std::pair<T, const char*>, N> entries;

    std::string name(T value) const {
        for (const auto& [entry, name] : entries)
            if (entry == value)
                return name;
        return {};
    }
    std::vector<std::string> names() const {
        std::vector<std::string> all;
        for (const auto& entry : entries)
            all.emplace_back(entry.second);
        return all;
    }
    /// Throws base::InputError where there is none of this name.
    T value(std::string_view wanted) const {
        for (const auto& [entry, name] : entries)
            if (wanted == name)
                return entry;
        throw base::InputError({NG_TEXT("core", "There is no {2} “{0}”. Choose one of: {1}."),
                                {std::string(wanted), fmt::format("{}", fmt::join(names(), ", "))},
                                {what}});
    }
};

} // namespace neural
