// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lm/language_model.h"

namespace lm {

void LanguageModel::scoreSentence(std::span<const text::TokenId> sentence,
                                  std::span<double> out) const {
    const auto session = openSession();
    for (std::size_t i = 0; i + 1 < sentence.size(); ++i) {
        session->feed(sentence.subspan(i, 1));
        out[i] = session->logProbabilities()[text::index(sentence[i + 1])];
    }
}

void LanguageModel::scoreSentences(std::span<const text::TokenId> tokens,
                                   std::span<double> out) const {
    for (std::size_t begin = 0; begin < tokens.size();) {
        std::size_t end = begin + 1;
        while (end < tokens.size() && tokens[end] != text::Vocabulary::begin)
            ++end;
        out[begin] = 0;
        scoreSentence(tokens.subspan(begin, end - begin), out.subspan(begin + 1, end - begin - 1));
        begin = end;
    }
}

} // namespace lm
