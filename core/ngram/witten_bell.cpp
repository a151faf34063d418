// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/witten_bell.h"

namespace ngram {

double WittenBell::own(Node history, Node ngram) const {
    return static_cast<double>(counts().count(ngram)) /
           static_cast<double>(counts().historyCount(history) + counts().followers(history).number);
}

double WittenBell::weight(Node history) const {
    const auto types = static_cast<double>(counts().followers(history).number);
    return types / (static_cast<double>(counts().historyCount(history)) + types);
}

std::string WittenBell::formula(bool seen) const {
    return seen ? "(C + T P′) / (C(h) + T)" : "T P′ / (C(h) + T)";
}

std::vector<lm::Symbol> WittenBell::symbols(Node history, const std::optional<Node>& ngram) const {
    return {{"C", ngram ? static_cast<double>(counts().count(*ngram)) : 0},
            {"C(h)", static_cast<double>(counts().historyCount(history))},
            {"T", static_cast<double>(counts().followers(history).number)}};
}

} // namespace ngram
