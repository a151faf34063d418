// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/message.h"
#include "core/base/section_file.h"

// A token cache: the tokenizer's sections, "documents" (JSON),
// "tokens" (u32) and "lines" (LineStart).
namespace corpus::token_cache_format {

inline constexpr base::FileKind kind{"NGTOKENS", 1, NG_TEXT("core", "token cache")};
inline constexpr const char* documents = "documents";
inline constexpr const char* tokens = "tokens";
inline constexpr const char* lines = "lines";

} // namespace corpus::token_cache_format
