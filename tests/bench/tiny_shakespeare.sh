#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Trains nanoGPT's configuration for a CPU on Tiny Shakespeare and prints the validation loss twice:
# as nanoGPT has it, over rows of 64 characters each of which is predicted from those of its row
# before it (the run's own: 16,384 predictions in rows that lie evenly over the last tenth), and of
# the whole last tenth in one piece (each character predicted from 32 to 63 before it).
# OPTIONS are further ones of train neural, such as --precision bfloat16.
# usage: tests/bench/tiny_shakespeare.sh SHAKESPEARE.TXT [SEED...]
set -eu
text=$1
shift
cli=${CLI:-build/ci/bin/ngramophone-cli}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
tail -c "$(($(wc -c <"$text") / 10))" "$text" >"$folder/last-tenth.txt"
run() { "$cli" --library "$folder/library" --json "$@"; }
run corpus add "$text" --name shakespeare >/dev/null
for seed in ${*:-1}; do
    # shellcheck disable=SC2086
    run train neural --corpus shakespeare --tokenizer characters --unit document \
        --architecture gpt-2 --layers 4 --heads 4 --width 128 --context 64 --dropout 0 \
        --batch 12 --steps 2000 --learning-rate 1e-3 --schedule cosine --warmup 100 \
        --final-rate 0.1 --beta2 0.99 --weight-decay 0.1 --clip 1 --validation-share 0.1 \
        ${OPTIONS:-} --seed "$seed" --name "seed $seed" >"$folder/run.json"
    run score "seed $seed" "$folder/last-tenth.txt" >"$folder/score.json"
    python3 - "$seed" "$folder/run.json" "$folder/score.json" <<'END'
import json
import sys

run, score = (json.load(open(path)) for path in sys.argv[2:])
print(f"seed {sys.argv[1]}: {run['validation_loss']:.4f} nats in rows, "
      f"{-score['log_probability'] / score['tokens']:.4f} in one piece "
      f"({score['tokens']} characters); {run['seconds']:.0f} s")
END
done
