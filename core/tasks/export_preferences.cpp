// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tasks/export_preferences.h"

#include "core/base/error.h"
#include "core/base/text_sink.h"
#include "core/library/rating_store.h"

namespace tasks {

std::size_t exportPreferences(library::Library& library, const std::filesystem::path& path) {
    const auto preferences = library.ratings().preferences();
    if (preferences.empty())
        throw base::InputError(base::Message{
            NG_TEXT("core", "No two replies to the same words have been found good and bad yet. In "
                            "a chat, rate a reply, ask for another one with another seed, and "
                            "rate that.")});
    base::TextSink file(path);
    for (const chat::Preference& preference : preferences)
        file.write(chat::preferenceLine(preference) + "\n");
    file.commit();
    return preferences.size();
}

} // namespace tasks
