// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// NG_WIDEST_VECTORS before a function: compiled for several widths of vectors, of which the widest
// that the processor has is taken when the program starts.
// A sanitizer is not ready yet when the loader asks which version fits.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) &&                             \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define NG_WIDEST_VECTORS __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define NG_WIDEST_VECTORS
#endif
