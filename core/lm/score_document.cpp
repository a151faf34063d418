// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "core/corpus/token_stream.h"
#include "core/lm/score.h"

namespace lm {

namespace {

/// Scores each sentence of a stream when it ends; only one sentence is in memory.
class ScoringSink final : public corpus::TokenSink {
public:
    explicit ScoringSink(const LanguageModel& model) : model_(model) {}

    void beginLine(const corpus::Line& /*line*/) override {}
    void beginSentence() override { sentence_ = {text::Vocabulary::begin}; }
    void token(std::string_view token) override {
        sentence_.push_back(model_.tokenizer().vocabulary().find(token));
    }
    void endSentence() override {
        sentence_.push_back(text::Vocabulary::end);
        logProbabilities_.resize(sentence_.size() - 1);
        model_.scoreSentence(sentence_, logProbabilities_);
        for (std::size_t i = 0; i < logProbabilities_.size(); ++i)
            summary_.add(sentence_[i + 1] != text::Vocabulary::unknown, logProbabilities_[i]);
    }
    const ScoreSummary& summary() const { return summary_; }

private:
    const LanguageModel& model_;
    std::vector<text::TokenId> sentence_;
    std::vector<double> logProbabilities_;
    ScoreSummary summary_;
};

/// Bytes of the document's text in UTF-8.
std::uint64_t decodedSize(const corpus::Document& document, const std::stop_token& stop) {
    base::InputFile file(document.path);
    text::StreamDecoder decoder(document.encoding);
    std::vector<std::byte> buffer(std::size_t{1} << 18);
    std::string piece;
    std::uint64_t bytes = 0;
    for (bool last = false; !last;) {
        base::throwIfStopped(stop);
        const std::size_t got = file.read(buffer);
        last = got == 0;
        piece.clear();
        decoder.decode(std::span(buffer).first(got), last, piece);
        bytes += piece.size();
    }
    return bytes;
}

} // namespace

ScoreSummary scoreDocument(const LanguageModel& model, const corpus::Document& document,
                           base::Progress& progress, const std::stop_token& stop) {
    corpus::Document read = document;
    corpus::TokenStream stream({document}, model.tokenizer().spec(), NG_TEXT("core", "Scoring {0}"),
                               progress, stop);
    ScoringSink sink(model);
    stream.read(read, sink);
    ScoreSummary summary = sink.summary();
    summary.bytes = decodedSize(document, stop);
    return summary;
}

} // namespace lm
