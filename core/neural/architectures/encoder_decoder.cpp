// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/architectures/encoder_decoder.h"

#include "core/neural/architectures/blank_reader.h"
#include "core/neural/data/token_numbers.h"
#include "core/neural/operators/fused.h"

#include <algorithm>

namespace neural {

namespace {

Stack::Side encoderSide(const TransformerSpec& spec) {
    return {"encoder.", spec.layers, true, false};
}

Stack::Side decoderSide(const TransformerSpec& spec) {
    return {"decoder.", spec.decoderLayers, false, true};
}

/// One matrix of embeddings serves both sides and, tied, the output: Vaswani et al. 2017, section
/// 3.4.
std::vector<TensorShape> twoSidedShapes(const TransformerSpec& spec, std::int64_t size) {
    std::vector<TensorShape> shapes = {{"embedding", {size, spec.width}}};
    Stack::addShapes(shapes, encoderSide(spec), spec);
    Stack::addShapes(shapes, decoderSide(spec), spec);
    OutputHead::addShapes(shapes, spec, size);
    return shapes;
}

/// Fills one blank after another: what was read before a blank is its source, and what is read in
/// it goes to the decoder, which remembers.
class ContinuingReader final : public Reader {
public:
    explicit ContinuingReader(const EncoderDecoder& network)
        : network_(network), most_(network.exampleShape().length - meanSpan) {}

    at::Tensor read(std::span<const text::TokenId> tokens, Rows rows) override {
        std::vector<at::Tensor> logits;
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            if (tokens[i] == text::Vocabulary::begin) {
                history_.clear();
                blank_ = 0;
            }
            history_.push_back(numberOf(tokens[i]));
            if (rows == Rows::Every || i + 1 == tokens.size())
                logits.push_back(next());
        }
        return at::cat(logits); // [n or 1, V]
    }

private:
    at::Tensor next() {
        const std::size_t blank = 1 + (history_.size() - 1) / meanSpan * meanSpan;
        std::vector<std::int64_t> ids;
        if (blank != blank_)
            ids = begin(blank);
        ids.insert(ids.end(), history_.begin() + static_cast<std::ptrdiff_t>(read_),
                   history_.end());
        read_ = history_.size();
        const auto count = static_cast<std::int64_t>(ids.size());
        const at::Tensor hidden =
            network_.decode(asTensor(ids, {1, count}), state_, source_, nullptr); // [1, n, d]
        return network_.output(hidden.select(1, count - 1));                      // [1, V]
    }

    /// Leaves a blank after the first `blank` tokens; returns what the decoder reads before it.
    std::vector<std::int64_t> begin(std::size_t blank) {
        const std::size_t kept = std::min(blank, most_);
        const auto seen = std::span(history_).subspan(blank - kept, kept);
        std::vector<std::int64_t> source(seen.begin(), seen.end());
        source.push_back(network_.hider());
        const auto size = static_cast<std::int64_t>(source.size());
        source_ = network_.encode(asTensor(source, {1, size}).clone(), nullptr); // outlives the ids
        state_ = {};
        blank_ = read_ = blank;
        return network_.readBefore(seen);
    }

    const EncoderDecoder& network_;
    std::size_t most_; ///< tokens of a source, so that a blank still fits after them
    std::vector<std::int64_t> history_;
    std::size_t blank_ = 0; ///< where the blank stands; 0: there is none
    std::size_t read_ = 0;  ///< tokens of the history that source or decoder have seen
    EncoderDecoder::Source source_;
    SequenceState state_;
};

} // namespace

EncoderDecoder::EncoderDecoder(const TransformerSpec& spec, std::int64_t vocabularySize)
    : spec_(spec),
      vocabularySize_(vocabularySize),
      parameters_(
          twoSidedShapes(spec, vocabularySize + extraTokens(spec.objective, spec.contextLength))),
      encoder_(parameters_, encoderSide(spec), spec),
      decoder_(parameters_, decoderSide(spec), spec),
      output_(parameters_, spec) {}

void EncoderDecoder::initialise(std::uint64_t seed) {
    initialiseNormally(parameters_, std::max(spec_.layers, spec_.decoderLayers), seed);
}

EncoderDecoder::Source EncoderDecoder::encode(const at::Tensor& tokens,
                                              TrainingPass* training) const {
    const at::Tensor places = at::arange(tokens.size(1), integers()); // [S]
    const View view = encoder_.view(sentenceSight(tokens), places, places, training);
    at::Tensor x = fusedEmbedding(parameters_["embedding"], tokens);        // [B, S, d]
    x = encoder_.place(x, placesInSentences(tokens, 0));                    // [B, S, d]
    SequenceState state;                                                    // read once
    return {tokens, decoder_.rememberOther(encoder_.pass(x, state, view))}; // 2 × [B, H, S, w] each
}

