// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/library/model_store.h"
#include "core/ngram/ngram_model.h"
#include "core/ngram/table.h"

#include <memory>
#include <utility>

namespace ngrams {

/// A model that the page shows, with its table. Shared with the jobs that read it, so that choosing
/// another model never pulls it from under them.
struct OpenTable {
    OpenTable(library::Model entryOfModel, std::shared_ptr<const ngram::NgramModel> opened)
        : entry(std::move(entryOfModel)), model(std::move(opened)), table(*model) {}

    library::Model entry;
    std::shared_ptr<const ngram::NgramModel> model;
    ngram::Table table;
};

using OpenTablePointer = std::shared_ptr<const OpenTable>;

} // namespace ngrams
