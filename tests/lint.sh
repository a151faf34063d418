#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The style checks: clang-format on everything, scripts that can be read at all, the house's include rules, and, with --tidy,
# clang-tidy on the files named, or on all (which takes a while). Needs clang-format and clang-tidy.
#   tests/lint.sh [--tidy [FILE...]]
set -euo pipefail
cd "$(dirname "$0")/.."
status=0

mapfile -t sources < <(git ls-files 'core/*.h' 'core/*.cpp' 'app/*.h' 'app/*.cpp' 'tests/*.h' 'tests/*.cpp')
clang-format --dry-run --Werror "${sources[@]}" || status=1

while read -r script; do
  bash -n "$script" || status=1
done < <(git ls-files '*.sh' .ci/run)

# Includes point downwards only, and each foreign library stays in its own folder.
forbid() { # WHAT PATTERN PATHS...
  local what=$1 pattern=$2
  shift 2
  if grep -rnE "$pattern" --include='*.h' --include='*.cpp' "$@"; then
    echo "lint: $what" >&2
    status=1
  fi
}
forbid "Qt in core" '#include *[<"]Q[A-Z]' core
forbid "LibTorch outside core/neural" '#include *[<"](torch|ATen|c10)/' app core/{base,text,corpus,lm,ngram,chat,library,tasks}
forbid "SQLite outside core/library" '#include *[<"](sqlite3\.h|SQLiteCpp)' app core/{base,text,corpus,lm,ngram,neural,chat,tasks}
forbid "Qt Charts outside app/plot" '#include *[<"](QtCharts|QChart|QLineSeries|QValueAxis|QLogValueAxis)' app/{window,jobs,corpora,ngrams,training,inspect,compare,chat,cli}
# Each of these parts of a folder knows those before it alone.
point_downwards() { # FOLDER PART...
  local folder=$1 above i
  shift
  local parts=("$@")
  for ((i = 0; i < ${#parts[@]} - 1; i++)); do
    above=$(IFS='|'; echo "${parts[*]:i+1}")
    forbid "$folder/${parts[i]} includes what stands above it" "#include *\"$folder/($above)/" "$folder/${parts[i]}"
  done
}
point_downwards core base text corpus lm ngram neural chat library tasks
point_downwards core/neural specification data schedule compute checkpoints operators layers architectures training
pages=(corpora ngrams training inspect compare chat)
for page in "${pages[@]}"; do
  others=$(printf '%s\n' "${pages[@]}" | grep -vx "$page" | paste -sd'|')
  forbid "app/$page includes another page" "#include *\"app/($others)/" "app/$page"
done
while read -r lines file; do
  [[ $file != total && $lines -gt 400 ]] && { echo "lint: over 400 lines: $file ($lines)" >&2; status=1; }
done < <(git ls-files 'core/*.h' 'core/*.cpp' 'app/*.h' 'app/*.cpp' | xargs wc -l)

if [[ ${1:-} == --tidy ]]; then
  shift
  [[ -f build/dev/compile_commands.json ]] || cmake --preset dev >/dev/null
  files=("$@")
  [[ ${#files[@]} -gt 0 ]] || mapfile -t files < <(git ls-files 'core/*.cpp' 'app/*.cpp')
  tidy() { # a file
    local before=()
    [[ $1 == core/neural/* ]] && before=("--extra-arg-before=-include$PWD/tests/lint_torch.h")
    clang-tidy --quiet -p build/dev "${before[@]}" "$1" || { echo "lint: clang-tidy: $1" >&2; return 1; }
  }
  export -f tidy
  printf '%s\0' "${files[@]}" | nice xargs -0 -P "$(nproc)" -I {} bash -c 'tidy "$1"' tidy {} || status=1
fi
exit $status
