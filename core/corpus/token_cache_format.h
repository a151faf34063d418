// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/message.h"
#include "core/base/section_file.h"

// A token cache: "tokens" (u32), the tokenizer's sections, a LineTable's, and "documents" (JSON).
namespace corpus::token_cache_format {

inline constexpr base::FileKind kind{"NGTOKENS", 2, NG_TEXT("core", "token cache")};
inline constexpr const char* documents = "documents";
inline constexpr const char* tokens = "tokens";

} // namespace corpus::token_cache_format
