// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tasks/corpus_name.h"

#include "core/library/corpus_store.h"

namespace tasks {

std::string nameOfCorpora(library::Library& library, const std::vector<std::int64_t>& corpora) {
    if (corpora.empty())
        return {};
    const std::string first = library.corpora().get(corpora.front()).name;
    if (corpora.size() == 1)
        return first;
    if (corpora.size() == 2)
        return first + " + " + library.corpora().get(corpora.back()).name;
    return first + " + " + std::to_string(corpora.size() - 1) + " more";
}

} // namespace tasks
