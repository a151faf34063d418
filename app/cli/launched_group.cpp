// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/launched_group.h"

#include "core/base/error.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <limits>
#include <string>
#include <thread>

namespace cli {

namespace {

std::string valueOf(const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr ? value : "";
}

unsigned numberOf(const char* name, unsigned least, unsigned most) {
    const std::string value = valueOf(name);
    unsigned number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error != std::errc() || end != value.data() + value.size() || number < least ||
        number > most)
        throw base::InputError({NG_TEXT("core", "The launcher says {0}={1} in the environment, and "
                                                "a number from {2} to {3} is expected. Begin the "
                                                "processes by torchrun or the like, or unset "
                                                "WORLD_SIZE to train in one process."),
                                {name, value, std::to_string(least), std::to_string(most)}});
    return number;
}

} // namespace

neural::GroupSpec launchedGroup() {
    neural::GroupSpec group;
    if (valueOf("WORLD_SIZE").empty())
        return group;
    constexpr unsigned most = 4096;
    group.size = numberOf("WORLD_SIZE", 1, most);
    if (group.isAlone())
        return group;
    group.rank = numberOf("RANK", 0, group.size - 1);
    group.port = static_cast<std::uint16_t>(
        numberOf("MASTER_PORT", 1, std::numeric_limits<std::uint16_t>::max()));
    group.address = valueOf("MASTER_ADDR");
    if (group.address.empty())
        throw base::InputError(base::Message{
            NG_TEXT("core", "The launcher does not say in MASTER_ADDR where the processes meet. "
                            "Begin them by torchrun or the like, or unset WORLD_SIZE to train in "
                            "one process.")});
    // There torchrun itself answers at the port, as its own LibTorch does, which another version
    // does not understand: they wait for one another for ever. The next port is taken to be free.
    if (valueOf("TORCHELASTIC_USE_AGENT_STORE") == "True")
        group.port += group.port < std::numeric_limits<std::uint16_t>::max() ? 1 : -1;
    constexpr unsigned largest = std::numeric_limits<int>::max();
    if (!valueOf("TORCHELASTIC_RESTART_COUNT").empty())
        group.attempt = numberOf("TORCHELASTIC_RESTART_COUNT", 0, largest);
    if (!valueOf("NGRAMOPHONE_JOIN_SECONDS").empty())
        group.patience = std::chrono::seconds(numberOf("NGRAMOPHONE_JOIN_SECONDS", 1, largest));
    return group;
}

unsigned threadsOfLocalGroup() {
    if (valueOf("LOCAL_WORLD_SIZE").empty())
        return 0;
    const unsigned local = numberOf("LOCAL_WORLD_SIZE", 1, std::numeric_limits<unsigned>::max());
    return std::max(std::thread::hardware_concurrency() / local, 1U);
}

} // namespace cli