at::Tensor EncoderDecoder::decode(const at::Tensor& tokens, SequenceState& state,
                                  const Source& source, TrainingPass* training) const {
    const std::int64_t past = state.length;
    const std::int64_t seen = past + tokens.size(1);
    const View view =
        decoder_.view(causalSight(tokens, past), at::arange(past, seen, integers()),
                      at::arange(seen, integers()), training); // scores [.., T, past + T]
    Sight across;
    if (past == 0)
        across = counterpartSight(tokens, source.tokens);
    at::Tensor x = fusedEmbedding(parameters_["embedding"], tokens); // [B, T, d]
    x = decoder_.place(x, placesInSentences(tokens, past));          // [B, T, d]
    return decoder_.pass(x, state, view, source.memories, across);   // [B, T, d]
}

at::Tensor EncoderDecoder::logits(const at::Tensor& tokens, TrainingPass* training) const {
    const std::int64_t sourceLength = spec_.contextLength;
    const at::Tensor source = tokens.narrow(1, 0, sourceLength);                           // [B, S]
    const at::Tensor read = tokens.narrow(1, sourceLength, tokens.size(1) - sourceLength); // [B, T]
    SequenceState state;
    const at::Tensor hidden = decode(read, state, encode(source, training), training); // [B, T, d]
    return output_(hidden.flatten(0, 1)); // [B T, V + extra]
}

at::Tensor EncoderDecoder::output(const at::Tensor& hidden) const {
    return output_(hidden).narrow(1, 0, vocabularySize_); // [n, V]
}

std::vector<std::int64_t> EncoderDecoder::readBefore(std::span<const std::int64_t> seen) const {
    std::vector<std::int64_t> read = {numberOfStart};
    if (spec_.objective == Objective::SpanCorruption) {
        read.push_back(hider());
        return read;
    }
    if (!seen.empty() && seen.front() == numberOfStart)
        seen = seen.subspan(1);
    read.insert(read.end(), seen.begin(), seen.end());
    return read;
}

at::Tensor EncoderDecoder::logitsAt(const at::Tensor& tokens, const at::Tensor& places) const {
    const std::int64_t count = tokens.size(0);
    std::vector<std::vector<std::int64_t>> rows;
    std::vector<std::int64_t> ends;
    std::size_t longest = 0;
    for (std::int64_t row = 0; row < count; ++row) {
        const auto* ids = tokens[row].data_ptr<std::int64_t>();
        const auto place = static_cast<std::size_t>(places[row].item<std::int64_t>());
        rows.push_back(readBefore({ids, place}));
        ends.push_back(static_cast<std::int64_t>(rows.back().size()) - 1);
        longest = std::max(longest, rows.back().size());
    }
    std::vector<std::int64_t> read;
    for (std::vector<std::int64_t>& row : rows) {
        row.resize(longest, hider()); // nothing before sees it
        read.insert(read.end(), row.begin(), row.end());
    }
    SequenceState state;
    const at::Tensor hidden = decode(asTensor(read, {count, static_cast<std::int64_t>(longest)}),
                                     state, encode(tokens, nullptr), nullptr); // [B, T, d]
    return output(hidden.index({at::arange(count, integers()), asTensor(ends, {count})})); // [B, V]
}

std::unique_ptr<Reader> EncoderDecoder::reader() const {
    return std::make_unique<ContinuingReader>(*this);
}

std::unique_ptr<Reader> EncoderDecoder::filler(const BlankedText& text) const {
    const std::size_t room = roomInBlank(spec_.contextLength);
    const BlankedText near = nearFirstBlank(text, spec_.contextLength - room);
    const bool named = spec_.objective == Objective::SpanCorruption;
    const std::int64_t extra = extraTokens(spec_.objective, spec_.contextLength);
    std::vector<std::int64_t> row = joined(near, [&](std::int64_t number) {
        return hider() + (named ? std::min(number, extra - 1) : 0);
    });
    const auto size = static_cast<std::int64_t>(row.size());
    const Source source = encode(asTensor(row, {1, size}).clone(), nullptr); // outlives the row
    std::vector<std::int64_t> ends;
    for (std::int64_t sentinel = 1; named && sentinel < extra; ++sentinel)
        ends.push_back(hider() + sentinel);
    if (!named && !near[1].empty() && near[1].front() != numberOfEnd)
        ends.push_back(near[1].front());

    return makeBlankReader(room, [this, source, ends, read = readBefore(near.front()),
                                  state = SequenceState()](std::int64_t token) mutable {
        if (token != numberOfStart)
            read = {token};
        const auto count = static_cast<std::int64_t>(read.size());
        const at::Tensor hidden = decode(asTensor(read, {1, count}), state, source, nullptr);
        return withEnd(output_(hidden.select(1, count - 1)), vocabularySize_, ends); // [1, V]
    });
}

} // namespace neural
