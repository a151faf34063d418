// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/rating_store.h"

#include "core/library/database.h"

#include <string>

namespace library {

namespace {

/// A line of preferences that has a prompt alone tells equal prompts by equal text.
std::string promptOf(std::span<const chat::Message> before) {
    chat::Preference prompt;
    for (const chat::Message& message : before)
        prompt.prompt.push_back(
            {message.role == chat::Role::Person ? lm::Speaker::Person : lm::Speaker::Model,
             message.text});
    return chat::preferenceLine(prompt);
}

} // namespace

void RatingStore::rate(std::int64_t conversation, std::span<const chat::Message> messages,
                       chat::Rating rating) {
    const chat::Message& reply = messages.back();
    database_->write([&](SQLite::Database& connection) {
        if (rating == chat::Rating::None) {
            SQLite::Statement erase(connection, "DELETE FROM rating WHERE message = ?");
            erase.bind(1, reply.id);
            erase.exec();
            return;
        }
        SQLite::Statement insert(connection,
                                 "INSERT OR REPLACE INTO rating VALUES (?, ?, ?, ?, ?, ?, ?)");
        insert.bind(1, reply.id);
        insert.bind(2, conversation);
        insert.bind(3, promptOf(messages.first(messages.size() - 1)));
        insert.bind(4, reply.text);
        insert.bind(5, reply.model);
        insert.bind(6, rating == chat::Rating::Good ? 1 : 0);
        insert.bind(7, now());
        insert.exec();
    });
}

std::vector<chat::Preference> RatingStore::preferences() const {
    return database_->read([](SQLite::Database& connection) {
        SQLite::Statement row(connection,
                              "SELECT good.prompt, good.reply, bad.reply FROM rating AS good, "
                              "rating AS bad WHERE good.prompt = bad.prompt AND good.good = 1 AND "
                              "bad.good = 0 AND good.reply <> bad.reply "
                              "ORDER BY good.rated, good.message, bad.rated, bad.message");
        std::vector<chat::Preference> preferences;
        while (row.executeStep()) {
            chat::Preference preference = chat::preferenceFrom(row.getColumn(0).getString());
            preference.chosen = row.getColumn(1).getString();
            preference.rejected = row.getColumn(2).getString();
            preferences.push_back(std::move(preference));
        }
        return preferences;
    });
}

} // namespace library
