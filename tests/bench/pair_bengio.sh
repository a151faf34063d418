#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Milliseconds of a step of Bengio's network, in PyTorch and here, in turns, and their ratio.
# usage: tests/bench/pair_bengio.sh [VOCABULARY [TURNS [THREADS]]]
# PYTHON names the interpreter that has PyTorch; LD_PRELOAD for it (a BLAS) goes into PEER_PRELOAD.
set -eu
size=${1:-5000}
turns=${2:-5}
threads=${3:-$(nproc)}
bench=${BENCH:-build/ci/bin/bench_neural}
steps=$((20 + 1000000 / (size + 2000)))
i=0
while [ "$i" -lt "$turns" ]; do
    peer=$(LD_PRELOAD=${PEER_PRELOAD:-} "${PYTHON:-python3}" "$(dirname "$0")/bengio_step.py" \
        "$size" "$steps" "$threads" | tail -1)
    ours=$("$bench" --benchmark_filter="trainingStep/$size/" --benchmark_format=json 2>/dev/null |
        awk -F'[:,]' '/step_ms/ { printf "%.3f", $2 }')
    awk -v p="$peer" -v o="$ours" \
        'BEGIN { printf "PyTorch %.2f ms   ours %.2f ms   ratio %.2f\n", p, o, p / o }'
    i=$((i + 1))
done
