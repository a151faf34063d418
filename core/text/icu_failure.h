// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <unicode/utypes.h>

namespace text {

/// Throws where ICU failed: in practice its data files are missing or it ran out of memory.
inline void requireIcu(UErrorCode status) {
    if (U_FAILURE(status))
        throw base::InputError({NG_TEXT("core", "The Unicode library (ICU) failed: {0}. Check that "
                                                "its data is installed."),
                                {u_errorName(status)}});
}

} // namespace text
