#!/usr/bin/env bash
# Lints the files that differ from a branch, main by default. Ends with 0 if they are clean, or if none changed.
set -euo pipefail
base=${1:-origin/main}
git diff --name-only --diff-filter=d -z "$base"... -- '*.js' '*.mjs' '*.cjs' '*.jsx' '*.ts' '*.mts' '*.cts' '*.tsx' |
  xargs -0 --no-run-if-empty npx eslint --no-warn-ignored
