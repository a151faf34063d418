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

} // namespace lm
