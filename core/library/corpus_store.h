// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/corpus/document.h"
#include "core/corpus/frequencies.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace library {

class Database;

/// A corpus as the library knows it.
struct Corpus {
    std::int64_t id = 0;
    std::string name;
    bool ready = false;      ///< false while it is being imported
    std::uint64_t bytes = 0; ///< of all documents
    std::uint64_t documentCount = 0;
    std::uint64_t tokens = 0; ///< by the words tokenizer
    std::uint64_t types = 0;
    std::uint64_t replaced = 0; ///< bad byte sequences in all documents
    std::string encodings;      ///< "UTF-8" or "UTF-8, GB18030"
    std::int64_t added = 0;     ///< milliseconds since the epoch
};

/// Corpora: their names and documents in the database, their frequencies in a file each.
/// Unknown ids and names throw base::InputError.
class CorpusStore {
public:
    explicit CorpusStore(Database& database) : database_(&database) {}

    /// Newest first.
    std::vector<Corpus> list() const;
    Corpus get(std::int64_t id) const;
    std::optional<Corpus> findByName(const std::string& name) const;
    std::vector<corpus::Document> documents(std::int64_t id) const;

    /// Adds a corpus that is not ready yet. A name that is taken gets a number: "names (2)".
    /// `beforeStored` hears the id before anybody else can see the entry, to take its WorkLock.
    std::int64_t add(const std::string& name, const std::vector<corpus::Document>& documents,
                     const std::function<void(std::int64_t)>& beforeStored = {});
    /// Stores what the import found and makes the corpus ready.
    void finish(std::int64_t id, const std::vector<corpus::Document>& documents,
                const corpus::Frequencies& frequencies);
    /// Stores another choice of encoding; the corpus is not ready until it is finished again.
    void replaceDocuments(std::int64_t id, const std::vector<corpus::Document>& documents);
    corpus::Frequencies frequencies(std::int64_t id) const;
    void rename(std::int64_t id, const std::string& name);
    /// Forgets the corpus; the person's files are not touched. Models trained on it stay.
    void remove(std::int64_t id);

private:
    Database* database_;
};

} // namespace library
