// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/message.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace library {

class Database; // SQLite behind it; see database.h
class CorpusStore;
class ModelStore;
class RunStore;
class ConversationStore;
class RatingStore;

/// The folder that keeps everything: library.sqlite3 and beside it corpora/, tokens/, models/ and
/// runs/ with the large files. One object is one connection and belongs to one thread: each task
/// and the window open their own, which costs a millisecond. Any number of programs may have one
/// library open.
///
/// Opening creates what is missing, migrates an older schema after a backup
/// ("library.sqlite3.backup-N"), and sets a damaged database aside
/// ("library.sqlite3.damaged-DATE") before beginning a new one (`notice` then says so).
/// Throws base::LibraryError for a library made by a newer version, base::FileError for a folder
/// that cannot be written.
class Library {
public:
    explicit Library(const std::filesystem::path& folder);
    ~Library();
    Library(Library&&) noexcept;

    const std::filesystem::path& folder() const { return folder_; }
    /// What a person should know about the opening, or nothing.
    const std::optional<base::Message>& notice() const { return notice_; }

    CorpusStore& corpora();
    ModelStore& models();
    RunStore& runs();
    ConversationStore& conversations();
    RatingStore& ratings();

    /// A number that changes when another connection, in this program or another, has written.
    std::int64_t version() const;

    /// Marks runs and imports that were going on in a program that no longer lives: runs become
    /// interrupted, half-done imports are removed, unfinished replies are closed. Called once when
    /// a program starts.
    void recover();

private:
    std::filesystem::path folder_;
    std::optional<base::Message> notice_;
    std::unique_ptr<Database> database_;
    std::unique_ptr<CorpusStore> corpora_;
    std::unique_ptr<ModelStore> models_;
    std::unique_ptr<RunStore> runs_;
    std::unique_ptr<ConversationStore> conversations_;
    std::unique_ptr<RatingStore> ratings_;
};

/// Held while a program works on a run or an import; released by the system when the program dies,
/// however it dies. That is how recover() tells living work from dead.
class WorkLock {
public:
    /// Throws base::LibraryError where another program holds it, saying so.
    WorkLock(const std::filesystem::path& libraryFolder, const std::string& name);
    ~WorkLock();
    WorkLock(const WorkLock&) = delete;
    WorkLock& operator=(const WorkLock&) = delete;
    static bool isHeld(const std::filesystem::path& libraryFolder, const std::string& name);

private:
    int descriptor_ = -1;
};

/// The platform's place for it: $XDG_DATA_HOME/ngramophone, else ~/.local/share/ngramophone.
std::filesystem::path defaultFolder();

} // namespace library
