// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/arpa_writer.h"

#include "core/base/text_sink.h"
#include "core/ngram/backoff_table.h"
#include "core/ngram/smoothed.h"

#include <fmt/format.h>

#include <cmath>

namespace ngram {

namespace {

double log10OrZero(double value) {
    return value > 0 ? std::log10(value) : log10OfZero;
}

const Smoothed& backOffModel(const NgramModel& model) {
    const auto* smoothed = dynamic_cast<const Smoothed*>(&model.estimator());
    if (smoothed == nullptr)
        throw base::InputError(
            {NG_TEXT("core", "A model by {0} has no back-off weights, which ARPA asks for. Train "
                             "one with another estimator, Witten-Bell or modified Kneser-Ney, "
                             "say."),
             {model.estimatorSpec().name}});
    return *smoothed;
}

void requireWritable(const text::Vocabulary& vocabulary) {
    for (std::size_t i = text::Vocabulary::specialCount; i < vocabulary.size(); ++i) {
        const std::string_view token = vocabulary.token(text::tokenId(i));
        if (token.empty() || token.find_first_of(" \t\n\r\v\f") != std::string::npos ||
            token == "<s>" || token == "</s>" || token == "<unk>")
            throw base::InputError(
                {NG_TEXT("core", "ARPA separates tokens by spaces and has its own <s>, </s> and "
                                 "<unk>, so that it cannot hold the token “{0}”. Train the model "
                                 "on words or white-space tokens."),
                 {std::string(token)}});
    }
}

/// Level 1 has entries that the text has not; of those only <unk> is written. What a longer n-gram
/// begins with is written in any case: readers look for it.
bool isWritten(const Smoothed& model, Node node) {
    return node.level > 1 || model.isSeen(node) ||
           model.trie().token(node) == text::Vocabulary::unknown;
}

class ArpaWriter {
public:
    ArpaWriter(base::TextSink& file, const NgramModel& model)
        : file_(&file), trie_(&model.trie()), estimator_(&backOffModel(model)) {}

    void writeSizes() {
        file_->write("\\data\\\n");
        for (unsigned level = 1; level <= trie_->order(); ++level) {
            std::uint64_t size = trie_->size(level);
            for (std::uint64_t i = 0; level == 1 && i < trie_->size(1); ++i)
                size -= isWritten(*estimator_, {1, i}) ? 0 : 1;
            file_->write(fmt::format("ngram {}={}\n", level, size));
        }
    }

    void writeLevel(unsigned level, base::Progress& progress, const std::stop_token& stop) {
        file_->write(fmt::format("\n\\{}-grams:\n", level));
        for (std::uint64_t i = 0; i < trie_->size(level); ++i) {
            if (i % 4096 == 0) {
                base::throwIfStopped(stop);
                progress.report({{NG_TEXT("core", "Writing {0}-grams"), {std::to_string(level)}},
                                 i,
                                 trie_->size(level)});
            }
            if (isWritten(*estimator_, {level, i}))
                writeNgram({level, i});
        }
    }

private:
    void writeNgram(Node node) {
        const auto tokens = trie_->ngram(node);
        const auto history = std::span(tokens).first(tokens.size() - 1);
        const auto& vocabulary = trie_->tokenizer().vocabulary();
        line_.clear();
        fmt::format_to(std::back_inserter(line_), "{:.7g}\t",
                       log10OrZero(estimator_->probability(history, tokens.back())));
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            line_ += i > 0 ? " " : "";
            line_ += vocabulary.token(tokens[i]);
        }
        if (node.level < trie_->order() && tokens.back() != text::Vocabulary::end) {
            // After what was never followed nothing is taken from the shorter history.
            const double weight = estimator_->isFollowed(node) ? estimator_->weight(node) : 1;
            fmt::format_to(std::back_inserter(line_), "\t{:.7g}", log10OrZero(weight));
        }
        line_ += '\n';
        file_->write(line_);
    }

    base::TextSink* file_;
    const Trie* trie_;
    const Smoothed* estimator_;
    std::string line_;
};

} // namespace

void writeArpa(const std::filesystem::path& path, const NgramModel& model, base::Progress& progress,
               const std::stop_token& stop) {
    requireWritable(model.tokenizer().vocabulary());
    base::TextSink file(path);
    ArpaWriter writer(file, model);
    writer.writeSizes();
    for (unsigned level = 1; level <= model.order(); ++level)
        writer.writeLevel(level, progress, stop);
    file.write("\n\\end\\\n");
    file.commit();
}

} // namespace ngram
