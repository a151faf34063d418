// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/corpus/token_stream.h"

#include "core/base/parallel.h"
#include "core/corpus/block_tokenizer.h"

#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>

namespace corpus {
namespace {

struct NumberedBlock {
    std::uint64_t number = 0; ///< in the order of the text
    std::size_t document = 0;
    TextBlock text;
};

/// The blocks of all documents in turn, for whichever thread asks.
class Source {
public:
    Source(const std::vector<Document>& documents, const std::stop_token& stop)
        : documents_(documents), stop_(stop) {}

    std::optional<NumberedBlock> next() {
        const std::lock_guard lock(mutex_);
        NumberedBlock block;
        for (; document_ < documents_.size(); ++document_) {
            base::throwIfStopped(stop_);
            const Document& document = documents_[document_];
            if (!reader_) {
                requireUnchanged(document);
                reader_.emplace(document);
            }
            if (reader_->next(block.text)) {
                block.number = number_++;
                block.document = document_;
                return block;
            }
            reader_.reset();
            requireUnchanged(document); // nor while it was read
        }
        return std::nullopt;
    }

private:
    const std::vector<Document>& documents_;
    const std::stop_token& stop_;
    std::mutex mutex_;
    std::size_t document_ = 0;
    std::optional<BlockReader> reader_;
    std::uint64_t number_ = 0;
};

/// Blocks that are ready, until it is their turn. One thread takes them, all put them there.
class Queue {
public:
    Queue(std::size_t most, unsigned otherThreads) : most_(most), working_(otherThreads) {}

    /// Waits while too many are waiting, unless this one's turn is next, or whoever puts it there
    /// is the one who takes.
    void put(std::uint64_t number, TokenizedBlock block, bool takes) {
        std::unique_lock lock(mutex_);
        changed_.wait(
            lock, [&] { return takes || failed_ || waiting_.size() < most_ || number == next_; });
        waiting_.emplace(number, std::move(block));
        changed_.notify_all();
    }
    /// The block whose turn it is. Where there is nothing better to do, because the text is at its
    /// end or too many are waiting, it is waited for.
    std::optional<TokenizedBlock> take(bool atEnd) {
        std::unique_lock lock(mutex_);
        const auto isReady = [&] { return !waiting_.empty() && waiting_.begin()->first == next_; };
        if (atEnd || waiting_.size() >= most_)
            changed_.wait(lock, [&] { return failed_ || isReady() || working_ == 0; });
        if (failed_ || !isReady())
            return std::nullopt;
        auto block = std::move(waiting_.begin()->second);
        waiting_.erase(waiting_.begin());
        ++next_;
        changed_.notify_all();
        return block;
    }
    /// One of the other threads has no more to put there.
    void end() {
        const std::lock_guard lock(mutex_);
        --working_;
        changed_.notify_all();
    }
    /// Lets go whoever waits.
    void fail() {
        const std::lock_guard lock(mutex_);
        failed_ = true;
        changed_.notify_all();
    }
    bool hasFailed() {
        const std::lock_guard lock(mutex_);
        return failed_;
    }

private:
    std::size_t most_;
    unsigned working_; ///< of the other threads
    std::mutex mutex_;
    std::condition_variable changed_;
    std::map<std::uint64_t, TokenizedBlock> waiting_;
    std::uint64_t next_ = 0;
    bool failed_ = false;
};

/// Hands blocks on in their order, and adds up what is known of each document.
class Deliverer {
public:
    Deliverer(std::vector<Document>& documents, const char* stage, TokenSink& sink,
              base::Progress& progress, const std::stop_token& stop)
        : documents_(documents), stage_(stage), sink_(sink), progress_(progress), stop_(stop) {
        for (Document& document : documents_) {
            total_ += document.size;
            document.lines = 0;
            document.decoded = {};
        }
        report(0);
    }

    void deliver(TokenizedBlock block) {
        const std::size_t number = block.tokens.document;
        Document& document = documents_[number];
        for (LineStart& line : block.tokens.lines) {
            line.document = static_cast<std::uint32_t>(number);
            line.line += static_cast<std::uint32_t>(document.lines);
        }
        sink_.add(block.tokens);
        document.lines += block.lines;
        document.decoded.add(block.decoded);
        done_ += block.bytes;
        report(number);
    }

private:
    void report(std::size_t number) {
        base::throwIfStopped(stop_);
        if (number < documents_.size())
            progress_.report(
                {{stage_, {documents_[number].path.filename().string()}}, done_, total_});
    }

    std::vector<Document>& documents_;
    const char* stage_;
    TokenSink& sink_;
    base::Progress& progress_;
    const std::stop_token& stop_;
    std::uint64_t done_ = 0; ///< bytes
    std::uint64_t total_ = 0;
};

} // namespace

void streamTokens(std::vector<Document>& documents, const text::TokenizerSpec& spec,
                  const char* stage, std::span<TokenNumberer* const> numberers, TokenSink& sink,
                  base::Progress& progress, const std::stop_token& stop) {
    const auto threads = static_cast<unsigned>(numberers.size());
    Deliverer deliverer(documents, stage, sink, progress, stop);
    Source source(documents, stop);
    Queue queue(2 * numberers.size(), threads - 1);
    const auto tokenizeNext = [&](BlockTokenizer& tokenizer, unsigned thread) {
        const auto block = queue.hasFailed() ? std::nullopt : source.next();
        if (!block)
            return false;
        auto tokenized = tokenizer.tokenize(block->text, documents[block->document].encoding);
        tokenized.tokens.document = block->document;
        tokenized.tokens.numberer = thread;
        tokenized.tokens.work = sink.prepare(tokenized.tokens);
        queue.put(block->number, std::move(tokenized), thread == 0);
        return true;
    };
    base::runInParallel(threads, [&](unsigned thread) {
        try {
            BlockTokenizer tokenizer(spec, *numberers[thread]);
            for (bool more = true; more;) {
                more = tokenizeNext(tokenizer, thread);
                while (thread == 0) {
                    auto block = queue.take(!more);
                    if (!block)
                        break;
                    deliverer.deliver(std::move(*block));
                }
            }
            if (thread > 0)
                queue.end();
        } catch (...) {
            queue.fail();
            throw;
        }
    });
}

} // namespace corpus
