// SPDX-License-Identifier: GPL-3.0-or-later
// What tests/lint.sh puts before LibTorch's headers for clang-tidy, and no compiler sees. Clang in
// C++20 looks into a constexpr std::vector<c10::IValue> before IValue is complete, which GCC does
// not, and gives up: so that vector alone is made an ordinary one here, as it is in C++17.
#pragma once

#include <algorithm>
#include <memory>
#include <string>

// NOLINTBEGIN(bugprone-reserved-identifier): they are libstdc++'s own.
#undef _GLIBCXX20_CONSTEXPR
#define _GLIBCXX20_CONSTEXPR
#define __fill_a1 __fill_a1_of_vector // is constexpr above already
#include <vector>
#undef __fill_a1
#undef _GLIBCXX20_CONSTEXPR
#define _GLIBCXX20_CONSTEXPR constexpr
// NOLINTEND(bugprone-reserved-identifier)
