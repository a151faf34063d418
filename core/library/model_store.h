// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace library {

class Database;

/// A model as the library knows it. Relative paths are inside the library's folder.
struct Model {
    std::int64_t id = 0;
    std::string name;
    std::string kind;                 ///< "ngram", "neural" or "mixture"
    std::filesystem::path file;       ///< counts file or checkpoint, relative
    std::filesystem::path tokenCache; ///< relative; empty where there is none
    std::string specification;        ///< JSON: EstimatorSpec and order, or RunSpec
    std::vector<std::int64_t> corpora;
    std::optional<std::int64_t> run; ///< the run that makes it
    std::int64_t created = 0;        ///< milliseconds since the epoch
};

/// Unknown ids and names throw base::InputError, naming what there is.
class ModelStore {
public:
    explicit ModelStore(Database& database) : database_(&database) {}

    std::vector<Model> list() const; ///< newest first
    Model get(std::int64_t id) const;
    Model getByName(const std::string& name) const;
    /// A name that is taken gets a number. Returns the id.
    std::int64_t add(Model model);
    void rename(std::int64_t id, const std::string& name);
    /// Another file of the model's: its run's best checkpoint instead of the last.
    void setFile(std::int64_t id, const std::filesystem::path& file);
    /// Removes the model and its file (and its run's folder).
    void remove(std::int64_t id);
    /// A new, unused relative path for a model's file: models/ID.ngm
    std::filesystem::path newFile(const std::string& extension);

private:
    Database* database_;
};

} // namespace library
