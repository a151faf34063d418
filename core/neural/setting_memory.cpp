// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/setting_memory.h"

#include "core/base/error.h"
#include "core/base/file.h"

#include <nlohmann/json.hpp>

namespace neural {

namespace {

nlohmann::json readObject(const std::filesystem::path& file) {
    std::error_code error;
    if (file.empty() || !std::filesystem::exists(file, error))
        return nlohmann::json::object();
    try {
        nlohmann::json json = nlohmann::json::parse(base::readFile(file));
        return json.is_object() ? json : nlohmann::json::object();
    } catch (const base::FileError&) {
        return nlohmann::json::object();
    } catch (const nlohmann::json::exception&) {
        return nlohmann::json::object();
    }
}

} // namespace

std::optional<MeasuredSetting> SettingMemory::find(const std::string& key) const {
    const nlohmann::json all = readObject(file_);
    const auto found = all.find(key);
    if (found == all.end())
        return std::nullopt;
    try {
        return MeasuredSetting{
            {found->at("workers").get<unsigned>(), found->at("product_threads").get<unsigned>()},
            found->at("seconds").get<double>()};
    } catch (const nlohmann::json::exception&) {
        return std::nullopt;
    }
}

void SettingMemory::keep(const std::string& key, const MeasuredSetting& setting) const {
    if (file_.empty())
        return;
    nlohmann::json all = readObject(file_);
    all[key] = {{"workers", setting.setting.workers},
                {"product_threads", setting.setting.productThreads},
                {"seconds", setting.seconds}};
    try {
        base::AtomicFile file(file_);
        file.write(all.dump(2) + "\n");
        file.commit(base::Keep::WhileRunning);
    } catch (const base::FileError&) { // measured again next time
    }
}

} // namespace neural
