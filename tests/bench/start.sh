#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# How long the program takes to its first paint, and to LibTorch being loaded: the median of runs.
# usage: tests/bench/start.sh [PROGRAM [RUNS]]
set -eu
program=${1:-build/dev/bin/ngramophone}
runs=${2:-7}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
i=0
while [ "$i" -lt "$runs" ]; do
    QT_QPA_PLATFORM=${QT_QPA_PLATFORM:-offscreen} "$program" --library "$folder/library" \
        --print-start-times 2>/dev/null >>"$folder/times"
    i=$((i + 1))
done
for what in main first-paint neural-module; do
    awk -v what="$what" '$1 == what { print $2 }' "$folder/times" | sort -n |
        awk -v what="$what" '{ all[NR] = $1 }
            END { printf "%-14s median %8.1f ms   least %8.1f   most %8.1f   (%d runs)\n",
                  what, all[int((NR + 1) / 2)], all[1], all[NR], NR }'
done
