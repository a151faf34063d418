#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Tokens a second of training, ours in single precision and with products in bfloat16, and
# nanoGPT's in single precision, in turns, and both ratios in each turn.
# usage: tests/bench/pair_nanogpt.sh NANOGPT_FOLDER [small|large [TURNS [THREADS]]]
# PYTHON names the interpreter that has PyTorch; LD_PRELOAD for it (a BLAS) goes into PEER_PRELOAD.
set -eu
folder=$1
size=${2:-small}
turns=${3:-5}
threads=${4:-$(nproc)}
bench=${BENCH:-build/ci/bin/bench_neural}
case $size in
small) shape="4 4 128 12 64 100" filter='decoderStep/layers:4/' ;;
*) shape="6 6 384 16 256 8" filter='decoderStep/layers:6/' ;;
esac
ours() {
    "$bench" --benchmark_filter="$filter.*bfloat16:$1" --benchmark_format=json 2>/dev/null |
        awk -F'[:,]' '/tokens_per_s/ { printf "%.0f", $2 }'
}
i=0
while [ "$i" -lt "$turns" ]; do
    # shellcheck disable=SC2086
    peer=$(LD_PRELOAD=${PEER_PRELOAD:-} "${PYTHON:-python3}" "$(dirname "$0")/nanogpt_step.py" \
        "$folder" $shape "$threads" | tail -1)
    awk -v p="$peer" -v o="$(ours 0)" -v b="$(ours 1)" 'BEGIN {
        printf "nanoGPT %d   ours %d   ratio %.2f   in bfloat16 %d   ratio %.2f\n", p, o, o / p, b, b / p
    }'
    i=$((i + 1))
done
