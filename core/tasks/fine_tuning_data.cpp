// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tasks/fine_tuning_data.h"

#include "core/base/error.h"
#include "core/chat/conversation_lines.h"
#include "core/corpus/labelled_table.h"
#include "core/tasks/token_names.h"

#include <algorithm>
#include <set>

namespace tasks {

namespace {

using neural::TrainingTask;
using text::TokenId;

class Reader {
public:
    Reader(const neural::RunSpec& spec, const text::Tokenizer& tokenizer)
        : spec_(spec),
          tokenizer_(tokenizer),
          marks_{text::tokenId(tokenizer.vocabulary().size())},
          length_(neural::contextLength(spec)) {}

    void read(const corpus::Document& document, const std::stop_token& stop) {
        switch (spec_.training.task) {
        case TrainingTask::Text:
            break;
        case TrainingTask::Conversations:
            for (const auto& turns : chat::readConversations(document)) {
                base::throwIfStopped(stop);
                addConversation(turns);
            }
            break;
        case TrainingTask::Labels:
            for (corpus::LabelledText& row : corpus::readLabelledTable(document)) {
                base::throwIfStopped(stop);
                rows_.push_back(std::move(row));
            }
            break;
        case TrainingTask::Preferences:
            for (const chat::Preference& preference : chat::readPreferences(document)) {
                base::throwIfStopped(stop);
                addPreference(preference);
            }
            break;
        }
    }

    FineTuningData finish(const std::stop_token& stop) {
        if (spec_.training.task == TrainingTask::Labels)
            addRows(stop);
        return std::move(data_);
    }

private:
    std::vector<TokenId> encode(const std::string& text) {
        std::vector<TokenId> tokens = tokenizer_.encode(text);
        countUnknown(tokens);
        return tokens;
    }

    void countUnknown(const std::vector<TokenId>& tokens) {
        data_.unknownTokens += static_cast<std::uint64_t>(
            std::count(tokens.begin(), tokens.end(), text::Vocabulary::unknown));
    }

    void addConversation(const std::vector<lm::Turn>& turns) {
        std::vector<TokenId> tokens = {text::Vocabulary::begin};
        for (const lm::Turn& turn : turns)
            lm::appendTurn(tokens, marks_, tokenizer_, turn);
        countUnknown(tokens);
        for (neural::Sequence& sequence : neural::conversationSequences(tokens, marks_, length_))
            data_.sequences.push_back(std::move(sequence));
    }

    /// A model that takes no turns goes on from the prompt's text.
    std::vector<TokenId> promptOf(const chat::Preference& preference) {
        std::vector<TokenId> tokens = {text::Vocabulary::begin};
        if (spec_.transformer.turns) {
            for (const lm::Turn& turn : preference.prompt)
                lm::appendTurn(tokens, marks_, tokenizer_, turn);
            tokens.push_back(marks_.of(lm::Speaker::Model));
        } else if (!preference.prompt.empty()) {
            const auto said = tokenizer_.encode(preference.prompt.back().text);
            tokens.insert(tokens.end(), said.begin(), said.end());
        }
        countUnknown(tokens);
        return tokens;
    }

    void addPreference(const chat::Preference& preference) {
        const std::vector<TokenId> prompt = promptOf(preference);
        for (const std::string* reply : {&preference.chosen, &preference.rejected}) {
            std::vector<TokenId> answer = encode(*reply);
            answer.push_back(text::Vocabulary::end);
            data_.sequences.push_back(neural::answeredPrompt(prompt, answer, length_));
        }
    }

    void addRows(const std::stop_token& stop) {
        std::set<std::string> names(spec_.labels.begin(), spec_.labels.end());
        if (names.empty())
            for (const corpus::LabelledText& row : rows_)
                names.insert(row.label);
        data_.labels.assign(names.begin(), names.end());
        if (data_.labels.size() < 2)
            throw base::InputError({NG_TEXT("core", "All texts have the label “{0}”. Choose a "
                                                    "table with two labels or more."),
                                    {data_.labels.front()}});
        for (const corpus::LabelledText& row : rows_) {
            base::throwIfStopped(stop);
            const auto place =
                std::lower_bound(data_.labels.begin(), data_.labels.end(), row.label);
            if (place == data_.labels.end() || *place != row.label)
                throw base::InputError({NG_TEXT("core", "The network does not know the label "
                                                        "“{0}” of the row in line {1}. Begin with "
                                                        "a model without labels."),
                                        {row.label, std::to_string(row.line)}});
            neural::Sequence sequence = neural::labelledText(encode(row.text), length_);
            sequence.targets = {place - data_.labels.begin()};
            data_.sequences.push_back(std::move(sequence));
        }
    }

    const neural::RunSpec& spec_;
    const text::Tokenizer& tokenizer_;
    lm::TurnMarks marks_;
    std::size_t length_;
    std::vector<corpus::LabelledText> rows_;
    FineTuningData data_;
};

} // namespace

FineTuningData readFineTuningData(const std::filesystem::path& library,
                                  const std::vector<std::int64_t>& corpora,
                                  const neural::RunSpec& spec, const text::Tokenizer& tokenizer,
                                  base::Progress& progress, const std::stop_token& stop) {
    const auto documents = documentsOf(library, corpora);
    if (documents.empty())
        throw base::InputError(base::Message{
            NG_TEXT("core", "No corpus is chosen. Choose one, or import a text file.")});
    Reader reader(spec, tokenizer);
    std::uint64_t read = 0;
    for (const corpus::Document& document : documents) {
        progress.report({{NG_TEXT("core", "Reading {0}"), {document.path.filename().string()}},
                         read++,
                         documents.size()});
        reader.read(document, stop);
    }
    FineTuningData data = reader.finish(stop);
    data.documentsHash = documentsHash(documents);
    return data;
}

} // namespace tasks
