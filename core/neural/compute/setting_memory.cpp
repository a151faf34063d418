// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/compute/setting_memory.h"

namespace neural {

std::optional<MeasuredSetting> SettingMemory::find(const std::string& key) const {
    const nlohmann::json found = file_.find(key);
    try {
        return MeasuredSetting{
            {found.at("workers").get<unsigned>(), found.at("product_threads").get<unsigned>()},
            found.at("seconds").get<double>()};
    } catch (const nlohmann::json::exception&) { // or nothing
        return std::nullopt;
    }
}

void SettingMemory::keep(const std::string& key, const MeasuredSetting& setting) const {
    file_.keep(key, {{"workers", setting.setting.workers},
                     {"product_threads", setting.setting.productThreads},
                     {"seconds", setting.seconds}});
}

} // namespace neural
