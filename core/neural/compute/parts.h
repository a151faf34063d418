// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>

namespace neural {

/// Calls work(first, count) for parts that make up `size` things, side by side.
using InParts = std::function<void(
    std::int64_t size, const std::function<void(std::int64_t first, std::int64_t count)>& work)>;

inline void inOnePart(std::int64_t size,
                      const std::function<void(std::int64_t, std::int64_t)>& work) {
    work(0, size);
}

/// Who helps the calling thread with the parts of a large operator; null where nobody does.
const InParts* helpers();

/// While it lives, the calling thread is helped. `parts` must outlive it.
class Helped {
public:
    explicit Helped(const InParts* parts);
    ~Helped();
    Helped(const Helped&) = delete;
    Helped& operator=(const Helped&) = delete;

private:
    const InParts* before_;
};

} // namespace neural
