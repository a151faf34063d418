// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/corpus/token_stream.h"

#include "core/text/line_end.h"
#include "core/text/segmenter.h"

#include <condition_variable>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace corpus {
namespace {

constexpr std::size_t batchBytes = std::size_t{1} << 17;

/// Some lines of one document, and, once a worker had it, their tokens' numbers.
struct Batch {
    std::size_t document = 0;
    std::string text; ///< of the lines, joined
    std::vector<Line> lines;
    std::vector<std::size_t> textEnds;   ///< of each line
    std::vector<std::uint32_t> numbers;  ///< of all lines
    std::vector<std::size_t> numberEnds; ///< of each line
    unsigned numberer = 0;
    bool ready = false;
    std::exception_ptr failure;
};

/// Cuts and numbers a batch's lines.
void tokenize(Batch& batch, text::Segmenter& segmenter, TokenNumberer& numberer,
              std::string_view lineEnd) {
    std::size_t begin = 0;
    for (std::size_t i = 0; i < batch.lines.size(); ++i) {
        const auto text = std::string_view(batch.text).substr(begin, batch.textEnds[i] - begin);
        begin = batch.textEnds[i];
        numberer.number(segmenter.segment(text), batch.numbers);
        if (batch.lines[i].ended && !lineEnd.empty())
            numberer.number({&lineEnd, 1}, batch.numbers);
        batch.numberEnds.push_back(batch.numbers.size());
    }
}

/// Threads that tokenize batches; who hands them over takes them back in the same order.
class Workers {
public:
    Workers(const text::TokenizerSpec& spec, std::span<TokenNumberer* const> numberers) {
        const std::string_view lineEnd = spec.unit == text::SentenceUnit::Line
                                             ? std::string_view()
                                             : text::lineEndToken(spec.kind);
        for (unsigned number = 0; number < numberers.size(); ++number)
            threads_.emplace_back(
                [this, spec, number, numberers, lineEnd](const std::stop_token& stop) {
                    work(spec, number, *numberers[number], lineEnd, stop);
                });
    }
    void hand(std::unique_ptr<Batch> batch) {
        {
            const std::lock_guard lock(mutex_);
            waiting_.push_back(batch.get());
        }
        changed_.notify_one();
        handed_.push_back(std::move(batch));
    }
    std::size_t pending() const { return handed_.size(); }
    /// The oldest, when it is ready.
    std::unique_ptr<Batch> take() {
        std::unique_lock lock(mutex_);
        ready_.wait(lock, [&] { return handed_.front()->ready; });
        auto batch = std::move(handed_.front());
        handed_.pop_front();
        if (batch->failure)
            std::rethrow_exception(batch->failure);
        return batch;
    }

private:
    void work(const text::TokenizerSpec& spec, unsigned number, TokenNumberer& numberer,
              std::string_view lineEnd, const std::stop_token& stop) {
        text::Segmenter segmenter(spec);
        for (;;) {
            Batch* batch = nullptr;
            {
                std::unique_lock lock(mutex_);
                if (!changed_.wait(lock, stop, [&] { return !waiting_.empty(); }))
                    return;
                batch = waiting_.front();
                waiting_.pop_front();
            }
            try {
                batch->numberer = number;
                tokenize(*batch, segmenter, numberer, lineEnd);
            } catch (...) {
                batch->failure = std::current_exception();
            }
            {
                const std::lock_guard lock(mutex_);
                batch->ready = true;
            }
            ready_.notify_one();
        }
    }

    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::condition_variable ready_;
    std::deque<Batch*> waiting_;
    std::deque<std::unique_ptr<Batch>> handed_;
    std::vector<std::jthread> threads_; // last, because they use the others
};

/// Says where lines and sentences begin and end.
class Sentences {
public:
    Sentences(const text::TokenizerSpec& spec, TokenSink& sink) : spec_(spec), sink_(sink) {}

    void add(const Batch& batch) {
        if (!inDocument_ || batch.document != document_) {
            endDocument();
            document_ = batch.document;
            inDocument_ = true;
            last_ = {};
            last_.ended = true; // no line is left open before the first
            sink_.beginDocument(document_);
        }
        std::size_t begin = 0;
        for (std::size_t i = 0; i < batch.lines.size(); ++i) {
            const auto numbers =
                std::span(batch.numbers).subspan(begin, batch.numberEnds[i] - begin);
            begin = batch.numberEnds[i];
            last_ = batch.lines[i];
            if (spec_.unit == text::SentenceUnit::Line)
                addLine(numbers, batch.numberer);
            else
                addPart(numbers, batch.numberer);
        }
    }
    void endDocument() {
        if (!inDocument_)
            return;
        if (spec_.unit != text::SentenceUnit::Line)
            close();
        else if (!last_.ended)
            endLine();
        inDocument_ = false;
    }

private:
    void addLine(std::span<const std::uint32_t> numbers, unsigned numberer) {
        if (!numbers.empty()) {
            sink_.beginLine(last_);
            open();
            sink_.tokens(numbers, numberer);
        }
        if (last_.ended)
            endLine();
    }
    void endLine() {
        if (!open_ && text::isSentence(spec_.kind, 0)) {
            sink_.beginLine(last_);
            open();
        }
        close();
    }
    void addPart(std::span<const std::uint32_t> numbers, unsigned numberer) {
        if (!open_ || !numbers.empty())
            sink_.beginLine(last_);
        open();
        if (!numbers.empty())
            sink_.tokens(numbers, numberer);
    }
    void open() {
        if (!open_)
            sink_.beginSentence();
        open_ = true;
    }
    void close() {
        if (open_)
            sink_.endSentence();
        open_ = false;
    }

    text::TokenizerSpec spec_;
    TokenSink& sink_;
    std::size_t document_ = 0;
    bool inDocument_ = false;
    bool open_ = false;
    Line last_;
};

} // namespace

void streamTokens(std::vector<Document>& documents, const text::TokenizerSpec& spec,
                  const char* stage, std::span<TokenNumberer* const> numberers, TokenSink& sink,
                  base::Progress& progress, const std::stop_token& stop) {
    std::uint64_t total = 0;
    for (const Document& document : documents)
        total += document.size;
    const std::size_t mostPending = 4 * numberers.size();
    Workers workers(spec, numberers);
    Sentences sentences(spec, sink);
    std::uint64_t done = 0; // bytes of earlier documents
    for (std::size_t i = 0; i < documents.size(); ++i) {
        Document& document = documents[i];
        requireUnchanged(document);
        LineReader reader(document);
        document.lines = 0;
        const auto tick = [&] {
            base::throwIfStopped(stop);
            progress.report(
                {{stage, {document.path.filename().string()}}, done + reader.bytesRead(), total});
        };
        tick();
        for (bool more = true; more;) {
            auto batch = std::make_unique<Batch>();
            batch->document = i;
            batch->text.reserve(batchBytes + LineReader::longestLine);
            Line line;
            while (batch->text.size() < batchBytes && (more = reader.next(line))) {
                batch->text += line.text;
                batch->textEnds.push_back(batch->text.size());
                document.lines = line.number;
                line.text = {};
                batch->lines.push_back(line);
            }
            tick();
            workers.hand(std::move(batch));
            while (workers.pending() >= mostPending)
                sentences.add(*workers.take());
        }
        document.decoded = reader.report();
        requireUnchanged(document); // nor while it was read
        tick();
        done += document.size;
    }
    while (workers.pending() > 0) {
        base::throwIfStopped(stop);
        sentences.add(*workers.take());
    }
    sentences.endDocument();
}

} // namespace corpus
