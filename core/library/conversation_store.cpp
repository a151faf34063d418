// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/conversation_store.h"

#include "core/base/error.h"
#include "core/library/database.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace library {

namespace {

using nlohmann::json;

constexpr std::pair<chat::ReplyEnd, const char*> endNames[] = {
    {chat::ReplyEnd::Complete, "complete"},       {chat::ReplyEnd::Length, "length"},
    {chat::ReplyEnd::Stopped, "stopped"},         {chat::ReplyEnd::Failed, "failed"},
    {chat::ReplyEnd::Interrupted, "interrupted"},
};

std::string nameOf(chat::ReplyEnd end) {
    for (const auto& [known, name] : endNames) {
        if (end == known)
            return name;
    }
    return {};
}

chat::ReplyEnd endFromName(const std::string& name) {
    for (const auto& [end, known] : endNames) {
        if (name == known)
            return end;
    }
    return chat::ReplyEnd::Interrupted;
}

/// Text that the models made may hold anything: what is no UTF-8 becomes U+FFFD.
std::string dump(const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string samplingText(const lm::SamplingSpec& spec) {
    return dump({{"temperature", spec.temperature},
                 {"topK", spec.topK},
                 {"topP", spec.topP},
                 {"seed", spec.seed},
                 {"length", spec.length}});
}

lm::SamplingSpec samplingFromText(const std::string& text) {
    const json value = json::parse(text);
    lm::SamplingSpec spec;
    spec.temperature = value.value("temperature", spec.temperature);
    spec.topK = value.value("topK", spec.topK);
    spec.topP = value.value("topP", spec.topP);
    spec.seed = value.value("seed", spec.seed);
    spec.length = value.value("length", spec.length);
    return spec;
}

[[noreturn]] void throwUnknownConversation(std::int64_t id) {
    throw base::InputError({NG_TEXT("core", "There is no conversation number {0} in the library; "
                                            "it may have been deleted. Choose another."),
                            {std::to_string(id)}});
}

void touch(SQLite::Database& connection, std::int64_t id) {
    SQLite::Statement update(connection, "UPDATE conversation SET changed = ? WHERE id = ?");
    update.bind(1, now());
    update.bind(2, id);
    if (update.exec() == 0)
        throwUnknownConversation(id);
}

void bindMessage(SQLite::Statement& statement, const chat::Message& message) {
    statement.bind(1, message.role == chat::Role::Person ? "person" : "model");
    statement.bind(2, message.text);
    statement.bind(3, dump(json(message.tokens)));
    statement.bind(4, nameOf(message.end));
    statement.bind(5, message.beganAnew ? 1 : 0);
    statement.bind(6, message.model);
}

chat::Rating ratingOf(const SQLite::Column& good) {
    if (good.isNull())
        return chat::Rating::None;
    return good.getInt() != 0 ? chat::Rating::Good : chat::Rating::Bad;
}

/// What is sought, with wildcards around it, as LIKE reads it.
struct Pattern {
    std::string text = "%";
    const char* escape = "";
    bool trigrams = false; ///< whether the index of trigrams can answer it
};

bool isContinuation(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

/// The trigrams know nothing of ESCAPE, so that is asked for only where the text holds a wildcard
/// itself, and nothing of texts of one or two characters (FTS5 takes one Chinese character, of
/// three bytes, for a trigram and finds nothing).
Pattern patternFor(const std::string& sought) {
    Pattern pattern;
    const bool wildcard = sought.find_first_of("%_") != std::string::npos;
    if (wildcard)
        pattern.escape = " ESCAPE '\\'";
    pattern.trigrams =
        !wildcard &&
        sought.size() - static_cast<std::size_t>(std::ranges::count_if(sought, isContinuation)) >=
            3;
    for (const char character : sought) {
        if (wildcard && (character == '%' || character == '_' || character == '\\'))
            pattern.text += '\\';
        pattern.text += character;
    }
    pattern.text += '%';
    return pattern;
}

char lower(char byte) {
    return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
}

/// A line of the message around what was sought, cut between characters.
std::string snippetOf(const std::string& text, const std::string& sought) {
    constexpr std::size_t before = 40;
    constexpr std::size_t longest = 160;
    const auto found = std::search(text.begin(), text.end(), sought.begin(), sought.end(),
                                   [](char one, char other) { return lower(one) == lower(other); });
    const auto at = static_cast<std::size_t>(found - text.begin());
    std::size_t first = sought.empty() || at <= before ? 0 : at - before;
    while (first > 0 && isContinuation(text[first]))
        --first;
    std::size_t last = std::min(text.size(), first + longest);
    while (last < text.size() && isContinuation(text[last]))
        ++last;
    std::string snippet = (first > 0 ? "…" : "") + text.substr(first, last - first);
    if (last < text.size())
        snippet += "…";
    std::ranges::replace(snippet, '\n', ' ');
    return snippet;
}

} // namespace

std::vector<ConversationEntry> ConversationStore::list(const std::string& text) const {
    const Pattern pattern = patternFor(text);
    const std::string like = std::string(" LIKE ?1") + pattern.escape;
    const std::string hits = pattern.trigrams
                                 ? "id IN (SELECT rowid FROM message_text WHERE text" + like + ")"
                                 : "text" + like;
    // A conversation's snippet comes from the last message that holds the text, else its last one.
    const std::string found =
        "WITH hit (conversation, message) AS (SELECT conversation, max(id) FROM message WHERE " +
        hits +
        " GROUP BY 1) SELECT id, title, changed, (SELECT text FROM message WHERE id = "
        "coalesce(hit.message, (SELECT max(id) FROM message WHERE conversation = "
        "conversation.id))) FROM conversation LEFT JOIN hit ON hit.conversation = conversation.id "
        "WHERE hit.message IS NOT NULL OR title" +
        like + " ORDER BY changed DESC, id DESC";
    const std::string all =
        "SELECT id, title, changed, (SELECT text FROM message WHERE conversation = "
        "conversation.id ORDER BY message.id DESC LIMIT 1) FROM conversation "
        "ORDER BY changed DESC, id DESC";
    return database_->read([&](SQLite::Database& connection) {
        SQLite::Statement row(connection, text.empty() ? all : found);
        if (!text.empty())
            row.bind(1, pattern.text);
        std::vector<ConversationEntry> entries;
        while (row.executeStep())
            entries.push_back({row.getColumn(0).getInt64(), row.getColumn(1).getString(),
                               snippetOf(row.getColumn(3).getString(), text),
                               row.getColumn(2).getInt64()});
        return entries;
    });
}

chat::Conversation ConversationStore::get(std::int64_t id) const {
    return database_->read([id](SQLite::Database& connection) {
        SQLite::Statement row(connection, "SELECT title, coalesce(model, 0), sampling, changed "
                                          "FROM conversation WHERE id = ?");
        row.bind(1, id);
        if (!row.executeStep())
            throwUnknownConversation(id);
        chat::Conversation conversation;
        conversation.id = id;
        conversation.title = row.getColumn(0).getString();
        conversation.modelId = row.getColumn(1).getInt64();
        conversation.sampling = samplingFromText(row.getColumn(2).getString());
        conversation.changed = row.getColumn(3).getInt64();
        SQLite::Statement messages(connection, "SELECT id, role, text, tokens, ending, began_anew, "
                                               "message.model, good FROM message LEFT JOIN rating "
                                               "ON rating.message = message.id "
                                               "WHERE message.conversation = ? ORDER BY id");
        messages.bind(1, id);
        while (messages.executeStep()) {
            chat::Message message;
            message.id = messages.getColumn(0).getInt64();
            message.role = messages.getColumn(1).getString() == "person" ? chat::Role::Person
                                                                         : chat::Role::Model;
            message.text = messages.getColumn(2).getString();
            message.tokens =
                json::parse(messages.getColumn(3).getString()).get<std::vector<chat::TokenTrace>>();
            message.end = endFromName(messages.getColumn(4).getString());
            message.beganAnew = messages.getColumn(5).getInt() != 0;
            message.model = messages.getColumn(6).getString();
            message.rating = ratingOf(messages.getColumn(7));
            conversation.messages.push_back(std::move(message));
        }
        return conversation;
    });
}

std::int64_t ConversationStore::add(const chat::Conversation& conversation) {
    return database_->write([&](SQLite::Database& connection) {
        SQLite::Statement insert(connection,
                                 "INSERT INTO conversation (title, model, sampling, changed) "
                                 "VALUES (?, (SELECT id FROM model WHERE id = ?), ?, ?)");
        insert.bind(1, conversation.title);
        insert.bind(2, conversation.modelId);
        insert.bind(3, samplingText(conversation.sampling));
        insert.bind(4, now());
        insert.exec();
        return connection.getLastInsertRowid();
    });
}

void ConversationStore::update(const chat::Conversation& conversation) {
    database_->write([&](SQLite::Database& connection) {
        SQLite::Statement update(connection,
                                 "UPDATE conversation SET title = ?, model = (SELECT id FROM "
                                 "model WHERE id = ?), sampling = ?, changed = ? WHERE id = ?");
        update.bind(1, conversation.title);
        update.bind(2, conversation.modelId);
        update.bind(3, samplingText(conversation.sampling));
        update.bind(4, now());
        update.bind(5, conversation.id);
        if (update.exec() == 0)
            throwUnknownConversation(conversation.id);
    });
}

void ConversationStore::remove(std::int64_t id) {
    database_->write([&](SQLite::Database& connection) {
        // Message by message, so that the trigger takes each out of the search index too.
        SQLite::Statement messages(connection, "DELETE FROM message WHERE conversation = ?");
        messages.bind(1, id);
        messages.exec();
        SQLite::Statement erase(connection, "DELETE FROM conversation WHERE id = ?");
        erase.bind(1, id);
        if (erase.exec() == 0)
            throwUnknownConversation(id);
    });
}

std::int64_t ConversationStore::addMessage(std::int64_t conversation,
                                           const chat::Message& message) {
    return database_->write([&](SQLite::Database& connection) {
        touch(connection, conversation);
        SQLite::Statement insert(connection,
                                 "INSERT INTO message (role, text, tokens, ending, began_anew, "
                                 "model, conversation) VALUES (?, ?, ?, ?, ?, ?, ?)");
        bindMessage(insert, message);
        insert.bind(7, conversation);
        insert.exec();
        // The trigger writes rows of the search index; ours is the one of this table.
        return connection.execAndGet("SELECT max(id) FROM message").getInt64();
    });
}

void ConversationStore::updateMessage(const chat::Message& message) {
    database_->write([&](SQLite::Database& connection) {
        SQLite::Statement update(connection,
                                 "UPDATE message SET role = ?, text = ?, tokens = ?, ending = ?, "
                                 "began_anew = ?, model = ? WHERE id = ?");
        bindMessage(update, message);
        update.bind(7, message.id);
        if (update.exec() == 0)
            throw base::InputError({NG_TEXT("core", "There is no message number {0} in the "
                                                    "library; its conversation may have been "
                                                    "deleted."),
                                    {std::to_string(message.id)}});
    });
}

void ConversationStore::removeFrom(std::int64_t conversation, std::int64_t message) {
    database_->write([&](SQLite::Database& connection) {
        touch(connection, conversation);
        SQLite::Statement erase(connection,
                                "DELETE FROM message WHERE conversation = ? AND id >= ?");
        erase.bind(1, conversation);
        erase.bind(2, message);
        erase.exec();
    });
}

} // namespace library
