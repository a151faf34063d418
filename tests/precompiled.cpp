// SPDX-License-Identifier: GPL-3.0-or-later
// Nothing: a target that precompiles headers for the tests needs one source file.
