#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# From a clean checkout to the running program: installs what is missing, builds a release, starts
# it on the sample corpus, or on the files given.
#   packaging/run.sh [FILE...]
# Without a display it goes the same way without one, prints what it finds, and leaves a screenshot
# of every page in a folder that it names (NGRAMOPHONE_TOUR chooses it).
set -euo pipefail
start=$PWD
cd "$(dirname "$0")/.."
root=$PWD

packaging/install-packages.sh build

[[ -f build/release/build.ninja ]] || cmake --preset release >/dev/null
cmake --build --preset release

# Files are named relative to where the person stands.
cd "$start"
if [[ -n ${DISPLAY:-} || -n ${WAYLAND_DISPLAY:-} ]]; then
  exec "$root/build/release/bin/ngramophone" "$@"
fi
folder=${NGRAMOPHONE_TOUR:-$(mktemp -d "${TMPDIR:-/tmp}/ngramophone-tour-XXXXXX")}
mkdir -p "$folder"
echo "No display: going through the program without one."
QT_QPA_PLATFORM=offscreen exec "$root/build/release/bin/ngramophone" \
  --library "$folder/library" --headless-tour "$folder" "$@"
