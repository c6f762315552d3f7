#!/bin/sh
# Builds the chat page if its sources changed. Without Node the coach runs all the same, and its page says what is missing.
set -eu
cd "$(dirname "$0")/../widget"
if ! command -v npm >/dev/null || ! node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)'; then
  echo "Chat page: not built, for Node 20 or newer is missing. Install it (nodejs.org, or your system's package) and call make again."
  exit 0
fi
if [ ! -f node_modules/.package-lock.json ] || [ node_modules/.package-lock.json -ot package-lock.json ]; then
  echo "Chat page: installing what widget/package-lock.json names ..."
  npm ci --silent --no-audit --no-fund || { echo "Chat page: not built, for its packages could not be installed."; exit 0; }
  touch node_modules/.package-lock.json
fi
if [ ! -f dist/widget.js ] || [ -n "$(find src build.mjs package-lock.json -newer dist/widget.js)" ]; then
  node build.mjs
fi
