#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds, and runs every test through CTest.
#   tests/run.sh [CTEST-ARGUMENT...]
set -euo pipefail
cd "$(dirname "$0")/.."

packaging/install-packages.sh build test
export CMAKE_CXX_COMPILER_LAUNCHER=ccache

cmake --preset ci >/dev/null
cmake --build --preset ci
# A locale of UTF-8 and no display, wherever this runs.
export LC_ALL=C.UTF-8
ctest --preset ci -j "$(nproc)" "$@"
