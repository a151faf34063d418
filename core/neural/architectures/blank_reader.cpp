// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/architectures/blank_reader.h"

#include "core/neural/data/token_numbers.h"
#include "core/text/vocabulary.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace neural {

namespace {

constexpr float never = -std::numeric_limits<float>::infinity();

class BlankReader final : public Reader {
public:
    BlankReader(std::size_t most, Advance advance) : most_(most), advance_(std::move(advance)) {}

    at::Tensor read(std::span<const text::TokenId> tokens, Rows rows) override {
        std::vector<at::Tensor> logits;
        for (const text::TokenId token : tokens)
            logits.push_back(next(token));
        return rows == Rows::Every ? at::cat(logits) : logits.back(); // [n or 1, V]
    }

private:
    at::Tensor next(text::TokenId token) {
        if (token != text::Vocabulary::begin)
            ++written_;
        if (written_ < most_)
            last_ = advance_(numberOf(token)).clone(); // [1, V]
        else
            last_ = at::full_like(last_, never);
        // Never empty, and over at the latest after so many tokens.
        if (written_ == 0)
            last_.select(1, numberOfEnd).fill_(never);
        if (written_ >= most_)
            last_.select(1, numberOfEnd).zero_();
        return last_;
    }

    std::size_t most_;
    Advance advance_;
    std::size_t written_ = 0;
    at::Tensor last_; ///< [1, V]
};

} // namespace

std::unique_ptr<Reader> makeBlankReader(std::size_t most, Advance advance) {
    return std::make_unique<BlankReader>(most, std::move(advance));
}

at::Tensor withEnd(const at::Tensor& logits, std::int64_t vocabularySize,
                   const std::vector<std::int64_t>& ends) {
    at::Tensor own = logits.narrow(1, 0, vocabularySize).clone(); // [1, V]
    at::Tensor end = own.select(1, numberOfEnd).clone();
    for (const std::int64_t id : ends)
        end = at::logaddexp(end, logits.select(1, id));
    for (const std::int64_t id : ends)
        if (id < vocabularySize)
            own.select(1, id).fill_(never);
    own.select(1, numberOfEnd).copy_(end);
    return own;
}

std::vector<std::int64_t> joined(const BlankedText& text,
                                 const std::function<std::int64_t(std::int64_t)>& blank) {
    std::vector<std::int64_t> ids;
    std::int64_t number = 0;
    for (const std::vector<std::int64_t>& piece : text) {
        if (&piece != &text.front())
            ids.push_back(blank(number++));
        ids.insert(ids.end(), piece.begin(), piece.end());
    }
    return ids;
}

BlankedText nearFirstBlank(BlankedText text, std::size_t most) {
    std::vector<std::int64_t>& before = text.front();
    const std::size_t kept = std::min(before.size(), most / 2);
    before.erase(before.begin(), before.end() - static_cast<std::ptrdiff_t>(kept));
    std::size_t used = kept;
    for (std::size_t i = 1; i < text.size(); ++i) {
        ++used; // the blank before it
        if (used > most && i > 1) {
            text.resize(i);
            break;
        }
        text[i].resize(std::min(text[i].size(), most > used ? most - used : 0));
        used += text[i].size();
    }
    return text;
}

} // namespace neural
