// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/compute/measurement_file.h"

#include "core/base/error.h"
#include "core/base/file.h"

#include <system_error>

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

nlohmann::json MeasurementFile::find(const std::string& key) const {
    const nlohmann::json all = readObject(file_);
    const auto found = all.find(key);
    return found == all.end() ? nlohmann::json() : *found;
}

void MeasurementFile::keep(const std::string& key, const nlohmann::json& value) const {
    if (file_.empty())
        return;
    std::error_code error;
    std::filesystem::create_directories(file_.parent_path(), error);
    nlohmann::json all = readObject(file_);
    all[key] = value;
    try {
        base::AtomicFile file(file_);
        file.write(all.dump(2) + "\n");
        file.commit(base::Keep::WhileRunning);
    } catch (const base::FileError&) { // measured again next time
    }
}

} // namespace neural
